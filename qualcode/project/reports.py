"""`project.reports`: the project painted for the thesis; a report changes nothing, not even the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _, using
from qualcode.project.facet import Facet, Progress, not_one_of, uncollected, unwatched
from qualcode.project.out_files import OutFile, out_file
from qualcode.project.writing import made_folder
from qualcode.reports import FORMATS, paged, render
from qualcode.text.file_names import check_name

if TYPE_CHECKING:
    from qualcode.project.appendices.asked import Asked
    from qualcode.project.page_setup import PageSetup
    from qualcode.project.report_gathering import Gathering
    from qualcode.reports.appendix.binding import Binding
    from qualcode.reports.data import TriangulationReport
    from qualcode.reports.defence import DefenceReport
    from qualcode.reports.document import Document
    from qualcode.reports.layout import Layout

    Report = TriangulationReport | DefenceReport | Binding
    Pages = tuple[Layout, bytes | None]

TRIANGULATION, READY, LAMPIRAN = "triangulation", "ready", "lampiran"
SUFFIXES = {"html": (".html", ".htm"), "md": (".md", ".markdown")}
"""Suffixes of a format other than its name."""


@dataclass(frozen=True)
class TemplateRow:
    """A kind of report."""

    name: str
    title: str
    formats: tuple[str, ...]


class ReportsFacet(Facet):
    """Reports of the project, pseudonymised: informants by code, real names replaced, consent to quotes kept."""

    _read: tuple[tuple[str, str, bool], TriangulationReport] | None = None
    """What was read last, with the state and language it was read for: four formats read a project once."""
    left_out: tuple[str, ...] = ()
    """Titles of the appendices of the report made last that had nothing to show."""
    not_bound: tuple[str, ...] = ()
    """Names of the appendices that the bundle made last would have had, had they been asked for."""
    reminders: tuple[str, ...] = ()
    """What whoever hands in the report made last has to see to, since the project does not know it."""
    without_effect: tuple[str, ...] = ()
    """What the layout of the report made last names and there is not, a remark each."""

    def list(self) -> Sequence[TemplateRow]:
        """The kinds of reports there are: findings, what to close before the examination, the appendices, all bound."""
        from qualcode.project.appendices.kinds import APPENDICES

        return [
            TemplateRow(TRIANGULATION, _("Triangulation report"), FORMATS),
            TemplateRow(READY, _("Ready for the examination"), FORMATS),
            *(TemplateRow(name, kind.title(), FORMATS) for name, kind in APPENDICES.items()),
            TemplateRow(LAMPIRAN, _("All appendices, bound"), FORMATS),
        ]

    def data(
        self, language: str | None = None, *, comments: bool = False, begun: Gathering | None = None
    ) -> TriangulationReport:
        """What the triangulation report says, as plain values; by default in the language of the study.

        `comments` stand in it beside what they are on; `begun` is what another report has gathered already, whose
        language and comments it then has.
        """
        chosen = begun.language if begun else self._language(language)
        comments = begun.comments if begun else comments
        state = self.project.history.head(), chosen, comments
        if self._read is None or self._read[0] != state:
            from qualcode.project.report_data import report_data

            with using(chosen):
                report = report_data(self.project, chosen, comments=comments, begun=begun)
            self._read = (report.journal_head, chosen, comments), report
        return self._read[1]

    def render(
        self,
        template: str = TRIANGULATION,
        format: str = "docx",
        *,
        language: str | None = None,
        asked: Asked | None = None,
        setup: PageSetup | None = None,
        progress: Progress = unwatched,
    ) -> bytes:
        """The bytes of a report; the same project gives the same bytes.

        Raises: BadInput for an unknown template, format or language, or for what `asked` or `setup` name and there is
        not.
        """
        self._known(template)
        known(format, FORMATS, "--format")
        pages = _pages(setup, format)
        return self._painted(self._report(template, language, asked, progress), format, pages, progress)

    def document(
        self,
        template: str = TRIANGULATION,
        *,
        language: str | None = None,
        asked: Asked | None = None,
        setup: PageSetup | None = None,
    ) -> Document:
        """A report before it is painted in a format, numbered as `setup` wants it; raises what `render` raises."""
        self._known(template)
        document = _document(self._report(template, language, asked, unwatched))
        return replace(document, layout=setup.read()) if setup else document

    def words(
        self, language: str | None = None, *, template: str = TRIANGULATION, asked: Asked | None = None
    ) -> Sequence[tuple[str, str]]:
        """(where, text) of everything a report says that somebody wrote: what is looked through before it leaves."""
        from qualcode.project.report_privacy import report_words

        return list(report_words(self._report(template, language, asked, unwatched)))

    def write(
        self,
        out: str | Path | None = None,
        *,
        template: str = TRIANGULATION,
        format: str | None = None,
        language: str | None = None,
        asked: Asked | None = None,
        setup: PageSetup | None = None,
        progress: Progress = unwatched,
        guarded: bool = False,
        accept_leaks: bool = False,
    ) -> Path:
        """Write a report to `out` and give its path; an old report there is replaced only by a whole new one.

        Args:
            out: a file or a folder; by default `<project>-<template>.<format>` beside the project, without real names.
            template: one of those that `list` names.
            format: docx, html, pdf, xlsx or md; by default what the file's suffix says, else docx.
            language: id or en; by default the language of the study.
            asked: settings of this report.
            setup: how its pages are wanted.
            progress: told about each step.
            guarded: look first whether the report's words could tell who somebody is.
            accept_leaks: write it although they do.

        Raises: BadInput for an unknown template, format or language, or where the file cannot be written or
        something else stands there; LeakFound where it is guarded and could tell who somebody is.
        """
        from qualcode.project.report_privacy import report_words

        self._known(template)
        target = self.project.path.parent if out is None else Path(out)
        if format is None:
            format = "docx" if target.is_dir() else _suffix(target).removeprefix(".") or "docx"
        known(format, FORMATS, "--format")
        file = self._file(target, f"{self.project.path.stem}-{template}.{format}", format)
        pages = _pages(setup, format)
        report = self._report(template, language, asked, progress)
        if guarded:
            self.project.sharing.guard(list(report_words(report)), file=file.path, accept_leaks=accept_leaks)
        return file.write(self._painted(report, format, pages, progress))

    def write_apart(
        self,
        folder: str | Path | None = None,
        *,
        format: str = "docx",
        language: str | None = None,
        asked: Asked | None = None,
        setup: PageSetup | None = None,
        progress: Progress = unwatched,
        guarded: bool = False,
        accept_leaks: bool = False,
    ) -> Sequence[Path]:
        """Write each appendix of a bundle as a file of its own that keeps its number, and give their paths in order.

        Where none has anything to show there is one file, which says so, as the bundle does.
        Pages are numbered on from file to file where the format has pages: in a Word file as far as they are reckoned.

        Args:
            folder: made where it is not there; by default `<project>-lampiran` beside the project.
            format, language, asked, setup, progress, guarded, accept_leaks: as `write` has them.

        Raises: BadInput where `folder` is a file; what `write` raises.
        """
        from qualcode.project.appendices.binding import bind
        from qualcode.project.report_privacy import report_words
        from qualcode.reports.appendix.binding import apart, bound

        known(format, FORMATS, "--format")
        layout, style = _pages(setup, format)
        shown = self.project.sharing.file_name
        target = (
            self.project.path.parent / shown(f"{self.project.path.stem}-{LAMPIRAN}")
            if folder is None
            else Path(folder)
        )
        if target.exists() and not target.is_dir():
            raise BadInput(_("{path} is a file; appendices apart go into a folder", path=target))
        binding = bind(self.project, LAMPIRAN, self._language(language), asked, progress, apart=True)
        self._told_of(binding)
        if guarded:
            self.project.sharing.guard(list(report_words(binding)), file=target, accept_leaks=accept_leaks)
        stem = f"{self.project.path.stem}-{LAMPIRAN}"
        documents = [
            (f"{stem}-{_in_order(number)}-{part.name}", document)
            for part, number, document in apart(binding, layout)
        ] or [(stem, replace(bound(binding), layout=layout))]
        files = [
            (self._file(target / shown(f"{name}.{format}"), "", format), document)
            for name, document in documents
        ]
        self._look_through([document for _file, document in files])
        made_folder(target)
        written, page = [], layout.page_start
        for done, (file, document) in enumerate(files):
            progress(done, len(files), document.title)
            painted, pages = paged(
                replace(document, layout=replace(document.layout, page_start=page)), format, style=style
            )
            written.append(file.write(painted))
            page += pages
        progress(len(files), len(files), _("done"))
        return written

    def context(self, language: str | None = None) -> Mapping[str, Any]:
        """What a template of the user's own sees: plain values, pseudonymised as every report is."""
        from qualcode.reports.own import context_of

        return context_of(self.data(language))

    def write_own(
        self,
        template: str | Path,
        out: str | Path | None = None,
        *,
        language: str | None = None,
        progress: Progress = unwatched,
        guarded: bool = False,
        accept_leaks: bool = False,
    ) -> Path:
        """Write what a template of the user's own makes of the report's data, and give the path.

        Args:
            template: a Jinja2 file, as `chapter4.md.j2`; it sees what `context` gives, and other templates beside it.
            out: a file or a folder; by default named after project and template, beside the project.
            language, progress, guarded, accept_leaks: as `write` has them.

        Raises: BadInput with file and line where the template is at fault, and what `write` raises.
        """
        from qualcode.exchange.problems import read_file
        from qualcode.project.finished_words import finished_words
        from qualcode.reports.own import context_of, render_own, suffix_of

        file = Path(template)
        suffix = suffix_of(file.name)
        name = f"{self.project.path.stem}-{file.name.split('.')[0]}{suffix}"
        target = self._file(out, name, suffix.removeprefix("."))
        text = read_file(file)
        progress(0, 2, _("reading the project"))
        report = self.data(self._language(language))
        progress(1, 2, _("putting the report together"))
        # It speaks the language of the data; what is wrong with it is told in that of whoever asks.
        made = render_own(text, context_of(report), name=file.name, folder=file.parent)
        if not made.strip():
            raise BadInput(_("{name} gives nothing for this project; no file was written", name=file.name))
        if guarded:
            told = finished_words(made, markup=suffix == ".html")
            self.project.sharing.guard(told, file=target.path, accept_leaks=accept_leaks)
        progress(2, 2, _("done"))
        return target.write(made)

    def _file(self, out: str | Path | None, name: str, format: str) -> OutFile:
        """Where a report of a format goes; see `out_file`.

        A name without a suffix gets the format's. Raises BadInput where its suffix is another format's.
        """
        suffixes = SUFFIXES.get(format, (f".{format}",))
        given = Path(out or "")
        of_others = {end for one in FORMATS for end in SUFFIXES.get(one, (f".{one}",))} - {*suffixes}
        if out is not None and not given.is_dir() and not _suffix(given):
            check_name(given)
            out = given = given.with_name(given.name + suffixes[0])
        if given.suffix.lower() in of_others and not given.is_dir():
            raise BadInput(
                _(
                    "{path} is a name for another format than {format}; name a file that ends in {suffix}",
                    path=given,
                    format=format,
                    suffix=suffixes[0],
                )
            )
        return out_file(self.project, out, name, suffixes=suffixes, kind=_("a report"))

    @uncollected()
    def _report(self, template: str, language: str | None, asked: Asked | None, progress: Progress) -> Report:
        chosen = self._language(language)
        progress(0, 3, _("reading the project"))
        self.left_out = self.not_bound = self.reminders = ()
        comments = asked is not None and asked.comments
        if template == TRIANGULATION:
            return self.data(chosen, comments=comments)
        if template == READY:
            return self.project.defence.report(chosen, comments=comments)
        from qualcode.project.appendices.binding import bind

        made = bind(self.project, template, chosen, asked, progress)
        self._told_of(made)
        return made

    def _told_of(self, made: Binding) -> None:
        from qualcode.project.appendices.kinds import titles
        from qualcode.project.appendices.statistics import reminder
        from qualcode.reports.appendix import photos

        self.left_out, self.not_bound = titles(made.left_out), made.not_bound
        bodies = [part.body for part in made.parts]
        self.reminders = tuple(filter(None, (*map(reminder, bodies), *map(photos.reminder, bodies))))

    @uncollected()
    def _painted(self, report: Report, format: str, pages: Pages, progress: Progress) -> bytes:
        progress(1, 3, _("putting the report together"))
        layout, style = pages
        document = replace(_document(report), layout=layout)
        self._look_through([document])
        progress(2, 3, _("painting {format}", format=format))
        painted = render(document, format, style=style)
        progress(3, 3, _("done"))
        return painted

    def _look_through(self, documents: Sequence[Document]) -> None:
        from qualcode.reports.table_names import without_effect

        self.without_effect = tuple(without_effect(documents))

    def _known(self, template: str) -> None:
        known(template, [row.name for row in self.list()], "--template")

    def _language(self, given: str | None) -> str:
        if given is None:
            given = self.project.study().language
        known(given, LANGUAGES, "--lang")
        return given


def _suffix(path: Path) -> str:
    """A name's suffix, in small letters; what stands behind the point in `chapter 4.1` is none."""
    suffix = path.suffix.lower()
    return suffix if suffix[1:2].isalpha() else ""


def _in_order(number: str) -> str:
    """A number as files are sorted by it: 03; a letter stays."""
    return number.zfill(2) if number.isdigit() else number


def _pages(setup: PageSetup | None, format: str) -> Pages:
    """The layout and the Word template that are wanted."""
    from qualcode.project.page_setup import PageSetup

    wanted = setup or PageSetup()
    return wanted.read(), wanted.word_template(format)


def _document(report: Report) -> Document:
    from qualcode.reports.appendix.binding import Binding
    from qualcode.reports.data import TriangulationReport

    if isinstance(report, TriangulationReport):
        from qualcode.reports.triangulation import triangulation

        return triangulation(report)
    if isinstance(report, Binding):
        from qualcode.reports.appendix.binding import bound

        return bound(report)
    from qualcode.reports.defence import defence

    return defence(report)


def known(given: str, allowed: Sequence[str], option: str) -> None:
    """Raises BadInput, naming what is allowed, where `given` is none of it."""
    if given not in allowed:
        raise BadInput(not_one_of(option, given, allowed))
