"""The quotes behind one cell of a triangulation, and the way from there to their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from qualcode.i18n import _
from qualcode.tui.coding_forms import stances
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.painting import lines_name, one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codings import CodingRow
    from qualcode.tui.page import Page


def called(coding: CodingRow, labels: Mapping[UUID, str]) -> CodingRow:
    """The coding with its source under the label that cites it, as FGD1."""
    return replace(coding, source_name=labels.get(coding.source, coding.source_name))


def quotes_of(project: Project, finding: str, by: str, column: str) -> list[tuple[str, str, CodingRow]]:
    """Stance, who gave it, and coding of each piece of evidence in a column, documents among them."""
    labels = project.sources.labels()
    return [
        (evidence.stance, evidence.coder, called(project.codings.get(evidence.coding), labels))
        for evidence in project.findings.evidence_in(finding, by, column)
        if evidence.coding is not None and evidence.stance is not None
    ]


async def show_quotes(page: Page, title: str, finding: str, by: str, column: str) -> None:
    """List them, each in full where it is in focus; Enter goes to its place. Called in a worker of `page`."""
    quotes = await page.desk.read(lambda project: quotes_of(project, finding, by, column))
    if not quotes:
        page.app.notify(_("No quotes here"), timeout=3, markup=False)
        return
    words = dict(stances())
    options = []
    for number, (stance, coder, row) in enumerate(quotes):
        where = f"{row.informant or row.source_name} {lines_name(row.lines)}"
        said = words[stance] + (f" ({coder})" if by == "coder" else "")
        options.append((str(number), f"{said} · {where} · {one_line(row.text, 70)}"))
    full = [row.text for _stance, _coder, row in quotes]
    form = Form(title, [PickLong("quote", _("Quotes"), options, "0", details=full)], button=_("Go there"))
    answers = await page.app.push_screen_wait(form)
    if answers and answers["quote"]:
        row = quotes[int(answers["quote"])][2]
        page.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), row.start, row.end)))
