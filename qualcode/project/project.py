"""`Project`: one open project file and the person who works on it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from sqlmodel import Session, select

from qualcode import i18n
from qualcode.errors import BadInput, StoreError
from qualcode.i18n import _
from qualcode.model import Coder, Event, EventKind, Source, Study
from qualcode.project import keeping
from qualcode.project.keeping import Keeper
from qualcode.project.namesakes import a_new_name
from qualcode.store import ballast
from qualcode.store.store import Store, explained
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.addresses import is_server, server_url, typed_path
from qualcode.text.file_names import check_name

if TYPE_CHECKING:
    from qualcode.project.agreement import AgreementFacet
    from qualcode.project.analysis import AnalysisFacet
    from qualcode.project.attribute_facet import AttributesFacet
    from qualcode.project.codebook import CodebookFacet
    from qualcode.project.coders import CodersFacet
    from qualcode.project.codings import CodingsFacet
    from qualcode.project.comments import CommentsFacet
    from qualcode.project.crossing_facet import CrossingsFacet
    from qualcode.project.defence import DefenceFacet
    from qualcode.project.findings import FindingsFacet
    from qualcode.project.history import HistoryFacet
    from qualcode.project.informants import InformantsFacet
    from qualcode.project.kept import Kept
    from qualcode.project.notes import NotesFacet
    from qualcode.project.quotes import QuotesFacet
    from qualcode.project.reports import ReportsFacet
    from qualcode.project.review import ReviewFacet
    from qualcode.project.search import SearchFacet
    from qualcode.project.sections import SectionsFacet
    from qualcode.project.sharing import SharingFacet
    from qualcode.project.sources import SourcesFacet
    from qualcode.project.suggestions import SuggestionsFacet
    from qualcode.project.ties import TiesFacet

T = TypeVar("T")

KEPT = "kept"
"""Under this name a session of an open project tells what the project keeps."""

SUFFIX = ".qualcode"


class Project:
    """An open project; use it as a context manager, or call `close`.

    Reading needs no permission and goes on beside a writer. Writing methods of the facets act as `coder`, return
    after the change is on disk, and raise a QualcodeError, leaving the project as it was, where they cannot.
    """

    def __init__(self, store: Store, coder: str, place: str | Path | None = None) -> None:
        self.store = store
        self.coder = coder
        """The name of whoever acts."""
        self.place = place or store.path
        """Where it was opened: its file, or the URL of its server, which may hold a password."""
        self.keeper = Keeper(store, self.place)
        """Takes snapshots; `keeper.notice` is one line for the person, or empty."""
        self._kept: Kept | None = None

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        coder: str | None = None,
        write: bool = True,
        snapshot_after: timedelta | None = None,
    ) -> Project:
        """Open the project file at `path`, or the project on a server.

        Args:
            path: the `.qualcode` file, the suffix may be left out; or `postgresql://user@host/database`.
            coder: who acts; by default `QUALCODE_CODER`, else the project's first coder.
            write: False opens for reading only, also while somebody else writes.
            snapshot_after: closing a changed project takes a snapshot where the last is at least this old, as is
                done before large changes; by default none is taken. See `store.snapshots.ALWAYS` and `HOURLY`.

        Raises: NotFound, StoreError, Busy where another process holds the project for writing, and BadInput where
        the coder's name is another's but for its case.
        """
        if not is_server(path):
            path = project_path(path)
            if path.is_symlink():  # log and lease lie beside the file itself, whatever name leads to it
                path = Path(os.path.realpath(path))
        else:
            path = server_url(path)
        name = coder or os.environ.get("QUALCODE_CODER") or ""
        store, made_room = keeping.opened(path, write=write, coder=name or person())
        try:
            if not name:
                with store.read() as session:
                    first = session.scalars(select(Coder).order_by(table_of(Coder).c.id).limit(1)).first()
                name = first.name if first else person()
            elif write:
                with store.read() as session:
                    a_new_name(session, Coder, name)
        except BaseException:
            store.close()
            raise
        project = cls(store, name, path)
        project.keeper.after = snapshot_after
        if made_room:
            project.keeper.notice = keeping.room_was_made()
        elif write and snapshot_after is not None:
            ballast.load()
        return project

    @classmethod
    def create(
        cls, path: str | Path, *, coder: str | None = None, title: str = "", language: str | None = None
    ) -> Project:
        """Make a new project and open it: a file, or in the empty database of a server that `path` names.

        Raises BadInput where the file exists or cannot be written, or the database is not empty.
        """
        if not is_server(path):
            path = new_path(path)
        language = language or i18n.language()
        if language not in i18n.LANGUAGES:
            raise BadInput(_("language is id or en, not {given}", given=language))
        Store.create(path)
        project = cls.open(path, coder=coder or os.environ.get("QUALCODE_CODER") or person())
        study = Study(title=title or project.path.stem, language=language)
        project.write("project.create", lambda tx: tx.insert(study), kind=EventKind.BASELINE)
        return project

    @property
    def path(self) -> Path:
        """Where the project file is; for a project on a server the name of its database."""
        return self.store.path

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent state, for queries; nothing can be changed through it."""
        with self.store.read() as session:
            session.info[KEPT] = self.kept
            yield session

    def kept(self) -> Kept:
        """What was read for analysis, as long as it holds."""
        if self._kept is None:
            from qualcode.project.kept import Kept  # brings numpy, which nothing that only codes needs

            self._kept = Kept()
        return self._kept

    def write(
        self,
        action: str,
        work: Callable[[Transaction], T],
        *,
        summary: str = "",
        kind: EventKind = EventKind.DO,
    ) -> T:
        """Run `work` as one journaled transaction of the current coder and give its result once it is on disk."""
        future = self.submit(action, work, summary=summary, kind=kind)
        try:
            return future.result()
        except StoreError:
            self.keeper.failed(future)  # what watches the future may still be on its way
            raise

    def submit(
        self,
        action: str,
        work: Callable[[Transaction], T],
        *,
        summary: str = "",
        kind: EventKind = EventKind.DO,
    ) -> Future[T]:
        """Like `write`, but gives a future at once; it resolves after the change is on disk."""
        work = self.keeper.before(action, work)
        future = self.store.write(action, work, coder=self.coder, summary=summary, kind=kind)
        future.add_done_callback(self.keeper.failed)
        return future

    def undo(self, coder: str | None = None) -> str:
        """Take back the coder's own last action and give its name; raises BadInput where there is none."""
        return self.store.undo(coder or self.coder).result()

    def redo(self, coder: str | None = None) -> str:
        """Do the coder's last undone action again and give its name; raises BadInput where there is none."""
        return self.store.redo(coder or self.coder).result()

    def last_actor(self) -> str:
        """Who acted last in this project."""
        with self.read() as session:
            events, coders = table_of(Event), table_of(Coder)
            found = session.execute(
                select(coders.c.name)
                .join_from(events, coders, events.c.coder_id == coders.c.id)
                .order_by(events.c.id.desc())
                .limit(1)
            ).scalar()
        return str(found or self.coder)

    def study(self) -> Study:
        """The project's settings."""
        with self.read() as session:
            return session.scalars(select(Study)).first() or Study()

    def material(self) -> frozenset[str]:
        """SHA-256 of the files that sources were read from: no export is written over one of them."""
        with self.read() as session:
            return frozenset(session.scalars(select(table_of(Source).c.file_sha)))

    def edit_study(self, **values: object) -> Study:
        """Change settings of the study (fields of `Study`)."""
        unknown = set(values) - set(Study.model_fields)
        if unknown:
            raise BadInput(_("a study has no {field}", field=", ".join(sorted(unknown))))
        if "citation" in values:
            from qualcode.project.citations import checked

            values["citation"] = checked(str(values["citation"]))
            self.sharing.no_name_in_citation(str(values["citation"]))
        return self.write("study.edit", lambda tx: tx.update(tx.all(Study)[0], **values))

    def close(self) -> None:
        """Finish, leave one closed file, and take a snapshot where one is due; safe to call twice."""
        self.keeper.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        told = self._explained(error)
        self.close()
        if told is not error:
            assert told is not None
            raise told from None

    def attempt(self, work: Callable[[Self], T]) -> T:
        """`work(self)`; where it fails because the project is damaged or cannot be reached, StoreError says so."""
        try:
            return work(self)
        except Exception as error:
            told = self._explained(error)
            if told is error or told is None:
                raise
            raise told from None

    def _explained(self, error: BaseException | None) -> BaseException | None:
        return None if error is None else explained(error, self.store.database)

    # The facets are loaded when first used: a command pays only for what it does.

    @cached_property
    def sources(self) -> SourcesFacet:
        """Files of material and their turns."""
        from qualcode.project.sources import SourcesFacet

        return SourcesFacet(self)

    @cached_property
    def codebook(self) -> CodebookFacet:
        """Codes, categories and themes."""
        from qualcode.project.codebook import CodebookFacet

        return CodebookFacet(self)

    @cached_property
    def codings(self) -> CodingsFacet:
        """Tagged spans and links between them."""
        from qualcode.project.codings import CodingsFacet

        return CodingsFacet(self)

    @cached_property
    def coders(self) -> CodersFacet:
        """Who codes, and what a second coder was given."""
        from qualcode.project.coders import CodersFacet

        return CodersFacet(self)

    @cached_property
    def agreement(self) -> AgreementFacet:
        """How far coders agree."""
        from qualcode.project.agreement import AgreementFacet

        return AgreementFacet(self)

    @cached_property
    def suggestions(self) -> SuggestionsFacet:
        """Codes proposed by cue words, and the reader's words and sentences."""
        from qualcode.project.suggestions import SuggestionsFacet

        return SuggestionsFacet(self)

    @cached_property
    def informants(self) -> InformantsFacet:
        """Informants, groups, attributes, consent."""
        from qualcode.project.informants import InformantsFacet

        return InformantsFacet(self)

    @cached_property
    def attributes(self) -> AttributesFacet:
        """Properties of informants, groups and sources."""
        from qualcode.project.attribute_facet import AttributesFacet

        return AttributesFacet(self)

    @cached_property
    def ties(self) -> TiesFacet:
        """Ties between informants and mentioned actors."""
        from qualcode.project.ties import TiesFacet

        return TiesFacet(self)

    @cached_property
    def findings(self) -> FindingsFacet:
        """Claims and their evidence."""
        from qualcode.project.findings import FindingsFacet

        return FindingsFacet(self)

    @cached_property
    def notes(self) -> NotesFacet:
        """Research questions, interview guide, memos."""
        from qualcode.project.notes import NotesFacet

        return NotesFacet(self)

    @cached_property
    def comments(self) -> CommentsFacet:
        """Remarks of reviewers on codes, codings and findings, with answers."""
        from qualcode.project.comments import CommentsFacet

        return CommentsFacet(self)

    @cached_property
    def review(self) -> ReviewFacet:
        """Packs that a supervisor fills in without this program."""
        from qualcode.project.review import ReviewFacet

        return ReviewFacet(self)

    @cached_property
    def analysis(self) -> AnalysisFacet:
        """Counts, triangulation, network: computed, never written."""
        from qualcode.project.analysis import AnalysisFacet

        return AnalysisFacet(self)

    @cached_property
    def crossings(self) -> CrossingsFacet:
        """Codes crossed with codes, outcomes and periods, and links between codings: computed, never written."""
        from qualcode.project.crossing_facet import CrossingsFacet

        return CrossingsFacet(self)

    @cached_property
    def defence(self) -> DefenceFacet:
        """Findings as they will be defended, and what is open about them."""
        from qualcode.project.defence import DefenceFacet

        return DefenceFacet(self)

    @cached_property
    def reports(self) -> ReportsFacet:
        """Reports for the thesis."""
        from qualcode.project.reports import ReportsFacet

        return ReportsFacet(self)

    @cached_property
    def sections(self) -> SectionsFacet:
        """What stands in the report besides the findings."""
        from qualcode.project.sections import SectionsFacet

        return SectionsFacet(self)

    @cached_property
    def search(self) -> SearchFacet:
        """Words in the texts, with exact places."""
        from qualcode.project.search import SearchFacet

        return SearchFacet(self)

    @cached_property
    def quotes(self) -> QuotesFacet:
        """Codings found by a query, grouped and sorted."""
        from qualcode.project.quotes import QuotesFacet

        return QuotesFacet(self)

    @cached_property
    def history(self) -> HistoryFacet:
        """The journal, checks, backups."""
        from qualcode.project.history import HistoryFacet

        return HistoryFacet(self)

    @cached_property
    def sharing(self) -> SharingFacet:
        """Copies without real names, snapshots, copies that others went on with."""
        from qualcode.project.sharing import SharingFacet

        return SharingFacet(self)


def new_path(path: str | Path) -> Path:
    """The path somebody means, with the suffix of projects; raises BadInput where it names no file, as `''` does."""
    path = typed_path(path)
    if path.name in ("", ".", ".."):
        raise BadInput(_("a project needs a name, as: qualcode new sukamaju"))
    check_name(path)
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def project_path(path: str | Path) -> Path:
    """The path somebody means (see `text.addresses`), or `path.qualcode` where only that exists."""
    path = typed_path(path)
    if not path.name:
        raise StoreError(_("{path} is a folder, not a project", path=path))
    with_suffix = path.with_name(path.name + SUFFIX)
    return with_suffix if not path.exists() and with_suffix.exists() else path


def named_place(place: str | Path) -> str | Path:
    """The URL of a server, or the path of a project file, which may be gone: then with the suffix of projects."""
    if is_server(place):
        return server_url(place)
    path = project_path(place)
    return path if path.exists() else new_path(path)


def person() -> str:
    """The name of whoever uses this machine, as a coder's name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the last on Windows, where nothing says it
        return "coder"
