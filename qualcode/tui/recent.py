"""What the app remembers between sessions: recent projects, where reading stopped, the theme.

A small JSON file, read before the database layer is loaded, so that the first frame is on the screen at once. It is
a convenience: a missing or damaged file means an empty memory, and failing to write it is no error.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from platformdirs import user_data_path

_KEPT = 12


@dataclass(frozen=True)
class Remembered:
    """One project that was open."""

    path: str
    """The project file."""
    title: str
    """The study's title."""
    places: dict[str, int] = field(default_factory=dict)
    """Where reading stopped, by source id: an offset in code points."""


@dataclass
class Memory:
    """Recent projects, the latest first, and the theme."""

    recent: Sequence[Remembered] = ()
    theme: str = ""

    @classmethod
    def load(cls) -> Memory:
        """What was kept; empty where there is nothing that can be read."""
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(_file().read_text(encoding="utf-8"))
            places = [
                Remembered(
                    str(row["path"]), str(row["title"]), {str(k): int(v) for k, v in row["places"].items()}
                )
                for row in kept["recent"]
            ]
            return cls(places, str(kept["theme"]))
        return cls()

    def save(self) -> None:
        """Keep it, if the machine lets us."""
        body = {"theme": self.theme, "recent": [asdict(row) for row in self.recent]}
        with suppress(OSError):
            _file().parent.mkdir(parents=True, exist_ok=True)
            _file().write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")

    def open(self, path: Path, title: str) -> None:
        """A project was opened: it comes first."""
        mine = self._of(path) or Remembered(str(path.resolve()), title)
        others = [row for row in self.recent if row.path != mine.path]
        self.recent = [replace(mine, title=title), *others][:_KEPT]

    def place(self, path: Path, source: str) -> int:
        """Where reading of a source stopped; 0 where it never began."""
        mine = self._of(path)
        return mine.places.get(source, 0) if mine else 0

    def stop(self, path: Path, source: str, offset: int) -> None:
        """Reading of a source stopped here."""
        mine = self._of(path)
        if mine is not None:
            mine.places[source] = offset

    def _of(self, path: Path) -> Remembered | None:
        return next((row for row in self.recent if row.path == str(path.resolve())), None)


def _file() -> Path:
    return user_data_path("qualcode") / "recent.json"
