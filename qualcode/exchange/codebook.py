"""A codebook as it stands in a file: its codes in order, parents before children."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

TYPES = ("deductive", "inductive")
STATUSES = ("draft", "review", "approved", "retired")

BILINGUAL = ("name", "short_def", "full_def", "use_when", "not_when", "typical", "atypical")
"""Fields written in Indonesian and in English."""


@dataclass(frozen=True)
class CodeSpec:
    """One code with the fields of MacQueen et al. (1998); names are those of the record in `model`."""

    code: str
    """The short id, as KP-TRN."""
    parent: str = ""
    """The code it stands under, or empty."""
    name_id: str = ""
    name_en: str = ""
    short_def_id: str = ""
    short_def_en: str = ""
    full_def_id: str = ""
    full_def_en: str = ""
    use_when_id: str = ""
    use_when_en: str = ""
    not_when_id: str = ""
    not_when_en: str = ""
    typical_id: str = ""
    typical_en: str = ""
    atypical_id: str = ""
    atypical_en: str = ""
    cues_id: tuple[str, ...] = ()
    """Words in a row, each in any affixed form; `=` in front means exactly as written."""
    cues_en: tuple[str, ...] = ()
    cue_excludes: tuple[str, ...] = ()
    """Phrases inside which the code's cues say nothing."""
    source_theory: str = ""
    origin: str = "deductive"
    """`deductive` or `inductive`; the field `type` of a file."""
    domain: str = ""
    """Codes of one domain exclude each other."""
    colour: str = ""
    """`#rrggbb`, or empty for the parent's."""
    status: str = "draft"
    version: int = 1
    author: str = ""
    changed_on: date | None = None
    """The field `changed_at` of a file."""
    reason: str = ""
    shortcut: str = ""
    """Two letters, or empty."""

    def name(self, language: str) -> str:
        """Its name in `language`, else in the other one, else the code."""
        names = (self.name_id, self.name_en) if language == "id" else (self.name_en, self.name_id)
        return names[0] or names[1] or self.code


@dataclass(frozen=True)
class CodebookFile:
    """A whole codebook."""

    name: str
    codes: tuple[CodeSpec, ...]
    """Parents before children, else in the order of the file."""
    version: str = ""
    author: str = ""
    changed_on: date | None = None
    title_id: str = ""
    title_en: str = ""
    description_id: str = ""
    description_en: str = ""
    references: tuple[str, ...] = ()
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)
    """By code, the fields of CodeSpec its file gives a value for; the others hold defaults."""

    file: str = field(default="", compare=False)
    """The name of the file it was read from."""
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict, compare=False)
    """By code, the line of each field its file has; that of the code itself under `code`."""

    @property
    def leaves(self) -> tuple[CodeSpec, ...]:
        """The codes that have no codes under them."""
        parents = {code.parent for code in self.codes}
        return tuple(code for code in self.codes if code.code not in parents)


def parents_first(codes: Iterable[CodeSpec]) -> tuple[list[CodeSpec], list[CodeSpec]]:
    """`codes` with every parent before its children and siblings together, and those whose parents form a circle."""
    codes = list(codes)
    known = {code.code for code in codes}
    under: dict[str, list[CodeSpec]] = {}
    for code in codes:
        under.setdefault(code.parent if code.parent in known else "", []).append(code)
    ordered: list[CodeSpec] = []
    waiting = under.pop("", [])[::-1]
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting += under.pop(code.code, [])[::-1]
    return ordered, [code for codes in under.values() for code in codes]


def depths(codes: Sequence[CodeSpec]) -> dict[str, int]:
    """How deep each code stands, a code without a parent at 1; `codes` has parents first."""
    depth: dict[str, int] = {}
    for code in codes:
        depth[code.code] = depth.get(code.parent, 0) + 1
    return depth


def stated_fields(code: CodeSpec, keys: Collection[str]) -> frozenset[str]:
    """The fields of `code` that a file states: those with something in them, and defaults it spells out in `keys`."""
    spelt = {"type": "origin", "status": "status", "version": "version"}
    filled = {f.name for f in fields(code) if getattr(code, f.name)} - set(spelt.values())
    return frozenset(filled | {name for key, name in spelt.items() if key in keys})
