"""What the settings of a report section can be in a project, and how both are called: for whoever fills in a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from qualcode.errors import QualcodeError
from qualcode.i18n import _, language
from qualcode.model import Code, Coder, Coding, Group, SectionKind, ValueKind
from qualcode.project.attribute_holdings import held_in
from qualcode.project.attribute_tables import GROUP, INFORMANT
from qualcode.project.attributes import shown
from qualcode.project.report_sections import settings as s
from qualcode.project.report_sections.cases import periods
from qualcode.project.report_sections.comparisons import ATTRIBUTE, WAYS, by
from qualcode.project.report_sections.figure import TAKES
from qualcode.project.report_sections.kinds import KINDS
from qualcode.store.transaction import table_of

if TYPE_CHECKING:
    from qualcode.project.sections import SectionRow

FEW_VALUES = 12
"""Values of an attribute up to which each is offered by itself."""

FIGURE_OF = "of"
"""The setting of a figure that says what it is of."""

Option = tuple[str, str]
"""A value, and what people call it."""


@dataclass(frozen=True)
class ChoiceRow:
    """A setting of a kind of section with what it can be."""

    name: str
    word: str
    """What it is called, in a word or two."""
    what: str
    needed: bool
    options: tuple[Option, ...] | None
    """None: any words, or a number."""
    many: bool
    """Whether several of them can be taken."""


def choices(session: Session, kind: SectionKind, figure: str = "") -> list[ChoiceRow]:
    """What each setting of a kind can be in this project, in the current language.

    Of a figure first only what it is of; where that is given as `figure`, the settings that mean something for it.
    """
    found = []
    # A section of its own says the same of its settings, without saying for which figure they are.
    alike = KINDS[SectionKind(figure)].settings if figure in KINDS else {}
    for name, setting in KINDS[kind].settings.items():
        if kind is SectionKind.FIGURE and name not in (TAKES[figure] if figure else (FIGURE_OF,)):
            continue
        read, word = setting.read, setting_word(name, kind).capitalize()
        options: Sequence[Option] | None = None
        if isinstance(read, s.Choice):
            options = [(one, value_word(one)) for one in read.allowed]
        elif read in _OFFERED:
            options = list(_OFFERED[read](session))
        what = alike[name].what() if name in alike else word if figure else setting.what()
        given = None if options is None else tuple(options)
        found.append(ChoiceRow(name, word, what, setting.needed, given, read in _MANY))
    return found


def wrong(session: Session, kind: SectionKind, given: Mapping[str, Any]) -> tuple[str, str]:
    """The first setting whose answer does not fit, and why; both empty where all do."""
    for name, setting in KINDS[kind].settings.items():
        value = given.get(name)
        if value in (None, "", []):
            continue
        try:
            setting.read(session, _("the answer"), value)
        except QualcodeError as error:
            return name, error.message
    return "", ""


def _codes(session: Session) -> Iterable[Option]:
    """Every code, a branch with what hangs below it."""
    table = table_of(Code)
    rows = session.scalars(select(Code).order_by(table.c.position, table.c.id)).all()
    known = {one.id for one in rows}
    below: dict[int | None, list[Code]] = {}
    for one in rows:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)

    def walk(parent: int | None, depth: int) -> Iterable[Option]:
        for one in below.get(parent, ()):
            first, second = (one.name_en, one.name_id) if language() == "en" else (one.name_id, one.name_en)
            yield one.code, f"{'  ' * depth}{one.code}  {first or second}".rstrip()
            yield from walk(one.id, depth + 1)

    return walk(None, 0)


def _attributes(session: Session, *, owner: str = "", numbers: bool = False) -> list[Option]:
    names = {
        one.name.casefold(): one.name
        for one in reversed(held_in(session))
        if owner in ("", one.owner) and (not numbers or one.kinds == {ValueKind.NUMBER})
    }
    return [(name, name) for name in reversed(names.values())]


def _values(session: Session) -> Iterable[Option]:
    """Each value of the attributes that have few."""
    for one in held_in(session):
        values = sorted({shown(value) for value in one.values.values()})
        if len(values) <= FEW_VALUES:
            yield from ((f"{one.name}={value}", f"{one.name} = {value}") for value in values)


def _periods(session: Session) -> list[Option]:
    used = {one.strip() for one in session.scalars(select(table_of(Coding).c.period).distinct())} - {""}
    return [(one, one) for one in sorted(used)]


def _groups(session: Session) -> Iterable[Option]:
    for one in session.scalars(select(Group).order_by(table_of(Group).c.id)):
        first, second = (one.label_en, one.label) if language() == "en" else (one.label, one.label_en)
        yield one.name, f"{one.name}  {first or second}".rstrip()


def _coders(session: Session) -> Iterable[Option]:
    names = session.scalars(select(table_of(Coder).c.name).order_by(table_of(Coder).c.id))
    return [(name, name) for name in names]


def _columns(session: Session) -> list[Option]:
    ways = [(way, value_word(way)) for way in WAYS]
    return [*ways, *((ATTRIBUTE + name, name) for name, _words in _attributes(session))]


_OFFERED: Mapping[s.Reader, Callable[[Session], Iterable[Option]]] = {
    s.attribute: _attributes,
    s.attribute_of_informants: lambda session: _attributes(session, owner=INFORMANT),
    s.attribute_or_group: lambda session: [
        (GROUP, value_word(GROUP)),
        *_attributes(session, owner=INFORMANT),
    ],
    s.numbers: lambda session: _attributes(session, numbers=True),
    s.attribute_value: _values,
    s.codes: _codes,
    s.group: _groups,
    s.coder: _coders,
    s.coders: _coders,
    by: _columns,
    periods: _periods,
}
_MANY = frozenset({s.codes, s.coders, periods})


def said(row: SectionRow) -> list[tuple[str, str]]:
    """The settings of a section in words: what each is called, and what it is."""
    settings = KINDS[SectionKind(row.kind)].settings if row.kind in KINDS else {}
    told = []
    for name, value in row.settings.items():
        read = settings[name].read if name in settings else None
        if isinstance(value, list):
            words = (" = " if read is s.attribute_value else ", ").join(map(str, value))
        elif isinstance(read, s.Choice) or read in (by, s.attribute_or_group):
            words = value_word(str(value))
        else:
            words = str(value)
            if isinstance(value, float) and language() == "id":
                words = words.replace(".", ",")
        told.append((setting_word(name, row.kind), words))
    return told


def kind_word(kind: str) -> str:
    """A kind of section, in two or three words."""
    return {
        "attribute": _("Distribution"),
        "cross": _("Attribute over attribute"),
        "joint": _("Figures beside quotes"),
        "value": _("Value for money"),
        "saturation": _("Saturation"),
        "agreement": _("Agreement"),
        "case": _("Before and after"),
        "compare": _("Groups compared"),
        "table": _("Codes over codes"),
        "links": _("Causes and solutions"),
        "figure": _("Figure"),
    }.get(kind, kind)


def setting_word(name: str, kind: str = "") -> str:
    """A setting of a kind, in a word or two."""
    if (kind, name) == (SectionKind.FIGURE, FIGURE_OF):
        return _("figure")
    return {
        "name": _("attribute"),
        "unit": _("unit"),
        "by": _("over"),
        "codes": _("codes"),
        "quotes": _("quotes"),
        "budget": _("budgeted"),
        "spent": _("spent"),
        "cost": _("cost"),
        "result": _("result"),
        "target": _("target"),
        "per": _("for each"),
        "base": _("base"),
        "run": _("run"),
        "threshold": _("threshold"),
        "order": _("order"),
        "group": _("group"),
        "coder": _("coder"),
        "coders": _("coders"),
        "outcome": _("outcome"),
        "periods": _("periods"),
        "rows": _("rows"),
        "columns": _("columns"),
        "of": _("a table for each"),
        "within": _("within"),
        "which": _("codes"),
        "coefficient": _("coefficient"),
    }.get(name, name)


def value_word(value: str) -> str:
    """One of the values a setting is chosen from, in the person's language; an attribute as it is called."""
    return {
        "turn": _("turn"),
        "sentence": _("sentence"),
        "character": _("character"),
        "source": _("source"),
        "all": _("all codes"),
        "inductive": _("inductive codes"),
        "date": _("by date"),
        "coded": _("as they were coded"),
        "group": _("group"),
        "method": _("method"),
        "wave": _("wave"),
        "prominence": _("prominence"),
        "matrix": _("matrix"),
        "saturation": _("saturation of codes"),
        "agreement": _("agreement between coders"),
        "network": _("network"),
        "percent": _("percent agreement"),
        "kappa": "κ (Cohen)",
        "fleiss": "κ (Fleiss)",
        "ac1": "AC1 (Gwet)",
        "alpha": "α (Krippendorff)",
    }.get(value, value.removeprefix(ATTRIBUTE))
