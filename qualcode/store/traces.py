"""What is remembered of the places where a project was open: how its history stood there, and what was told.

Of a place that cannot be asked just now, as a server, a trace tells how its history stands to another one; of a
place that can, whether what lies there now is what was last open there. All of it lies beside the snapshots, holds
no words of a project, and can be lost without harm.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from qualcode.errors import QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.store import reasons, shelf
from qualcode.store.copies import Kin, reading
from qualcode.store.engine import connect_reading, inspect
from qualcode.text.addresses import is_server

DENSE = 2000
"""So many of a coder's last entries are all remembered; of those before, fewer the older they are."""
PLACES = 20
"""How many places of one project are remembered."""
DIGITS = 8
"""Hex digits of an entry's hash that are remembered."""

_TRACES = "places.json"
_TOLD = "told.json"


@dataclass(frozen=True)
class Chain:
    """What is remembered of one coder's entries."""

    end: int
    """Number of the last one."""
    tail: str
    """The first digits of the hashes of the last ones, in order."""
    older: Mapping[int, str]
    """The same of some before them, by number."""

    def near(self, number: int) -> tuple[int, str]:
        """The newest remembered entry that is not newer than `number`: its number and digits; (0, "") without one."""
        if number > self.end - len(self.tail) // DIGITS:
            number = min(number, self.end)
            there = len(self.tail) - (self.end - number) * DIGITS
            return number, self.tail[there - DIGITS : there]
        return max(((n, mark) for n, mark in self.older.items() if n <= number), default=(0, ""))


@dataclass
class History:
    """The chains of one project, read where they stand."""

    study: UUID
    ends: Mapping[UUID, int]
    """Number of each coder's last entry."""
    _ask: Callable[[str], Sequence[Any]] = field(repr=False)
    _rows: Mapping[UUID, int] = field(repr=False)

    def marks(self, coder: UUID, numbers: Iterable[int]) -> dict[int, str]:
        """The first digits of the hashes of some of a coder's entries, by number; those that are not there are left out."""
        end = self.ends.get(coder, 0)
        asked = ", ".join(str(number) for number in numbers if 0 < number <= end)
        if not asked:
            return {}
        return self._marks(coder, f"seq IN ({asked})")

    def chain(self, coder: UUID) -> Chain:
        """What is remembered of a coder's entries."""
        end = self.ends[coder]
        tail = self._marks(coder, f"seq > {end - DENSE}")
        return Chain(
            end,
            "".join(tail[number] for number in sorted(tail)),
            self.marks(coder, [end - DENSE * 2**power for power in range(end.bit_length())]),
        )

    def _marks(self, coder: UUID, which: str) -> dict[int, str]:
        rows = self._ask(f"SELECT seq, hash FROM event WHERE coder_id = {self._rows[coder]} AND {which}")
        return {seq: memoryview(digest).hex()[:DIGITS] for seq, digest in rows}

    def lacks(self, other: History) -> bool:
        """Whether the other one holds entries that this one does not."""
        return any(
            self.marks(coder, [end]) != other.marks(coder, [end]) for coder, end in other.ends.items() if end
        )


@dataclass(frozen=True)
class Trace:
    """How the history of a project stood at a place."""

    place: str
    """Its `shelf.place_name`."""
    at: datetime
    chains: Mapping[UUID, Chain]

    def kin(self, here: History) -> Kin:
        """How the history `here` stands to what is remembered.

        BOTH is certain. Where an entry before the last `DENSE` ones parted them, and nothing near it is remembered,
        BEHIND may be said in its place.
        """
        ahead = lacks = False
        for coder, chain in self.chains.items():
            end = here.ends.get(coder, 0)
            # A hash covers everything before, so the newest entry that both may hold tells about all.
            number, mark = chain.near(end)
            parted = number > 0 and here.marks(coder, [number]) != {number: mark}
            ahead = ahead or parted or end > chain.end
            lacks = lacks or parted or end < chain.end
        ahead = ahead or any(end for coder, end in here.ends.items() if coder not in self.chains)
        return {
            (False, False): Kin.SAME,
            (True, False): Kin.AHEAD,
            (False, True): Kin.BEHIND,
            (True, True): Kin.BOTH,
        }[ahead, lacks]


@contextmanager
def history(place: str | Path) -> Iterator[History]:
    """The history of a project file or of a project on a server; raises NotFound or StoreError.

    A file is read past the layers above SQLite: this is done whenever a project is opened.
    """
    if is_server(place):
        with reading(place) as connection:
            yield _history(place, lambda question: connection.exec_driver_sql(question).all())
        return
    path = Path(place)
    inspect(path)
    try:
        with closing(connect_reading(path, timeout=1.0)) as file:
            file.isolation_level = None
            file.execute("PRAGMA query_only=ON")
            file.execute("BEGIN")
            yield _history(place, lambda question: file.execute(question).fetchall())
    except (sqlite3.Error, ValueError, TypeError, LookupError) as error:  # what is damaged can be of any kind
        raise StoreError(
            _("cannot read {path}: {reason}", path=path, reason=reasons.of_file(error))
        ) from None


def _history(place: str | Path, ask: Callable[[str], Sequence[Any]]) -> History:
    study = ask("SELECT uid FROM study")
    if not study:
        raise StoreError(_("{path} was never finished; please make the project again", path=place))
    coders = ask("SELECT id, uid, (SELECT max(seq) FROM event WHERE coder_id = coder.id) FROM coder")
    return History(
        _uid(study[0][0]),
        {_uid(uid): end or 0 for _row, uid, end in coders},
        ask,
        {_uid(uid): row for row, uid, _end in coders},
    )


def _uid(value: UUID | bytes) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=bytes(value))


def known(study: UUID) -> Sequence[Trace]:
    """What is remembered of the places of a project."""
    places = _read(shelf.folder(study) / _TRACES)
    return [trace for place, noted in places.items() if (trace := _trace(place, noted)) is not None]


def remember(place: str | Path, *, went_on: bool) -> None:
    """Note how the project at a place stands now; failing to is no error.

    Args:
        place: the project.
        went_on: somebody worked on what lies there. Else what was known stays where the file lacks some of it.
    """
    name = shelf.place_name(place)
    with suppress(QualcodeError, OSError, ValueError):
        if not is_server(place) and Path(name).is_relative_to(os.path.realpath(shelf.root())):
            return
        with history(place) as mine:
            before = next((trace for trace in known(mine.study) if trace.place == name), None)
            kin = before.kin(mine) if before is not None else Kin.OTHER
            if kin == Kin.SAME or (kin in (Kin.BEHIND, Kin.BOTH) and not went_on):
                return
            chains = {coder.hex: asdict(mine.chain(coder)) for coder, end in mine.ends.items() if end}
        file = shelf.folder(mine.study) / _TRACES
        noted = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "chains": chains}
        places = {**{other: kept for other, kept in _read(file).items() if other != name}, name: noted}
        _write(file, dict(list(places.items())[-PLACES:]))


def untold(place: str | Path, matters: Sequence[str], again: timedelta) -> set[str]:
    """Which of these matters were not told about a place for that long; from now on all of them are.

    Where it cannot be noted everything is told.
    """
    name, now = shelf.place_name(place), datetime.now(UTC)
    file = shelf.root() / _TOLD
    told = {where: times for where, times in _read(file).items() if isinstance(times, dict)}
    here = told.get(name, {})
    fresh = {matter for matter in matters if not timedelta(0) <= now - _time(here.get(matter)) < again}
    if fresh:
        here = {**here, **{matter: now.isoformat(timespec="seconds") for matter in fresh}}
        recent = {matter: at for matter, at in here.items() if now - _time(at) < timedelta(days=2)}
        others = {where: times for where, times in told.items() if where != name}
        with suppress(OSError):
            _write(file, dict([*others.items(), (name, recent)][-PLACES * 5 :]))
    return fresh


def _time(given: object) -> datetime:
    with suppress(ValueError):
        if isinstance(given, str) and (at := datetime.fromisoformat(given)).tzinfo is not None:
            return at
    return datetime.fromtimestamp(0, UTC)


def _trace(place: str, noted: Any) -> Trace | None:
    """A note as it was read; None where it is none."""
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        chains = {
            UUID(coder): Chain(
                int(chain["end"]),
                str(chain["tail"]),
                {int(number): str(mark) for number, mark in chain["older"].items()},
            )
            for coder, chain in noted["chains"].items()
        }
        return Trace(place, _time(noted["at"]), chains)
    return None


def _read(file: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        noted = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(noted, dict):
            return noted
    return {}


def _write(file: Path, noted: Mapping[str, Any]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}-{os.getpid()}")
    draft.write_text(json.dumps(noted, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, file)
