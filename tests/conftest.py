"""Fixtures for every room: where outside test data lies, and a language that does not leak between tests.

What decides whether a test passes is what it tests, not how busy the machine is: hypothesis sets no deadline and
tries the same examples at every run (`make soak`: new ones), and what is waited for has a minute (tests/waiting.py).
Files lie in memory where there is plenty, for a project waits for its disk at every action; that it does so is tested
by what it asks the disk for, not by losing power.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
