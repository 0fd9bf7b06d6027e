"""What an open project keeps of what it read for analysis, as long as it holds.

The journal tells what changed since. Where that is codings alone, everything else stays, and a tally is brought up to
date by the sources whose codings changed: a new coding costs what its source holds, not what the project holds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Protocol, TypeVar

import numpy as np
from sqlmodel import Session

from qualcode.model import (
    Assignment,
    Attribute,
    Coding,
    Group,
    Informant,
    Participation,
    Source,
    Subject,
    TextVersion,
    Turn,
)
from qualcode.project import material
from qualcode.project.material import Chosen, Material
from qualcode.project.project import KEPT
from qualcode.store import journal
from qualcode.store.columns import CodingColumns, columns
from qualcode.store.transaction import table_of

_GROUND = frozenset(
    table_of(model).name
    for model in (Assignment, Attribute, Group, Informant, Participation, Source, Subject, TextVersion, Turn)
)
"""Where any of these changes, all is read again."""
_MOST_BYTES = 200_000
"""Where more was journaled, reading all again is quicker than reading what it was."""
_MOST_SOURCES = 20
_MOST_TALLIES = 4


class Tally(Protocol):
    """Something counted over codings that can take them out again."""

    def put(self, part: Material, sign: int = 1) -> None:
        """Add the codings of whole sources, or take them out; raises ValueError where they have no place in it."""


T = TypeVar("T", bound=Tally)
R = TypeVar("R")


@dataclass
class _State:
    """The project after one event."""

    event: int
    ground: Material
    """Everything but the codings holds; those are of when it was read."""
    newer: dict[int, CodingColumns] = field(default_factory=dict)
    """Codings of sources where they changed since, by the id of the source."""
    materials: dict[Chosen, Material] = field(default_factory=dict)
    tallies: dict[Hashable, tuple[Chosen, Any]] = field(default_factory=dict)

    def codings_of(self, source: int) -> CodingColumns:
        """The codings of a source as they are counted now."""
        if source in self.newer:
            return self.newer[source]
        whole = self.ground.columns
        return whole.of(slice(*np.searchsorted(whole.source, [source, source + 1]).tolist()))


class Kept:
    """Of one open project; several threads may ask."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._state: _State | None = None

    def material(self, session: Session, chosen: Chosen) -> Material:
        """The material as the session sees it."""
        with self._lock:
            state = self._at(session)
            if state is None:
                return chosen.part(material.read(session))
            if state.newer:  # tallies have come along, and what is asked for now is all
                state.ground = state.ground.with_codings(columns(session.connection()))
                state.newer.clear()
                state.materials.clear()
            if chosen not in state.materials:
                state.materials[chosen] = chosen.part(state.ground)
            return state.materials[chosen]

    def tally(
        self,
        session: Session,
        name: Hashable,
        chosen: Chosen,
        make: Callable[[Material], T],
        told: Callable[[T], R],
    ) -> R:
        """What `told` gives of the tally kept under `name`, else of the one that `make` makes.

        The name says all that the tally depends on besides codings. It is told before another thread may go on
        counting in it, so `told` gives values and nothing that is the tally's own.
        """
        with self._lock:
            state = self._at(session)
            if state is None:
                return told(make(chosen.part(material.read(session))))
            known = state.tallies.pop(name, None)
            if known is None:
                known = chosen, make(self.material(session, chosen))
                if len(state.tallies) >= _MOST_TALLIES:
                    del state.tallies[next(iter(state.tallies))]
            state.tallies[name] = known  # the last used stands last
            return told(known[1])

    def _at(self, session: Session) -> _State | None:
        """The state the session sees; None where that is older than what others were given already."""
        event = journal.last_event(session.connection())
        state = self._state
        if state is None or (event > state.event and not self._follow(session, state, event)):
            ground = material.read(session)
            self._state = state = _State(event, ground)
        return state if state.event == event else None

    def _follow(self, session: Session, state: _State, event: int) -> bool:
        """Bring the state to what the session sees; False where it is to be read again."""
        touched = journal.touched_since(session.connection(), state.event, _MOST_BYTES)
        if touched is None or touched.tables & _GROUND or len(touched.coded) > _MOST_SOURCES:
            return False
        if table_of(Coding).name in touched.tables:
            state.materials.clear()
        for source in sorted(touched.coded):
            before, after = state.codings_of(source), columns(session.connection(), [source])
            row = state.ground.source_row[source]
            for name, (chosen, tally) in list(state.tallies.items()):
                try:
                    tally.put(state.ground.of_source(row, chosen.columns(before)), -1)
                    tally.put(state.ground.of_source(row, chosen.columns(after)))
                except ValueError:
                    del state.tallies[name]
            state.newer[source] = after
        state.event = event
        return True


def kept_of(session: Session) -> Kept:
    """What the session's project keeps; nothing yet where a study is being built."""
    known: Callable[[], Kept] | None = session.info.get(KEPT)
    return Kept() if known is None else known()
