"""Something of the project written to a file that a person names: looked through first, with a way to call it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.text.addresses import is_server, typed_path
from qualcode.tui.desk import Desk, reason_of
from qualcode.tui.doing import Doing, told_far
from qualcode.tui.forms import Answers, Form, Line
from qualcode.tui.leaving import export
from qualcode.tui.page import PATIENCE_SECONDS

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.facet import Progress

Writing = Callable[["Project", Path, bool, "Progress"], object]
"""Writes to the file; whether what could tell who somebody is was accepted, and the progress to be told."""


async def write_out(desk: Desk, title: str, label: str, name: str, writing: Writing) -> None:
    """Ask for a file, proposing `name` beside the project, and write it; the form stays until that went well."""
    form = Form(
        title,
        [Line("file", label, str(await desk.read(lambda project: beside(project, name))), needed=True)],
        button=_("Write"),
    )
    remarks: list[str] = []

    def far(done: int, of: int, what: str) -> None:
        if doing.age > PATIENCE_SECONDS:
            form.tell(told_far(done, of, what))

    def write(project: Project, file: Path, accepted: bool) -> Sequence[str]:
        writing(project, file, accepted, doing)
        return project.sharing.remarks()

    async def keep(answers: Answers) -> str:
        file = typed_path(answers["file"])
        try:
            told = await export(desk.app, desk, lambda project, accepted: write(project, file, accepted))
        except QualcodeError as error:
            return reason_of(error)
        if told is None:
            return _("Nothing was written.")
        remarks[:] = [_("Written: {path}", path=file), *told]
        return ""

    doing = Doing(far)
    form.keep, form.call_off = keep, doing.call_off
    await desk.app.push_screen_wait(form)
    if remarks:
        desk.app.notify("\n".join(remarks), timeout=6, markup=False)


def beside(project: Project, name: str) -> Path:
    """A file of that name beside the project; where it lies on a server, in the folder one works in."""
    folder = Path.cwd() if is_server(project.place) else project.path.parent
    return folder / project.sharing.file_name(name)
