"""The line of a template at which something went wrong, wherever in Jinja or Python it did.

What Python runs is code that Jinja wrote, whose lines are others; Jinja tells which are which, and mends the traces of
most mistakes itself. Not those of what a template has too much of: nesting, numbers without end, memory, time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import FrameType, TracebackType

from jinja2 import Template
from jinja2.nodes import Node
from jinja2.parser import Parser

_LINES = re.compile(r"^debug_info = '([0-9=&]*)'$", re.MULTILINE)
_STACK = re.compile(r'^  File "([^"\n]+)", line (\d+) in ', re.MULTILINE)


def line_of(error: BaseException, name: str) -> tuple[str, int]:
    """File and line of the innermost template that was being run or, where none was, read; line 0 where none can be told.

    `name` is that of the template that was asked for.
    """
    found: tuple[str, int] | None = None
    reading = name, 0
    at: BaseException | None = error
    while at is not None and found is None and not reading[1]:
        for frame, line in _frames(at.__traceback__):
            known = frame.f_globals
            if "__jinja_exception__" in known:  # Jinja has put the template's own line there
                found = frame.f_code.co_filename, line
            elif isinstance(template := known.get("__jinja_template__"), Template):
                found = frame.f_code.co_filename, template.get_corresponding_lineno(line)
            else:
                reading = _read(frame, at, reading)
        at = at.__context__  # where even the telling of it went wrong
    return reading if found is None or reading[1] else found


def lines_told(source: str, file: str) -> str:
    """What a process says of a template that it is about to run, for whoever has to say at which line it ended."""
    return json.dumps([file, _pairs(source)])


def last_line(told: str) -> tuple[str, int] | None:
    """File and line at which a process was that ended while it ran templates; None where it does not tell.

    `told` is what it said of each of them (`lines_told`), and the stack of its calls at its end, innermost first.
    """
    lines: dict[str, list[list[int]]] = {}
    for line in told.splitlines():
        if line.startswith('["'):
            with suppress(ValueError):
                file, pairs = json.loads(line)
                lines[file] = pairs
    for file, line in _STACK.findall(told):
        if file in lines:
            return file, _at(lines[file], int(line))
    return None


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _read(frame: FrameType, error: BaseException, before: tuple[str, int]) -> tuple[str, int]:
    """The place that was being read in a frame of Jinja's own; `before` where it tells none."""
    known = frame.f_locals
    name, line = before
    if isinstance(parser := known.get("self"), Parser):
        return parser.filename or name, parser.stream.current.lineno
    for node in (known.get("node"), known.get("self")):
        if isinstance(node, Node) and node.lineno:
            return name, node.lineno
    inside = frame.f_code.co_name
    if inside == "wrap" and isinstance(known.get("lineno"), int):  # the lexer makes numbers of digits
        return known.get("name") or name, known["lineno"]
    if inside == "_compile" and isinstance(source := known.get("source"), str):
        return known.get("filename") or name, _at(_pairs(source), getattr(error, "lineno", 0) or 0)
    return name, line


def _pairs(source: str) -> list[list[int]]:
    """Lines of a template, each with the line of the code made of it where it begins."""
    found = _LINES.search(source)
    return (
        [[int(one) for one in pair.split("=")] for pair in found[1].split("&")] if found and found[1] else []
    )


def _at(pairs: Iterable[Sequence[int]], line: int) -> int:
    """The line of the template that a line of the code stands for."""
    return max((pair for pair in pairs if pair[1] <= line), key=lambda pair: pair[1], default=(0, 0))[0]
