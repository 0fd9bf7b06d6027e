"""Building a project from a study's files: all of it, checked quote by quote, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from qualcode import i18n
from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.model import EventKind, Study
from qualcode.project.project import SUFFIX, Project
from qualcode.project.study_build import Builder
from qualcode.project.study_file import StudyFile, load_study
from qualcode.project.writing import put_in_place
from qualcode.store.backup import told_as
from qualcode.store.lease import Lease
from qualcode.store.store import Store
from qualcode.store.transaction import Transaction

T = TypeVar("T")


@dataclass(frozen=True)
class Built:
    """A project that was built."""

    path: Path
    name: str
    """The study's short name."""
    sources: int
    informants: int
    codes: int
    codings: int
    ties: int
    findings: int


def build_study(
    folder: str | Path, path: str | Path, *, language: str | None = None, replace: bool = False
) -> Built:
    """Build the study in `folder` into a new project file at `path`.

    Everything is written as one baseline event, which cannot be undone. The project appears at `path` only when it
    is whole; otherwise nothing is left behind.

    Args:
        folder: holds `study.yaml`, `codings.csv` and the source files.
        path: the project file to make; the suffix may be left out.
        language: of the project; without it that of the interface where the study tells its texts in it, else the
            study's own. Sources keep the study's own language.
        replace: put it in the place of a project that stands there.

    Raises: FileProblems with file and line where the files do not fit together (a quote that is not what stands at
    its span, a name that is not known); BadInput where a project stands at `path`; Busy where it is open.
    """
    path = Path(path)
    if path.suffix != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    if path.exists() and not replace:
        raise BadInput(_("{path} exists already", path=path))
    study = load_study(Path(folder))
    lease = Lease(path)
    lease.take(study["coders"][0].get("name"))
    building = path.with_name(f".{path.stem}-{os.getpid()}{SUFFIX}")
    try:
        with told_as(building, path):
            built = _build(study, building, path, language)
        put_in_place(building, path)
    except OSError as error:
        raise BadInput(_("cannot write {path}: {reason}", path=path, reason=why(error))) from None
    finally:
        for suffix in ("", "-wal", "-shm", "-lock", "-holder"):
            with suppress(OSError):
                building.with_name(building.name + suffix).unlink()
        lease.free()
    return built


def _build(study: StudyFile, building: Path, path: Path, language: str | None) -> Built:
    settings = study.study
    own = settings.get("language", "id")
    language = language or (i18n.language() if study.tells(i18n.language()) else own)
    study = study.told_in(language)
    settings = study.study
    coder = study["coders"][0].get("name")
    with Project.create(building, coder=coder, title=settings.get("title"), language=language) as project:

        def work(tx: Transaction) -> Built:
            tx.update(tx.all(Study)[0], **_settings(study))
            spoken = "" if own == language else own
            counts = Builder(tx, study, Inside(tx, coder, path), spoken).build()
            return Built(path, settings.get("name"), **counts)

        return project.write("study.build", work, summary=settings.get("name"), kind=EventKind.BASELINE)


def _settings(study: StudyFile) -> dict[str, Any]:
    names = set(Study.model_fields) - {"id", "uid", "title", "language"}
    return study.study.given(*sorted(names))


class Inside(Project):
    """A project seen from inside one transaction: its use cases write into that transaction and no other.

    So a study is built with the very rules by which a person would enter it, and still is one event.
    """

    def __init__(self, tx: Transaction, coder: str, path: Path) -> None:
        self.coder = coder
        self._tx = tx
        self._path = path

    @property
    def store(self) -> Store:  # type: ignore[override]
        """There is none: what needs the store itself cannot be part of a transaction."""
        raise QualcodeError(_("this cannot be done while a study is built"))

    @property
    def path(self) -> Path:
        """Where the project file will be."""
        return self._path

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The transaction's own session: what was written so far is seen."""
        yield self._tx.session

    def submit(
        self,
        action: str,
        work: Callable[[Transaction], T],
        *,
        summary: str = "",
        kind: EventKind = EventKind.DO,
    ) -> Future[T]:
        """Do it now, as part of the transaction."""
        future: Future[T] = Future()
        future.set_result(work(self._tx))
        return future
