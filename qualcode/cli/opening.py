"""Opening a project for a command. The database layer is loaded here and not before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.cli import output

if TYPE_CHECKING:
    from qualcode.project import Project


def reading(path: Path) -> Project:
    """The project for reading: works while somebody else writes."""
    from qualcode.project import Project

    return Project.open(path, write=False)


@contextmanager
def writing(path: Path, coder: str | None = None) -> Iterator[Project]:
    """The project for writing as `coder`, with snapshots where they are due and what a person is to know told.

    Raises Busy where somebody else writes.
    """
    from qualcode.project import Project
    from qualcode.store.snapshots import HOURLY

    project = Project.open(path, coder=coder, snapshot_after=HOURLY)
    try:
        with project:
            for line in project.sharing.notices():
                note(line)
            before = project.history.head()
            try:
                yield project
            finally:
                if project.history.head() != before:
                    output.state.changed = True
    finally:
        note(project.keeper.notice)


def note(line: str) -> None:
    """Tell a person one thing beside the answer, on standard error; nothing where the line is empty."""
    if line:
        output.say(f"! {line}", file=sys.stderr)
