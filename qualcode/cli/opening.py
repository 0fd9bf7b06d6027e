"""Opening a project for a command. The database layer is loaded here and not before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.cli import output
from qualcode.errors import StoreError

if TYPE_CHECKING:
    from qualcode.project import Project

ALWAYS = timedelta(0)
WRITING = timedelta(hours=1)
"""How long a command that changes something does not repeat what a person is to know about a project."""
READING = timedelta(days=1)
"""The same for commands that only read."""


def reading(path: Path) -> Project:
    """The project for reading, with what a person is to know told: works while somebody else writes."""
    from qualcode.project import Project
    from qualcode.store import traces

    project = Project.open(path, write=False)
    tell_news(project.place, READING)
    traces.remember(project.place, went_on=False)
    return project


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
            tell_news(project.place, WRITING)
            before = project.history.head()
            try:
                yield project
            finally:
                if project.history.head() != before:
                    output.state.changed = True
        if project.store.astray:
            raise StoreError(project.store.astray)
    finally:
        if not project.store.astray:
            note(project.keeper.notice)


def tell_news(place: str | Path, again: timedelta) -> None:
    """Tell what a person is to know about a project and was not told for that long, on standard error.

    Synchronised folders, copies that went on, a file that is not the one last open here.
    """
    from qualcode.project.backups import news

    for line in news(place, again):
        note(line)


def note(line: str) -> None:
    """Tell a person one thing beside the answer, on standard error; nothing where the line is empty."""
    if line:
        output.say(f"! {line}", file=sys.stderr)
