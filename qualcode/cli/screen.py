"""The app: `qualcode` opens its home, `qualcode open PROJECT` a project."""

from __future__ import annotations

from pathlib import Path

import typer

from qualcode.cli.home import need_terminal, run
from qualcode.cli.marking import N_
from qualcode.cli.options import CoderName, ProjectPath
from qualcode.cli.pages import command, noun

app = noun(N_("The app."))


@command(app, "open", N_("Open a project in the app."))
def open_(project: ProjectPath, coder: CoderName = None) -> None:
    """Open a project in the app."""
    show_project(project, coder)


def show_project(path: Path, coder: str | None = None) -> None:
    """Run the app with a project until it is left; raises BadInput without a terminal, Busy where others write.

    Without a coder, whoever was last chosen for the project on this machine acts, as when it is opened from home.
    """
    need_terminal()
    from qualcode.project import Project
    from qualcode.store.snapshots import ALWAYS
    from qualcode.tui.opening import open_project
    from qualcode.tui.recent import Memory

    named = coder and Project.open(path, coder=coder, snapshot_after=ALWAYS)
    if code := run(named or open_project(path, Memory.load())):
        raise typer.Exit(code)
