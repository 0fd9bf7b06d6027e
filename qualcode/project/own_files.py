"""Which files of a person are still as this program wrote them, and the copy that is kept of one that is not.

What was written last at a place is remembered by its SHA-256, beside the snapshots. Where that cannot be read, or was
never noted, a file counts as somebody's work: a copy too many is thrown away more easily than one too few is found.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import get_ident

from qualcode.store import shelf

NOTED = 500
"""So many places are remembered, those written last."""
LONGEST = 255
"""Bytes of a file's name."""


def is_somebodys(target: Path, new: bytes) -> bool:
    """Whether what stands at `target` would be lost if `new` took its place; raises OSError.

    It would not where it is the same, or byte for byte what this program wrote there last.
    """
    if not target.exists():
        return False
    with target.open("rb") as file:
        stands = hashlib.file_digest(file, "sha256").hexdigest()
    return stands not in (hashlib.sha256(new).hexdigest(), _noted().get(os.path.realpath(target)))


def note(target: Path, written: bytes) -> None:
    """Remember what was written at a place; a convenience, which no disk has to bear."""
    places = _noted()
    place = os.path.realpath(target)
    places.pop(place, None)
    places[place] = hashlib.sha256(written).hexdigest()
    file = _file()
    draft = file.with_name(f"{file.name}-{os.getpid()}-{get_ident()}")
    with suppress(OSError, ValueError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = dict([*places.items()][-NOTED:])
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, file)


def keep(target: Path) -> Path:
    """Give what stands at `target` a second, dated name beside it, which is given; raises OSError."""
    for kept in _names(target, datetime.now()):
        try:
            os.link(target, kept)
        except FileExistsError:
            continue
        except OSError:  # a stick or a share that has one name for each file
            try:
                with kept.open("xb") as copy, target.open("rb") as file:
                    shutil.copyfileobj(file, copy)
                    copy.flush()
                    os.fsync(copy.fileno())
            except FileExistsError:
                continue
            except BaseException:
                with suppress(OSError):
                    kept.unlink()
                raise
            with suppress(OSError):
                shutil.copystat(target, kept)
        return kept
    raise AssertionError("names have no end")


def _names(target: Path, now: datetime) -> Iterator[Path]:
    """`report (2026-11-22 18.02).docx`, and on from there."""
    number = 1
    while True:
        date = f" ({now:%Y-%m-%d %H.%M}{f' {number}' if number > 1 else ''}){target.suffix}"
        room = LONGEST - len(os.fsencode(date))
        stem = target.stem
        while len(os.fsencode(stem)) > room:
            stem = stem[:-1]
        yield target.with_name(stem + date)
        number += 1


def _noted() -> dict[str, str]:
    """What was written last, by place."""
    with suppress(OSError, ValueError):
        noted = json.loads(_file().read_text(encoding="utf-8"))
        if isinstance(noted, dict):
            return {str(place): str(sha) for place, sha in noted.items()}
    return {}


def _file() -> Path:
    return shelf.root() / "written.json"
