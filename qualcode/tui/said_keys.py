"""Keys in sentences: what a person is told to press is what their keymap says, also for a page that is not open.

`key_of` of a page tells of its own keys as the foot shows them; this tells of any key as a sentence says it, and
needs no page: threads and plain functions may ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from textual.binding import Binding
from textual.keys import format_key

from qualcode.i18n import _

_HOMES = {
    "app": "qualcode.tui.app",
    "codebook": "qualcode.tui.codebook.keys",
    "hits": "qualcode.tui.screens.transcript.hits",
    "matrix": "qualcode.tui.grid",
    "offers": "qualcode.tui.offers",
    "page": "qualcode.tui.page",
    "picker": "qualcode.tui.picker",
    "reader": "qualcode.tui.reader.view",
    "sheet": "qualcode.tui.codebook.meaning",
    "tour": "qualcode.tui.tour",
}
"""Modules with the bindings of a part, where that is no page of its own name."""

_own: Mapping[str, str] = {}


def use_keys(keys: Mapping[str, str]) -> None:
    """Say the keys of this keymap from now on, as `App.set_keymap` takes it."""
    global _own
    _own = dict(keys)


def key_for(name: str) -> str:
    """The key that does what the binding of that name does, as `reader.next`; raises LookupError where there is none.

    Of several keys it is the first, as in the foot.
    """
    return said_key(_own.get(name, _usual(name)).split(",")[0].strip())


def said_key(key: str) -> str:
    """A key as a sentence says it: Ctrl+S, Esc, F2, Enter, and what is typed as itself."""
    *modifiers, base = [*key[:-1].split("+"), "+"] if key.endswith("+") else key.split("+")
    named = {"enter": "Enter", "escape": "Esc", "space": _("Space"), "tab": "Tab", "delete": "Del"}
    shown = named.get(base) or format_key(base)
    if re.fullmatch(r"f\d+", shown) or (modifiers and len(shown) == 1):
        shown = shown.upper()
    return "+".join([*(one.capitalize() for one in modifiers if one), shown])


@cache
def _usual(name: str) -> str:
    """The keys of a binding without a keymap."""
    part = name.split(".")[0]
    found = (one.key for one in _bindings(_HOMES.get(part, f"qualcode.tui.screens.{part}")) if one.id == name)
    keys = next(found, "")
    if not keys:
        raise LookupError(name)
    return keys


def _bindings(module: str) -> Iterator[Binding]:
    """Everything bound by what a module names: in classes, in those they stand on, and in lists."""
    for thing in vars(import_module(module)).values():
        if isinstance(thing, Binding):
            yield thing
        elif isinstance(thing, list):
            yield from (one for one in thing if isinstance(one, Binding))
        elif isinstance(thing, type):
            for base in thing.__mro__:
                yield from (one for one in vars(base).get("BINDINGS", ()) if isinstance(one, Binding))
