"""Rows about keys pressed while the app works on something long: how late it comes back to them."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.project import Project
from qualcode.project.study import build_study
from qualcode.resources import study_path
from tests.bench import corpus
from tests.bench.table import Result, row
from tests.bench.terminal import surroundings_in

LONGEST = 0.05
"""Seconds a key may wait for work that goes on beside it."""
PULSE = 0.002
SIZE = (120, 36)
"""Columns and lines of the screen."""


@row(f"longest a key waits, {corpus.FILES} files read in meanwhile")
def wait_import(folder: Path) -> Result:
    """Files of 30 KB read in, as the page of contents does it."""
    return _waiting(folder, lambda project: project.sources.add(*corpus.files(folder)))


@row(f"longest a key waits, a common word looked for in {corpus.FILES} texts meanwhile")
def wait_search(folder: Path) -> Result:
    """Every place of a word that stands nearly everywhere, as finding in all texts does it."""
    return _waiting(folder, lambda project: project.search.find("ba"), _filled)


@row("longest a key waits, a report written meanwhile")
def wait_report(folder: Path) -> Result:
    """The triangulation report of the sample study as a Word file, libraries loaded on the way."""

    def sample(place: Path, _folder: Path) -> None:
        build_study(study_path("kube"), place)

    def work(project: Project) -> Any:
        return project.reports.write(project.path.parent, format="docx", language="id", accept_leaks=True)

    return _waiting(folder, work, sample)


def _empty(place: Path, folder: Path) -> None:
    Project.create(place, coder="Rara").close()


def _filled(place: Path, folder: Path) -> None:
    with Project.create(place, coder="Rara") as project:
        project.sources.add(*corpus.files(folder))


def _waiting(
    folder: Path, work: Callable[[Project], Any], built: Callable[[Path, Path], None] = _empty
) -> Result:
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = Path(temporary) / "studi.qualcode"
        built(place, folder)
        os.environ.update(surroundings_in(temporary))
        gaps, took = asyncio.run(_gaps(place, work))
    gaps.sort()
    return Result(
        gaps[-1],
        target=LONGEST,
        note=f"half of them {statistics.median(gaps) * 1e3:.1f} ms, one in a hundred more than "
        f"{gaps[-len(gaps) // 100 - 1] * 1e3:.0f} ms; the work took {took:.1f} s",
    )


async def _gaps(place: Path, work: Callable[[Project], Any]) -> tuple[list[float], float]:
    """How late the app came back to its keys, again and again, while its desk did the work."""
    from qualcode.tui import keep_apart
    from qualcode.tui.app import QualcodeApp

    gaps: list[float] = []
    with Project.open(place, coder="Rara") as project:
        keep_apart()
        app = QualcodeApp(project)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            assert app.desk is not None
            done, started = asyncio.ensure_future(app.desk.ask(work)), time.perf_counter()
            while not done.done():
                before = time.perf_counter()
                await asyncio.sleep(PULSE)
                gaps.append(max(time.perf_counter() - before - PULSE, 0.0))
            took = time.perf_counter() - started
            await done
            app.desk.leave()
    return gaps, took
