"""`qualcode demo`: a sample study with its reports, built beside and put in place only when it is whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from qualcode import i18n
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import Json
from qualcode.cli.output import print_json, say
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput, NotFound
from qualcode.i18n import LANGUAGES, _
from qualcode.i18n.reasons import why
from qualcode.resources import study_names, study_path
from qualcode.text.addresses import typed_path

app = noun(N_("A sample study."))

FORMATS = ("docx", "html", "pdf", "md")
FOLDER = Path("demo")
"""Where a study is built when nobody says where."""


@dataclass(frozen=True)
class Place:
    """Where a study and its reports stand."""

    folder: Path
    study: str

    @property
    def project(self) -> Path:
        """The project file."""
        return self.folder / f"{self.study}.qualcode"

    @property
    def reports(self) -> list[Path]:
        """The report, once in each format."""
        return [self.folder / f"{self.study}-triangulation.{format}" for format in FORMATS]


@command(
    app,
    "demo",
    N_("Build a sample study with its reports and open it; what stands there is opened as it is."),
)
def demo(
    study: Annotated[str, typer.Argument(metavar="STUDY", help=N_("The study."))] = "kube",
    at: Annotated[
        Path,
        typer.Option(
            "--at", metavar="FOLDER", parser=typed_path, help=N_("Where to build it; by default ./demo.")
        ),
    ] = FOLDER,
    no_open: Annotated[bool, typer.Option("--no-open", help=N_("Do not open the app."))] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help=N_("Build it anew; changes made to it are lost."))
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="id|en", help=N_("Language of the app and of the reports.")),
    ] = None,
    json: Json = False,
) -> None:
    """Build where nothing stands or `fresh` is said, tell what stands where, and open the app on a terminal."""
    if lang is not None:
        if lang not in LANGUAGES:
            raise BadInput(_("language is id or en, not {given}", given=lang))
        i18n.set_language(lang)
    if study not in study_names():
        raise NotFound(
            _("there is no study {name}; there are: {names}", name=study, names=", ".join(study_names()))
        )
    from qualcode.project.writing import free_for

    place = Place(at, study)
    build = fresh or not place.project.exists()
    kept: Sequence[Path] = ()
    if build:
        for path in place.reports:
            free_for(path, kind_suffixes=(path.suffix,), kind=_("a report"))
        kept = _build(place)
    if json:
        reports = [path for path in place.reports if path.exists()]
        print_json({"project": place.project, "reports": reports, "built": build, "kept": kept})
        return
    _tell(place, build)
    for path in kept:
        say("! " + _("what stood there is kept as {name}", name=path.name))
    from qualcode.cli.home import is_terminal
    from qualcode.cli.screen import show_project

    if not no_open and is_terminal():
        show_project(place.project)


def _build(place: Place) -> Sequence[Path]:
    """Build a study in a folder of its own and move it into place; where anything fails, all is as it was.

    Gives where reports that somebody went on with are kept.
    """
    from qualcode.project.study import build_study
    from qualcode.project.writing import put_in_place, replace

    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        workshop = TemporaryDirectory(prefix=f".{place.study}-", dir=place.folder)
    except OSError as error:
        raise BadInput(
            _("cannot write in {folder}: {reason}", folder=place.folder, reason=why(error))
        ) from None
    with workshop as folder, _nobody_writing(place.project):
        made = Place(Path(folder), place.study)
        if sys.stderr.isatty():
            say(
                _("Building {study} and its reports; this takes some seconds …", study=place.study),
                file=sys.stderr,
            )
        build_study(study_path(place.study), made.project)
        with reading(made.project) as opened:
            for path in made.reports:
                opened.reports.write(path, language=i18n.language())
        for old in ("-wal", "-shm"):  # nobody writes now; what readers left over belongs to the old file
            place.project.with_name(place.project.name + old).unlink(missing_ok=True)
        # The project comes last: where it stands, everything stands.
        with _brought_back(Path(folder), place.reports) as kept:
            for new, stood in zip(made.reports, place.reports, strict=True):
                if aside := replace(new, stood, new.read_bytes()):
                    kept.append(aside)
            put_in_place(made.project, place.project)
    return kept


@contextmanager
def _brought_back(folder: Path, files: Sequence[Path]) -> Iterator[list[Path]]:
    """Where the block fails, as on a report that Word holds open, files are what they were before.

    Gives a list for the block to put down what it made beside them.
    """
    beside: list[Path] = []
    old = {path: folder / f"old-{path.name}" for path in files if path.exists()}
    for path, kept in old.items():
        shutil.copy2(path, kept)
    try:
        yield beside
    except BaseException:
        for path in beside:
            path.unlink(missing_ok=True)
        for path in files:
            with suppress(OSError):
                if path not in old:
                    path.unlink(missing_ok=True)
                elif path.read_bytes() != old[path].read_bytes():
                    os.replace(old[path], path)
        raise


@contextmanager
def _nobody_writing(project: Path) -> Iterator[None]:
    """Hold a project that is to be replaced; raises Busy where somebody has it open."""
    if not project.exists():
        yield
        return
    from qualcode.store import snapshots
    from qualcode.store.engine import inspect
    from qualcode.store.lease import Lease
    from qualcode.store.shelf import Reason

    inspect(project)  # never replace what is no project of ours
    lease = Lease(project)
    lease.take("demo")
    try:
        snapshots.take(project, Reason.BEFORE)  # somebody may have gone on with it; without a copy it stays
        yield
    finally:
        lease.free()


def _tell(place: Place, built: bool) -> None:
    say(_("Built:") if built else _("Found as it was left (--fresh builds it anew):"))
    say(f"  {place.project}")
    for path in place.reports:
        if path.exists():
            say(f"  {path}")
    say(_("Persons and words in it are invented."))
    say(_("Open it with: qualcode open {path}", path=place.project))
