"""Codebooks as an outline in plain text: headings, bullets, numbers or indentation, as deep as the writer went.

    1. [TH] Tahap / Stages: Bagian dari perjalanan bantuan.
       1.1. [A] Pendataan / Targeting
            Prinsip: terbuka dan dapat disanggah
            Arah perbaikan: usulan coret berlaku bulan itu juga

A code in brackets is the short id; without one it is made of the numbers before the names. What stands behind ` / `
is the English name, what stands behind a colon the definition. A line such as `Prinsip:` tells more about the code
above it: fields of a code have their names, and purposes, principles, sources of data, complaint channels and
directions of improvement are kept in the full definition. A label in English fills the English text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qualcode.exchange.codebook import CodebookFile, CodeSpec, stated_fields
from qualcode.exchange.codebook_check import check_codes
from qualcode.exchange.problems import FileProblems, Problem, read_file
from qualcode.i18n import _

SUFFIXES = (".md", ".markdown", ".txt")

_LABELS = {
    "short_def_id": ("definisi",),
    "short_def_en": ("definition",),
    "use_when_id": ("pakai", "dipakai bila"),
    "use_when_en": ("use when",),
    "not_when_id": ("jangan", "jangan dipakai bila"),
    "not_when_en": ("not when",),
    "typical_id": ("contoh", "contoh tipikal"),
    "typical_en": ("example", "typical example"),
    "atypical_id": ("contoh tak lazim", "contoh atipikal"),
    "atypical_en": ("atypical example",),
    "cues_id": ("isyarat",),
    "cues_en": ("cues",),
    "source_theory": ("teori", "theory"),
    "full_def_id": ("tujuan", "prinsip", "sumber data", "kanal pengaduan", "arah perbaikan"),
    "full_def_en": (
        "purpose", "purposes", "principle", "principles", "data source", "data sources", "complaint channel",
        "complaint channels", "direction of improvement", "directions of improvement",
    ),
}  # fmt: skip
_FIELDS = {label: name for name, labels in _LABELS.items() for label in labels}
_SECTIONS = ("full_def_id", "full_def_en")
"""Here a label stays before its text, as several of them fill one field."""

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_MARK = re.compile(
    r"(?:[-*+•–▪◦●○‣·]"
    r"|\(?(?P<number>\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{2,5}|[A-Za-z])[.)]"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3})+|\d{1,2}(?=\s+[A-Z\[])))\s+"
)
_CODE = re.compile(r"\[([^\[\]]*)\]\s*")
_LABEL = re.compile(r"(?:\*\*)?([^\W\d][\w ]{2,30}?)\s*:(?:\*\*)?\s*(.*)")
_TAB = 4


@dataclass
class _Item:
    """One code as its lines stand in the outline."""

    line: int
    code: str
    names: str
    parent: str
    number: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    """By field of CodeSpec."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each field; a label that goes into a field with others has a line of its own."""
    last: str = ""
    """The field that a line without a mark goes on with; empty is the name and definition."""
    below: int = 0
    """How many codes stand right under it."""


@dataclass(frozen=True)
class _Level:
    """How deep a line stands: headings outside, then bullets and numbers by their indentation."""

    rank: tuple[int, int]
    item: _Item


def load_codebook_outline(source: Path | str, name: str = "codebook.md") -> CodebookFile:
    """The codebook in an outline file (a Path) or text (a str); it is called as the file, without suffix.

    Raises FileProblems with every problem and its line; BadInput where the file cannot be read.
    """
    if isinstance(source, Path):
        name, source = source.name, read_file(source)
    reader = _Reader(source.expandtabs(_TAB).split("\n"))
    reader.read()
    items, problems = reader.items, reader.problems
    codes = [_spec(item) for item in items]
    places = {(n, _key(key)): line for n, item in enumerate(items) for key, line in item.lines.items()}
    ordered, wrong = check_codes(codes, [item.line for item in items], places)
    problems += wrong
    if not items:
        problems.append(Problem(1, _("there is no code in this codebook")))
    if problems:
        raise FileProblems(name, problems)
    return CodebookFile(
        name=Path(name).stem,
        codes=tuple(ordered),
        title_id=reader.title,
        description_id=" ".join(reader.notes),
        stated={code.code: stated_fields(code, ()) for code in codes},
        file=name,
        lines={item.code: {"code": item.line, **item.lines} for item in items},
    )


class _Reader:
    """Goes through the lines once, noting every problem."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.items: list[_Item] = []
        self.problems: list[Problem] = []
        self.title = ""
        self.notes: list[str] = []
        self._levels: list[_Level] = []
        self._top = _Item(0, "", "", "")
        """Stands above the outermost codes, to count them."""
        texts = [line.strip() for line in lines]
        headings = [len(found[1]) for text in texts if (found := _HEADING.fullmatch(text))]
        self._titled = headings[:1] == [1] and headings.count(1) == 1
        self._marked = any(_MARK.match(text) for text in texts) or len(headings) > self._titled
        """Whether codes have marks; without any, each line is a code by its indentation."""
        self._by_number = not any(_MARK.match(text) and line != text for line, text in self._both(texts))

    def _both(self, texts: Sequence[str]) -> list[tuple[str, str]]:
        return [(line.rstrip(), text) for line, text in zip(self.lines, texts, strict=True)]

    def read(self) -> None:
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if not text or text.startswith("<!--"):
                continue
            if text.startswith(">"):
                self.notes.append(text.lstrip("> ").strip())
            else:
                self._line(number, len(line) - len(line.lstrip()), text)

    def _line(self, number: int, indent: int, text: str) -> None:
        heading, mark = _HEADING.fullmatch(text), _MARK.match(text)
        if heading:
            if self._titled and len(heading[1]) == 1:
                self.title = heading[2].strip()
                return
            numbered = _MARK.match(heading[2])
            rest = heading[2][numbered.end() :] if numbered else heading[2]
            self._open(number, (0, len(heading[1])), rest, _number(numbered))
            return
        rest = text[mark.end() :] if mark else text
        labelled = _LABEL.fullmatch(rest)
        if labelled and labelled[1].casefold() in _FIELDS:
            self._field(number, labelled[1], labelled[2].strip())
        elif mark:
            given = _number(mark)
            rank = (1, given.count(".")) if self._by_number and given else (1, indent)
            self._open(number, rank, rest, given)
        elif not self._marked:
            self._open(number, (1, indent), text)
        elif labelled and not _CODE.match(text) and " " not in labelled[1]:
            self._wrong(number, _unknown(labelled[1]))
        else:
            self._go_on(number, text)

    def _open(self, line: int, rank: tuple[int, int], text: str, number: str = "") -> None:
        closed: list[_Level] = []
        while self._levels and self._levels[-1].rank >= rank:
            closed.append(self._levels.pop())
        if closed and closed[-1].rank != rank and closed[-1].rank[0] == rank[0]:
            self._wrong(line, _("this stands at no level of the codes above it"))
        above = self._levels[-1] if self._levels else None
        counted = rank[0] == 0 or (self._by_number and bool(number))
        if above is None:
            before = int(self._titled) if rank[0] == 0 else -1
        else:
            before = above.rank[1] if above.rank[0] == rank[0] else rank[1]
        if counted and rank[1] > before + 1:
            self._wrong(line, _("a level is left out before this one"))
        parent = above.item if above else None
        outer = parent.number if parent else ""
        if "." in number and outer and number.rpartition(".")[0] != outer.rstrip("."):
            self._wrong(line, _("{number} stands under {outer}", number=number, outer=outer))
        item = self._item(line, text, number, parent)
        self.items.append(item)
        self._levels.append(_Level(rank, item))

    def _item(self, line: int, text: str, number: str, parent: _Item | None) -> _Item:
        siblings = parent or self._top
        siblings.below += 1
        given = _CODE.match(text)
        if given:
            code, text = given[1].strip(), text[given.end() :]
            if not code:
                self._wrong(line, _("{name} is missing", name="code"))
        else:
            last = number.rpartition(".")[2] or str(siblings.below)
            code = f"{parent.code}.{last}" if parent else last
        item = _Item(line, code, "", parent.code if parent else "", number)
        self._name(item, text)
        return item

    def _name(self, item: _Item, text: str) -> None:
        names, colon, definition = text.replace("**", "").partition(": ")
        item.names = names.strip().rstrip(":").strip()
        if colon and definition.strip():
            item.texts["short_def_id"], item.lines["short_def_id"] = definition.strip(), item.line
            item.last = "short_def_id"

    def _field(self, line: int, label: str, text: str) -> None:
        if not self._levels:
            self._wrong(line, _("{label} stands before the first code", label=label))
            return
        item, name = self._levels[-1].item, _FIELDS[label.casefold()]
        several = name in _SECTIONS
        key = f"{name}:{label.casefold()}" if several else name
        if not text:
            self._wrong(line, _("{label} says nothing", label=label))
        if key in item.lines:
            self._wrong(line, _("{label} stands in line {line} already", label=label, line=item.lines[key]))
            return
        item.lines[key], item.last = line, name
        before = item.texts.get(name, "")
        item.texts[name] = f"{before}\n{label}: {text}".strip() if several else text

    def _go_on(self, line: int, text: str) -> None:
        if not self._levels:
            self.notes.append(text)
            return
        item = self._levels[-1].item
        if item.last:
            item.texts[item.last] += f" {text}"
        else:
            self._name(item, f"{item.names} {text}")

    def _wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(line, text))


def _unknown(label: str) -> str:
    near = get_close_matches(label.casefold(), _FIELDS, 1, 0.7)
    guess = _(" (did you mean {name}?)", name=near[0]) if near else ""
    return _("{label} is no label of an outline", label=label) + guess


def _number(mark: re.Match[str] | None) -> str:
    return (mark["number"] or mark["dotted"] or "") if mark else ""


def _key(name: str) -> str:
    """The field of a file that a problem found by `check_codes` names."""
    return "cues" if name.startswith("cues") else name


def _spec(item: _Item) -> CodeSpec:
    indonesian, both, english = item.names.partition(" / ")
    values: dict[str, Any] = dict(item.texts)
    for key in ("cues_id", "cues_en"):
        values[key] = tuple(cue.strip() for cue in item.texts.get(key, "").split(";") if cue.strip())
    return CodeSpec(
        item.code,
        parent=item.parent,
        name_id=indonesian.strip(),
        name_en=english.strip() if both else "",
        **values,
    )
