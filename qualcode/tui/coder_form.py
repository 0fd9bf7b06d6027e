"""As whom a person codes: chosen from the coders there are, or somebody new; names that were mistyped."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.project import Project
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Form, Line, Pick, Wrong

_NEW = ""
"""What stands for somebody who is not among the coders."""
_ACT, _RENAME, _REMOVE = "act", "rename", "remove"


async def choose_coder(desk: Desk) -> None:
    """Ask who acts from now on, here and when the project is opened on this machine again; or mend a name."""
    rows = await desk.read(lambda project: project.coders.list())
    acting = desk.project.coder
    names = list(dict.fromkeys([*(row.name for row in rows), acting]))
    deeds = [
        (_ACT, _("codes from now on")),
        (_RENAME, _("gets another name")),
        (_REMOVE, _("is removed from the coders")),
    ]
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
            Pick("do", _("What is to be done"), deeds, _ACT),
            Line("renamed", _("Another name for the coder"), goes_with=("do", _RENAME)),
        ],
        note=_("What you do from now on, from codings to comments, is written down as done by this coder."),
        button=_("Go on"),
        check=_check,
    )

    def chosen(answers: Answers) -> str:
        given = answers["who"] or " ".join(answers["name"].split())
        return next((name for name in names if name.casefold() == given.casefold()), given)

    def write(project: Project, answers: Answers) -> str:
        if answers["do"] == _REMOVE:
            return _(
                "{name} is removed; undo brings the name back", name=project.coders.remove(answers["who"])
            )
        if answers["do"] == _RENAME:
            renamed = project.coders.rename(answers["who"], answers["renamed"])
            return _("{old} is called {new} from now on", old=answers["who"], new=renamed.name)
        return _("{name} codes from now on", name=project.coders.act(chosen(answers)))

    done = await desk.fill(form, "coder.act", write)
    if done is None:
        return
    place, now = desk.project.place, desk.project.coder
    if now != acting:
        desk.memory.act(place, now if now != names[0] else "")
        desk.memory.sign(place, "")
        desk.memory.save()
    desk.app.notify(done[0], timeout=3, markup=False)


def _check(answers: Answers) -> Wrong:
    if not answers["who"]:
        if answers["do"] != _ACT:
            return "who", _("choose one of the coders there are")
        return "" if answers["name"] else ("name", _("give the name of somebody new"))
    if answers["do"] == _RENAME and not answers["renamed"]:
        return "renamed", _("write the other name")
    return ""
