"""Snapshots and copies of a project as people see them: what there is, what changed, what is to be known on opening.

A project is named by its place: the path of its file, which may be gone or damaged, or the URL of its server.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.project.deeds import deed
from qualcode.store import folders, shelf, snapshots
from qualcode.store.copies import compare, identify, lacks, same_project
from qualcode.store.engine import file_uri
from qualcode.store.shelf import Snapshot
from qualcode.text.addresses import is_server

SHOWN = 3
"""How many kinds of change a line names."""


@dataclass(frozen=True)
class SnapshotRow:
    """A snapshot in the list."""

    number: int
    name: str
    at: datetime
    reason: str
    changed: str
    """What had been done since the snapshot before it, in words."""
    head: str
    size: int
    """Bytes."""
    path: Path


@dataclass(frozen=True)
class CopyRow:
    """Another file that holds the same project."""

    path: Path
    relation: str
    """same, ahead, behind or both."""
    line: str
    """The same in words."""


def list_snapshots(place: str | Path) -> Sequence[SnapshotRow]:
    """The snapshots of a project, the newest first."""
    found = snapshots.of_place(place)
    done = {snapshot.path: _done(snapshot.path) for snapshot in found}
    rows = []
    for number, snapshot in enumerate(found, 1):
        older = next((s.path for s in found[number:] if s.origin == snapshot.origin), None)
        rows.append(
            SnapshotRow(
                number,
                snapshot.path.name,
                snapshot.at,
                snapshot.reason.words,
                _changed(done[snapshot.path], done[older] if older else Counter()),
                snapshot.head,
                snapshot.size,
                snapshot.path,
            )
        )
    return rows


def restore(
    place: str | Path,
    snapshot: str,
    *,
    replace: bool = False,
    coder: str = "",
    folder: Path | None = None,
) -> tuple[Path, Path | None]:
    """Put a snapshot (number or name) back; gives where it stands now and where the state before is kept.

    Args:
        place: the project; it may be gone, damaged or out of reach.
        snapshot: its number in the list, its name or the beginning of it.
        replace: put it in the project's place, after keeping the present state; else beside it.
        coder: who does it, for the lease.
        folder: where it is put that is not to replace anything; by default beside the project, and for a project on
            a server the folder a person is in.

    Raises: NotFound; BadInput where a project on a server is to be replaced; Busy where the project is open;
    StoreError.
    """
    found: Snapshot = snapshots.find(place, snapshot)
    if is_server(place):
        if replace:
            raise BadInput(
                _(
                    "a project on a server is not replaced: bring the backup back as a file, then put it into an "
                    "empty database with qualcode restore"
                )
            )
        name = shelf.place_name(place).partition("?")[0].rpartition("/")[2] or "project"
        return snapshots.beside(found.path, (folder or Path.cwd()) / f"{name}{shelf.SUFFIX}"), None
    path = Path(place)
    if replace:
        return path, snapshots.swap(found.path, path, coder=coder)
    return snapshots.beside(found.path, folder / path.name if folder else path), None


def saved_line(place: str | Path) -> str:
    """`saved · last backup: …`: for Home and the contents."""
    known = snapshots.of_place(place)
    return shelf.saved_line(known[0].at if known else None)


def copies(place: str | Path) -> Sequence[CopyRow]:
    """Other files that hold the same project, beside it or known from their snapshots, and how they stand to it."""
    if is_server(place):
        return []
    return [row for path in _others(Path(place)) if (row := _copy(Path(place), path))]


def notices(place: str | Path) -> Sequence[str]:
    """What a person is to know on opening, a line each.

    A synchronised or network folder, copies that hold what this one lacks, and a backup that does: then the file
    was put in place of a newer one.
    """
    if is_server(place):
        return []
    path = Path(place)
    lines = [folders.warning(path)]
    for other in _others(path):
        with suppress(QualcodeError):
            if lacks(path, other) and (row := _copy(path, other)):
                lines.append(row.line)
    with suppress(QualcodeError):
        newest = next(iter(shelf.every(identify(path).study, path)), None)
        if newest and newest.origin == shelf.place_name(path) and lacks(path, newest.path):
            there = compare(path, newest.path).there
            lines.append(
                ngettext(
                    "the backup of {when} holds {n} change that this file lacks: an older copy was put in its place; "
                    "to bring it back, see the list of backups",
                    "the backup of {when} holds {n} changes that this file lacks: an older copy was put in its "
                    "place; to bring them back, see the list of backups",
                    there,
                    when=shelf.ago(newest.at, datetime.now(UTC)),
                )
            )
    return [line for line in lines if line]


def _others(project: Path) -> Sequence[Path]:
    """Files that may hold the same project: its neighbours, and places that were backed up as it."""
    mine = shelf.place_name(project)
    found: dict[str, Path] = {}
    try:
        neighbours = sorted(project.resolve().parent.glob(f"*{shelf.SUFFIX}"))
    except OSError:
        neighbours = []
    with suppress(QualcodeError):
        neighbours += [Path(o) for o in sorted(shelf.origins(identify(project).study)) if not is_server(o)]
    for path in neighbours:
        if path.is_file():
            found.setdefault(shelf.place_name(path), path)
    found.pop(mine, None)
    return [path for path in found.values() if same_project(project, path)]


def _copy(here: Path, there: Path) -> CopyRow | None:
    with suppress(QualcodeError):
        relation = compare(here, there)
        same_folder = here.resolve().parent == there.resolve().parent
        shown = there.name if same_folder else str(there)
        return CopyRow(there, relation.kin.value, relation.line(shown))
    return None


def _done(snapshot: Path) -> Counter[str]:
    """How often what was done, in the whole history of a snapshot; what cannot be read counts nothing."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{file_uri(snapshot.resolve())}?mode=ro&immutable=1", uri=True)) as file,
    ):
        # An action that was taken back counts where it was done and where it was taken back.
        return Counter(dict(file.execute("SELECT action, count(*) FROM event GROUP BY action")))
    return Counter()


def _changed(done: Counter[str], before: Counter[str]) -> str:
    """The difference in words, the most frequent first."""
    more = done - before
    if not more:
        return "–"
    total = more.total()
    named = [f"{deed(action)} {n}×" if n > 1 else deed(action) for action, n in more.most_common(SHOWN)]
    line = ngettext("{n} change: {what}", "{n} changes: {what}", total, what=", ".join(named))
    return f"{line} …" if len(more) > SHOWN else line
