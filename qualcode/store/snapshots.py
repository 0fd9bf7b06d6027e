"""Snapshots: verified copies of a project in a second folder, thinned with age, listed and put back.

They lie in the user's data folder, one folder for each project, so that a deleted, damaged or overwritten project
file takes none of them along. A snapshot's name says when it was taken, of which state of the history, and why.
"""

from __future__ import annotations

import enum
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from platformdirs import user_data_path

from qualcode.errors import Busy, NotFound, QualcodeError, StoreError
from qualcode.i18n import _, ngettext
from qualcode.store import backup
from qualcode.store.copies import identify
from qualcode.store.lease import Lease

ALWAYS = timedelta(0)
"""How long to wait after the last snapshot before closing takes another: the app's habit."""
HOURLY = timedelta(hours=1)
"""The command line's habit."""

SPARE = 8 << 20
"""Bytes a disk keeps free beside a snapshot."""

SUFFIX = ".qualcode"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{12})-([a-z]+)\.qualcode")
_STAMP = "%Y%m%dT%H%M%SZ"
_ABOUT = "project.json"


class Reason(enum.StrEnum):
    """Why a snapshot was taken."""

    CLOSE = "close"
    """A changed project was closed."""
    BEFORE = "before"
    """Something large was about to happen: an upgrade, an import, a restore."""
    ASKED = "asked"
    """A person wanted one."""

    @property
    def words(self) -> str:
        """What it is called on the screen, in the current language."""
        return {
            Reason.CLOSE: _("on closing"),
            Reason.BEFORE: _("before a large change"),
            Reason.ASKED: _("asked for"),
        }[self]


@dataclass(frozen=True)
class Snapshot:
    """A copy of a project as it was."""

    path: Path
    at: datetime
    head: str
    """First 12 hex digits of the history's head."""
    reason: Reason

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


def every(study: UUID) -> Sequence[Snapshot]:
    """All snapshots of a project, the newest first."""
    return _in(folder(study))


def of_path(project: Path) -> Sequence[Snapshot]:
    """All snapshots of the project at a path, also where the file there is gone or damaged."""
    with suppress(QualcodeError):
        return every(identify(project).study)
    place = str(project.resolve())
    with suppress(OSError):
        for about in sorted(root().glob(f"*/{_ABOUT}")):
            with suppress(OSError, ValueError, TypeError, KeyError):
                if json.loads(about.read_text(encoding="utf-8"))["path"] == place:
                    return _in(about.parent)
    return ()


def take(project: Path, reason: Reason, *, now: datetime | None = None) -> Snapshot | None:
    """Copy a project into its folder of snapshots and thin them; None where the newest is of the same state.

    Raises NotFound, or StoreError in one line where the copy cannot be written; the project is never touched.
    """
    identity = identify(project)
    now = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    place = folder(identity.study)
    known = _in(place)
    if known and identity.head.startswith(known[0].head):
        return None
    if known:  # names tell the order, also where two are of one second or the clock was set back
        now = max(now, known[0].at + timedelta(seconds=1))
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)  # real names lie in it
        free = shutil.disk_usage(place).free
        needed = project.stat().st_size + SPARE
    except OSError as error:
        raise StoreError(
            _(
                "no backup was made: {folder} cannot be written ({reason})",
                folder=place,
                reason=error.strerror,
            )
        ) from None
    if free < needed:
        raise StoreError(_("no backup was made: the disk of {folder} is nearly full", folder=place))
    target = place / _name(now, identity.head, reason)
    try:
        target.unlink(missing_ok=True)  # of the same second and state, so the same again
        backup.copy(project, target)
        copied = identify(target)
        if copied.head != identity.head:  # somebody wrote in between
            target = target.rename(place / _name(now, copied.head, reason))
        about = {"path": str(project.resolve()), "title": copied.title}
        (place / _ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise StoreError(
            _(
                "no backup was made: {folder} cannot be written ({reason})",
                folder=place,
                reason=error.strerror,
            )
        ) from None
    _thin(place)
    return _read(target)


def due(study: UUID, after: timedelta, *, now: datetime | None = None) -> bool:
    """Whether the newest snapshot is older than `after`, or there is none."""
    known = every(study)
    if not known:
        return True
    passed = (now or datetime.now(UTC)) - known[0].at
    return passed >= after or passed < -timedelta(minutes=1) or after <= ALWAYS


def kept(times: Iterable[datetime], *, hours: int = 24, days: int = 14, weeks: int = 8) -> set[datetime]:
    """Which of these moments stay: the last of each of the newest hours, days and weeks that have any (UTC).

    Hours without a snapshot do not count, so that a project nobody touched for months keeps its last ones.
    """
    newest_first = sorted((moment.astimezone(UTC) for moment in times), reverse=True)
    stay: set[datetime] = set()
    for limit, period in ((hours, "%Y%m%d%H"), (days, "%Y%m%d"), (weeks, "%G%V")):
        seen: set[str] = set()
        for moment in newest_first:
            name = moment.strftime(period)
            if name not in seen and len(seen) < limit:
                seen.add(name)
                stay.add(moment)
    return stay


def saved_line(last: datetime | None, *, now: datetime | None = None) -> str:
    """`saved · last backup: …`, in the current language and local time; for a project whose changes are on disk."""
    if last is None:
        return _("saved · no backup yet")
    return _("saved · last backup: {when}", when=_ago(last, now or datetime.now(UTC)))


def beside(snapshot: Path, project: Path) -> Path:
    """Put a snapshot next to the project under a free name, which is given back; nothing is overwritten.

    Raises NotFound, or StoreError where it cannot be written or does not hold.
    """
    known = _read(snapshot)
    stamp = known.at if known else datetime.fromtimestamp(snapshot.stat().st_mtime, UTC)
    stem = f"{project.stem} {stamp.astimezone():%Y-%m-%d %H.%M}"
    target = project.with_name(stem + project.suffix)
    number = 2
    while target.exists():
        target = project.with_name(f"{stem} ({number}){project.suffix}")
        number += 1
    backup.copy(snapshot, target)
    return target


def swap(snapshot: Path, project: Path, *, coder: str = "") -> Path | None:
    """Make a closed project what it was at a snapshot; gives where its present state is kept.

    The present state becomes a snapshot first. Where that cannot be done (it may be damaged), the file is moved aside;
    where there is no file, None is given. Raises Busy where the project is open, StoreError where anything fails; then it is as
    it was.
    """
    lease = Lease(project)
    lease.take(coder)
    draft = project.with_name(project.name + ".restoring")
    present: Path | None = None
    try:
        draft.unlink(missing_ok=True)
        backup.copy(snapshot, draft)
        present = _put_away(project)
        os.replace(draft, project)
    except OSError as error:
        if present is not None and not project.exists():
            present.rename(project)
        raise StoreError(_("cannot write {path}: {reason}", path=project, reason=error.strerror)) from None
    finally:
        with suppress(OSError):
            draft.unlink()
        lease.free()
    return present


def _put_away(project: Path) -> Path | None:
    """Keep the present state of a project whose lease is held, and see that no log of it stays."""
    if not project.exists():
        return None
    logs = [project.with_name(project.name + end) for end in ("-wal", "-shm")]
    try:
        with closing(
            sqlite3.connect(project.resolve().as_uri() + "?mode=rw", uri=True, timeout=0.5)
        ) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        identity = identify(project)
        take(project, Reason.BEFORE)
    except (StoreError, sqlite3.Error):
        aside = _free(
            project.with_name(f"{project.stem} old {datetime.now():%Y-%m-%d %H.%M}{project.suffix}")
        )
        for log in logs:
            with suppress(FileNotFoundError):
                log.rename(aside.with_name(aside.name + log.name.removeprefix(project.name)))
        return project.rename(aside)
    if any(log.exists() for log in logs):
        raise Busy(_("another program is using the project file just now; try again"))
    return next(known.path for known in every(identity.study) if identity.head.startswith(known.head))


def _free(path: Path) -> Path:
    number, target = 2, path
    while target.exists():
        target = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return target


def find(project: Path, name: str) -> Snapshot:
    """The snapshot of a project that a person means: its number in the list (from 1), its name or its beginning.

    Raises NotFound.
    """
    known = of_path(project)
    if name.isdecimal() and 1 <= int(name) <= len(known):
        return known[int(name) - 1]
    fitting = [snapshot for snapshot in known if name and snapshot.path.name.startswith(Path(name).name)]
    if len(fitting) != 1:
        raise NotFound(_("there is no backup {name}; see the list with: qualcode snapshots", name=name))
    return fitting[0]


def _name(at: datetime, head: str, reason: Reason) -> str:
    return f"{at.strftime(_STAMP)}-{head[:12]}-{reason.value}{SUFFIX}"


def _read(path: Path) -> Snapshot | None:
    match = _NAME.fullmatch(path.name)
    if match is None or match[3] not in set(Reason):
        return None
    try:
        at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Snapshot(path, at, match[2], Reason(match[3]))


def _in(place: Path) -> list[Snapshot]:
    try:
        found = [snapshot for path in place.iterdir() if (snapshot := _read(path))]
    except OSError:
        return []
    return sorted(found, key=lambda snapshot: (snapshot.at, snapshot.path.name), reverse=True)


def _thin(place: Path) -> None:
    """Remove what `kept` lets go, closings and the states before large changes each for themselves."""
    known = _in(place)
    for reason in Reason:
        of_kind = [snapshot for snapshot in known if snapshot.reason == reason]
        stay = kept(snapshot.at for snapshot in of_kind)
        for snapshot in of_kind:
            if snapshot.at not in stay:
                with suppress(OSError):
                    snapshot.path.unlink()


def _ago(last: datetime, now: datetime) -> str:
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
