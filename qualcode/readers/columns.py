"""Tables that are transcripts: No|Pelaku|Percakapan, No|Pertanyaan|Jawaban."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.readers.reading import Block
from qualcode.text.normal import normalise

_SPEAKER = re.compile(r"pelaku|kode pelaku|penutur|pembicara|speaker|p/i|i/p", re.IGNORECASE)
_NAME = re.compile(r"nama|subjek|tokoh|peran|aktor|name|informan|who", re.IGNORECASE)
_SPOKEN = re.compile(
    r"percakapan|transkrip(?:si)?(?: verbatim| wawancara)?|verbatim|ucapan|isi (?:wawancara|percakapan)|dialog|"
    r"hasil wawancara|transcript|utterance|words",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"isi|uraian|pernyataan|teks|text|content", re.IGNORECASE)
_QUESTION = re.compile(r"(?:daftar |butir )?pertanyaan|questions?|tanya|pertanyaan peneliti", re.IGNORECASE)
_ANSWER = re.compile(
    r"jawaban(?: informan| responden| narasumber)?|answers?|jawab|respon(?:se)?", re.IGNORECASE
)
_ASKER = re.compile(r"peneliti|pewawancara|penanya|interviewer|researcher", re.IGNORECASE)
_ANSWERER = re.compile(r"informan(?:t)?|narasumber|responden(?:t)?|partisipan|participant", re.IGNORECASE)
_NUMBER = re.compile(r"no\.?|nomor|#|nr|num(?:ber)?", re.IGNORECASE)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column of a transcript's table is which: speaker and words, or question and answer; else empty."""
    named = [cell.strip().strip("*_ ") for cell in header]

    def column(pattern: re.Pattern[str]) -> int | None:
        return next((number for number, cell in enumerate(named) if pattern.fullmatch(cell)), None)

    # A list of members has a name and a text too; one of the two columns must speak of speaking.
    for first, second, keys in (
        (_SPEAKER, _SPOKEN, ("speaker", "words")),
        (_SPEAKER, _CONTENT, ("speaker", "words")),
        (_NAME, _SPOKEN, ("speaker", "words")),
        (_QUESTION, _ANSWER, ("question", "answer")),
    ):
        a, b = column(first), column(second)
        if a is not None and b is not None:
            number = column(_NUMBER)
            return {keys[0]: a, keys[1]: b, **({} if number is None else {"number": number})}
    # A column for each of the two; with more columns it is a list of interviews.
    a, b, number = column(_ASKER), column(_ANSWERER), column(_NUMBER)
    if a is not None and b is not None and len(named) == 2 + (number is not None):
        return {"question": a, "answer": b, **({} if number is None else {"number": number})}
    return {}


def row_block(cells: list[str], table: int) -> Block:
    """A table row as one block; a tab inside a cell becomes a blank, as tabs divide the cells."""
    spans, place = [], 0
    cells = [normalise(cell).text.replace("\t", " ").strip("\n") for cell in cells]
    for cell in cells:
        spans.append((place, place + len(cell)))
        place += len(cell) + 1
    return Block("\t".join(cells), cells=tuple(spans), table=table)
