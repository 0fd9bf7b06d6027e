"""Codes kept up in forms: made, edited, given keys, put into categories, written about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _, language
from qualcode.project.code_history import field_name
from qualcode.project.palette import next_colour
from qualcode.project.shortcuts import proposed_shortcut
from qualcode.tui.codebook.form import code_form, code_values, first_fault
from qualcode.tui.codebook.shelf import Shelf
from qualcode.tui.coding_forms import new_short_id
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Area, Form, Line, Pick, PickLong, Wrong
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codebook import CodeRow


async def add_code(desk: Desk, shelf: Shelf, row: CodeRow | None) -> str:
    """Ask for a new code and make it; its short id, empty where the person left.

    Proposed is a place beside `row` where that is a leaf, and under it where it is a branch: where a person stands is
    where the next code is expected.
    """
    spelt = {code.code.casefold(): code.code for code in shelf.rows}
    first = f"name_{language()}"

    def values(answers: Answers) -> tuple[dict[str, object], str]:
        """Fields, and the code it is to stand under; what the project chooses where nothing is said is left out."""
        found = code_values(answers)
        given = str(found.pop("parent"))
        parent = spelt.get(given.casefold(), given)
        name = answers[first] or answers["name_id"] or answers["name_en"]
        if not found["code"] and name:
            found["code"] = short_id_under(parent, name, list(spelt.values()))
        return {
            name: value for name, value in found.items() if value or name not in ("shortcut", "colour")
        }, parent

    def check(answers: Answers) -> Wrong:
        fields, parent = values(answers)
        if not fields.get("code"):  # which is made from the name
            return first, _("{field} is missing", field=field_name(first))
        return _wrong(desk, lambda p: p.codebook.faults(fields, parent=parent), new=True)

    def write(project: Project, answers: Answers) -> str:
        fields, parent = values(answers)
        return project.codebook.add(str(fields.pop("code")), parent=parent or None, **fields).code

    parent = "" if row is None else row.parent if row.leaf else row.code
    colour = "" if parent else next_colour([code.own_colour for code in shelf.rows if not code.parent])
    form = code_form(None, check, parent=parent, colour=colour, known=list(spelt.values()))
    made = await desk.fill(form, "code.add", write)
    return made[0] if made is not None else ""


async def edit_code(desk: Desk, row: CodeRow) -> None:
    """Every field of a code."""

    def check(answers: Answers) -> Wrong:
        return _wrong(desk, lambda p: p.codebook.faults(code_values(answers), code=row.id))

    def write(project: Project, answers: Answers) -> None:
        fields = code_values(answers)
        if not fields["reason"]:
            del fields["reason"]
        project.codebook.edit(row.id or row.code, new_code=fields.pop("code"), **fields)

    await desk.fill(code_form(row, check), "code.edit", write)


async def edit_keys(desk: Desk, shelf: Shelf, row: CodeRow) -> None:
    """The two letters and the digit that apply a code."""
    taken = {other.shortcut for other in shelf.rows if other.code != row.code}
    pinned = {other.pinned: other.code for other in shelf.rows if other.pinned}
    digits = [("", "–")]
    digits += [(str(n), f"{n} {pinned[n]}" if n in pinned else str(n)) for n in range(1, 10)]
    proposed = proposed_shortcut(row.code, row.name(language()), taken)
    form = Form(
        _("Keys of {code}", code=row.code),
        [
            Line(
                "shortcut",
                _("Shortcut: two letters after {key}", key=key_for("reader.shortcut")),
                row.shortcut,
                hint=proposed,
            ),
            Pick("pinned", _("Digit that applies it in the transcript"), digits, str(row.pinned or "")),
        ],
        check=lambda answers: _wrong(
            desk, lambda p: p.codebook.faults({"shortcut": answers["shortcut"]}, code=row.id)
        ),
        about=f"keys of {row.id}",
    )
    await desk.fill(
        form, "code.edit", lambda project, answers: project.codebook.edit(row.id or row.code, **answers)
    )


async def write_memo(desk: Desk, shelf: Shelf, row: CodeRow) -> None:
    """A memo about a code: a new one, or one that is there."""
    memos = {str(memo.number): memo for memo in shelf.memos.get(row.code, ())}
    chosen = ""
    if memos:
        options = [("", _("a new memo")), *((n, one_line(memo.body, 60)) for n, memo in memos.items())]
        title = _("Memos of {code}", code=row.code)
        answers = await desk.app.push_screen_wait(
            Form(title, [PickLong("which", _("Memo"), options, "")], button=_("Open"))
        )
        if answers is None:
            return
        chosen = answers["which"]
    memo = memos.get(chosen)
    form = Form(
        _("Memo about {code}", code=row.code),
        [Area("body", _("Memo"), memo.body if memo else "")],
        about=str(memo.id if memo else row.id),
    )
    if memo is None:
        await desk.fill(
            form,
            "memo.add",
            lambda project, answers: project.notes.add_memo(answers["body"], code=str(row.id)),
        )
        return
    number = memo.number
    await desk.fill(
        form, "memo.edit", lambda project, answers: project.notes.edit_memo(number, body=answers["body"])
    )


def _wrong(desk: Desk, faults: Callable[[Project], Mapping[str, str]], *, new: bool = False) -> Wrong:
    """What a check of the project says, as a form takes it."""
    try:
        return first_fault(faults(desk.project), new=new)
    except QualcodeError as error:
        return error.message


def short_id_under(parent: str, name: str, taken: list[str]) -> str:
    """A short id for a new code called `name` under `parent`, which no code in `taken` has."""
    if not parent:
        return new_short_id(name, taken)
    known = {code.casefold() for code in taken}
    stem = f"{parent}-{new_short_id(name, ())}"
    free = (stem if n == 1 else f"{stem}{n}" for n in range(1, len(known) + 3))
    return next(code for code in free if code.casefold() not in known)
