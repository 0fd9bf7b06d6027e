"""The app: `qualcode` opens its home, `qualcode open PROJECT` a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import note
from qualcode.cli.options import CoderName, ProjectPath
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project import Project

app = noun(N_("The app."))


@command(app, "open", N_("Open a project in the app."))
def open_(project: ProjectPath, coder: CoderName = None) -> None:
    """Open a project in the app."""
    show_project(project, coder)


def is_terminal() -> bool:
    """Whether there is a screen and a keyboard."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def home() -> int:
    """Run the app from its home until it is left; raises BadInput where there is no terminal."""
    _need_terminal()
    return _run()


def show_project(path: Path, coder: str | None = None) -> None:
    """Run the app with a project until it is left; raises BadInput without a terminal, Busy where others write."""
    _need_terminal()
    from qualcode.project import Project
    from qualcode.store.snapshots import ALWAYS

    if code := _run(Project.open(path, coder=coder, snapshot_after=ALWAYS)):
        raise typer.Exit(code)


def _run(project: Project | None = None) -> int:
    """Run the app until it is left, and close whatever is open then; what came up in closing is told in the shell."""
    from qualcode.tui.app import QualcodeApp

    screen = QualcodeApp(project)
    try:
        screen.run()
    finally:
        if screen.desk is not None:  # the app ended otherwise than by being left
            screen.parting = screen.desk.close()
        if project is not None:
            project.close()
        note(screen.parting)
    return screen.return_code or 0


def _need_terminal() -> None:
    if not is_terminal():
        raise BadInput(_("the app needs a terminal; qualcode --help shows what works without one"))
