"""Snapshots and copies of a project as people see them: what there is, what changed, what is to be known on opening.

A project is named by its place: the path of its file, which may be gone or damaged, or the URL of its server.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.project.deeds import deed
from qualcode.project.facet import Progress, unwatched
from qualcode.store import folders, shelf, snapshots, traces
from qualcode.store.copies import Kin, compare, identify, same_project
from qualcode.store.engine import file_uri
from qualcode.store.shelf import Reason, Snapshot
from qualcode.store.traces import History, Trace
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
class Notice:
    """Something a person is to know on opening."""

    matter: str
    """The same as long as it is about the same thing, whatever the numbers in the line."""
    line: str


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
    progress: Progress = unwatched,
) -> tuple[Path, Path | None]:
    """Put a snapshot (number or name) back; gives where it stands now and where the state before is kept.

    Args:
        place: the project; it may be gone, damaged or out of reach.
        snapshot: its number in the list, its name or the beginning of it.
        replace: put it in the project's place, after keeping the present state; else beside it.
        coder: who does it, for the lease.
        folder: where it is put that is not to replace anything; by default beside the project, and for a project on
            a server the folder a person is in.
        progress: told (parts copied, parts, what is done) of what is not to replace anything; ends it by raising.

    Raises: NotFound; BadInput where a project on a server is to be replaced; Busy where the project is open;
    StoreError.
    """
    found: Snapshot = snapshots.find(place, snapshot)
    told = partial(_copying, progress)
    if is_server(place):
        if replace:
            raise BadInput(
                _(
                    "a project on a server is not replaced: bring the backup back as a file, then put it into an "
                    "empty database with qualcode restore"
                )
            )
        name = shelf.place_name(place).partition("?")[0].rpartition("/")[2] or "project"
        return snapshots.beside(found.path, (folder or Path.cwd()) / f"{name}{shelf.SUFFIX}", told), None
    path = Path(place)
    if replace:
        kept = snapshots.swap(found.path, path, coder=coder)
        traces.remember(path, went_on=True)  # an older state, on purpose
        return path, kept
    return snapshots.beside(found.path, folder / path.name if folder else path, told), None


def keep(place: str | Path, *, progress: Progress = unwatched) -> bool:
    """Take a snapshot because somebody asks for it; whether there was anything new to keep. Raises as `take`."""
    return snapshots.take(place, Reason.ASKED, told=partial(_copying, progress)) is not None


def _copying(progress: Progress, done: int, of: int) -> None:
    progress(done, of, _("copying"))


def saved_line(place: str | Path) -> str:
    """`saved · last backup: …`: for Home and the contents."""
    known = snapshots.of_place(place)
    return shelf.saved_line(known[0].at if known else None)


def copies(place: str | Path) -> Sequence[CopyRow]:
    """Other files that hold the same project, beside it or known from where it was open, and how they stand to it."""
    with suppress(QualcodeError):
        study = identify(place).study
        return [row for path in _others(place, study) if (row := _copy(place, path))]
    return []


def notices(place: str | Path) -> Sequence[str]:
    """What a person is to know on opening, a line each.

    A synchronised or network folder; files and servers that hold what this project lacks; and that what stands here
    is not what was last open or backed up here: an older or another copy was put in its place.
    """
    return [notice.line for notice in _noticed(place)]


def news(place: str | Path, again: timedelta) -> Sequence[str]:
    """The notices that were not told by this function in the time `again`; each notice is its own matter."""
    found = _noticed(place)
    fresh = traces.untold(place, [notice.matter for notice in found], again) if found else set()
    return [notice.line for notice in found if notice.matter in fresh]


def _noticed(place: str | Path) -> Sequence[Notice]:
    found = []
    if not is_server(place) and (line := folders.warning(Path(place))):
        found.append(Notice("folder", line))
    with suppress(QualcodeError), traces.history(place) as mine:
        for other in _others(place, mine.study):
            with suppress(QualcodeError), traces.history(other) as theirs:
                if mine.lacks(theirs) and (row := _copy(place, other)):
                    found.append(Notice(f"{row.relation} {shelf.place_name(other)}", row.line))
        name = shelf.place_name(place)
        known = traces.known(mine.study)
        found += [
            notice
            for trace in known
            if is_server(trace.place) and trace.place != name and (notice := _gone_on(mine, trace))
        ]
        before = next((trace for trace in known if trace.place == name), None)
        if notice := _replaced(place, mine, before):
            found.append(notice)
    return found


def _gone_on(mine: History, there: Trace) -> Notice | None:
    """What is told of a server that went on, by what is remembered of it: it may be out of reach."""
    kin = there.kin(mine)
    shown = there.place.partition("?")[0]
    when = shelf.ago(there.at, datetime.now(UTC))
    if kin == Kin.BOTH:
        line = _(
            "work went on in both copies: here and in {other}, last seen {when}; neither replaces the other, keep both",
            other=shown,
            when=when,
        )
    elif kin == Kin.BEHIND:
        line = _(
            "{other} is newer: last seen {when}, it held changes that are not here", other=shown, when=when
        )
    else:
        return None
    return Notice(f"{kin.value} {there.place}", line)


def _replaced(place: str | Path, mine: History, before: Trace | None) -> Notice | None:
    """Where what stands here is not what was last backed up or open here."""
    name = shelf.place_name(place)
    newest = next((s for s in shelf.every(mine.study, place) if s.origin == name), None)
    when = shelf.ago(newest.at, datetime.now(UTC)) if newest is not None else ""
    if newest is not None and _holds_more(newest.path, mine):
        relation = compare(place, newest.path)
        if relation.kin == Kin.BOTH:
            line = ngettext(
                "the backup of {when} holds {n} change that this project lacks: another copy was put in its place; "
                "to bring it back, see the list of backups",
                "the backup of {when} holds {n} changes that this project lacks: another copy was put in its place; "
                "to bring them back, see the list of backups",
                relation.there,
                when=when,
            )
        else:
            line = ngettext(
                "the backup of {when} holds {n} change that this project lacks: an older copy was put in its place; "
                "to bring it back, see the list of backups",
                "the backup of {when} holds {n} changes that this project lacks: an older copy was put in its "
                "place; to bring them back, see the list of backups",
                relation.there,
                when=when,
            )
        return Notice("replaced", line)
    if before is None or before.kin(mine) not in (Kin.BEHIND, Kin.BOTH):
        return None
    last = shelf.ago(before.at, datetime.now(UTC))
    if newest is None:
        line = _(
            "this project lacks work that was done here ({when}): an older or another copy was put in its place, and "
            "there is no backup; look for the right file before you go on",
            when=last,
        )
    else:
        line = _(
            "this project lacks work that was done here ({when}): an older or another copy was put in its place; the "
            "newest backup is of {backup} ({name}), see the list of backups",
            when=last,
            backup=when,
            name=newest.path.name,
        )
    return Notice("replaced", line)


def _holds_more(snapshot: Path, mine: History) -> bool:
    with suppress(QualcodeError), traces.history(snapshot) as theirs:
        return mine.lacks(theirs)
    return False


def _others(place: str | Path, study: UUID) -> Sequence[Path]:
    """Files that hold the same project: its neighbours, and places that were backed up or open here as it."""
    paths: list[Path] = []
    if not is_server(place):
        with suppress(OSError):
            paths += sorted(Path(place).resolve().parent.glob(f"*{shelf.SUFFIX}"))
    noted = shelf.origins(study) | {trace.place for trace in traces.known(study)}
    paths += [Path(name) for name in sorted(noted) if not is_server(name)]
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_file():
            found.setdefault(shelf.place_name(path), path)
    found.pop(shelf.place_name(place), None)
    return [path for path in found.values() if same_project(study, path)]


def _copy(here: str | Path, there: Path) -> CopyRow | None:
    with suppress(QualcodeError):
        relation = compare(here, there)
        beside = not is_server(here) and Path(here).resolve().parent == there.resolve().parent
        shown = there.name if beside else str(there)
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
