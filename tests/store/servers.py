"""PostgreSQL from a wheel, started for tests."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def server_folder() -> Path:
    """A folder of its own, straight below the temporary one: the wheel changes the rights of the folders above it."""
    return Path(tempfile.mkdtemp(prefix="qualcode-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))


def started(wheel: Any, data: Path) -> Any:
    """A server that runs; the wheel gives a start ten seconds, which a busy machine may exceed."""
    for _attempt in range(5):
        try:
            return wheel.get_server(data, cleanup_mode="stop")
        except subprocess.TimeoutExpired:
            wheel.PostgresServer._instances.pop(data.resolve())
    return wheel.get_server(data, cleanup_mode="stop")
