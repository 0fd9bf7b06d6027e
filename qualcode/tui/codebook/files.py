"""The codebook from and to files."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.resources import codebook_names
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, Line
from qualcode.tui.page import Page
from qualcode.tui.writing_out import write_out


async def read_in(desk: Desk) -> None:
    """Codes from a file, or a codebook that comes along."""
    names = codebook_names()
    label = _("A file (.yaml, .csv, .xlsx, .md), or a name: {names}", names=", ".join(names))
    form = Form(_("Read a codebook in"), [Line("file", label, known=names, needed=True)], button=_("Read"))
    done = await desk.fill(
        form, "codebook.import", lambda project, answers: project.codebook.import_(answers["file"])
    )
    if done is not None:
        said = _(
            "{added} codes added, {changed} changed", added=len(done[0].added), changed=len(done[0].changed)
        )
        desk.app.notify(said, timeout=4, markup=False)


async def write_codebook(page: Page) -> None:
    """The codebook to a file."""
    await write_out(
        page,
        _("Write the codebook to a file"),
        _("codebook"),
        [(".yaml", "YAML"), (".csv", "CSV")],
        lambda project, file, _answers, progress, accepted: project.codebook.export(
            file, accept_leaks=accepted, progress=progress
        ),
    )
