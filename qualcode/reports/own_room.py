"""The room in which a user's own template is run: a process of its own, with little time and memory and no way out.

It is spoken to by JSON on its standard input and answers on its standard output, by a line of JSON, and a text below
it where it made one; see `own.render_own`.
Jinja's sandbox keeps a template to the data it was given. What it could not bound in the same process — a loop that
does not end, a text that grows and grows — ends here with the process.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import InvalidOperation
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_environment,
)
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.filters import do_sum
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment

from qualcode.i18n import _, set_language, using
from qualcode.reports.own_lines import line_of, lines_told
from qualcode.reports.painting import long_date, number, painted, painted_line, percent, whole

MEMORY = 512 << 20
"""Bytes the process may take."""
SPARE = 128 << 20
"""Bytes more, once it took too many: to tell what went wrong."""
GRACE = 3
"""Seconds after its time is up to tell where it was."""
LONGEST = 20_000_000
"""Characters of a finished text."""
LARGEST = 20_000
"""Bits of a product of whole numbers; Python prints numbers of some 14,000."""
PIECE = 1_000_000
"""Characters that one multiplication or one filled-up word may come to."""
NAME = 80
"""Characters of a name that are told."""
INCLUDED = (".j2", ".jinja", ".jinja2", ".md", ".html", ".htm", ".txt", ".tex", ".typ")
"""Suffixes of files that may be included."""

_GROWING = frozenset(["ljust", "rjust", "center", "zfill", "expandtabs"])
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_TYPST = {sign: f"\\{sign}" for sign in "\\#$*_`<>@[]~/=+-"}


class Missing(StrictUndefined):
    """What the data do not hold: said with what there is instead."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = str(self._undefined_name)
        if isinstance(self._undefined_obj, Mapping):
            there = ", ".join(list(map(str, self._undefined_obj))[:20])
            return _("there is no {name} here; there is: {there}", name=name, there=there or "–")
        return _("there is no {name} here", name=name)

    # In a list, too, what is not there is told and not printed.
    __repr__ = StrictUndefined.__str__


class Room(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with our filters, plain dictionaries, and bounds on what grows."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(
        self, text: str, name: str, folder: str, html: bool, language: str, tells: bool = False
    ) -> None:
        self._tells = tells
        super().__init__(
            loader=Shelf(text, name, folder),
            autoescape=html,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_shown,
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        )
        for unneeded in ("lipsum", "random", "pprint"):
            self.globals.pop(unneeded, None)
            self.filters.pop(unneeded, None)
        self.filters |= {**filters(language), "sum": _sum}

    def _compile(self, source: str, filename: str) -> CodeType:
        """Jinja's hook, where the code that it wrote is at hand: says which line of it is which of the template."""
        if self._tells:
            print(lines_told(source, filename), file=sys.stderr, flush=True)
        return super()._compile(source, filename)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary before its methods."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No underscores, nothing that changes the data, nothing that fills a word up to any length."""
        return (
            attr not in _GROWING and not attr.startswith("_") and super().is_safe_attribute(obj, attr, value)
        )

    def unsafe_undefined(self, obj: Any, attribute: str) -> Missing:
        """What may not be touched."""
        said = _("{name} may not be used in a template", name=attribute)
        return Missing(said, obj=obj, name=attribute, exc=SecurityError)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers as they are; a text or list only multiplied within bounds."""
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            _bounded(len(left) + len(right), LONGEST)
        for one, other in ((left, right), (right, left)):
            if operator == "*" and isinstance(one, str | list | tuple) and isinstance(other, int):
                _bounded(len(one) * other)
        if operator == "*" and isinstance(left, int) and isinstance(right, int):
            _bounded(left.bit_length() + right.bit_length(), LARGEST)
        if operator == "**":
            _bounded(abs(left) if isinstance(left, int | float) else PIECE + 1, 10**6)
            _bounded(abs(right) if isinstance(right, int | float) else PIECE + 1, 100)
        if operator == "%" and isinstance(left, str):
            raise SecurityError(_("{name} may not be used in a template", name="%"))
        return super().call_binop(context, operator, left, right)


class Shelf(BaseLoader):
    """The template itself, and files beside it that look like templates."""

    def __init__(self, text: str, name: str, folder: str) -> None:
        self._text, self._name = text, name
        self._folder = Path(folder).resolve() if folder else None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Text, name for messages, and that it does not change; TemplateNotFound for what may not be read."""
        if template == self._name:
            return self._text, template, lambda: True
        try:
            if self._folder is None or "\x00" in template:
                raise TemplateNotFound(template)
            file = (self._folder / template).resolve()
            if file.is_relative_to(self._folder) and file.suffix in INCLUDED and file.stat().st_size < PIECE:
                return file.read_text(encoding="utf-8"), template, lambda: True
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateNotFound(template) from error
        raise TemplateNotFound(template)


def filters(language: str) -> dict[str, Callable[..., str]]:
    """What a template can do with numbers, days and words besides Jinja's own; each under two names or one."""

    def spoken(make: Callable[..., str]) -> Callable[..., str]:
        def inside(*given: Any) -> str:
            with using(language):
                return make(*given)

        return inside

    def day(value: str | None) -> str:
        return long_date(date.fromisoformat(value[:10])) if value else ""

    def figure(value: float, places: int | None = None) -> str:
        if places is None:
            places = 0 if float(value).is_integer() else 2
        return number(value, min(places, 12)) if places else whole(round(value))

    def share(value: float, places: int = 1) -> str:
        return percent(value, min(places, 12))

    def money(value: float) -> str:
        from qualcode.reports.sections.shown import amount

        return amount(value, "Rp")

    def markdown(value: object) -> str:
        from qualcode.reports.markdown import escaped

        return "\n".join(escaped(line) for line in painted(str(value)).split("\n"))

    def translated(table: Mapping[str, str]) -> Callable[[object], str]:
        signs = {ord(sign): written for sign, written in table.items()}
        return lambda value: painted(str(value)).translate(signs)

    return {
        **dict.fromkeys(("tanggal", "date"), spoken(day)),
        **dict.fromkeys(("angka", "number"), spoken(figure)),
        **dict.fromkeys(("persen", "percent"), spoken(share)),
        "rupiah": spoken(money),
        "md": markdown,
        "tex": translated(_TEX),
        "typ": translated(_TYPST),
    }


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """`{"text": …}`, or `{"wrong": …, "file": …, "line": …}` where the template is at fault."""
    context = asked["context"]
    room = Room(
        asked["text"], asked["name"], asked["folder"], asked["html"], context["language"], "seconds" in asked
    )
    try:
        pieces, length = [], 0
        made = room.get_template(asked["name"]).generate(**context)
        for piece in made:
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST and isinstance(made, Generator):
                made.throw(_too_much())  # where it is, so that its line is known
        # Half a character, which JSON lets through, is none that a file can hold.
        return {"text": "".join(pieces).encode("utf-8", "replace").decode("utf-8")}
    except TemplateSyntaxError as error:
        return {"wrong": str(error.message), "file": error.filename or error.name, "line": error.lineno}
    except Exception as error:  # noqa: BLE001 - whatever a template does is a mistake to be told, never a traceback
        if isinstance(error, MemoryError):
            _allow(MEMORY + SPARE)
        file, line = line_of(error, asked["name"])
        return {"wrong": _said(error), "file": file, "line": line}


def _said(error: Exception) -> str:
    """What went wrong in a person's words."""
    if isinstance(error, TemplateNotFound):
        shown = painted(str(error.name or ""))
        shown = shown if len(shown) <= NAME else f"{shown[:NAME]}…"
        return _("{name} is not a template in the folder of this one", name=shown)
    if isinstance(error, TemplateRuntimeError):
        return str(error.message)
    if isinstance(error, RecursionError):
        return _("it calls itself again and again, or is nested too deeply")
    if isinstance(error, TimeoutError):
        return _("it does not come to an end")
    if isinstance(error, MemoryError):
        return _("it takes too much memory")
    if isinstance(error, OverflowError) and "MAX_RANGE" in str(error):
        return _("a range has at most {n} steps", n=MAX_RANGE)
    if isinstance(error, InvalidOperation):
        return _("this is no number that can be shown")
    why = error.msg if isinstance(error, SyntaxError) else str(error)
    return _("this cannot be worked out: {why}", why=painted_line(why) or type(error).__name__)


def _shown(value: Any) -> Any:
    """What is printed: nothing for nothing, and no function."""
    if callable(value) and not isinstance(value, Missing):
        raise TemplateRuntimeError(_("only values can be printed; was () forgotten?"))
    return "" if value is None else value


def _bounded(size: float, most: float = PIECE) -> None:
    if size > most:
        raise _too_much()


def _too_much() -> TemplateRuntimeError:
    return TemplateRuntimeError(_("it grows beyond every measure"))


@pass_environment
def _sum(
    environment: Environment, values: Iterable[Any], attribute: str | None = None, start: float = 0
) -> Any:
    """Jinja's own, of numbers only: lists added up one by one take time without end."""
    if not isinstance(start, int | float):
        raise TemplateRuntimeError(_("only numbers can be added up"))
    return do_sum(environment, values, attribute, start)


def _confined(seconds: int) -> None:
    """Less memory and time, where the system can hold a process to it; everywhere the caller has a clock.

    When its time is up it is told first, so that the line it was at can be said; where it is in something that does
    not listen, the system writes down where that is.
    """
    if sys.platform == "win32":
        return
    import resource
    import signal

    signal.signal(signal.SIGXCPU, _time_is_up)
    faulthandler.register(signal.SIGXCPU, chain=True)
    _allow(MEMORY)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + GRACE))


def _allow(memory: int) -> None:
    """Let the process take so much memory, and never more than `MEMORY` and `SPARE`."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, MEMORY + SPARE))


def _time_is_up(_signal: int, _frame: object) -> None:
    raise TimeoutError


def main() -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.read())
    set_language(asked["speaks"])
    _confined(asked["seconds"])
    if sys.platform == "win32":  # no time of its own to be held to: by the clock, then
        faulthandler.dump_traceback_later(2 * asked["seconds"], exit=True)
    said = answer(asked)
    text = said.pop("text", None)
    sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n")
    if text is not None:
        sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main()
