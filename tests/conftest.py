"""Fixtures for every room: where outside test data lies, and a language that does not leak between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import i18n

ROOT = Path(__file__).resolve().parent.parent


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
