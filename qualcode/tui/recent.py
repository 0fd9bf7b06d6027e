"""What the app remembers between sessions: recent projects, where reading stopped, the theme, the tour.

A small JSON file, read before the database layer is loaded, so that the first frame is on the screen at once. It is
a convenience: a missing or damaged file means an empty memory, and failing to write it is no error.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import get_ident

from platformdirs import user_data_path

from qualcode.store.shelf import place_name
from qualcode.text.addresses import is_server

_KEPT = 12


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

    @classmethod
    def load(cls) -> Memory:
        """What was kept; empty where there is nothing that can be read."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(_file().read_text(encoding="utf-8"))
            places = [
                Remembered(
                    str(row["path"]),
                    str(row["title"]),
                    {str(k): int(v) for k, v in row["places"].items()},
                    {int(k): str(v) for k, v in row.get("digits", {}).items()},
                    str(row.get("signer", "")),
                    str(row.get("coder", "")),
                    {str(k): str(v) for k, v in row.get("report", {}).items()},
                )
                for row in kept["recent"]
            ]
            return cls(places, str(kept["theme"]), kept.get("toured") is True)
        return cls()

    def save(self) -> None:
        """Keep it, if the machine lets us."""
        self.saving()()

    def saving(self) -> Callable[[], None]:
        """What keeps it as it is now, for another thread to do; whoever is killed meanwhile has the file of before."""
        body = {"theme": self.theme, "toured": self.toured, "recent": [asdict(row) for row in self.recent]}
        file = _file()

        def keep() -> None:
            draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")
            with suppress(OSError):
                file.parent.mkdir(parents=True, exist_ok=True)
                draft.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
                draft.replace(file)

        return keep

    def open(self, path: str | Path, title: str) -> None:
        """A project was opened: it comes first."""
        mine = self._of(path) or Remembered(place_name(path), title)
        others = [row for row in self.recent if row.path != mine.path]
        self.recent = [replace(mine, title=title), *others][:_KEPT]

    def drop(self, row: Remembered) -> None:
        """Forget a project; nothing of it is touched."""
        self.recent = [other for other in self.recent if other is not row]

    def place(self, path: str | Path, source: str) -> int:
        """Where reading of a source stopped; 0 where it never began."""
        mine = self._of(path)
        return mine.places.get(source, 0) if mine else 0

    def stop(self, path: str | Path, source: str, offset: int) -> None:
        """Reading of a source stopped here."""
        mine = self._of(path)
        if mine is not None:
            mine.places[source] = offset

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


def _file() -> Path:
    return user_data_path("qualcode") / "recent.json"
