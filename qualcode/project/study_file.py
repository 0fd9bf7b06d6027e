"""A study as files that people read and change: `study.yaml`, and `codings.csv` with the quote beside each span.

A text of `study.yaml` may stand there in English too, under its name with `_en` behind it; `told_in` gives the study
in that language. Here the files are read and every problem of form is told with its line; whether names mean anything
is known only when the study is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcode.errors import BadInput
from qualcode.exchange.coding_csv import CodingRow, load_codings
from qualcode.exchange.problems import FileProblems, read_file
from qualcode.exchange.yaml_lines import Entry, compose
from qualcode.i18n import _
from qualcode.project.citations import checked

STUDY, CODINGS = "study.yaml", "codings.csv"
_TOLD = "_en"
_WORDS = ("title", "note")
_BOTH = {"groups": ("name",), "research_questions": ("text",), "sections": _WORDS}
"""Texts of which a project keeps both languages."""
_NAMED = {
    "themes": (("categories", "theme"), ("findings", "theme")),
    "actors": (("ties", "from"), ("ties", "to")),
}
"""Where the name of such a record stands elsewhere in the file."""


@dataclass(frozen=True)
class Item:
    """One record of a study file: its values by name, those not given absent."""

    line: int
    values: Mapping[str, Any]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """The value called `name`, or `otherwise` where the file gives none."""
        value = self.values.get(name)
        return otherwise if value is None else value

    def given(self, *names: str) -> dict[str, Any]:
        """Those of the values that the file gives."""
        return {name: self.values[name] for name in names if self.values.get(name) is not None}

    def others(self, *names: str) -> dict[str, Any]:
        """The values but these and the English of any."""
        return {
            name: value
            for name, value in self.values.items()
            if name not in names and not name.endswith(_TOLD)
        }

    def told(self, both: Collection[str] = ()) -> Item:
        """The item with its English texts in the place of the others, where it has any; of `both` it keeps the two."""
        values = {name: _told(value) for name, value in self.values.items()}
        names = {name.removesuffix(_TOLD): name for name in values if name.endswith(_TOLD)}
        english = {name: values[told] for name, told in names.items() if name not in both}
        return replace(self, values=values | {name: text for name, text in english.items() if text})


@dataclass(frozen=True)
class StudyFile:
    """Everything a study's files say."""

    folder: Path
    study: Item
    codebook: Item | None
    """With `name`: a packaged codebook, or a file in the folder."""
    sections: Mapping[str, tuple[Item, ...]]
    """The lists of `study.yaml`, by their names."""
    codings: tuple[CodingRow, ...] = ()

    def __getitem__(self, section: str) -> tuple[Item, ...]:
        return self.sections.get(section, ())

    def tells(self, language: str) -> bool:
        """Whether the study gives its texts, its title before all, in `language`."""
        own = self.study.get("language", "id")
        return language == own or (language == "en" and "title" + _TOLD in self.study.values)

    def told_in(self, language: str) -> StudyFile:
        """The study for a project in `language`: with its English texts where that is English, else as it is.

        What people said stays in the words they said it in.
        """
        if language != "en":
            return self
        sections = {
            name: tuple(item.told(_BOTH.get(name, ())) for item in items)
            for name, items in self.sections.items()
        }
        for section, places in _NAMED.items():
            renamed = {
                before.get("name", "").casefold(): after.get("name")
                for before, after in zip(self[section], sections.get(section, ()), strict=True)
            }
            for where, field in places:
                sections[where] = tuple(
                    replace(item, values={**item.values, field: new})
                    if (new := renamed.get(str(item.get(field, "")).casefold()))
                    else item
                    for item in sections.get(where, ())
                )
        texts = {item.get("id"): item.given(*_CODING_TEXTS) for item in sections.get("codings", ())}
        codings = tuple(replace(row, **texts.get(row.id, {})) for row in self.codings)
        return replace(self, study=self.study.told(), sections=sections, codings=codings)


@dataclass(frozen=True)
class _Section:
    """What a record of a section may hold, which of it it must, and what names it."""

    fields: Mapping[str, Callable[[Entry], Any]]
    required: tuple[str, ...] = ()
    key: str = ""

    def one(self, entry: Entry) -> Item:
        found = entry.fields(self.fields, self.required)
        return Item(entry.line, {name: self.fields[name](value) for name, value in found.items()})

    def all(self, entry: Entry) -> tuple[Item, ...]:
        items = []
        first: dict[str, int] = {}
        for place in entry.items():
            item = self.one(place)
            name = str(item.get(self.key, "")) if self.key else ""
            if name and first.setdefault(name.casefold(), item.line) != item.line:
                place.problem(
                    _("{name} stands in line {line} already", name=name, line=first[name.casefold()])
                )
            items.append(item)
        return tuple(items)


def _told(value: Any) -> Any:
    if isinstance(value, Item):
        return value.told()
    return tuple(_told(each) for each in value) if isinstance(value, tuple) else value


def _pairs(entry: Entry) -> dict[str, str]:
    return {name: value.text() for name, value in entry.pairs() if not value.empty}


def _text(*names: str) -> dict[str, Callable[[Entry], Any]]:
    return dict.fromkeys(names, Entry.text)


def _told_text(*names: str) -> dict[str, Callable[[Entry], Any]]:
    """Texts that may be given in English too."""
    return _text(*names, *(name + _TOLD for name in names))


def _citation(entry: Entry) -> str:
    given = entry.text()
    try:
        return checked(given) if given else given
    except BadInput as wrong:
        entry.problem(str(wrong))
        return ""


_STUDY = _Section(
    {
        **_text("name", "language", "abbreviations"),
        "citation": _citation,
        **_told_text("title", "site", "notice", "researcher", "institution", "reduction_word"),
        "year": Entry.whole,
        "strict_agreement": Entry.yes,
    },
    ("name", "title"),
)
_CONSENT = _Section(
    {**_text("status"), **_told_text("form", "note"), "date": Entry.day, "may_quote": Entry.yes}, ("status",)
)
_EVIDENCE = _Section(
    {**_text("coding", "stance", "figure", "period", "coder"), **_told_text("note", "attribute", "value")}
)
_QUOTE = _Section({**_text("source", "quote")}, ("source", "quote"))
_ANSWER = _Section({**_text("author"), **_told_text("body"), "date": Entry.day}, ("author", "body"))
_CODING_TEXTS = ("memo", "paraphrase", "interpretation")
_SECTIONS: dict[str, _Section] = {
    "groups": _Section(
        {
            **_text("id"),
            **_told_text("name", "note"),
            "level": Entry.whole,
            "focal": Entry.yes,
            "attributes": _pairs,
            "attributes_en": _pairs,
        },
        ("id",),
        "id",
    ),
    "informants": _Section(
        {
            **_text("id", "group", "role", "sampling"),
            **_told_text("position", "sampling_reason", "note"),
            "level": Entry.whole,
            "aliases": Entry.texts,
            "attributes": _pairs,
            "attributes_en": _pairs,
            "consent": _CONSENT.one,
        },
        ("id", "group"),
        "id",
    ),
    "surveys": _Section(
        {**_told_text("file"), **_text("sheet"), "types": _pairs, "random_sample": Entry.yes},
        ("file",),
        "file",
    ),
    "actors": _Section(
        {
            **_text("group"),
            **_told_text("name", "kind", "note"),
            "level": Entry.whole,
            "aliases": Entry.texts,
        },
        ("name",),
        "name",
    ),
    "research_questions": _Section({"no": Entry.whole, **_told_text("text")}, ("no", "text"), "no"),
    "guide": _Section(
        {
            **_text("group", "method"),
            **_told_text("focus", "indicator", "question"),
            "no": Entry.whole,
            "research_question": Entry.whole,
        },
        ("no", "question"),
        "no",
    ),
    "sources": _Section(
        {
            **_text("file", "method", "group"),
            **_told_text("site", "situation", "note"),
            "informants": Entry.texts,
            "about": Entry.texts,
            "date": Entry.day,
            "wave": Entry.whole,
            "duration_minutes": Entry.whole,
            "interviewer": lambda entry: [entry.text()] if entry.is_text else entry.texts(),
            "speakers": _pairs,
            "asks": _pairs,
            "attributes": _pairs,
            "attributes_en": _pairs,
        },
        ("file", "method"),
        "file",
    ),
    "coders": _Section(_text("name", "role"), ("name",), "name"),
    "assignments": _Section(_text("coder", "source", "turns"), ("coder", "source", "turns")),
    "themes": _Section(_told_text("name", "note"), ("name",), "name"),
    "categories": _Section(
        {**_text("theme"), **_told_text("name", "note"), "codes": Entry.texts}, ("name",), "name"
    ),
    "codings": _Section({**_text("id"), **_text(*(name + _TOLD for name in _CODING_TEXTS))}, ("id",), "id"),
    "ties": _Section(
        {
            **_text("from", "to", "type", "valence", "nominated_by"),
            **_told_text("note"),
            "directed": Entry.yes,
            "strength": Entry.whole,
            "evidence": _QUOTE.all,
        },
        ("from", "to", "type"),
    ),
    "findings": _Section(
        {
            **_text("id", "theme", "status"),
            **_told_text("claim", "indicator", "explanation", "negative_case", "scope_note"),
            "research_question": Entry.whole,
            "codes": Entry.texts,
            "scope": Entry.texts,
            "not_asked": Entry.texts,
            "adjudicated": _Section({**_text("verdict"), **_told_text("reason")}, ("verdict", "reason")).one,
            "evidence": _EVIDENCE.all,
        },
        ("id", "claim"),
        "id",
    ),
    "links": _Section({**_text("from", "to", "kind"), **_told_text("note")}, ("from", "to", "kind")),
    "memos": _Section(
        {
            **_text("kind", "author", "code", "coding", "source", "finding", "informant"),
            **_told_text("title", "body"),
        },
        ("body",),
    ),
    "comments": _Section(
        {
            **_text("code", "coding", "finding", "author"),
            **_told_text("round", "body"),
            "date": Entry.day,
            "settled": Entry.yes,
            "answers": _ANSWER.all,
        },
        ("author", "body"),
    ),
    "member_checks": _Section(
        {**_text("finding", "informant", "result"), **_told_text("note"), "date": Entry.day},
        ("finding", "informant", "result"),
    ),
}
_TOP = ("study", "codebook", "asked", "sections", *_SECTIONS)


def load_study(folder: Path) -> StudyFile:
    """What the files of a study in `folder` say.

    Raises FileProblems with every problem of form and its line; BadInput where a file cannot be read.
    """
    top, problems = compose(read_file(folder / STUDY), STUDY)
    found = top.fields(_TOP, required=("study", "coders"))
    sections = {name: section.all(found[name]) for name, section in _SECTIONS.items() if name in found}
    if "asked" in found:
        sections["asked"] = tuple(_asked(found["asked"]))
    if "sections" in found:
        sections["sections"] = tuple(_asked_for(entry) for entry in found["sections"].items())
    study = _STUDY.one(found["study"]) if "study" in found else Item(1, {})
    codebook = None
    if "codebook" in found:
        codebook = Item(found["codebook"].line, {"name": found["codebook"].text()})
    if "coders" in found and not sections["coders"]:
        found["coders"].problem(_("a study needs a coder"))
    if problems:
        raise FileProblems(STUDY, problems)
    codings: list[CodingRow] = []
    if (folder / CODINGS).exists():
        codings = load_codings(read_file(folder / CODINGS), CODINGS)[1]
    return StudyFile(folder, study, codebook, sections, tuple(codings))


def _asked(entry: Entry) -> Iterator[Item]:
    for informant, questions in entry.pairs():
        for number, status in questions.pairs():
            values = {"informant": informant, "question": number, "status": status.text()}
            yield Item(status.line, values)


def _asked_for(entry: Entry) -> Item:
    """A section of the report; what its kind takes is looked at when it is entered, for then it is known."""
    values: dict[str, Any] = {}
    for name, value in entry.pairs():
        if not value.empty:
            values[name] = value.text() if value.is_text else value.texts()
    if "kind" not in values:
        entry.problem(_("{name} is missing", name="kind"))
    return Item(entry.line, values)
