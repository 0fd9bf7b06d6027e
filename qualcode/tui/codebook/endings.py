"""Codes that end: merged into another one or removed, after saying what becomes of all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.project.code_removal import Under, removal_words
from qualcode.project.codebook_merge import merging_words
from qualcode.tui.codebook.shelf import Shelf
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Ask, Form, Pick
from qualcode.tui.page import key_of
from qualcode.tui.picker import CodePicker

if TYPE_CHECKING:
    from qualcode.project.codebook import CodeRow


async def another_code(desk: Desk, shelf: Shelf, title: str, row: CodeRow) -> str:
    """The short id of a code other than `row` that the person picks; empty where they leave."""
    cards = [card for number, card in shelf.cards.items() if number != row.number]
    picked = await desk.app.push_screen_wait(CodePicker(cards, (), "", title=title, may_create=False))
    return shelf.cards[picked.keys[0]].code if picked is not None and picked.keys else ""


async def merge_code(desk: Desk, shelf: Shelf, row: CodeRow) -> str:
    """Ask for the code that stays, say what moves, then do it; the one that stays, empty where nothing was done."""
    into = await another_code(desk, shelf, _("Merge {code} into …", code=row.code), row)
    if not into:
        return ""
    told = await desk.read(lambda project: project.codebook.merging(str(row.id), into))
    title = _("Merge {code} into {into}?", code=told.code, into=told.into)
    if not await _agreed(desk, title, merging_words(told)):
        return ""
    done = await desk.write("code.merge", lambda project: project.codebook.merge(str(row.id), into))
    return into if done is not None else ""


async def remove_code(desk: Desk, row: CodeRow) -> None:
    """Ask what becomes of the codes under it, say what goes, then do it."""
    rule = Under.REFUSE
    if not row.leaf:
        rules = [("up", _("move up in its place")), ("remove", _("are removed, too"))]
        form = Form(
            _("Remove {code}", code=row.code),
            [Pick("children", _("The codes under it"), rules, "up")],
            button=_("Go on"),
        )
        answers = await desk.app.push_screen_wait(form)
        if answers is None:
            return
        rule = Under(answers["children"])
    told = await desk.read(lambda project: project.codebook.removal(str(row.id), children=rule))
    if await _agreed(desk, _("Remove {code}?", code=row.code), removal_words(told)):
        await desk.write(
            "code.remove",
            lambda project: project.codebook.remove(str(row.id), with_codings=True, children=rule),
        )


async def _agreed(desk: Desk, title: str, words: Sequence[str]) -> bool:
    lines = [
        title,
        "",
        *(f"· {line}" for line in words),
        "",
        _("One undo ({key}) takes all of it back.", key=key_of(desk.app.screen, "page.undo")),
    ]
    return await desk.app.push_screen_wait(Ask("\n".join(lines)))
