"""The app: `qualcode` opens its home, `qualcode open PROJECT` a project."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from qualcode.cli.marking import N_
from qualcode.cli.options import CoderName, ProjectPath
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _

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
    from qualcode.tui.app import QualcodeApp

    screen = QualcodeApp()
    screen.run()
    return screen.return_code or 0


def show_project(path: Path, coder: str | None = None) -> None:
    """Run the app with a project until it is left; raises BadInput without a terminal, Busy where others write."""
    _need_terminal()
    from qualcode.project import Project
    from qualcode.store.snapshots import ALWAYS
    from qualcode.tui.app import QualcodeApp

    with Project.open(path, coder=coder, snapshot_after=ALWAYS) as project:
        screen = QualcodeApp(project)
        screen.run()
    if screen.return_code:
        raise typer.Exit(screen.return_code)


def _need_terminal() -> None:
    if not is_terminal():
        raise BadInput(_("the app needs a terminal; qualcode --help shows what works without one"))
