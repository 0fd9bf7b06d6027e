"""A copy of the project for somebody else, asked for on screen: without real names, original files and history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path
from qualcode.tui.desk import reason_of
from qualcode.tui.forms import Form, Line
from qualcode.tui.leaving import export
from qualcode.tui.page import Page
from qualcode.tui.writing_out import beside

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.facet import Progress
    from qualcode.project.sharing import Shared


async def share(page: Page) -> None:
    """Ask where the copy is to lie, write it, and tell what to know about it."""
    suggested = await page.desk.read(_suggested)
    form = Form(
        _("A copy to share"),
        [
            Line(
                "file",
                _("File: codes in place of real names, no original files, no history"),
                str(suggested),
                needed=True,
            )
        ],
        button=_("Write"),
    )
    answers = await page.app.push_screen_wait(form)
    if answers is None:
        return
    file = typed_path(answers["file"])
    try:
        with page.begun() as doing:
            written = await export(
                page.app, page.desk, lambda project, accepted: _written(project, file, accepted, doing)
            )
    except QualcodeError as error:
        page.app.notify(reason_of(error), severity="error", timeout=10, markup=False)
        return
    said = "\n".join(_told(*written)) if written is not None else _("Nothing was written.")
    page.app.notify(said, timeout=15, markup=False)


def _suggested(project: Project) -> Path:
    return beside(project, _("share"), ".qualcode")


def _written(project: Project, file: Path, accepted: bool, progress: Progress) -> tuple[Shared, list[str]]:
    made = project.sharing.share(file, accept_leaks=accepted, progress=progress)
    return made, list(project.sharing.remarks(people=True))


def _told(made: Shared, remarks: list[str]) -> list[str]:
    lines = [_("Written: {path}", path=made.path), *remarks]
    if made.leaks:
        lines.append(
            ngettext(
                "{n} place that could tell who somebody is was accepted",
                "{n} places that could tell who somebody is were accepted",
                len(made.leaks),
            )
        )
    return lines
