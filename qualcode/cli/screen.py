"""The app: `qualcode` opens its home, `qualcode open PROJECT` a project."""

from __future__ import annotations

import sys
from pathlib import Path

from qualcode.cli.marking import N_
from qualcode.cli.options import CoderName, ProjectPath
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _

app = noun(N_("The app."))


@command(app, "open", N_("Open a project in the app."))
def open_(project: ProjectPath, coder: CoderName = None) -> None:
    """Open a project; raises BadInput where there is no terminal to draw on."""
    show_app(project, coder)


def home() -> None:
    """Open the app at its home: recent projects."""
    show_app(None)


def is_terminal() -> bool:
    """Whether there is a screen and a keyboard."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def show_app(project: Path | None, coder: str | None = None) -> None:
    """Run the app until it is left; raises BadInput where there is no terminal, or the project cannot be opened."""
    if not is_terminal():
        raise BadInput(_("the app needs a terminal; qualcode --help shows what works without one"))
    from qualcode.tui.app import run

    run(project, coder=coder)
