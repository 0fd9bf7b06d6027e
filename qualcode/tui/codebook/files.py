"""The codebook from and to files."""

from __future__ import annotations

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.resources import codebook_names
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, Line
from qualcode.tui.leaving import export


async def read_in(desk: Desk) -> None:
    """Codes from a file, or a codebook that comes along."""
    names = codebook_names()
    label = _("A file (.yaml, .csv), or a name: {names}", names=", ".join(names))
    form = Form(_("Read a codebook in"), [Line("file", label, known=names, needed=True)], button=_("Read"))
    done = await desk.fill(
        form, "codebook.import", lambda project, answers: project.codebook.import_(answers["file"])
    )
    if done is not None:
        said = _(
            "{added} codes added, {changed} changed", added=len(done[0].added), changed=len(done[0].changed)
        )
        desk.app.notify(said, timeout=4, markup=False)


async def write_out(desk: Desk) -> None:
    """The codebook to a file."""
    label = _("A file that ends in .yaml or .csv")
    form = Form(
        _("Write the codebook to a file"),
        [Line("file", label, hint="codebook.yaml", needed=True)],
        button=_("Write"),
    )
    answers = await desk.app.push_screen_wait(form)
    if not answers:
        return
    file = answers["file"]
    try:
        written = await export(
            desk.app, desk, lambda project, accept: project.codebook.export(file, accept_leaks=accept)
        )
    except QualcodeError as error:
        desk.app.notify(error.message, severity="error", timeout=10, markup=False)
        return
    if written is not None:
        desk.app.notify(_("Written: {file}", file=file), timeout=4, markup=False)
