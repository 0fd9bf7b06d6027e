"""The room in which a user's own template is run: a process of its own, with little time and memory and no way out.

It is spoken to by JSON on its standard input and answers by JSON on its standard output; see `own.render_own`.
Jinja's sandbox keeps a template to the data it was given. What it could not bound in the same process — a loop that
does not end, a text that grows and grows — ends here with the process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment

from qualcode.i18n import _, set_language, using
from qualcode.reports.painting import long_date, number, painted, percent, whole

MEMORY = 1 << 30
"""Bytes the process may take."""
LONGEST = 50_000_000
"""Characters of a finished text."""
PIECE = 1_000_000
"""Characters that one multiplication or one filled-up word may come to."""
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


class Room(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with our filters, plain dictionaries, and bounds on what grows."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, text: str, name: str, folder: str, html: bool, language: str) -> None:
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
        for word, make in filters(language).items():
            self.filters[word] = make

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
    room = Room(asked["text"], asked["name"], asked["folder"], asked["html"], context["language"])
    try:
        pieces, length = [], 0
        for piece in room.get_template(asked["name"]).generate(**context):
            pieces.append(piece)
            length += len(piece)
            _bounded(length, LONGEST)
        # Half a character, which JSON lets through, is none that a file can hold.
        return {"text": "".join(pieces).encode("utf-8", "replace").decode("utf-8")}
    except TemplateSyntaxError as error:
        return {"wrong": str(error.message), "file": error.filename or error.name, "line": error.lineno}
    except Exception as error:  # noqa: BLE001 - whatever a template does is a mistake to be told, never a traceback
        file, line = _where(error, asked)
        return {"wrong": _said(error), "file": file, "line": line}


def _said(error: Exception) -> str:
    """What went wrong in a person's words."""
    if isinstance(error, TemplateNotFound):
        return _("{name} is not a template in the folder of this one", name=error.name)
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
    return _("this cannot be worked out: {why}", why=str(error) or type(error).__name__)


def _where(error: Exception, asked: Mapping[str, Any]) -> tuple[str, int]:
    """File and line of the innermost template that was being run."""
    found, trace = (asked["name"], 0), error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found


def _shown(value: Any) -> Any:
    """What is printed: nothing for nothing, and no function."""
    if callable(value) and not isinstance(value, Missing):
        raise TemplateRuntimeError(_("only values can be printed; was () forgotten?"))
    return "" if value is None else value


def _bounded(size: float, most: float = PIECE) -> None:
    if size > most:
        raise TemplateRuntimeError(_("it grows beyond every measure"))


def _confined(seconds: int) -> None:
    """Less memory and time, where the system can hold a process to it; everywhere the caller has a clock.

    When its time is up it is told first, so that the line it was at can be said.
    """
    if sys.platform == "win32":
        return
    import resource
    import signal

    signal.signal(signal.SIGXCPU, _time_is_up)
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (soft, hard))


def _time_is_up(_signal: int, _frame: object) -> None:
    raise TimeoutError


def main() -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.buffer.read())
    set_language(asked["speaks"])
    _confined(asked["seconds"])
    sys.stdout.buffer.write(json.dumps(answer(asked)).encode("ascii"))


if __name__ == "__main__":
    main()
