"""How a person wants a report's pages: a layout file, a faculty's Word template, and what is said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.project.facet import not_one_of
from qualcode.reports.layout import PAPERS, Layout, Paper

FARTHEST = 9999
"""The last number that anything can begin with."""


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Wishes for the pages of one report; what is not said stays as the layout file, or else the house, has it."""

    layout: Path | None = None
    """A layout file (YAML)."""
    style: Path | None = None
    """A Word file (.docx, .dotx) whose styles, page, header and footer a Word report takes over."""
    paper: str = ""
    """a4 or f4, also in place of the Word template's; the margins stay the template's."""
    appendices_from: str = ""
    """Number or letter of the first appendix."""
    tables_from: int | None = None
    figures_from: int | None = None
    pages_from: int | None = None

    def read(self) -> Layout:
        """The layout all this comes to.

        Raises: BadInput, FileProblems where a file cannot be read or something is said that cannot be.
        """
        layout = Layout()
        if self.layout is not None:
            from qualcode.reports.layout_file import load_layout

            layout = load_layout(self.layout)
        if self.paper:
            if self.paper not in get_args(Paper):
                raise BadInput(not_one_of("--paper", self.paper, get_args(Paper)))
            sheet = PAPERS[self.paper] if self.style is not None else None
            layout = replace(layout, paper=self.paper, sheet_size=sheet)  # type: ignore[arg-type]
        if self.appendices_from:
            try:
                layout = layout.with_appendices_from(self.appendices_from)
            except ValueError:
                raise BadInput(
                    _("appendices begin with a number or a letter, not {given}", given=self.appendices_from)
                ) from None
        for given in (self.tables_from, self.figures_from, self.pages_from):
            if given is not None and not 1 <= given <= FARTHEST:
                raise BadInput(_("numbers begin with 1 to {most}, not {given}", most=FARTHEST, given=given))
        return replace(
            layout,
            table_start=self.tables_from or layout.table_start,
            figure_start=self.figures_from or layout.figure_start,
            page_start=self.pages_from or layout.page_start,
        )

    def missing_styles(self, format: str) -> tuple[str, ...]:
        """The names of the styles a thesis needs that the Word template does not have; ours stand in for them."""
        style = self.word_template(format) if format == "docx" else None
        if style is None:
            return ()
        from qualcode.reports.docx_style import missing_styles

        return missing_styles(style)

    def word_template(self, format: str) -> bytes | None:
        """The bytes of the Word template; raises BadInput where it cannot be read or `format` is no Word file."""
        if self.style is None:
            return None
        if format != "docx":
            raise BadInput(_("a Word template is for Word files (docx), not for {format}", format=format))
        try:
            return self.style.read_bytes()
        except OSError as error:
            from qualcode.i18n.reasons import why

            raise BadInput(_("cannot read {path}: {reason}", path=self.style, reason=why(error))) from None


def missing_words(names: Sequence[str]) -> str:
    """A line that names styles a Word template lacks and says what is used; empty where it lacks none."""
    if not names:
        return ""
    return _(
        "the Word template has no style {names}: qualcode's own is used, set in the template's letters",
        names=", ".join(names),
    )
