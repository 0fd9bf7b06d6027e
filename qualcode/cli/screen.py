"""The app: `qualcode` opens its home, `qualcode open PROJECT` a project."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.home import need_terminal, run
from qualcode.cli.marking import N_
from qualcode.cli.options import CoderName, ProjectPath
from qualcode.cli.pages import command, noun
from qualcode.errors import Barred, Held

ReadOnly = Annotated[
    bool,
    typer.Option("--read-only", help=N_("Only read; works while somebody else is coding in the project.")),
]
Cursor = Annotated[
    bool,
    typer.Option(
        "--cursor", help=N_("Show the terminal's own cursor at the caret, for screen readers and magnifiers.")
    ),
]

app = noun(N_("The app."))


@command(app, "open", N_("Open a project in the app."))
def open_(
    project: ProjectPath, coder: CoderName = None, read_only: ReadOnly = False, cursor: Cursor = False
) -> None:
    """Open a project in the app."""
    if cursor:
        os.environ["QUALCODE_CURSOR"] = "1"
    show_project(project, coder, write=not read_only)


def show_project(path: Path, coder: str | None = None, *, write: bool = True) -> None:
    """Run the app with a project until it is left; raises BadInput without a terminal.

    Where another process writes the project, or nobody can where it lies, the app asks whether to read it.

    Without a coder, whoever was last chosen for the project on this machine acts, as when it is opened from home.
    """
    need_terminal()
    from qualcode.tui.opening import open_project
    from qualcode.tui.recent import Memory

    project, held = None, None
    try:
        project = open_project(path, Memory.load(), write=write, coder=coder or "")
    except (Held, Barred) as error:
        held = (path, error)
    if code := run(project, held):
        raise typer.Exit(code)
