"""Blocks to text and turns: labels, tables, chats, bold questions, field notes, and paragraphs where nobody is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from qualcode.readers.columns import columns_of
from qualcode.readers.labels import ANSWER_WORDS, Label, base_word, rank_of, trailing_stamp
from qualcode.readers.reading import Block, Extract, Kind, ReadTurn
from qualcode.readers.weighing import PAIRS, labels_in
from qualcode.text.clusters import cluster_end


@dataclass(frozen=True)
class Mark:
    """Where a turn begins; offsets into its block. The words run to the next mark unless `end` says otherwise."""

    block: int
    label_start: int
    words: int
    speaker: str | None = None
    end: int | None = None
    time_ms: int | None = None
    kind: Kind = "speech"
    number: int | None = None
    question: bool = False

    @property
    def marked(self) -> bool:
        """Whether anything stands in front of the words: a label, a heading's sign, a number."""
        return self.speaker is not None or self.kind != "speech" or self.question


_CHAT = re.compile(
    r"[\u200e\u200f\s]*\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:pukul\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?\]?\s*(?:[-–]\s*)?[\u200e\u200f]*(?P<said>(?P<name>[^:\n]{1,60}):\s)?"
)
_SECTION = re.compile(
    r"[\s#>*_]*(?:\(?[a-z0-9]{1,2}[.)]\s*)?(?:(?:catatan|bagian|refleksi dan)\s+(?:lapangan\s+)?)?"
    r"(?:(?P<descriptive>deskriptif|deskripsi|descriptive)|(?P<reflective>reflektif|refleksi|reflective|reflection))"
    r"(?:\s+(?:notes?|catatan|lapangan|peneliti|pengamat|observasi|observer))?[*_\s]*(?P<colon>[:：]?)[*_]*[ \t]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:(?:\*\*|__)\s*)?(?P<number>\d{1,3})[.)]\s+")
_MARKUP = re.compile(r"\s*(?:#{1,6}\s+|\*\*\*?|__)?\s*(?:\*\*)?")
_WORD = re.compile(r"\w")
_WIDEST = 20  # columns; a wider table is data and no conversation


def text_of(blocks: Sequence[Block]) -> str:
    """The text that the blocks make."""
    return "\n".join(block.text for block in blocks)


def find_marks(extract: Extract) -> tuple[list[Mark], bool]:
    """Every place where a turn begins, and whether anyone is named (or asked) in the text."""
    blocks = extract.blocks
    rows = dict(_table_marks(blocks))
    chat = _chat_marks(blocks)
    labels = {} if chat else labels_in(blocks)
    questions = {} if chat else _questions(blocks, labels)
    marks = [*chat.values()] if chat else []
    if not chat:
        marks = list(_walk(extract, rows, labels, questions))
    else:
        marks = list(_walk(extract, {n: [m] for n, m in chat.items()}, {}, {}, follow=True))
    return marks, bool(rows or chat or labels or questions)


def turns_of(blocks: Sequence[Block], marks: Iterable[Mark]) -> tuple[ReadTurn, ...]:
    """The turns that begin at `marks`, with offsets into `text_of(blocks)`; those without words are left out."""
    text = text_of(blocks)
    starts, place = [], 0
    for block in blocks:
        starts.append(place)
        place += len(block.text) + 1
    ordered = sorted(marks, key=lambda mark: (mark.block, mark.label_start))
    found: list[ReadTurn] = []
    for mark, following in zip(ordered, [*ordered[1:], None], strict=True):
        base = starts[mark.block]
        limit = starts[following.block] + following.label_start if following else len(text)
        last = following.block - (following.label_start == 0) if following else len(blocks) - 1
        end = base + mark.end if mark.end is not None else limit
        begin, end, stop_ms = _trimmed(text, base + mark.words, end)
        if begin >= end or not (mark.speaker or mark.question or _WORD.search(text, begin, end)):
            continue
        cue = [block.times for block in blocks[mark.block : max(last, mark.block) + 1] if block.times]
        found.append(
            ReadTurn(
                number=len(found) + 1,
                label_start=min(base + mark.label_start, begin) if mark.marked else begin,
                start=begin,
                end=end,
                speaker=mark.speaker,
                time_start_ms=cue[0][0] if cue else mark.time_ms,
                time_end_ms=cue[-1][1] if cue else stop_ms,
                kind=mark.kind,
                question_number=mark.number,
                emphasis_question=mark.question,
            )
        )
    return tuple(found)


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int, int | None]:
    words = text[begin:end]
    stop = len(words.rstrip())
    stop, time = trailing_stamp(words[:stop])
    start, last = begin + len(words) - len(words.lstrip()), begin + len(words[:stop].rstrip())
    # A stray accent behind the label's blank would belong to the label; no turn begins inside a character.
    while start < last and (text[start].isspace() or cluster_end(text, start) != start):
        start = cluster_end(text, start + 1)
    return start, last, time


def _walk(
    extract: Extract,
    rows: Mapping[int, Sequence[Mark]],
    labels: Mapping[int, Label],
    questions: Mapping[int, Mark],
    follow: bool = False,
) -> Iterator[Mark]:
    """Go down the blocks once; `open_turn` says that unlabelled lines still belong to the turn before."""
    blocks = extract.blocks
    open_turn, asked, number = False, False, None
    kind: Kind = "speech"
    section_level = 0
    fresh = True  # whether the next unlabelled line begins a paragraph
    for n, block in enumerate(blocks):
        section = _SECTION.match(block.text[:300])
        if n in rows:
            yield from rows[n]
            open_turn, asked, fresh = follow, False, True
        elif n in labels:
            label = labels[n]
            asker = base_word(label.speaker) not in ANSWER_WORDS
            number = label.number or (None if asker else number)
            yield Mark(n, label.start, label.words, label.speaker, time_ms=label.time_ms, number=number)
            open_turn, asked, kind, fresh = True, False, "speech", True
        elif section and (section["colon"] or section.end() == len(block.text)):
            kind = "descriptive" if section["descriptive"] else "reflective"
            section_level = block.heading or 7
            inside = section.end() < len(block.text)
            yield Mark(n, 0, section.end(), kind=kind) if inside else Mark(n, 0, _lead(block), kind="heading")
            open_turn, asked, fresh = inside and extract.paragraphs != "block", False, True
        elif block.heading:
            if block.heading <= section_level:
                kind = "speech"
            yield Mark(n, 0, _lead(block), kind="heading")
            open_turn, asked, fresh = False, False, True
        elif n in questions:
            yield questions[n]
            number, asked, open_turn, fresh = questions[n].number, True, False, True
        elif not block.text.strip():
            fresh = True
            open_turn = open_turn and kind == "speech"
        elif open_turn:
            continue
        elif asked:
            yield Mark(n, 0, 0, number=number)
            open_turn, asked = True, False
        else:
            if fresh or extract.paragraphs == "block" or block.times:
                yield Mark(n, 0, 0, kind=kind)
            fresh = extract.paragraphs == "wrapped" and _ends_paragraph(block, blocks)


def _lead(block: Block) -> int:
    found = _MARKUP.match(block.text)
    return found.end() if found else 0


def _ends_paragraph(block: Block, blocks: Sequence[Block]) -> bool:
    widest = max(len(other.text) for other in blocks[:400])
    return len(block.text) < 0.75 * widest


def _chat_marks(blocks: Sequence[Block]) -> dict[int, Mark]:
    """Each message of a WhatsApp export; a line of the service itself names nobody."""
    found = {n: match for n, block in enumerate(blocks) if (match := _CHAT.match(block.text))}
    if sum(bool(match["said"]) for match in found.values()) < 2:
        return {}
    return {
        n: Mark(n, 0, match.end(), match["name"].strip() if match["said"] else None)
        for n, match in found.items()
    }


def _table_marks(blocks: Sequence[Block]) -> Iterator[tuple[int, list[Mark]]]:
    rows = ((n, block) for n, block in enumerate(blocks) if block.cells)
    columns: dict[str, int] = {}
    width, speakers = 0, list[str]()
    for _table, group in groupby(rows, key=lambda row: row[1].table):
        table = list(group)
        widest = max(len(block.cells) for _n, block in table)
        if widest > _WIDEST:
            continue
        heads = {n for n, block in table if columns_of(_cells(block))}
        if heads:
            columns = columns_of(_cells(next(block for n, block in table if n in heads)))
        elif widest != width or not _goes_on(table, columns, speakers):
            columns = _guessed_columns([block for _n, block in table])
        width = widest
        # A title may stand above the head, and the head again on each page.
        first = min(heads, default=table[0][0])
        body = [row for row in table if row[0] >= first and row[0] not in heads]
        if "speaker" in columns:
            yield from _spoken_rows(body, columns, speakers)
        elif columns:
            yield from _asked_rows(body, columns)
        else:
            yield from _labelled_cells(table)
        for n, block in table:
            if columns and (n < first or n in heads):
                yield n, [Mark(n, 0, block.cells[0][0], kind="heading", end=len(block.text.rstrip(" |")))]


def _goes_on(
    rows: Sequence[tuple[int, Block]], columns: Mapping[str, int], speakers: Collection[str]
) -> bool:
    """Whether a table without a head goes on with the conversation of the table before."""
    if "speaker" not in columns:
        return False
    known = {speaker.casefold() for speaker in speakers}
    names = [_name(_cells(block), columns["speaker"]).casefold() for _n, block in rows]
    return any(names) and all(not name or name in known for name in names)


def _name(cells: Sequence[str], column: int) -> str:
    return cells[column].strip().strip("*_[]").rstrip(" :").strip() if column < len(cells) else ""


def _spoken_rows(
    rows: Sequence[tuple[int, Block]], columns: Mapping[str, int], speakers: list[str]
) -> Iterator[tuple[int, list[Mark]]]:
    """The rows as turns; `speakers`, in order, grows by those who speak in them."""
    for n, block in rows:
        cells = _cells(block)
        if len(cells) <= max(columns.values()):
            continue
        # A row without a name goes on with the words of the row above.
        if name := _name(cells, columns["speaker"]):
            speakers.append(name)
        start, end = block.cells[columns["words"]]
        yield n, [Mark(n, 0, start, speakers[-1] if speakers else None, end=end)]


def _asked_rows(
    rows: Sequence[tuple[int, Block]], columns: Mapping[str, int]
) -> Iterator[tuple[int, list[Mark]]]:
    for n, block in rows:
        cells = _cells(block)
        if len(cells) <= max(columns.values()):
            continue
        digits = re.match(r"\s*(\d{1,3})", cells[columns["number"]]) if "number" in columns else None
        number = int(digits[1]) if digits else None
        asked, answered = block.cells[columns["question"]], block.cells[columns["answer"]]
        marks = [
            Mark(n, asked[0], asked[0], end=asked[1], number=number, question=True),
            Mark(n, answered[0], answered[0], end=answered[1], number=number),
        ]
        yield n, [mark for mark in marks if mark.end is not None and mark.words < mark.end]


def _labelled_cells(rows: Sequence[tuple[int, Block]]) -> Iterator[tuple[int, list[Mark]]]:
    """Turns inside cells, where a table only frames the transcript."""
    places, lines = list[tuple[int, int, int]](), list[Block]()
    for n, block in rows:
        for start, end in block.cells:
            for line in re.finditer(r"[^\n]+", block.text[start:end]):
                places.append((n, start + line.start(), end))
                lines.append(Block(line.group()))
    found: dict[int, list[Mark]] = {}
    for line_number, label in labels_in(lines).items():
        n, place, end = places[line_number]
        marks = found.setdefault(n, [])
        start = place + label.start
        if marks and marks[-1].end is not None and marks[-1].end > start:
            marks[-1] = replace(marks[-1], end=start)
        marks.append(Mark(n, start, place + label.words, label.speaker, end=end, time_ms=label.time_ms))
    yield from found.items()


def _guessed_columns(rows: Sequence[Block]) -> dict[str, int]:
    """The first column in which nearly every row names somebody, where the table has no head."""
    cells = [_cells(block) for block in rows]
    for column in range(min(map(len, cells)) - 1):
        names = [row[column].strip(" *_[]:") for row in cells]
        sure = [name for name in names if name and (rank_of(name) or 0) > 1]
        if len(sure) < 2 or len(sure) < 0.8 * len(names):
            continue
        if len(set(sure)) < len(sure) or {name.casefold() for name in sure} in PAIRS:
            words = range(column + 1, min(map(len, cells)))
            # A column may hold nothing but the colon behind the name.
            filled = (n for n in words if not all(row[n].strip() in ("", ":") for row in cells))
            return {"speaker": column, "words": next(filled, column + 1)}
    return {}


def _cells(block: Block) -> list[str]:
    return [block.text[start:end] for start, end in block.cells]


def _questions(blocks: Sequence[Block], labels: Mapping[int, Label]) -> dict[int, Mark]:
    """Questions that stand out by bold letters or numbers, where only answers are labelled or nobody is."""
    surveyed = {n: _question_mark(n, block) for n, block in enumerate(blocks) if block.question}
    if surveyed:
        return surveyed
    if any(base_word(label.speaker) not in ANSWER_WORDS for label in labels.values()):
        return {}
    plain = [
        n for n, block in enumerate(blocks) if block.text.strip() and not block.cells and not block.heading
    ]
    asked = [n for n in plain if n not in labels and _asks(blocks[n])]
    answered = sum(after not in asked for n, after in pairwise(plain) if n in asked)
    if len(asked) < (1 if labels else 2) or answered * 2 < len(asked):
        return {}
    # Once bold questions are the form, a bold request ("Ceritakan ...") is one too.
    bold = [n for n in plain if n > asked[0] and blocks[n].all_bold] if blocks[asked[0]].all_bold else []
    return {n: _question_mark(n, blocks[n]) for n in sorted({*asked, *bold})}


def _asks(block: Block) -> bool:
    words = block.text.strip().strip("*_\"'”’) ")
    return words.endswith("?") and (block.all_bold or block.listed or _NUMBERED.match(block.text) is not None)


def _question_mark(n: int, block: Block) -> Mark:
    numbered = _NUMBERED.match(block.text)
    lead = numbered.end() if numbered else _lead(block)
    words = block.text.rstrip()
    end = len(words.rstrip("*_")) if block.text.lstrip()[:2] in ("**", "__") else len(words)
    number = block.question or (int(numbered["number"]) if numbered else None)
    return replace(Mark(n, 0, lead, question=True), end=end, number=number)
