"""Writing a comment where a thing is: on a code, a coding or a finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.project.comment_rows import status_name
from qualcode.tui.forms import Area, Form, Line, PickLong
from qualcode.tui.going import Go, Where
from qualcode.tui.page import Page
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project.comment_rows import CommentRow

_NEW = "new"
"""What stands for a comment that is still to be written."""


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
    """Ask for words and round, and comment on `about`; gives the comment's id, empty where none was written."""
    rounds, now = await page.desk.read(
        lambda project: (project.comments.rounds(), project.comments.round_now())
    )
    form = Form(
        _("Comment on {about}", about=one_line(about, 44)),
        [
            Area("body", _("Comment")),
            Line("round", _("Round"), now, hint=_("bimbingan 3, sempro, sidang"), known=rounds),
        ],
        quote=quote,
    )
    done = await page.desk.fill(
        form,
        "comment.add",
        lambda project, answers: project.comments.add(answers["body"], round=answers["round"], **on),
    )
    if done is None:
        return ""
    page.app.notify(_("Comment written"), timeout=3, markup=False)
    return str(done[0].uid)


def _choices(threads: Sequence[CommentRow]) -> list[tuple[str, str]]:
    said = [f"{row.coder}, {status_name(row.status)}: {one_line(row.body)}" for row in threads]
    return [*zip((str(row.id) for row in threads), said, strict=True), (_NEW, _("a new comment"))]


def _details(threads: Sequence[CommentRow]) -> list[str]:
    return ["\n".join([row.body, *(f"↳ {one.coder}: {one.body}" for one in row.replies)]) for row in threads]
