"""Figures as files for a thesis that somebody writes by hand: the same that a section of the report holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import i18n
from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _, using
from qualcode.model import SectionKind
from qualcode.project.facet import Progress, not_one_of, unwatched
from qualcode.project.writing import free_for, write_file
from qualcode.reports.charts import telling
from qualcode.reports.charts.data import FigureBody

if TYPE_CHECKING:
    from qualcode.project.project import Project

SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class FigureFile:
    """A figure with its words, in one language."""

    of: str
    language: str
    body: FigureBody

    @property
    def why(self) -> str:
        """Why there is nothing to draw; empty where there is."""
        return self.body.why

    @property
    def caption(self) -> str:
        """What stands below it."""
        return self._told(telling.caption)

    @property
    def alt(self) -> str:
        """What it shows, for those who cannot see it."""
        return self._told(telling.alt)

    def _told(self, words: Any) -> str:
        with using(self.language):
            return words(self.body.chart) if self.body.chart else ""

    @property
    def source(self) -> str:
        """Whose work it is, with the year of the study, else of the last change in the project."""
        with using(self.language):
            return telling.source(self.body)

    @property
    def notes(self) -> list[str]:
        """What a reader has to know beside it."""
        with using(self.language):
            return telling.notes(self.body)

    def bytes(self, kind: str) -> bytes:
        """The picture as png (300 dots an inch), svg or pdf. Raises BadInput for another, and where there is none."""
        from qualcode.reports.charts.drawing import file_bytes

        if self.body.chart is None:
            raise BadInput(_("there is no figure to draw: {why}", why=self.why))
        with using(self.language):
            return file_bytes(self.body.chart, kind)

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        return {
            "of": self.of,
            "language": self.language,
            "caption": self.caption,
            "source": self.source,
            "alt": self.alt,
            "notes": self.notes,
        }


def figure_file(project: Project, given: Mapping[str, Any], language: str | None) -> FigureFile:
    """The figure in a language, by default the study's; no real name is left in it."""
    # The kinds of sections know this facet.
    from qualcode.project.report_gathering import gathering
    from qualcode.project.report_privacy import scrubbed
    from qualcode.project.report_sections.kinds import KINDS

    chosen = language or project.study().language
    if chosen not in LANGUAGES:
        raise BadInput(not_one_of("--lang", chosen, LANGUAGES))
    kind = KINDS[SectionKind.FIGURE]

    def in_words_of(code: str) -> FigureFile:
        with using(code):
            with project.read() as session:
                settings = kind.read(session, given)
                begun = gathering(project, session, code)
            body = kind.gather(begun, settings)
            assert isinstance(body, FigureBody)
            return FigureFile(settings["of"], code, scrubbed(body, begun.passages.names.aliases.replace))

    with project.read() as session:  # whoever gives a wrong setting is told so in his or her own language,
        kind.read(session, given)
    figure = in_words_of(chosen)
    return figure if figure.body.chart is not None else in_words_of(i18n.language())  # and why there is none


def write_figure(
    project: Project,
    figure: FigureFile,
    path: Path,
    *,
    accept_leaks: bool = False,
    progress: Progress = unwatched,
) -> Path:
    """Write a figure; what is raised is told at `AnalysisFacet.export_figure`."""
    from qualcode.project.report_privacy import report_words

    if path.suffix.lower() not in SUFFIXES:
        given = path.suffix or "''"
        raise BadInput(_("a figure is written to .png, .svg or .pdf, not {given}", given=given))
    suffixes = (path.suffix.lower(),)
    free_for(path, kind_suffixes=suffixes, kind=_("a figure"), material=project.material())
    progress(0, 2, _("looking for names"))
    project.sharing.guard(report_words(figure.body), file=path, accept_leaks=accept_leaks)
    progress(1, 2, _("drawing"))
    drawn = figure.bytes(path.suffix.lower()[1:])
    progress(2, 2, _("writing"))
    return write_file(project, path, drawn, kind_suffixes=suffixes, kind=_("a figure"))
