"""The invented study as data and as documents, and the programs that look at finished files."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from qualcode.reports.document import Document
from qualcode.reports.triangulation import triangulation

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module `sample.py` beside this file."""
    spec = importlib.util.spec_from_file_location("report_samples", HERE / "sample.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def faculty() -> ModuleType:
    """The module `faculty.py` beside this file."""
    spec = importlib.util.spec_from_file_location("faculty", HERE / "faculty.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session", params=["id", "en"])
def document(request: pytest.FixtureRequest, samples: ModuleType) -> Document:
    """The full sample in each language."""
    return triangulation(samples.sample(request.param))


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of a desktop program; skips where it is missing, unless the run requires it."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            if os.environ.get("QUALCODE_REQUIRE_DESKTOP") == "1":
                pytest.fail(f"{name} is required and not installed")
            pytest.skip(f"{name} is not installed")
        return found

    return find
