"""What the app remembers between sessions: recent projects, where reading stopped, the theme, the tour.

A small JSON file, read before the database layer is loaded, so that the first frame is on the screen at once. It is
a convenience: a missing or damaged file means an empty memory, and failing to write it is no error.

Several windows share the file. Each writes down only what it changed itself since it last read or wrote; all else
stays as the others left it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock, get_ident
from typing import TypeVar

from platformdirs import user_data_path

from qualcode.store.shelf import place_name
from qualcode.text.addresses import is_server

T = TypeVar("T")

_KEPT = 12
_PATIENCE = 2.0
"""Seconds; longer no window waits for another that writes, for that takes a few thousandths of one."""


@dataclass(frozen=True)
class Remembered:
    """One project that was open."""

    path: str
    """The project file, or the address of its server without a password."""
    title: str
    """The study's title."""
    places: dict[str, int] = field(default_factory=dict)
    """Where reading stopped, by source id: an offset in code points."""
    digits: dict[int, str] = field(default_factory=dict)
    """Codes on digits that nobody pinned them to, by their lasting ids."""
    signer: str = ""
    """Who last wrote a comment here, where that was somebody else than who acts."""
    coder: str = ""
    """Who was chosen here to act, where that is not the project's first coder."""
    report: dict[str, str] = field(default_factory=dict)
    """Options of reports as they were used last."""
    opened: float = 0.0
    """When it was opened last, in seconds since 1970; 0 where nobody noted it."""

    @property
    def gone(self) -> bool:
        """Whether its file is not there any more; of a server nobody asks here."""
        return not is_server(self.path) and not Path(self.path).exists()


@dataclass
class _Laid:
    """Codes on digits nobody pinned them to, beside each state of the pins, so that a pin that is undone gives back
    what it took."""

    pins: frozenset[tuple[int, str]] | None = None
    """The pins as they were last."""
    beside: dict[frozenset[tuple[int, str]], dict[int, str]] = field(default_factory=dict)


@dataclass
class Memory:
    """Recent projects, the latest first, the theme, and whether the tour was offered."""

    recent: Sequence[Remembered] = ()
    theme: str = ""
    toured: bool = False
    _laid: dict[str, _Laid] = field(default_factory=dict, repr=False, compare=False)
    """By project, how codes lay on digits beside the pins there were; it ends with the app."""
    _known: _Kept = field(default_factory=lambda: _Kept(), repr=False, compare=False)
    """What was read or written last: only what differs from it was changed in this window."""
    _one: Lock = field(default_factory=Lock, repr=False, compare=False)
    """One thread at a time writes or reads anew."""

    @classmethod
    def load(cls) -> Memory:
        """What was kept; empty where there is nothing that can be read."""
        kept = _read() or _Kept()
        return cls(kept.recent, kept.theme, kept.toured, _known=kept)

    def renew(self) -> None:
        """Learn what other windows wrote meanwhile; what was changed here and is not written yet stays."""
        with self._one:
            there = _read()
            if there is not None and there != self._known:
                now = self._now().joined(self._known, there)
                self.recent, self.theme, self.toured = now.recent, now.theme, now.toured
                self._known = there

    def save(self) -> None:
        """Keep it, if the machine lets us."""
        self.saving()()

    def saving(self) -> Callable[[], None]:
        """What keeps it, for another thread to do; whoever is killed meanwhile has the file of before.

        What other windows wrote since is kept beside what was changed here.
        """
        file = _file()

        def keep() -> None:
            draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                with _alone(file), self._one:
                    mine = self._now()
                    body = asdict(mine.joined(self._known, _read(file) or self._known))
                    draft.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
                    draft.replace(file)
                    self._known = mine

        return keep

    def _now(self) -> _Kept:
        return _Kept(tuple(self.recent), self.theme, self.toured)

    def open(self, path: str | Path, title: str) -> None:
        """A project was opened: it comes first."""
        self.renew()
        mine = self._of(path) or Remembered(place_name(path), title)
        others = [row for row in self.recent if row.path != mine.path]
        # A clock that was put back keeps it from no first place.
        now = max([time.time(), *(row.opened + 0.001 for row in others)])
        self.recent = [replace(mine, title=title, opened=now), *others][:_KEPT]

    def drop(self, row: Remembered) -> None:
        """Forget a project; nothing of it is touched."""
        self.recent = [other for other in self.recent if other.path != row.path]

    def place(self, path: str | Path, source: str) -> int:
        """Where reading of a source stopped; 0 where it never began."""
        mine = self._of(path)
        return mine.places.get(source, 0) if mine else 0

    def stop(self, path: str | Path, source: str, offset: int) -> None:
        """Reading of a source stopped here."""
        mine = self._of(path)
        if mine is not None:
            read = {**mine.places, source: offset}
            self.recent = [replace(row, places=read) if row is mine else row for row in self.recent]

    def digits(self, path: str | Path, pins: Mapping[int, str]) -> dict[int, str]:
        """Which code, by its lasting id, was on which digit beside these pins.

        Where a person pinned a code and took that back, or did it again, that is how they lay then, and codes that
        came since.
        """
        mine, laid = self._of(path), self._laid.setdefault(place_name(path), _Laid())
        now = dict(mine.digits) if mine else {}
        state = frozenset(pins.items())
        before = laid.beside.get(state) if laid.pins not in (None, state) else None
        laid.pins = state
        if before is None:
            return now
        return {**{digit: code for digit, code in now.items() if code not in before.values()}, **before}

    def keep_digits(self, path: str | Path, digits: Mapping[int, str]) -> bool:
        """Codes lie on these digits, beside the pins that were told of last; whether that is another state than before."""
        mine, laid = self._of(path), self._laid.get(place_name(path))
        if laid is not None and laid.pins is not None:
            laid.beside[laid.pins] = dict(digits)
        if mine is None or mine.digits == digits:
            return False
        self.recent = [replace(row, digits=dict(digits)) if row is mine else row for row in self.recent]
        return True

    def signer(self, path: str | Path) -> str:
        """Who signs comments; empty where it is whoever acts."""
        mine = self._of(path)
        return mine.signer if mine else ""

    def sign(self, path: str | Path, name: str) -> None:
        """From now on comments are signed by `name`; empty: by whoever acts."""
        mine = self._of(path)
        if mine is not None and mine.signer != name:
            self.recent = [replace(row, signer=name) if row is mine else row for row in self.recent]

    def coder(self, path: str | Path) -> str:
        """Who acts on this machine; empty where nobody was chosen."""
        mine = self._of(path)
        return mine.coder if mine else ""

    def act(self, path: str | Path, name: str) -> None:
        """From now on `name` acts in the project on this machine, also when it is opened again."""
        mine = self._of(path)
        if mine is not None and mine.coder != name:
            self.recent = [replace(row, coder=name) if row is mine else row for row in self.recent]

    def report(self, path: str | Path) -> Mapping[str, str]:
        """Options of reports as they were used last."""
        mine = self._of(path)
        return mine.report if mine else {}

    def keep_report(self, path: str | Path, options: Mapping[str, str]) -> None:
        """Options of reports were chosen; empty ones are as usual."""
        mine = self._of(path)
        if mine is not None:
            told = {name: value for name, value in options.items() if value}
            self.recent = [replace(row, report=told) if row is mine else row for row in self.recent]

    def _of(self, path: str | Path) -> Remembered | None:
        mine = place_name(path)
        return next((row for row in self.recent if row.path == mine), None)


@dataclass(frozen=True)
class _Kept:
    """What stands in the file."""

    recent: tuple[Remembered, ...] = ()
    theme: str = ""
    toured: bool = False

    def joined(self, before: _Kept, there: _Kept) -> _Kept:
        """`there`, with what differs here from `before`."""
        mine, old, new = ({row.path: row for row in kept.recent} for kept in (self, before, there))
        rows = []
        for path in {**mine, **new}:
            if path in mine and path in new:
                rows.append(_joined(mine[path], old.get(path, Remembered(path, "")), new[path]))
            elif path in mine and mine[path] != old.get(path):  # else another window took it off the list
                rows.append(mine[path])
            elif path in new and (
                path not in old or new[path].opened > old[path].opened
            ):  # else this one did
                rows.append(new[path])
        rows.sort(key=lambda row: -row.opened)
        return _Kept(
            tuple(rows[:_KEPT]),
            _later(self.theme, before.theme, there.theme),
            self.toured or there.toured,
        )


def _joined(mine: Remembered, before: Remembered, there: Remembered) -> Remembered:
    read = {source: at for source, at in mine.places.items() if before.places.get(source) != at}
    return Remembered(
        there.path,
        _later(mine.title, before.title, there.title),
        {**there.places, **read},
        _later(mine.digits, before.digits, there.digits),
        _later(mine.signer, before.signer, there.signer),
        _later(mine.coder, before.coder, there.coder),
        _later(mine.report, before.report, there.report),
        max(mine.opened, there.opened),
    )


def _later(mine: T, before: T, there: T) -> T:
    return there if mine == before else mine


def _read(file: Path | None = None) -> _Kept | None:
    """What was kept; None where there is nothing that can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        kept = json.loads((file or _file()).read_text(encoding="utf-8"))
        rows = tuple(
            Remembered(
                str(row["path"]),
                str(row["title"]),
                {str(k): int(v) for k, v in row["places"].items()},
                {int(k): str(v) for k, v in row.get("digits", {}).items()},
                str(row.get("signer", "")),
                str(row.get("coder", "")),
                {str(k): str(v) for k, v in row.get("report", {}).items()},
                float(row.get("opened", 0)),
            )
            for row in kept["recent"]
        )
        return _Kept(rows, str(kept["theme"]), kept.get("toured") is True)
    return None


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No other window writes meanwhile; where the disk knows no locks, or one hangs, it goes on without."""
    from filelock import FileLock, Timeout  # nobody who only looks at the home page needs it

    lock = FileLock(file.with_name(file.name + "-lock"), thread_local=False)
    with suppress(Timeout, NotImplementedError, OSError):
        lock.acquire(timeout=_PATIENCE, poll_interval=0.01)
    try:
        yield
    finally:
        lock.release()


def _file() -> Path:
    return user_data_path("qualcode") / "recent.json"
