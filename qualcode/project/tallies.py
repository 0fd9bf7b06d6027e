"""Tables of counts that an open project keeps and brings up to date: codes over columns, and codes that meet."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from sqlmodel import Session

from qualcode import i18n
from qualcode.analysis.cooccurrence import Meetings, MeetingTally
from qualcode.analysis.counts import CodeCounts, CodeTally
from qualcode.project.code_tree import by_row
from qualcode.project.figures import CodeHead
from qualcode.project.kept import R, T, kept_of
from qualcode.project.material import Chosen, Material
from qualcode.project.seatings import METHOD, seating
from qualcode.project.units_counted import unit_of


class Counted:
    """Codes over groups, informants, methods, waves or the values of an attribute."""

    def __init__(
        self, found: Material, session: Session, by: str, codes: Sequence[CodeHead], parents: Sequence[int]
    ) -> None:
        seats = seating(by, found, session)
        self._codes, self._place = codes, seats.place
        self.names, self.terms, self.total = tuple(seats.names), tuple(seats.terms), seats.total
        self.kinds, self.apart, self.ids = seats.kinds, seats.apart, seats.ids
        self.unit = unit_of(found)
        who, columns = seats.table(), len(seats.names)
        self.beside = tuple(np.bincount(who.column[~who.counted], minlength=columns).tolist())
        self.tally = CodeTally(who, columns, parents, seats.untotalled)
        self.put(found)

    def put(self, part: Material, sign: int = 1) -> None:
        """Add the codings of whole sources, or take them out."""
        self.tally.put(by_row(part.codings, self._codes), part.attribution, self._place(part), sign)


class Met:
    """Codes that meet."""

    def __init__(self, found: Material, codes: Sequence[CodeHead], parents: Sequence[int]) -> None:
        self._codes = codes
        self.unit = unit_of(found)
        self.tally = MeetingTally(found.counted, parents)
        self.put(found)

    def put(self, part: Material, sign: int = 1) -> None:
        """Add the codings of whole sources, or take them out."""
        self.tally.put(by_row(part.codings, self._codes), part.attribution, sign)


def counted(
    session: Session, by: str, coder: str | None, codes: Sequence[CodeHead], parents: Sequence[int]
) -> tuple[Counted, CodeCounts]:
    """What stands around the table of counts and the counts, without second coders' codings.

    By method literature has a column of its own, which is in no total; else it is nowhere. Raises as `seating`, and
    NotFound for another coder.
    """
    name = "counted", i18n.language(), by
    return _kept(
        session,
        name,
        Chosen.counting(session, coder, literature=by == METHOD),
        codes,
        parents,
        lambda found: Counted(found, session, by, codes, parents),
        lambda table: (table, table.tally.counts()),
    )


def met(
    session: Session, coder: str | None, codes: Sequence[CodeHead], parents: Sequence[int]
) -> tuple[Meetings, str]:
    """Codes that meet, without second coders' codings, and what is counted.

    Raises NotFound for another coder.
    """
    return _kept(
        session,
        ("met",),
        Chosen.counting(session, coder),
        codes,
        parents,
        lambda found: Met(found, codes, parents),
        lambda table: (table.tally.meetings(), table.unit),
    )


def _kept(
    session: Session,
    name: tuple[Hashable, ...],
    chosen: Chosen,
    codes: Sequence[CodeHead],
    parents: Sequence[int],
    make: Callable[[Material], T],
    told: Callable[[T], R],
) -> R:
    keys = tuple(code.key for code in codes)
    return kept_of(session).tally(session, (*name, chosen, keys, tuple(parents)), chosen, make, told)
