"""What is wrong with a file a person wrote, place by place."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import BadInput, Unreadable
from qualcode.i18n import _, ngettext
from qualcode.i18n.reasons import why
from qualcode.text.held import left_alone
from qualcode.text.normal import read_text


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file."""

    line: int
    """Counted from 1; for a table, the line its row begins on."""
    text: str
    """What is wrong, in the person's language, without the line."""


class FileProblems(BadInput):
    """A file that cannot be used, with everything that is wrong with it; the message tells the first."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = sorted(set(problems))
        first = self.problems[0]
        message = _("{name}, line {line}: {text}", name=name, line=first.line, text=first.text)
        if more := len(self.problems) - 1:
            message += ngettext(" (and {n} more problem)", " (and {n} more problems)", more)
        super().__init__(message)


LARGEST = 8_000_000
"""Bytes; no codebook, study or coding table written by people comes near it."""


def read_file(path: Path) -> str:
    """The text of a file a person wrote: decoded, NFC, lines ending in `\\n`.

    Raises BadInput, with the file's name, where it is missing, no file, too large or no text.
    """
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise BadInput(_("{name} is not a file", name=path))  # reading a pipe would wait for ever
        size = about.st_size
        with left_alone(path) as alone:
            if not alone:
                raise BadInput(_("{path} is the project that is open", path=path))
            data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError:
        raise BadInput(_("there is no file {name}", name=path)) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise BadInput(_("{name} is not a file", name=path)) from None
        raise BadInput(_("{name} cannot be read: {reason}", name=path, reason=why(error))) from None
    if size > LARGEST:
        raise BadInput(_("{name} is too large to be a file of this kind", name=path.name))
    try:
        return read_text(data).text
    except Unreadable as error:
        raise BadInput(f"{path.name}: {error.message}") from None
