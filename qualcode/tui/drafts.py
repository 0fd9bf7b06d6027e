"""Words typed into a form and not saved yet: kept on this machine, so that a terminal that goes away takes none along.

One file a project in the person's own folder, which nobody else may read, beside the list of recent projects. A draft
goes with the form that is saved or left, or after a month. It is a help: a damaged file means that there are no
drafts, and failing to write one is no error.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from platformdirs import user_data_path

KEPT = timedelta(days=30)
"""How long a draft waits for its form to be opened again."""


@dataclass(frozen=True)
class Draft:
    """Answers by the name of their field, where they were changed, and when that was."""

    at: datetime
    answers: Mapping[str, str]


class Drafts:
    """The drafts of one project by the name of their form.

    They are written in a thread of their own, one after the other, and read once.
    """

    def __init__(self, project: str) -> None:
        """`project` is its lasting id."""
        self._file = drafts_folder() / f"{project}.json"
        self._known: dict[str, Draft] | None = None
        self._open: set[Callable[[], None]] = set()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="qualcode-drafts")
        self._closed = False

    def find(self, form: str) -> Draft | None:
        """What was typed into a form and neither saved nor thrown away."""
        if self._known is None:
            self._known = _read(self._file)
        return self._known.get(form)

    def keep(self, form: str, answers: Mapping[str, str]) -> None:
        """These answers are in a form now and not saved."""
        known = self.find(form)
        if known is None or known.answers != answers:
            self._put(form, Draft(datetime.now(UTC), dict(answers)))

    def drop(self, form: str) -> None:
        """Nothing of a form is unsaved."""
        if self.find(form) is not None:
            self._put(form, None)

    def watch(self, form: Callable[[], None]) -> None:
        """A form is open; it is called when there is no more time."""
        self._open.add(form)

    def unwatch(self, form: Callable[[], None]) -> None:
        """It is not open any more."""
        self._open.discard(form)

    def gather(self) -> None:
        """Take what is in the forms that are open, as the project is about to be left."""
        while self._open:
            self._open.pop()()

    def close(self) -> None:
        """Wait until all is on disk; from now on nothing is kept."""
        self._closed = True
        self._writer.shutdown()

    def _put(self, form: str, draft: Draft | None) -> None:
        if self._closed or self._known is None:
            return
        if draft is None:
            self._known.pop(form, None)
        else:
            self._known[form] = draft
        self._writer.submit(_write, self._file, form, draft)


def drafts_folder() -> Path:
    """Where drafts lie; nothing has to be there."""
    return user_data_path("qualcode") / "drafts"


def _read(file: Path) -> dict[str, Draft]:
    """The drafts in a file without those that are too old; none where it cannot be read."""
    oldest = datetime.now(UTC) - KEPT
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        found = {
            str(form): Draft(
                datetime.fromisoformat(row["at"]),
                {str(name): str(answer) for name, answer in row["answers"].items()},
            )
            for form, row in json.loads(file.read_text(encoding="utf-8")).items()
        }
        return {form: draft for form, draft in found.items() if draft.at > oldest}
    return {}


def _write(file: Path, form: str, draft: Draft | None) -> None:
    """Put one draft among those in the file, or take it out; another window may have written there meanwhile."""
    kept = _read(file)
    kept.pop(form, None)
    if draft is not None:
        kept[form] = draft
    with suppress(OSError):
        _tidy(file.parent)
        if not kept:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        body = {name: {"at": one.at.isoformat(), "answers": one.answers} for name, one in kept.items()}
        beside = file.with_suffix(f".{os.getpid()}")
        beside.unlink(missing_ok=True)
        # What informants said may stand in it: nobody else reads it, not even while it is being written.
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        beside.replace(file)


def _tidy(folder: Path) -> None:
    """Take away what projects that are not opened any more left behind."""
    oldest = (datetime.now(UTC) - KEPT).timestamp()
    for file in folder.glob("*"):
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
