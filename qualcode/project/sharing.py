"""`project.sharing`: copies for others without real names, what could give somebody away, snapshots and copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from qualcode.errors import BadInput, CheckFailed, NotFound
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.model import Actor, Attribute, Group, Informant, Source, TextVersion, Turn, TurnRole
from qualcode.model.nouns import noun
from qualcode.project import backups
from qualcode.project.backups import CopyRow, SnapshotRow
from qualcode.project.citations import citation_warnings
from qualcode.project.facet import Facet, Progress, unwatched
from qualcode.project.leaving import LeakFound, LeakRow, Part, Told, citing, leaks_in, leaks_of_citation
from qualcode.project.names import Names, names_of, names_somebody
from qualcode.project.project import SUFFIX
from qualcode.project.shared_copy import SharedCopy, models, unpacked, words
from qualcode.store import snapshots
from qualcode.store.backup import told_as
from qualcode.store.check import check
from qualcode.store.copies import identify
from qualcode.store.shelf import Reason
from qualcode.store.store import Store
from qualcode.store.transaction import table_of
from qualcode.text.leaks import LeakKind, SmallCell, masked, scan, small_cells
from qualcode.text.lines import lines_of

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True)
class Shared:
    """A shared copy that was written."""

    path: Path
    leaks: Sequence[LeakRow]
    """What was accepted."""
    small: Sequence[SmallCell]
    """Groups and combinations of properties of fewer than three people."""


class SharingFacet(Facet):
    """What leaves the project and what is kept beside it."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._kept: list[Path] = []

    def share(
        self, target: str | Path, *, accept_leaks: bool = False, progress: Progress = unwatched
    ) -> Shared:
        """Write a copy of the project to `target` without real names, original bytes and history.

        Texts are replaced and every coding, turn and line moved with its words, which is verified. An old file is
        never overwritten. `progress` is told (steps done, steps, what is done now).

        Raises: LeakFound, where the copy still holds what could tell who somebody is and that was not accepted;
        BadInput where the target exists or cannot be written. Then nothing is left.
        """
        path = Path(target)
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        if path.exists():
            raise BadInput(_("{path} exists already", path=path))
        if not path.parent.is_dir():
            raise NotFound(_("there is no folder {path}", path=path.parent))
        draft = path.with_name(path.name + ".part")
        try:
            _remove(draft)
            progress(0, 3, _("replacing names"))
            with self.project.read() as session:
                names = names_of(session)
                copy = SharedCopy(session, names)
                head = self.project.history.head()
                progress(1, 3, _("writing the copy"))
                with told_as(draft, path):
                    _write(draft, lambda store: _fill(store, copy, self.project.coder, head))
                    progress(2, 3, _("looking for names that are left"))
                    written = _checked(draft, names)
                progress(3, 3, _("looking for names that are left"))
                leaks = [*leaks_in(session, (), path), *written]
            if leaks and not accept_leaks:
                raise LeakFound(leaks)
            draft.rename(path)
        except OSError as error:
            raise BadInput(_("cannot write {path}: {reason}", path=path, reason=why(error))) from None
        finally:
            _remove(draft)
        return Shared(path, leaks, self.small_cells())

    def leaks(self) -> Sequence[LeakRow]:
        """Numbers and addresses in this project that a shared copy or export would carry, at their places here.

        Names that are known are not among them, as they are replaced.
        """
        with self.project.read() as session:
            return list(_leaks(session, None))

    def names(self) -> Names:
        """Real names and what stands for them in an export; read in order not to be printed."""
        with self.project.read() as session:
            return names_of(session)

    def guard(
        self, parts: Iterable[Part], *, file: str | Path | None = None, accept_leaks: bool = False
    ) -> Sequence[LeakRow]:
        """Look through what is about to be exported; gives what was accepted.

        Names that are left, numbers and addresses, and words of those who may not be quoted stop it, also where they
        are words of the study's form of citation; hashes, ids, dates, references and offsets of our own do not.

        Args:
            parts: (where, text) pairs, as ("memo 2", "…"), names already replaced; lines are counted in each.
            file: what it is written to, whose name is looked at, too; None where it is only printed.

        Raises: LeakFound, unless leaks are accepted.
        """
        with self.project.read() as session:
            found = leaks_in(session, chain(citing(session), parts), file)
        if found and not accept_leaks:
            raise LeakFound(found)
        return found

    def no_name_in_citation(self, template: str) -> None:
        """Raises BadInput where a form of citation has the real name of somebody known in it."""
        with self.project.read() as session:
            found = leaks_of_citation(session, template)
        if excerpts := [leak.excerpt for leak in found if leak.kind is LeakKind.NAME]:
            raise BadInput(
                _(
                    "a citation has no real name in it (“{excerpt}”); {informant} is the code of who speaks",
                    excerpt=excerpts[0],
                    informant="{informant}",
                )
            )

    def citation_remarks(self) -> Sequence[str]:
        """What has to be thought of with the study's form of citation, a line each."""
        template = self.project.study().citation
        with self.project.read() as session:
            found = leaks_of_citation(session, template)
        return [
            *citation_warnings(template),
            *(
                _(
                    "Every reference would have this in it, so that nothing leaves the project unasked: {kind} "
                    "“{excerpt}”.",
                    kind=leak.kind.words,
                    excerpt=leak.excerpt,
                )
                for leak in found
            ),
        ]

    def file_name(self, name: str) -> str:
        """A file's name with real names replaced by codes."""
        return self.names().aliases.file_name(name)

    def kept(self, path: Path) -> None:
        """A file took the place of what somebody wrote, which is kept at `path`; `remarks` tells it."""
        self._kept.append(path)

    def remarks(self, *, people: bool = False, attributes: bool = False) -> Sequence[str]:
        """What whoever exports has to know all the same, a line each; what was kept since is told once.

        Args:
            people: informants or actors are shown with their groups: name the small ones.
            attributes: also with everything else that is recorded of them.
        """
        kept, self._kept = self._kept, []
        lines = [_("what stood there is kept as {name}", name=path.name) for path in kept]
        lines += [
            _("one name stands for {codes}, and where it was read both are written", codes="/".join(codes))
            for codes in self.names().aliases.shared
        ]
        if people:
            lines += [
                _("{what}: those who know the place may recognise them", what=cell.line)
                for cell in self.small_cells()
                if attributes or (len(cell.properties) == 1 and cell.properties[0][0] == noun("group"))
            ]
            lines += citation_warnings(self.project.study().citation)
        return lines

    def small_cells(self) -> Sequence[SmallCell]:
        """Groups, attribute values and pairs of them that fewer than three informants share."""
        with self.project.read() as session:
            return small_cells(_people(session))

    # snapshots and copies

    def snapshots(self) -> Sequence[SnapshotRow]:
        """The snapshots of this project, the newest first."""
        return backups.list_snapshots(self.project.place)

    def snapshot(self) -> Path | None:
        """Take a snapshot now; None where the newest is of this state already. Raises StoreError."""
        taken = snapshots.take(self.project.place, Reason.ASKED)
        return taken.path if taken else None

    def restore(self, snapshot: str, folder: Path | None = None) -> Path:
        """Put a snapshot (number or name) beside the project, or into a folder; gives its path, overwrites nothing."""
        return backups.restore(self.project.place, snapshot, folder=folder)[0]

    def saved_line(self) -> str:
        """`saved · last backup: …`: for Home and the contents."""
        return backups.saved_line(self.project.place)

    def copies(self) -> Sequence[CopyRow]:
        """Other files that hold the same project, and how they stand to it."""
        return backups.copies(self.project.place)

    def notices(self) -> Sequence[str]:
        """What a person is to know on opening, a line each: a synchronised folder, copies that went on."""
        return backups.notices(self.project.place)


def _write(path: Path, fill: Callable[[Store], None]) -> None:
    Store.create(path)
    store = Store(path, write=True)
    try:
        fill(store)
    finally:
        store.close()


def _fill(store: Store, copy: SharedCopy, coder: str, head: str) -> None:
    store.maintain(lambda connection: copy.write(connection, coder, head)).result()


def _checked(draft: Path, names: Names) -> Sequence[LeakRow]:
    """What a written copy still gives away; raises CheckFailed where it does not hold."""
    identify(draft)
    store = Store(draft, write=False)
    try:
        with store.read() as session:
            problems = list(check(session.connection()))
            if problems:
                raise CheckFailed(_("the copy does not hold: {problem}", problem=problems[0]))
            return list(_leaks(session, Told(names)))
    finally:
        store.close()


def _remove(draft: Path) -> None:
    for end in ("", "-wal", "-shm", "-lock", "-holder"):
        with suppress(OSError):
            draft.with_name(draft.name + end).unlink()


def _leaks(session: Session, told: Told | None) -> Iterator[LeakRow]:
    """Places in every text and every field, transcripts first."""
    look = told.new_in if told else scan
    sources = {source.id: source for source in session.scalars(select(Source))}
    versions = table_of(TextVersion)
    for version in session.scalars(
        select(TextVersion).order_by(versions.c.source_id, versions.c.number.desc())
    ):
        source = sources[version.source_id]
        starts = unpacked(version.line_starts)
        found = [(leak.kind, leak.start, leak.stop, leak.excerpt) for leak in look(version.body)]
        if told:
            found += _named_speakers(session, version)
        for kind, start, stop, excerpt in found:
            first, last = lines_of(starts, start, stop)
            lines = str(first) if first == last else f"{first}-{last}"
            where = _("{source}, line {lines}", source=source.name, lines=lines)
            yield LeakRow(where, kind.words, excerpt, source.uid, start, stop)
    for model in models():
        for record in session.scalars(select(model).order_by(table_of(model).c.id)):
            for column, value in words(record):
                for text in _texts(value):
                    for leak in look(text):
                        where = f"{noun(table_of(model).name)} {record.id}, {column}"
                        yield LeakRow(where, leak.kind.words, leak.excerpt, None, leak.start, leak.stop)


def _named_speakers(session: Session, version: TextVersion) -> list[tuple[LeakKind, int, int, str]]:
    """Labels before informants' words that are neither a code nor a word for a role: most likely names.

    Each label once, at its first turn.
    """
    codes = session.scalars(select(table_of(Informant).c.code)).all()
    shown = {f"[{name.casefold()}]" for name in session.scalars(select(table_of(Actor).c.name))}
    turns = session.scalars(
        select(Turn).where(table_of(Turn).c.text_version_id == version.id).order_by(table_of(Turn).c.start)
    )
    first: dict[str, Turn] = {}
    for turn in turns:
        if turn.speaker and turn.role != TurnRole.INTERVIEWER:
            first.setdefault(turn.speaker, turn)
    return [
        (LeakKind.NAME, turn.label_start, turn.start, masked(label))
        for label, turn in first.items()
        if names_somebody(label, codes) and not any(name in label.casefold() for name in shown)
    ]


def _texts(value: Any) -> Iterator[str]:
    """Every text and number in a plain value."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def _people(session: Session) -> dict[str, dict[str, Any]]:
    """Informants by code, each with its group and attributes; numbers tell people apart rather than group them."""
    groups = {group.id: group.name for group in session.scalars(select(Group))}
    people: dict[int, dict[str, Any]] = {}
    codes: dict[int, str] = {}
    for informant in session.scalars(select(Informant).order_by(table_of(Informant).c.id)):
        codes[informant.id] = informant.code
        people[informant.id] = {noun("group"): groups[informant.group_id]}
    owner = table_of(Attribute).c.informant_id
    for attribute in session.scalars(select(Attribute).where(owner.is_not(None))):
        people[attribute.informant_id or 0][attribute.name] = attribute.value
    return {codes[id_]: values for id_, values in people.items()}
