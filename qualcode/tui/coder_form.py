"""As whom a person codes: chosen from the coders there are, or somebody new."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Form, Line, Pick

_NEW = ""
"""What stands for somebody who is not among the coders."""


async def choose_coder(desk: Desk) -> None:
    """Ask who acts from now on, here and when the project is opened on this machine again."""
    rows = await desk.read(lambda project: project.coders.list())
    acting = desk.project.coder
    names = list(dict.fromkeys([*(row.name for row in rows), acting]))
    form = Form(
        _("Who codes?"),
        [
            Pick("who", _("Coder"), [*((name, name) for name in names), (_NEW, _("somebody new"))], acting),
            Line(
                "name",
                _("Name, where it is somebody new"),
                hint=_("a code or initials will do"),
                goes_with=("who", _NEW),
            ),
        ],
        quote=_("What you do from now on, from codings to comments, is written down as done by this coder."),
        button=_("Go on"),
        check=lambda answers: (
            "" if answers["who"] or answers["name"] else ("name", _("give the name of somebody new"))
        ),
    )

    def chosen(answers: Answers) -> str:
        given = answers["who"] or " ".join(answers["name"].split())
        return next((name for name in names if name.casefold() == given.casefold()), given)

    done = await desk.fill(form, "coder.act", lambda project, answers: project.coders.act(chosen(answers)))
    if done is None:
        return
    place = desk.project.place
    desk.memory.act(place, done[0] if done[0] != names[0] else "")
    desk.memory.sign(place, "")
    desk.memory.save()
    desk.app.notify(_("{name} codes from now on", name=done[0]), timeout=3, markup=False)
