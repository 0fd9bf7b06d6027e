"""Writing the graph of a page to a file, for other programs or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.tui.page import Page


async def write_people(page: Page, focal: str | None, wave: int | None) -> None:
    """Write the informant graph, or the part of a group or a time that is shown. Called in a worker of `page`."""
    await write_out(
        page,
        _("Write the graph"),
        _("network"),
        [(".svg", _("Picture (svg)")), (".graphml", "GraphML"), (".gexf", "GEXF (Gephi)")],
        lambda project, file, answers, doing, accepted: project.analysis.export_network(
            file, focal, wave=wave, accept_leaks=accepted, progress=doing
        ),
        people=True,
    )


async def write_codes(page: Page, of: str) -> None:
    """Write a graph of codes, `of` one of `qualcode.project.code_networks`. Called in a worker of `page`."""
    await write_out(
        page,
        _("Write the graph"),
        f"{_('network')}-{_('codes') if of == 'codes' else _('informants and codes')}",
        [(".graphml", "GraphML")],
        lambda project, file, answers, doing, accepted: project.analysis.export_code_network(
            file, of, accept_leaks=accepted, progress=doing
        ),
        people=True,
    )
