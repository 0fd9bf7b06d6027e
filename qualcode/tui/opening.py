"""Opening, making and bringing back projects, off the thread that draws; the database layer is loaded only then."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.text.addresses import is_server, typed_path
from qualcode.tui.recent import Memory

if TYPE_CHECKING:
    from qualcode.project import Project


async def opened(opening: Callable[[], Project]) -> Project:
    """What `opening` gives; where whoever waits goes away meanwhile, the project is closed again."""
    gone = Event()

    def watched() -> Project:
        project = opening()
        if gone.is_set():
            project.close()
        return project

    task = asyncio.ensure_future(asyncio.to_thread(watched))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        gone.set()
        if task.done() and not task.cancelled() and task.exception() is None:
            task.result().close()
        raise


def open_project(place: str | Path, memory: Memory, *, write: bool = True, coder: str = "") -> Project:
    """The project at a place, with snapshots as the app takes them; whoever was chosen to act on this machine does.

    `coder` says it before that, and else `QUALCODE_CODER`. Raises Held where another process writes it and this one wants to.
    """
    from qualcode.project import Project
    from qualcode.project.project import project_path
    from qualcode.store.snapshots import ALWAYS

    coder = (
        coder
        or os.environ.get("QUALCODE_CODER")
        or _chosen(place if is_server(place) else project_path(place), memory)
    )
    return Project.open(place, coder=coder or None, write=write, snapshot_after=ALWAYS)


def _chosen(place: str | Path, memory: Memory) -> str:
    """Who was chosen to act there on this machine, in whichever window."""
    memory.renew()
    return memory.coder(place)


def load_ahead() -> None:
    """Load what the first source will need, while a person still looks at the contents: most of what it takes."""
    import qualcode.project.codebook
    import qualcode.project.codings
    import qualcode.project.suggestions
    import qualcode.tui.screens.transcript  # noqa: F401


def new_project(place: str, title: str, coder: str, codebook: str) -> Project:
    """A new project with a codebook; where that cannot be read there is no project either."""
    from qualcode.project import Project
    from qualcode.store.snapshots import ALWAYS

    project = Project.create(place, coder=coder, title=title)
    try:
        if codebook:
            project.codebook.import_(codebook)
    except BaseException:
        project.close()
        if not is_server(place):
            project.path.unlink(missing_ok=True)
        raise
    project.keeper.after = ALWAYS
    return project


def sample_project(path: str, memory: Memory, study: str = "kube") -> Project:
    """A sample study, built anew at `path`, or in it where that is a folder."""
    from qualcode.project.study import build_study
    from qualcode.resources import study_path

    place = typed_path(path)
    if place.is_dir():
        place /= f"{study}.qualcode"
    return open_project(build_study(study_path(study), place).path, memory)


def brought_back(place: str | Path, snapshot: str, memory: Memory) -> tuple[Project, str]:
    """The project after a snapshot was put in its place, and what a person is told; where that fails, as it was."""
    from qualcode.project.backups import restore

    try:
        kept = restore(place, snapshot, replace=True)[1]
    except QualcodeError as error:
        if not Path(place).exists():
            raise
        return open_project(place, memory), error.message
    if kept is None:
        return open_project(place, memory), _("the backup stands in the project's place now")
    if kept.parent == Path(place).parent:
        return open_project(place, memory), _(
            "the backup stands in the project's place now; what stood there is kept as {path}", path=kept.name
        )
    return open_project(place, memory), _(
        "the backup stands in the project's place now; what stood there is kept as a backup itself"
    )
