"""`project.sections`: what a person asked to stand in the report besides the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode import i18n
from qualcode.errors import BadInput, NotFound, QualcodeError
from qualcode.i18n import _
from qualcode.model import ReportSection, SectionKind
from qualcode.project.facet import Facet, one_of
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_sections.kinds import KINDS, kind_of
from qualcode.project.report_sections.settings import called, names_of
from qualcode.project.section_choices import ChoiceRow, choices, wrong
from qualcode.reports.sections.data import Gone, Section
from qualcode.store.transaction import Transaction, table_of

if TYPE_CHECKING:
    from qualcode.reports.document import Document

WORDS = ("title", "title_en", "note", "note_en")


@dataclass(frozen=True)
class SectionRow:
    """A section as lists show it."""

    id: UUID
    number: int
    """Its place, from 1."""
    kind: str
    heading: str
    """What the report calls it in the current language."""
    title: str
    title_en: str
    note: str
    note_en: str
    settings: dict[str, Any]
    problem: str
    """Why the report cannot show it, as what it names is gone; empty where it can."""


@dataclass(frozen=True)
class SettingRow:
    """A setting of a kind, as lists show it."""

    name: str
    what: str
    needed: bool


@dataclass(frozen=True)
class KindRow:
    """A kind of section, as lists show it."""

    kind: str
    what: str
    settings: tuple[SettingRow, ...]


def kind_rows() -> Sequence[KindRow]:
    """What sections there can be, in the current language."""
    return [
        KindRow(
            name.value,
            kind.what(),
            tuple(SettingRow(s, setting.what(), setting.needed) for s, setting in kind.settings.items()),
        )
        for name, kind in KINDS.items()
    ]


Given = str | int | UUID | ReportSection


class SectionsFacet(Facet):
    """Sections of the report, in the order they stand there; named by their place, or by id."""

    def add(
        self,
        kind: str | SectionKind,
        /,
        title: str | None = None,
        *,
        title_en: str = "",
        note: str = "",
        note_en: str = "",
        **settings: Any,
    ) -> ReportSection:
        """Ask for a section behind those there are; `kinds` tells what each kind takes.

        Raises BadInput for an unknown kind or setting, one that is missing or does not fit; NotFound or Ambiguous
        where one names what the project does not have.
        """
        chosen = one_of(SectionKind, kind, _("kind"))

        def work(tx: Transaction) -> ReportSection:
            return tx.insert(
                ReportSection(
                    position=1 + max((one.position for one in _ordered(tx.session)), default=0),
                    kind=chosen,
                    title=(title or "").strip(),
                    title_en=title_en.strip(),
                    note=note.strip(),
                    note_en=note_en.strip(),
                    settings=kind_of(chosen).kept(tx.session, settings),
                )
            )

        return self.project.write("section.add", work, summary=chosen.value)

    def list(self) -> Sequence[SectionRow]:
        """Every section in its order."""
        with self.project.read() as session:
            return [_row(session, number, one) for number, one in enumerate(_ordered(session), 1)]

    def get(self, section: Given) -> SectionRow:
        """One section; raises NotFound."""
        with self.project.read() as session:
            found = _find(session, section)
            return _row(session, 1 + [one.id for one in _ordered(session)].index(found.id), found)

    def kinds(self) -> Sequence[KindRow]:
        """What sections there can be, in the current language."""
        return kind_rows()

    def edit(
        self,
        section: Given,
        /,
        *,
        title: str | None = None,
        title_en: str | None = None,
        note: str | None = None,
        note_en: str | None = None,
        **settings: Any,
    ) -> ReportSection:
        """Change words or settings of a section; an empty text or None takes a setting away.

        Raises NotFound for an unknown section, and what `add` raises.
        """
        said = dict(zip(WORDS, (title, title_en, note, note_en), strict=True))
        values: dict[str, Any] = {name: text.strip() for name, text in said.items() if text is not None}

        def work(tx: Transaction) -> ReportSection:
            found = _find(tx.session, section)
            if settings:
                values["settings"] = kind_of(found.kind).kept(tx.session, {**found.settings, **settings})
            return tx.update(found, **values) if values else found

        return self.project.write("section.edit", work, summary=str(section))

    def move(self, section: Given, to: int) -> Sequence[SectionRow]:
        """Put a section at a place, counted from 1; the others keep their order. Raises NotFound, BadInput."""

        def work(tx: Transaction) -> None:
            sections = _ordered(tx.session)
            found = _find(tx.session, section)
            if not 1 <= to <= len(sections):
                raise BadInput(_("the place is from 1 to {n}", n=len(sections)))
            others = [one for one in sections if one.id != found.id]
            others.insert(to - 1, found)
            for place, one in enumerate(others, 1):
                if one.position != place:
                    tx.update(one, position=place)

        self.project.write("section.move", work, summary=str(section))
        return self.list()

    def remove(self, section: Given) -> None:
        """Ask for a section no more; raises NotFound."""
        self.project.write(
            "section.remove", lambda tx: tx.delete(_find(tx.session, section)), summary=str(section)
        )

    def choices(self, kind: str | SectionKind, figure: str = "") -> Sequence[ChoiceRow]:
        """What each setting of a kind can be in this project; of a figure first what it is of, then `figure` says it.

        Raises BadInput for an unknown kind.
        """
        chosen = one_of(SectionKind, kind, _("kind"))
        with self.project.read() as session:
            return choices(session, chosen, figure)

    def wrong(self, kind: str | SectionKind, settings: Mapping[str, Any]) -> tuple[str, str]:
        """The first setting whose value does not fit the project, and why; both empty where all do."""
        with self.project.read() as session:
            return wrong(session, one_of(SectionKind, kind, _("kind")), settings)

    def preview(self, section: Given, language: str | None = None) -> Document:
        """A section as the report shows it, with its heading; by default in the language of the study.

        Raises NotFound for an unknown section, BadInput for an unknown language.
        """
        from qualcode.reports.document import Document
        from qualcode.reports.quote_ways import Ways
        from qualcode.reports.sections.painters import sections as painted

        with self.project.read() as session:
            number = _ordered(session).index(_find(session, section))
        report = self.project.reports.data(language)
        with i18n.using(report.language):
            return Document(
                title=report.sections[number].title,
                subtitle=report.study.title,
                language=report.language,
                created=report.last_event,
                blocks=tuple(painted(report.sections[number : number + 1], Ways(report))),
                year=report.study.year,
            )

    def data(self, of: Gathering) -> tuple[Section, ...]:
        """What the report says in its sections; one that names what is gone says that."""
        with self.project.read() as session:
            sections = _ordered(session)
        return tuple(_section(of, one) for one in sections)

    def bodies(self, of: Gathering, kind: SectionKind) -> tuple[object, ...]:
        """What the sections of one kind say."""
        with self.project.read() as session:
            sections = [one for one in _ordered(session) if one.kind == kind]
        return tuple(_section(of, one).body for one in sections)


def _section(of: Gathering, section: ReportSection) -> Section:
    body: object
    with of.project.read() as session:
        settings, problem = _used(session, section)
        heading = _heading(session, section, settings, problem)
    if problem:
        body = Gone(problem)
    else:
        try:
            body = kind_of(section.kind).gather(of, settings)
        except QualcodeError as error:
            body = Gone(error.message)
    return Section(heading, _told(section.note, section.note_en), body)


def _used(session: Session, section: ReportSection) -> tuple[dict[str, Any], str]:
    """The settings of a section with names as they are now, or as they were and what is wrong with them."""
    try:
        return kind_of(section.kind).read(session, section.settings), ""
    except QualcodeError as error:
        return names_of(section.settings), error.message


def _row(session: Session, number: int, section: ReportSection) -> SectionRow:
    settings, problem = _used(session, section)
    return SectionRow(
        id=section.uid,
        number=number,
        kind=section.kind.value,
        heading=_heading(session, section, settings, problem),
        title=section.title,
        title_en=section.title_en,
        note=section.note,
        note_en=section.note_en,
        settings=settings,
        problem=problem,
    )


def _heading(session: Session, section: ReportSection, settings: Mapping[str, Any], problem: str) -> str:
    """What a person called it, else what its kind does; codes by name, where they are all there."""
    told = _told(section.title, section.title_en)
    if told or section.kind not in KINDS:
        return told or section.kind.value
    kind = KINDS[section.kind]
    return kind.title(settings if problem else called(session, kind.settings, settings, i18n.language()))


def _told(own: str, english: str) -> str:
    """A text in the current language, else in the other."""
    return (english or own) if i18n.language() == "en" else (own or english)


def _ordered(session: Session) -> Sequence[ReportSection]:
    table = table_of(ReportSection)
    return session.scalars(select(ReportSection).order_by(table.c.position, table.c.id)).all()


def _find(session: Session, given: Given) -> ReportSection:
    if isinstance(given, ReportSection):
        given = given.uid
    sections = _ordered(session)
    text = str(given).strip()
    for number, one in enumerate(sections, 1):
        if text in (str(number), str(one.uid)):
            return one
    raise NotFound(_("there is no section {name}; there are {n}", name=text or "''", n=len(sections)))
