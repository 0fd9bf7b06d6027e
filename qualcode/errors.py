"""The errors of qualcode, one tree.

QualcodeError
├── BadInput        exit 2  what was given cannot be used; nothing was changed
│   ├── NotFound            no such record
│   ├── Ambiguous           a name fits several records
│   └── Unreadable          a file that no reader can turn into text
├── Busy            exit 3  somebody else is at the project, or it is open for reading only
│   └── Held                another process holds it for writing
├── CheckFailed     exit 1  a check was made and did not hold
└── StoreError      exit 2  the project file itself cannot be used (not ours, too new, damaged, disk full)
    └── Barred              nothing can be written where it lies; it can be read

Every message is one line, already in the person's language, and says what to do where something can be done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class QualcodeError(Exception):
    """Anything qualcode tells a person instead of a traceback; `exit_code` is what the command line returns."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    @property
    def message(self) -> str:
        """The one line a person reads."""
        return str(self.args[0])


class BadInput(QualcodeError):
    """What was given cannot be used; nothing was changed."""


class NotFound(BadInput):
    """No record answers to the name or number given."""


class Ambiguous(BadInput):
    """The name given fits several records."""


class Unreadable(BadInput):
    """A file that cannot be turned into text, and why."""


class Busy(QualcodeError):
    """Somebody else is at the project, or it is open for reading only."""

    exit_code = 3


class Held(Busy):
    """Another process holds the project for writing; it can be read meanwhile."""

    def __init__(self, message: str, holder: str, since: datetime | None = None) -> None:
        """`holder` says who it is, `since` when they began, where that is known."""
        super().__init__(message)
        self.holder = holder
        self.since = since


class CheckFailed(QualcodeError):
    """A check was made and did not hold."""

    exit_code = 1


class StoreError(QualcodeError):
    """The project file cannot be used: not ours, too new, damaged, or the disk refuses."""


class Barred(StoreError):
    """Nobody can write where the project lies, as on a disk that can only be read; the project can be read."""
