"""Where codes stand among each other, and where a key or the mouse would put them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codebook import CodeRow

Way = Callable[["Sequence[CodeRow]", "CodeRow"], "Move | None"]
"""Where a code goes, out of all codes in their order and the one that moves; None where it stays."""


@dataclass(frozen=True)
class Move:
    """A code and where it goes."""

    code: str
    parent: str
    """The code it comes to stand under; empty for outermost."""
    position: int | None = None
    """Among its siblings, from 0; None for behind all of them."""


def moved(project: Project, number: int, way: Way) -> None:
    """Put the code of that number where `way` says, as the codes stand now."""
    rows = project.codebook.list(counts=False)
    row = next((row for row in rows if row.number == number), None)
    move = None if row is None else way(rows, row)
    if move is not None:
        project.codebook.move(move.code, move.parent or None, position=move.position)


def shifted(rows: Sequence[CodeRow], row: CodeRow, step: int) -> Move | None:
    """`row` before (-1) or behind (1) its neighbour; None where there is none."""
    siblings = _under(rows, row.parent)
    place = siblings.index(row.code) + step
    return Move(row.code, row.parent, place) if 0 <= place < len(siblings) else None


def nested(rows: Sequence[CodeRow], row: CodeRow) -> Move | None:
    """`row` under the sibling before it; None for the first."""
    siblings = _under(rows, row.parent)
    place = siblings.index(row.code)
    return Move(row.code, siblings[place - 1]) if place else None


def unnested(rows: Sequence[CodeRow], row: CodeRow) -> Move | None:
    """`row` behind the code it stands under; None for an outermost one."""
    above = next((other for other in rows if other.code == row.parent), None)
    if above is None:
        return None
    return Move(row.code, above.parent, _under(rows, above.parent).index(above.code) + 1)


def dropped(rows: Sequence[CodeRow], row: CodeRow, target: CodeRow | None, before: bool) -> Move:
    """`row` let go on `target`: before it or under it; without one at the end, outermost."""
    if target is None:
        return Move(row.code, "")
    if not before:
        return Move(row.code, target.code)
    siblings = [code for code in _under(rows, target.parent) if code != row.code]
    return Move(row.code, target.parent, siblings.index(target.code))


def drop_words(row: CodeRow, target: CodeRow | None, before: bool) -> str:
    """What letting `row` go there would do."""
    if target is None:
        return _("{code}: to the end, outermost", code=row.code)
    if before:
        return _("{code}: before {other}", code=row.code, other=target.code)
    return _("{code}: under {other} (at the left edge: before it)", code=row.code, other=target.code)


def _under(rows: Sequence[CodeRow], parent: str) -> list[str]:
    return [other.code for other in rows if other.parent == parent]
