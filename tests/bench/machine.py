"""The machine a bench ran on, in words: figures without it say little."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import qualcode


def described(folder: Path) -> dict[str, str]:
    """What matters about this machine and what runs on it; `folder` lies on the disk that was used."""
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": _memory(),
        "Disk": _disk(folder),
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "qualcode": qualcode.__version__,
        "Busy with other things": _load(),
    }


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        with suppress(OSError):
            asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine() or "unknown"


def _memory() -> str:
    with suppress(AttributeError, OSError, ValueError):
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
    return "unknown"


def _disk(folder: Path) -> str:
    with suppress(OSError, AttributeError, ValueError):
        return f"{_kind(folder)}, {_file_system(folder)}"
    return "unknown"


def _kind(folder: Path) -> str:
    """By Linux's own list of devices; what a machine inside a machine calls its disk says nothing about it."""
    number = folder.stat().st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve()
    if not device.exists():
        return "no disk of its own"
    while not (device / "queue").exists() and device != device.parent:
        device = device.parent
    if device.name.startswith(("vd", "xvd")):
        return "virtual disk"
    if device.name.startswith("nvme"):
        return "NVMe disk"
    turning = (device / "queue" / "rotational").read_text().strip() == "1"
    return "turning disk" if turning else "solid-state disk"


def _file_system(folder: Path) -> str:
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    above = [fields for fields in mounts if folder.resolve().is_relative_to(fields[1])]
    return max(above, key=lambda fields: len(fields[1]))[2]


def _load() -> str:
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return "unknown"
    return f"load {load:.1f} when it began"
