"""`project.reports`: the project painted for the thesis; a report changes nothing, not even the journal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _, using
from qualcode.project.facet import Facet, Progress
from qualcode.project.writing import free_for, write_file
from qualcode.reports import FORMATS, render

if TYPE_CHECKING:
    from qualcode.reports.data import TriangulationReport
    from qualcode.reports.defence import DefenceReport
    from qualcode.reports.document import Document

TRIANGULATION, READY = "triangulation", "ready"
TEMPLATES = (TRIANGULATION, READY)
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

    _read: tuple[tuple[str, str], TriangulationReport] | None = None
    """What was read last, with the state and language it was read for: four formats read a project once."""

    def list(self) -> Sequence[TemplateRow]:
        """The kinds of reports there are."""
        return [
            TemplateRow(TRIANGULATION, _("Triangulation report"), FORMATS),
            TemplateRow(READY, _("Ready for the examination"), FORMATS),
        ]

    def data(self, language: str | None = None) -> TriangulationReport:
        """What the triangulation report says, as plain values; by default in the language of the study."""
        chosen = self._language(language)
        state = self.project.history.head(), chosen
        if self._read is None or self._read[0] != state:
            from qualcode.project.report_data import report_data

            with using(chosen):
                report = report_data(self.project, chosen)
            self._read = (report.journal_head, chosen), report
        return self._read[1]

    def render(
        self,
        template: str = TRIANGULATION,
        format: str = "docx",
        *,
        language: str | None = None,
        progress: Progress | None = None,
    ) -> bytes:
        """The bytes of a report; the same project gives the same bytes.

        Raises: BadInput for an unknown template, format or language.
        """
        _known(template, TEMPLATES, "--template")
        _known(format, FORMATS, "--format")
        say = progress or _silent
        say(0, 3, _("reading the project"))
        report = self._report(template, language)
        say(1, 3, _("putting the report together"))
        document = _document(report)
        say(2, 3, _("painting {format}", format=format))
        painted = render(document, format)
        say(3, 3, _("done"))
        return painted

    def words(
        self, language: str | None = None, *, template: str = TRIANGULATION
    ) -> Sequence[tuple[str, str]]:
        """(where, text) of everything a report says that somebody wrote: what is looked through before it leaves."""
        from qualcode.project.report_privacy import report_words

        return list(report_words(self._report(template, language)))

    def _report(self, template: str, language: str | None) -> TriangulationReport | DefenceReport:
        if template == READY:
            return self.project.defence.report(self._language(language))
        return self.data(language)

    def write(
        self,
        out: str | Path | None = None,
        *,
        template: str = TRIANGULATION,
        format: str | None = None,
        language: str | None = None,
        progress: Progress | None = None,
        guarded: bool = False,
        accept_leaks: bool = False,
    ) -> Path:
        """Write a report to `out` and give its path; an old report there is replaced only by a whole new one.

        Args:
            out: a file or a folder; by default `<project>-<template>.<format>` beside the project, without real names.
            format: docx, html, pdf or md; by default what the file's suffix says, else docx.
            language: id or en; by default the language of the study.
            progress: told about each step.
            guarded: look first whether the report's words could tell who somebody is.
            accept_leaks: write it although they do.

        Raises: BadInput for an unknown template, format or language, or where the file cannot be written or
        something else stands there; LeakFound where it is guarded and could tell who somebody is.
        """
        _known(template, TEMPLATES, "--template")
        target = self.project.path.parent if out is None else Path(out)
        if format is None:
            suffix = target.suffix.lower().removeprefix(".")
            format = suffix if suffix and not target.is_dir() else "docx"
        _known(format, FORMATS, "--format")
        if target.is_dir():
            target = target / self.project.sharing.file_name(f"{self.project.path.stem}-{template}.{format}")
        if os.path.realpath(target) == os.path.realpath(self.project.path):
            raise BadInput(_("a report is not written over the project itself"))
        suffixes = SUFFIXES.get(format, (f".{format}",))
        # Before the work is done, not after it.
        free_for(target, kind_suffixes=suffixes, kind=_("a report"), material=self.project.material())
        if guarded:
            self.project.sharing.guard(
                self.words(language, template=template), file=target, accept_leaks=accept_leaks
            )
        painted = self.render(template, format, language=language, progress=progress)
        return write_file(
            target, painted, kind_suffixes=suffixes, kind=_("a report"), material=self.project.material()
        )

    def _language(self, given: str | None) -> str:
        if given is None:
            given = self.project.study().language
        _known(given, LANGUAGES, "--lang")
        return given


def _document(report: TriangulationReport | DefenceReport) -> Document:
    from qualcode.reports.data import TriangulationReport

    if isinstance(report, TriangulationReport):
        from qualcode.reports.triangulation import triangulation

        return triangulation(report)
    from qualcode.reports.defence import defence

    return defence(report)


def _silent(_done: int, _all: int, _what: str) -> None:
    pass


def _known(given: str, allowed: Sequence[str], option: str) -> None:
    if given not in allowed:
        raise BadInput(
            _(
                "{option} is one of {allowed}, not {given}",
                option=option,
                allowed=", ".join(allowed),
                given=given,
            )
        )
