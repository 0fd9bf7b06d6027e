"""Which of the lines that look like labels are labels: all of a text are weighed against each other.

Prose with a colon ("Catatan: ...", "Jam 10:30") and the head of a transcript ("Informan: K1") look like speech; what
repeats, what means a role, and what stands on nearly every line is speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.readers.labels import (
    ANSWERER_WORDS,
    INTERVIEWER_WORDS,
    Label,
    Rank,
    base_word,
    label_of,
    rank_of,
    split_number,
)
from qualcode.readers.reading import Block

_DENSE = 0.8
_KEY = re.compile(r"\s*[\w /.]{2,30}\s*[:：]\s*\S")
PAIRS = ({"t", "j"}, {"p", "j"}, {"p", "i"}, {"q", "a"})


def labels_in(blocks: Sequence[Block]) -> dict[int, Label]:
    """The labels by block number, spelled as first written."""
    found = {}
    for number, block in enumerate(blocks):
        if block.voice:
            name = block.text[: block.voice]
            found[number] = Label(name, 0, block.voice + 2, Rank.KNOWN)
        elif not block.cells and not block.heading and not block.question and (label := label_of(block)):
            surer = block.times is not None and label.rank is Rank.WEAK
            found[number] = replace(label, rank=Rank.LIKELY) if surer else label
    kept = _weigh(_without_loose(found), blocks)
    kept = _without_head(kept, blocks)
    if not _speech(kept, blocks):
        return {}
    spelled: dict[str, str] = {}
    for label in kept.values():
        spelled.setdefault(label.speaker.casefold(), label.speaker)
    return _numbered({n: _named(label, spelled[label.speaker.casefold()]) for n, label in kept.items()})


def _named(label: Label, speaker: str) -> Label:
    return label if label.speaker == speaker else replace(label, speaker=speaker)


def _without_loose(found: Mapping[int, Label]) -> Mapping[int, Label]:
    """Drop labels with a dash or full stop behind them where no two of them take turns: "I. Hasil" heads a list."""
    counts = Counter(label.speaker.casefold() for label in found.values() if label.loose)
    turns = sum(count > 1 for count in counts.values()) > 1 or set(counts) in PAIRS
    if not counts or turns:
        return found
    return {number: label for number, label in found.items() if not label.loose}


def _weigh(found: Mapping[int, Label], blocks: Sequence[Block]) -> dict[int, Label]:
    counts = Counter(label.speaker.casefold() for label in found.values())
    ranks: dict[str, Rank] = {}
    for label in found.values():
        name = label.speaker.casefold()
        ranks[name] = max(label.rank, ranks.get(name, Rank.WEAK))
    known = {name for name, rank in ranks.items() if rank is Rank.KNOWN}
    likely = {name for name, rank in ranks.items() if rank is Rank.LIKELY}
    often = {name for name, count in counts.items() if count > 1}
    dense = len(found) >= _DENSE * _filled(blocks)
    kept = set(known)
    if known or dense:
        kept |= likely
    kept |= likely & often
    weak = set(ranks) - known - likely
    if kept or len(weak & often) > 1:
        kept |= weak & often
    if dense and kept and len(counts) > 1:
        kept |= weak
    stamped = {label.speaker.casefold() for label in found.values() if label.time_ms is not None}
    if stamped & often & (kept | weak) and (kept or len(stamped) > 1):
        kept |= stamped  # the recorder puts a time on every turn, so whoever has one speaks
    return {number: label for number, label in found.items() if label.speaker.casefold() in kept}


def _without_head(kept: Mapping[int, Label], blocks: Sequence[Block]) -> dict[int, Label]:
    """Drop `Informan: K1` and the like in front of the conversation."""
    counts = Counter(label.speaker.casefold() for label in kept.values())
    often = [number for number, label in kept.items() if counts[label.speaker.casefold()] > 1]
    head: set[int] = set()
    if often:
        head = {
            n
            for n, label in kept.items()
            if n < often[0] and len(label.speaker) > 1 and _short(blocks[n], label)
        }
    first = next(iter(kept), 0)
    gap = next((n for n in range(first, len(blocks)) if not blocks[n].text.strip()), len(blocks))
    after = {label.speaker.casefold() for number, label in kept.items() if number > gap}
    top = [n for n in range(gap) if blocks[n].text.strip()]
    has_keys = any(n not in kept and _KEY.match(blocks[n].text[:200]) for n in top)
    if len(after) > 1 and (has_keys or not often):
        head |= {n for n in top if n in kept and len(kept[n].speaker) > 1 and _short(blocks[n], kept[n])}
    return {number: label for number, label in kept.items() if number not in head}


def _speech(kept: Mapping[int, Label], blocks: Sequence[Block]) -> bool:
    """Whether the labels make a conversation and not a list of offices ("Ketua: ...", "Notulis: ...")."""
    if not kept:
        return False
    repeated = len({label.speaker.casefold() for label in kept.values()}) < len(kept)
    if repeated or len(kept) >= _DENSE * _filled(blocks):
        return True
    if _pair(kept, blocks):
        return True
    return all(_wordy(blocks[number].text[label.words :]) for number, label in kept.items())


def _pair(kept: Mapping[int, Label], blocks: Sequence[Block]) -> bool:
    """Whether one asks and another answers, each perhaps once, and the two do not merely name who is who."""
    said = {label: blocks[number].text[label.words :].strip().strip("*_ ") for number, label in kept.items()}
    words = {label: base_word(label.speaker) for label in said}
    letters = [label for label in said if len(words[label]) == 1]
    if {words[label] for label in letters} in PAIRS:
        return any(not _short(blocks[number], label) for number, label in kept.items() if label in letters)
    return any(
        label.rank is Rank.KNOWN
        and (words[label] in INTERVIEWER_WORDS or words[label] == "p")
        and (not said[label] or said[label][-1] in "?!…" or len(said[label].split()) > 6)
        and any(
            words[other] in ANSWERER_WORDS or other.rank is Rank.LIKELY
            for other in said
            if other is not label
        )
        for label in said
    )


def _numbered(kept: dict[int, Label]) -> dict[int, Label]:
    """`T1` and `J1` are one T and one J, with the number of the question."""
    parts = {number: part for number, label in kept.items() if (part := split_number(label.speaker))}
    letters = {letter.casefold() for letter, _number in parts.values()}
    if letters not in PAIRS or len(set(parts.values())) < len(parts):
        return kept
    return {
        number: replace(label, speaker=part[0], number=part[1]) if (part := parts.get(number)) else label
        for number, label in kept.items()
    }


def _short(block: Block, label: Label) -> bool:
    """Whether a name or a few words stand behind the label, as in a head, and no sentence."""
    value = block.text[label.words :].strip().strip("*_ ")
    if not value or len(value.split()) > 6 or value[-1] in ".?!,…":
        return False
    return value[0].isupper() or value[0].isdigit() or rank_of(value) is not None


def _wordy(words: str) -> bool:
    words = words.strip()
    return not words or len(words.split()) > 6 or words[-1] in ".?!…"


def _filled(blocks: Sequence[Block]) -> int:
    return sum(bool(block.text.strip()) for block in blocks)
