"""Something of the project written to a file that a person names: looked through first, with a way to call it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.text.addresses import is_server, shown_path, typed_path
from qualcode.tui.desk import reason_of
from qualcode.tui.doing import Doing, told_far
from qualcode.tui.forms import Answers, Form, Line, Pick
from qualcode.tui.forms import Field as FormField
from qualcode.tui.leaving import export
from qualcode.tui.page import PATIENCE_SECONDS, Page

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.facet import Progress

Writing = Callable[["Project", Path, Answers, "Progress", bool], object]
"""Writes to the file what the answers ask for, tells the progress; whether leaks were accepted comes last."""


async def write_out(
    page: Page,
    title: str,
    name: str,
    kinds: Sequence[tuple[str, str]],
    writing: Writing,
    fields: Sequence[FormField] = (),
    *,
    people: bool = False,
) -> None:
    """Ask for a file, proposing one beside the project, and write it; the form stays until that went well.

    Args:
        name: what the file holds, in a word or two; the project's name comes before it.
        kinds: suffixes with the words for each; a suffix that a person types decides, else the kind chosen.
        fields: what is asked besides.
        people: informants are shown with their groups or attributes, so small ones are named.
    """
    desk = page.desk
    ending = kinds[0][0] if len(kinds) == 1 else ""
    proposed = await desk.read(lambda project: beside(project, name, ending))
    asked: list[FormField] = [
        Line("file", _("File (codes in place of real names)"), shown_path(proposed), needed=True)
    ]
    if len(kinds) > 1:
        asked.append(Pick("kind", _("Format"), kinds, kinds[0][0], needed=True))
    form = Form(title, [*asked, *fields], button=_("Write"))
    told: list[str] = []

    def far(done: int, of: int, what: str) -> None:
        if doing.age > PATIENCE_SECONDS:
            form.tell(told_far(done, of, what))

    async def keep(answers: Answers) -> str:
        file = typed_path(answers["file"])
        if file.is_dir():
            file = file / proposed.name
        if file.suffix.lower() not in [suffix for suffix, _words in kinds]:
            file = file.with_name(file.name + answers.get("kind", kinds[0][0]))
        doing.begin()

        def write(project: Project, accepted: bool) -> Sequence[str]:
            writing(project, file, answers, doing, accepted)
            return project.sharing.remarks(people=people)

        try:
            remarks = await export(desk.app, desk, write)
        except QualcodeError as error:
            return reason_of(error)
        if remarks is None:
            return _("Nothing was written.")
        told[:] = [_("Written: {path}", path=file), *remarks]
        return ""

    doing = Doing(far)
    form.keep, form.call_off = keep, doing.call_off
    await desk.app.push_screen_wait(form)
    if told:
        desk.app.notify("\n".join(told), timeout=6 if len(told) == 1 else 15, markup=False)


def beside(project: Project, what: str, ending: str) -> Path:
    """A file called after the project and what it holds, beside it; of one on a server, in the folder one works in."""
    folder = Path.cwd() if is_server(project.place) else project.path.absolute().parent
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in what)
    return folder / project.sharing.file_name(f"{project.path.stem}-{plain}{ending}")
