"""The app from its home: all that starting it needs, so that its first screen waits for no command line library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qualcode.cli.opening import note
from qualcode.errors import BadInput
from qualcode.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.errors import Barred, Held
    from qualcode.project import Project


def is_terminal() -> bool:
    """Whether there is a screen and a keyboard; the app is drawn on standard error."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def home() -> int:
    """Run the app from its home until it is left; raises BadInput where there is no terminal."""
    need_terminal()
    return run()


def run(project: Project | None = None, held: tuple[Path, Held | Barred] | None = None) -> int:
    """Run the app until it is left, and close whatever is open then; what came up in closing is told in the shell.

    `held` is the place of a project that cannot be written now: the app asks whether to read it.
    """
    from qualcode.tui import keep_apart
    from qualcode.tui.app import QualcodeApp

    keep_apart()
    screen = QualcodeApp(project, held=held)
    try:
        screen.run()
    finally:
        if screen.desk is not None:  # the app ended otherwise than by being left
            screen.parting = screen.desk.close()
        if project is not None:
            project.close()
        note(screen.parting)
    return screen.return_code or 0


def need_terminal() -> None:
    """Raise BadInput where there is no screen and keyboard."""
    if not is_terminal():
        raise BadInput(_("the app needs a terminal; qualcode --help shows what works without one"))
