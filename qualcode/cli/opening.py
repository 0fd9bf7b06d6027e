"""Opening a project for a command. The database layer is loaded here and not before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.project import Project


def reading(path: Path) -> Project:
    """The project for reading: works while somebody else writes."""
    from qualcode.project import Project

    return Project.open(path, write=False)


def writing(path: Path, coder: str | None = None) -> Project:
    """The project for writing as `coder`; raises Busy where somebody else writes."""
    from qualcode.project import Project

    return Project.open(path, coder=coder)
