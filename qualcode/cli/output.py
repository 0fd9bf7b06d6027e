"""What commands print: one JSON document, or plain columns."""

from __future__ import annotations

import dataclasses
import enum
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from qualcode.i18n import _, language
from qualcode.i18n.reasons import why
from qualcode.text.figures import per_cent, rounded

Column = tuple[str, str]
"""Heading and the field shown under it."""

LONGEST = 60
"""Characters of a cell before it is cut; JSON holds everything."""

SMALL = 20
"""Below so many a share has no decimals: one more or less changes it by five in a hundred."""


class OutputLost(Exception):
    """What was to be printed could not be: the disk behind standard output is full, or something like it."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class State:
    """What the running command has done so far."""

    changed: bool = False
    """Whether what it was asked to do is done, and only the answer is missing."""


state = State()


def prepare_streams() -> None:
    """Let nothing about the streams stop a command.

    A stream that was closed is replaced by one that leads nowhere, so that no file of ours gets its number; what a
    terminal cannot show is written as its escape.
    """
    if None in (sys.stdin, sys.stdout, sys.stderr):
        while os.open(os.devnull, os.O_RDWR) < 3:
            pass
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  for the whole run
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def say(text: str = "", *, end: str = "\n", file: TextIO | None = None) -> None:
    """Print a text for people; signs that would steer a terminal are shown instead. Raises OutputLost."""
    with _told():
        print(painted(text), end=end, file=file or sys.stdout)


def put_out(text: str) -> None:
    """Print a text that is to be kept: as it is, but for a terminal, which is not to be steered by it."""
    with _told():
        print(painted(text) if sys.stdout.isatty() else text, end="" if text.endswith("\n") else "\n")


def finish() -> None:
    """See that everything printed has left; raises OutputLost."""
    with _told():
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(why(error)) from None


def painted(text: str) -> str:
    """`text` with control characters and signs that turn the line around as signs that can be seen."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


_SHOWN = (
    {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
    | {0x7F: "\u2421"}
    | {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
    | {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)}
)


def plain(value: Any) -> Any:
    """`value` in the types JSON has: dataclasses as objects, ids and paths as text, sets sorted."""
    match value:
        case None | bool() | int() | float():
            return value.value if isinstance(value, enum.Enum) else value
        case enum.Enum():
            return value.value
        case str():
            return value
        case UUID() | Path():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(k)): plain(v) for k, v in value.items()}
        case frozenset() | set():
            return sorted(plain(v) for v in value)
        case list() | tuple():
            return [plain(v) for v in value]
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return record(value)
    return value.item() if hasattr(value, "item") else str(value)


def record(value: Any) -> dict[str, Any]:
    """A record of the project as an object: its id is the one made once; ids of the file's own rows stay inside."""
    fields = value.model_dump()
    number = fields.pop("number", None)
    inner = {k: plain(v) for k, v in fields.items() if k not in ("id", "uid") and not k.endswith("_id")}
    return {"id": str(value.uid), "number": value.id if number is None else number, **inner}


def print_json(value: Any) -> None:
    """Print `value` as one JSON document in UTF-8."""
    with suppress(AttributeError, ValueError):
        # Bytes of a file name that are no UTF-8 come out as \udcxx, which JSON reads back as what they were.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    with _told():
        print(json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def show(rows: Iterable[Any], columns: Sequence[Column], *, as_json: bool) -> None:
    """Print a list: an array of objects, or one line a row under translated headings."""
    listed = list(rows)
    if as_json:
        print_json(listed)
    elif listed:
        print_table([h for h, _field in columns], [[cell(row, f) for _h, f in columns] for row in listed])
    else:
        say(_("(nothing yet)"))


def done(value: Any, sentence: str, *, as_json: bool) -> None:
    """Print what a command did: the thing it made or changed as JSON, or a sentence."""
    state.changed = True
    if as_json:
        print_json(value)
    else:
        say(sentence)


def cell(row: Any, field: str) -> str:
    """A field of a row as one line of text."""
    value = row.get(field) if isinstance(row, Mapping) else getattr(row, field)
    return words(plain(value))


def words(value: Any) -> str:
    """A value as people read it, on one line."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float():
            return decimal(value)
        case list():
            return ", ".join(words(v) for v in value)
        case dict():
            return ", ".join(f"{k}={words(v)}" for k, v in value.items())
    return painted(" ".join(str(value).split()))


def decimal(value: float | None, places: int = 2) -> str:
    """`value` with so many decimals, 0,56 in Indonesian and 0.56 in English; a dash where there is none."""
    return "–" if value is None else _local(rounded(value, places))


def percent(share: float | None, n: int | None = None, places: int = 1) -> str:
    """A share in per cent; whole where it is of fewer than `SMALL` (`n`); a dash where there is none."""
    if share is None:
        return "–"
    return _local(per_cent(share, 0 if n is not None and n < SMALL else places))


def _local(figure: str) -> str:
    return figure.replace(".", ",") if language() == "id" else figure


def one_line(text: str) -> str:
    """`text` safe for a terminal and on one line, its other spaces as they are."""
    return painted(text.replace("\t", " ").replace("\n", " "))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns wide enough for their longest cell; numbers stand to the right.

    No cell breaks its row, whatever another program has put into the project.
    """
    heads = [one_line(text) for text in headings]
    cut = [[clip(one_line(text)) for text in row] for row in rows]
    sides = [all(_is_number(row[i]) for row in cut) for i in range(len(heads))]
    widths = [max(width(text) for text in column) for column in zip(heads, *cut, strict=True)]
    for row in (heads, *cut):
        line = (pad(text, w, right) for text, w, right in zip(row, widths, sides, strict=True))
        say("  ".join(line).rstrip())


def _is_number(text: str) -> bool:
    return not text or text.lstrip("-").replace(",", ".").replace(".", "", 1).isdigit()


def clip(text: str, longest: int = LONGEST) -> str:
    """`text`, cut with an ellipsis where it takes more than `longest` terminal cells."""
    if width(text) <= longest:
        return text
    kept, used = "", 0
    for character in text:
        used += width(character)
        if used > longest - 1:
            break
        kept += character
    return kept + "…"


def pad(text: str, cells: int, right: bool = False) -> str:
    """`text` filled up with spaces to that many terminal cells."""
    space = " " * (cells - width(text))
    return space + text if right else text + space


def width(text: str) -> int:
    """Terminal cells `text` takes: wide East Asian characters two, combining and control characters none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )
