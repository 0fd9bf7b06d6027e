"""Where a file that leaves a project goes, and whether that place is free: asked before the work, written after it."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.project.writing import free_for, write_file

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True)
class OutFile:
    """A place where a file of some kind may be written."""

    path: Path
    suffixes: Collection[str]
    """Of files that it may take the place of, with the point."""
    kind: str
    """What it is, in words with an article."""
    project: Project
    """Which it leaves."""

    def write(self, data: bytes | str) -> Path:
        """Write it whole and give its path; raises BadInput where that cannot be, also where it is free no more."""
        return write_file(self.project, self.path, data, kind_suffixes=self.suffixes, kind=self.kind)


def out_file(
    project: Project, out: str | Path | None, name: str, *, suffixes: Collection[str], kind: str
) -> OutFile:
    """The file `out`, or one in the folder `out`, by default beside the project, called `name` without real names.

    Raises: BadInput where it is the project itself, something else stands there or it cannot be written.
    """
    path = project.path.parent if out is None else Path(out)
    if path.is_dir():
        path = path / project.sharing.file_name(name)
    if os.path.realpath(path) == os.path.realpath(project.path):
        raise BadInput(_("{kind} is not written over the project itself", kind=kind))
    free_for(path, kind_suffixes=suffixes, kind=kind, material=project.material())
    return OutFile(path, suffixes, kind, project)
