"""Waiting for what another thread, process or person brings about: as long as a busy machine may take, and no longer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds. Nothing that works takes so long, on any machine; what does not come by then never comes."""


def wait_until(holds: Callable[[], bool], told: str = "it never came about") -> None:
    """Return as soon as something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, told
        time.sleep(0.01)


async def until(
    holds: Callable[[], bool], told: Callable[[], object] = lambda: "it never came about"
) -> None:
    """Return as soon as something holds; the app goes on meanwhile."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, told()
        await asyncio.sleep(0.01)
