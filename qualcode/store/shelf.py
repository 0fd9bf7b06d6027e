"""The shelf of snapshots: where they lie, what they are called, which are whose. Loads no database layer.

They lie in the user's data folder, one folder for each project, so that a deleted, damaged or overwritten project
file takes none of them along. A snapshot's name says when it was taken, of which state of the history, and why; a
note beside them says of which file, since two copies of one project share a folder.
"""

from __future__ import annotations

import enum
import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from platformdirs import user_data_path

from qualcode.i18n import _, ngettext
from qualcode.text.addresses import is_server, without_password

SUFFIX = ".qualcode"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{12})-([a-z]+)\.qualcode")
_STAMP = "%Y%m%dT%H%M%SZ"
_NOTE = "project.json"


class Reason(enum.StrEnum):
    """Why a snapshot was taken."""

    CLOSE = "close"
    """A changed project was closed."""
    BEFORE = "before"
    """Something large was about to happen: an upgrade, an import, a restore."""
    ASKED = "asked"
    """A person wanted one."""
    BACK = "back"
    """An older state was put back, which is the present one from then on."""

    @property
    def words(self) -> str:
        """What it is called on the screen, in the current language."""
        return {
            Reason.CLOSE: _("on closing"),
            Reason.BEFORE: _("before a large change"),
            Reason.ASKED: _("asked for"),
            Reason.BACK: _("brought back"),
        }[self]


@dataclass(frozen=True)
class Snapshot:
    """A copy of a project as it was."""

    path: Path
    at: datetime
    head: str
    """First 12 hex digits of the history's head."""
    reason: Reason
    origin: str = ""
    """The `place_name` of the project it was taken of; empty where that was not noted."""

    @property
    def size(self) -> int:
        """Bytes; 0 where it is gone."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def root() -> Path:
    """Where the snapshots of all projects lie: `QUALCODE_SNAPSHOTS`, or the user's data folder."""
    given = os.environ.get("QUALCODE_SNAPSHOTS")
    return Path(given) if given else user_data_path("qualcode") / "snapshots"


def folder(study: UUID) -> Path:
    """Where the snapshots of one project lie."""
    return root() / study.hex


def place_name(place: str | Path) -> str:
    """What a project's place is noted as: the whole path, or the server's address without a password."""
    return without_password(str(place)) if is_server(place) else os.path.realpath(place)


def every(study: UUID, place: str | Path | None = None) -> Sequence[Snapshot]:
    """All snapshots of a project, the newest first; with `place` those that are not of another copy of it."""
    return _of(_in(folder(study)), place)


def noted(place: str | Path) -> Sequence[Snapshot]:
    """The snapshots noted for a place, also where nothing stands there any more; the newest first."""
    mine = place_name(place)
    with suppress(OSError):
        for note in sorted(root().glob(f"*/{_NOTE}")):
            known = _note(note.parent)
            if mine == known.get("path") or mine in known.get("of", {}).values():
                return _of(_in(note.parent), place)
    return ()


def last(place: str | Path, study: str = "") -> datetime | None:
    """When the newest snapshot of a project was taken; `study` is its lasting id in hex, where that is known."""
    with suppress(ValueError):
        known = every(UUID(study), place) if study else noted(place)
        return known[0].at if known else None
    return None


def write_note(snapshot: Snapshot, title: str) -> None:
    """Note of which project a snapshot was taken; raises OSError."""
    place = snapshot.path.parent
    there = {path.name for path in place.iterdir()}
    of = {name: origin for name, origin in _note(place).get("of", {}).items() if name in there}
    note = {"path": snapshot.origin, "title": title, "of": {**of, snapshot.path.name: snapshot.origin}}
    draft = place / f"{_NOTE}-{os.getpid()}"
    draft.write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, place / _NOTE)


def origins(study: UUID) -> set[str]:
    """Every place that a copy of a project was kept of."""
    return {snapshot.origin for snapshot in _in(folder(study)) if snapshot.origin}


def name(at: datetime, head: str, reason: Reason) -> str:
    """A snapshot's file name; `at` in UTC."""
    return f"{at.strftime(_STAMP)}-{head[:12]}-{reason.value}{SUFFIX}"


def read(path: Path, origin: str = "") -> Snapshot | None:
    """What a snapshot's name tells; None where it is no snapshot's name."""
    match = _NAME.fullmatch(path.name)
    if match is None or match[3] not in set(Reason):
        return None
    try:
        at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Snapshot(path, at, match[2], Reason(match[3]), origin)


def kept(times: Iterable[datetime], *, hours: int = 24, days: int = 14, weeks: int = 8) -> set[datetime]:
    """Which of these moments stay: the last of each of the newest hours, days and weeks that have any (UTC).

    Hours without a snapshot do not count, so that a project nobody touched for months keeps its last ones.
    """
    newest_first = sorted((moment.astimezone(UTC) for moment in times), reverse=True)
    stay: set[datetime] = set()
    for limit, period in ((hours, "%Y%m%d%H"), (days, "%Y%m%d"), (weeks, "%G%V")):
        seen: set[str] = set()
        for moment in newest_first:
            which = moment.strftime(period)
            if which not in seen and len(seen) < limit:
                seen.add(which)
                stay.add(moment)
    return stay


def recent(times: Iterable[datetime], *, n: int = 8) -> set[datetime]:
    """The newest `n` of these moments that lie within a day of the newest: every step of somebody's day."""
    newest_first = sorted(times, reverse=True)[:n]
    return {moment for moment in newest_first if newest_first[0] - moment < timedelta(days=1)}


def thin(study: UUID) -> None:
    """Remove what `kept` and `recent` let go: of each copy of the project and each reason for itself.

    So what was kept before large changes is never displaced by what was kept on closing, nor one step of a day that
    merges and removes much by the next within the hour.
    """
    groups: dict[tuple[str, Reason], list[Snapshot]] = {}
    for snapshot in _in(folder(study)):
        groups.setdefault((snapshot.origin, snapshot.reason), []).append(snapshot)
    for group in groups.values():
        stay = kept(snapshot.at for snapshot in group)
        if group[0].reason is Reason.BEFORE:
            stay |= recent(snapshot.at for snapshot in group)
        for snapshot in group:
            if snapshot.at not in stay:
                with suppress(OSError):
                    snapshot.path.unlink()


def saved_line(last: datetime | None, *, now: datetime | None = None) -> str:
    """`saved · last backup: …`, in the current language and local time; for a project whose changes are on disk."""
    if last is None:
        return _("saved · no backup yet")
    return _("saved · last backup: {when}", when=ago(last, now or datetime.now(UTC)))


def ago(last: datetime, now: datetime) -> str:
    """How long ago something was, in words; the day where it is more than a week."""
    passed = now - last
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes)
    if minutes < 24 * 60:
        return ngettext("{n} hour ago", "{n} hours ago", minutes // 60)
    if passed.days < 7:
        return ngettext("{n} day ago", "{n} days ago", passed.days)
    return f"{last.astimezone():%Y-%m-%d}"


def _of(found: Sequence[Snapshot], place: str | Path | None) -> Sequence[Snapshot]:
    if place is None:
        return found
    mine = place_name(place)
    # A place where nothing stands any more was moved here, or its copies are all that is left of it.
    other = {origin for origin in {snapshot.origin for snapshot in found} if _stands(origin)} - {mine}
    return [snapshot for snapshot in found if snapshot.origin not in other]


def _stands(origin: str) -> bool:
    return bool(origin) and (is_server(origin) or os.path.lexists(origin))


def _in(place: Path) -> list[Snapshot]:
    of = _note(place).get("of", {})
    try:
        found = [known for path in place.iterdir() if (known := read(path, of.get(path.name, "")))]
    except OSError:
        return []
    return sorted(found, key=lambda snapshot: (snapshot.at, snapshot.path.name), reverse=True)


def _note(place: Path) -> dict[str, Any]:
    """What is noted in a folder; empty where it cannot be read."""
    with suppress(OSError, ValueError):
        note = json.loads((place / _NOTE).read_text(encoding="utf-8"))
        if isinstance(note, dict):
            of = note.get("of")
            return {**note, "of": of if isinstance(of, dict) else {}}
    return {}
