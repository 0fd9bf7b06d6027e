"""Fixtures for every room: where outside test data lies, and a language that does not leak between tests.

What decides whether a test passes is what it tests, not how busy the machine is: hypothesis sets no deadline and
tries the same examples at every run (`make soak`: new ones), and what is waited for has a minute (tests/waiting.py).
Files lie in memory where there is plenty, for a project waits for its disk at every action; that it does so is tested
by what it asks the disk for, not by losing power.

Thousands of projects are made and opened in one process, each with the same tables and nearly the same questions. What
does not depend on the project is done once: Python's bytecode is kept, SQL is compiled once as in a program that keeps
its project open, and what was imported is not looked through for garbage.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Compiling the package and the asserts of all tests takes seconds, and each worker and each command would do it again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from qualcode import i18n

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "qualcode",
    deadline=None,
    derandomize=not os.environ.get("QUALCODE_SOAK"),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("qualcode")

IN_MEMORY = Path("/dev/shm")
ROOM = 3 << 30
"""Bytes of memory that have to be free before the files of tests are put there; a run needs a third of it."""

if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Workers begin at different files, so that each finds most of them compiled by another."""
    worker: dict[str, Any] = getattr(session.config, "workerinput", {})
    if not worker:
        return
    asked = [Path(given.partition("::")[0]).resolve() for given in session.config.args]
    files = [
        file
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if any(file.is_relative_to(place) for place in asked) and not (file.parent / "__init__.py").exists()
    ]
    for file in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception):  # told when it is collected
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """What was imported by now stays; and SQL that was compiled for one project serves the others."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    if "qualcode.store.engine" in sys.modules:
        _compile_once()


def _compile_once() -> None:
    """All engines of files share a dialect and its statements; tables are laid by the statements of the first time."""
    from sqlalchemy import Connection, Engine, create_engine, event
    from sqlalchemy.pool import StaticPool

    from qualcode.model import METADATA
    from qualcode.store import engine

    pattern = create_engine("sqlite://", poolclass=StaticPool, query_cache_size=5_000)
    pattern.connect().close()  # a dialect asks its first connection what it can do
    pattern.dispose()

    def sharing(*given: Any, **options: Any) -> Engine:
        made = create_engine(*given, **options)
        made.dialect = made.pool._dialect = pattern.dialect
        made._compiled_cache = pattern._compiled_cache
        return made

    lay = METADATA.create_all
    laid: list[str] = []

    def lay_again(connection: Connection, **options: Any) -> None:
        if laid and connection.dialect.name == "sqlite":
            for statement in laid:
                connection.exec_driver_sql(statement)
            return
        said: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
            said.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        lay(connection, **options)
        event.remove(connection, "before_cursor_execute", note)
        if connection.dialect.name == "sqlite":
            laid.extend(statement for statement in said if statement.lstrip().startswith("CREATE "))

    engine.create_engine = sharing  # type: ignore[attr-defined]
    METADATA.create_all = lay_again  # type: ignore[method-assign,assignment]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Files nobody here wrote; named by QUALCODE_TEST_DATA or beside the project."""
    place = Path(os.environ.get("QUALCODE_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not place.is_dir():
        pytest.skip(f"no outside test data at {place} (set QUALCODE_TEST_DATA)")
    return place


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English, whatever the machine speaks."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(autouse=True, scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the snapshots of these tests go, in place of the data folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("snapshots")
        patch.setenv("QUALCODE_SNAPSHOTS", str(place))
        yield place
