"""Writing a comment where a thing is: on a code, a coding or a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.project.comment_rows import status_name
from qualcode.tui.forms import Answers, Area, Form, Line, PickLong
from qualcode.tui.going import Go, Where
from qualcode.tui.page import Page
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project.comment_rows import CommentRow
    from qualcode.tui.desk import Desk

_NEW = "new"
"""What stands for a comment that is still to be written."""


@dataclass
class Signing:
    """Who signs what is written: a person reads in a field who that is, and may say another name."""

    name: str
    known: Sequence[str]

    def field(self) -> Line:
        """The field with the name."""
        return Line("by", _("Signed by"), self.name, known=self.known, needed=True)

    def chosen(self, answers: Answers) -> str:
        """The name that was given, as it is known; somebody not known yet is made known by writing."""
        given = " ".join(answers["by"].split())
        self.name = next((name for name in self.known if name.casefold() == given.casefold()), given)
        return self.name

    def remember(self, desk: Desk) -> None:
        """Who signed now signs the next time, on this machine."""
        desk.memory.sign(desk.project.place, "" if self.name == desk.project.coder else self.name)


async def signing(desk: Desk) -> Signing:
    """Who signs now: whoever acts, or who signed last where nobody said by name who acts.

    A copy that a supervisor opens acts as the researcher, the first coder of the project.
    """
    known = [row.name for row in await desk.read(lambda project: project.coders.list())]
    last, acting = desk.memory.signer(desk.project.place), desk.project.coder
    return Signing(last if last in known and known[0] == acting else acting, known)


async def comment_on(page: Page, about: str, quote: str = "", **on: str) -> None:
    """Comment on `about`; where there are comments already, a person may go to one of them instead.

    `on` names one thing, as `coding="…"`, and is what `project.comments.add` takes.
    """
    threads = await page.desk.read(lambda project: project.comments.list(**on))
    if threads:
        form = Form(
            _("Comments on {about}", about=one_line(about, 40)),
            [
                PickLong(
                    "which",
                    _("Comment"),
                    _choices(threads),
                    str(threads[0].id),
                    details=[*_details(threads), ""],
                )
            ],
            button=_("Open"),
        )
        answers = await page.app.push_screen_wait(form)
        if answers is None:
            return
        if answers["which"] != _NEW:
            page.post_message(Go(Where.COMMENTS, finding=answers["which"]))
            return
    await write_comment(page, about, quote, **on)


async def write_comment(page: Page, about: str, quote: str = "", **on: str) -> str:
    """Ask for words, round and who says them, and comment on `about`; gives the comment's id, empty where none was
    written.
    """
    who = await signing(page.desk)
    rounds, now = await page.desk.read(
        lambda project: (project.comments.rounds(), project.comments.round_now(who.name))
    )
    form = Form(
        _("Comment as {name} on {about}", name=one_line(who.name, 20), about=one_line(about, 28)),
        [
            Area("body", _("Comment")),
            Line(
                "round",
                _("Round"),
                now,
                hint=_("e.g. {example}", example="bimbingan 3, sempro, sidang"),
                known=rounds,
            ),
            who.field(),
        ],
        about=" ".join(f"{kind}={of}" for kind, of in on.items()),
        quote=quote,
    )
    done = await page.desk.fill(
        form,
        "comment.add",
        lambda project, answers: project.comments.add(
            answers["body"], round=answers["round"], by=who.chosen(answers), **on
        ),
    )
    if done is None:
        return ""
    who.remember(page.desk)
    page.app.notify(_("Comment written"), timeout=3, markup=False)
    return str(done[0].uid)


def _choices(threads: Sequence[CommentRow]) -> list[tuple[str, str]]:
    said = [f"{row.coder}, {status_name(row.status)}: {one_line(row.body)}" for row in threads]
    return [*zip((str(row.id) for row in threads), said, strict=True), (_NEW, _("a new comment"))]


def _details(threads: Sequence[CommentRow]) -> list[str]:
    return ["\n".join([row.body, *(f"↳ {one.coder}: {one.body}" for one in row.replies)]) for row in threads]
