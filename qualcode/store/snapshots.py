"""Snapshots: verified copies of a project in a second folder, taken, found and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qualcode.errors import Busy, NotFound, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.store import backup, shelf
from qualcode.store.copies import identify
from qualcode.store.database import Told, database_at, untold
from qualcode.store.engine import file_uri
from qualcode.store.lease import Lease
from qualcode.store.shelf import Reason, Snapshot
from qualcode.text.addresses import is_server

ALWAYS = timedelta(0)
"""How long to wait after the last snapshot before closing takes another: the app's habit."""
HOURLY = timedelta(hours=1)
"""The command line's habit."""

SPARE = 8 << 20
"""Bytes a disk keeps free beside a snapshot."""


def of_place(place: str | Path) -> Sequence[Snapshot]:
    """All snapshots of the project at a place, the newest first, also where it is gone, damaged or out of reach."""
    with suppress(QualcodeError):
        return shelf.every(identify(place).study, place)
    return shelf.noted(place)


def take(
    place: str | Path, reason: Reason, *, now: datetime | None = None, told: Told = untold
) -> Snapshot | None:
    """Copy a project into its folder of snapshots and thin them; None where the newest is of the same state.

    Args:
        place: a project file, or the URL of a project on a server, which becomes a project file here.
        told: told how far it is; what it raises leaves no snapshot.

    Raises NotFound, or StoreError in one line where the copy cannot be written; the project is never touched.
    """
    identity = identify(place)
    now = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    folder = shelf.folder(identity.study)
    known, all_known = shelf.every(identity.study, place), shelf.every(identity.study)
    if known and identity.head.startswith(known[0].head):
        return None
    if all_known:  # names tell the order, also where two are of one second or the clock was set back
        now = max(now, all_known[0].at + timedelta(seconds=1))
    size = known[0].size if known else 0
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # real names lie in it
        free = shutil.disk_usage(folder).free
        needed = SPARE + (size if is_server(place) else Path(place).stat().st_size)
    except OSError as error:
        raise _unwritten(folder, error) from None
    if free < needed:
        raise StoreError(_("no backup was made: the disk of {folder} is nearly full", folder=folder))
    target = folder / shelf.name(now, identity.head, reason)
    try:
        database_at(place).copy(target, told)
        copied = identify(target)
        if copied.head != identity.head:  # somebody wrote in between
            target = target.rename(folder / shelf.name(now, copied.head, reason))
        taken = Snapshot(target, now, copied.head[:12], reason, shelf.place_name(place))
        shelf.write_note(taken, copied.title)
    except OSError as error:
        raise _unwritten(folder, error) from None
    shelf.thin(identity.study)
    return taken


def _unwritten(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        _("no backup was made: {folder} cannot be written ({reason})", folder=folder, reason=why(error))
    )


def due(place: str | Path, after: timedelta, *, now: datetime | None = None) -> bool:
    """Whether the newest snapshot of a project is older than `after`, or there is none."""
    known = of_place(place)
    if not known:
        return True
    passed = (now or datetime.now(UTC)) - known[0].at
    return passed >= after or passed < -timedelta(minutes=1) or after <= ALWAYS


def beside(snapshot: Path, project: Path, told: Told = untold) -> Path:
    """Put a snapshot next to the project under a free name, which is given back; nothing is overwritten.

    Raises NotFound, or StoreError where it cannot be written or does not hold.
    """
    known = shelf.read(snapshot)
    stamp = known.at if known else datetime.fromtimestamp(snapshot.stat().st_mtime, UTC)
    target = backup.free(
        project.with_name(f"{project.stem} {stamp.astimezone():%Y-%m-%d %H.%M}{shelf.SUFFIX}")
    )
    backup.copy(snapshot, target, told)
    return target


def swap(snapshot: Path, project: Path, *, coder: str = "") -> Path | None:
    """Make a closed project what it was at a snapshot; gives where its present state is kept.

    The present state becomes a snapshot first. Where that cannot be done (it may be damaged), the file is moved aside;
    where there is no file, None is given. Raises Busy where the project is open, StoreError where anything fails; then it is as
    it was.
    """
    project = Path(os.path.realpath(project))
    lease = Lease(project)
    lease.take(coder)
    draft = project.with_name(project.name + ".restoring")
    present: Path | None = None
    try:
        draft.unlink(missing_ok=True)
        with backup.told_as(draft, project):
            backup.copy(snapshot, draft)
        present = _put_away(project)
        os.replace(draft, project)
        backup.keep_name(project)
        with suppress(
            QualcodeError
        ):  # what stands here now is the newest state, though an older one by its history
            take(project, Reason.BACK)
    except OSError as error:
        if present is not None and not project.exists():
            present.rename(project)
        raise StoreError(_("cannot write {path}: {reason}", path=project, reason=why(error))) from None
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
            sqlite3.connect(file_uri(project.resolve()) + "?mode=rw", uri=True, timeout=0.5)
        ) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        identity = identify(project)
        take(project, Reason.BEFORE)
    except (StoreError, sqlite3.Error, ValueError):
        aside = backup.free(
            project.with_name(f"{project.stem} old {datetime.now():%Y-%m-%d %H.%M}{project.suffix}")
        )
        for log in logs:
            with suppress(FileNotFoundError):
                log.rename(aside.with_name(aside.name + log.name.removeprefix(project.name)))
        return project.rename(aside)
    if any(log.exists() for log in logs):
        raise Busy(_("another program is using the project file just now; try again"))
    return next(s.path for s in shelf.every(identity.study, project) if identity.head.startswith(s.head))


def find(project: str | Path, name: str) -> Snapshot:
    """The snapshot of a project that a person means: its number in the list (from 1), its name or its beginning.

    Raises NotFound.
    """
    known = of_place(project)
    if name.isdecimal() and 1 <= int(name) <= len(known):
        return known[int(name) - 1]
    fitting = [snapshot for snapshot in known if name and snapshot.path.name.startswith(Path(name).name)]
    if len(fitting) != 1:
        raise NotFound(_("there is no backup {name}; see the list with: qualcode snapshots", name=name))
    return fitting[0]
