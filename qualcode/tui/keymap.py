"""A person's own keys: `keymap.toml` in the config folder gives names of bindings other keys.

    "transcript.code" = "c"
    "reader.next" = ["down", "n"]

    [transcript]
    evidence = "ctrl+e"

Every mistake is told with its line; what is right is used all the same.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, Keys, _character_to_key, key_to_character

from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.tui.going import Where, place_name
from qualcode.tui.painting import one_line

LARGEST = 64 * 1024
"""Bytes of a keymap; one that gives every binding new keys has a quarter of it."""
_LONGEST, _LINES, _HINTS = 1000, 50, 20
"""Characters of a line, lines of an entry, and mistakes with a hint; more is nobody's keys and costs only time."""

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_ENTRY = re.compile(r"""\s*(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*\s*=""")
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_UNSENT = frozenset({"super", "meta", "hyper"})
"""Modifiers that reach no program in an ordinary terminal."""
_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+[": "escape",
    "ctrl+left_square_bracket": "escape",
}
"""Keys that a terminal sends as others."""
_TYPED_IN = frozenset({"form", "offers", "picker"})
"""Parts in which words are typed, so that no letter is free there."""
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))  # "<any>" and such are no keys
_WRITTEN = 0x250
"""Code points below which a sign may be written by its name, as on keyboards; `banana` is no key, though a sign is."""
_TOGETHER = tuple(
    map(
        frozenset,
        (
            ("reader", "transcript"),
            ("codebook", "tree"),
            ("network", "graph"),
            ("network", "sociomatrix"),
            ("matrices", "matrix"),
            ("crossings", "matrix"),
            ("attributes", "matrix"),
            ("triangulation", "matrix"),
            ("form", "choice"),
            ("form", "some"),
        ),
    )
)
"""Parts whose keys are in force at the same time."""
_OVER_PAGES = frozenset({"ask", "choice", "form", "help", "hits", "picker", "sheet", "some", "tour"})
"""Parts that lie over a page, whose keys then rest; all others have the keys of every page beside their own."""
_NOT_THERE = {
    "home": frozenset({"page.undo", "page.redo", "page.back"}),
    "backups": frozenset({"page.undo", "page.redo"}),
}
"""Keys of every page that a part has not: nothing of a project is changed there."""


@dataclass(frozen=True)
class KeyRow:
    """One thing that can be done by a key."""

    id: str
    """The name that a keymap uses."""
    keys: str
    """Its keys, with commas between them."""
    name: str
    what: str


@dataclass(frozen=True)
class Keymap:
    """Keys by the names of bindings, as `App.set_keymap` takes them, and what was wrong with the file."""

    keys: Mapping[str, str]
    problems: tuple[str, ...] = ()


def keymap_path() -> Path:
    """Where a person's own keys stand; nothing has to be there."""
    return user_config_path("qualcode") / "keymap.toml"


def load_keymap(path: Path | None = None) -> Keymap:
    """The keymap at `path`, by default `keymap_path()`; empty where there is none."""
    path = path or keymap_path()
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):  # a pipe would be waited for
            return Keymap({}, (_("{name} is not a file", name=path.name),))
        if about.st_size > LARGEST:
            too_large = _(
                "{file} is larger than {n} KB; no keys are taken from it", file=path.name, n=LARGEST // 1024
            )
            return Keymap({}, (too_large,))
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except FileNotFoundError:
        return Keymap({})
    except OSError as error:
        return Keymap({}, (_("{file} cannot be read: {reason}", file=path.name, reason=why(error)),))
    try:
        return read_keymap(data.decode("utf-8"), path.name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = _("this is not written in UTF-8; save the file as UTF-8 text")
        return Keymap({}, (_("{file}, line {line}: {what}", file=path.name, line=line, what=what),))


def read_keymap(text: str, file: str = "keymap.toml") -> Keymap:
    """The keymap that `text` holds, without its mistakes; each problem begins with `file` and its line."""
    rows = {row.id: row for row in every_binding()}
    keys: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    problems: list[tuple[int, str]] = []
    for line, name, value in _entries(text):
        if name is None:
            problems.append((line, _('this is no entry; one is written as reader.next = "j"')))
        elif name not in rows:
            near = get_close_matches(name, rows, 1) if len(name) < 60 and len(problems) < _HINTS else []
            hint = " " + _("Did you mean {name}?", name=near[0]) if near else ""
            problems.append((line, _("there is no {name}.", name=one_line(name, 60)) + hint))
        elif name in lines:
            problems.append((line, _("{name} stands in line {line} already", name=name, line=lines[name])))
        else:
            wanted, wrong = _keys(value, typed=name.split(".")[0] in _TYPED_IN)
            problems += [(line, what) for what in wrong]
            if wanted:
                keys[name], lines[name] = wanted, line
    while clashes := list(_clashes(keys, lines, rows)):
        for name, key, other in clashes:
            keys[name] = [one for one in keys[name] if _spelt(one) != key]
            what = _("{key} is the key of {other} already, and is left out here", key=key, other=other)
            problems.append((lines[name], what))
        keys = {name: left for name, left in keys.items() if left}
    return Keymap(
        {name: ",".join(wanted) for name, wanted in keys.items()},
        tuple(_("{file}, line {line}: {what}", file=file, line=n, what=w) for n, w in sorted(problems)),
    )


def keys_now(row: KeyRow, keymap: Keymap) -> list[str]:
    """The keys of a binding under a keymap, as a person writes them."""
    return [_spelt(key) for key in keymap.keys.get(row.id, row.keys).split(",")]


def where_of(name: str) -> str:
    """Where the binding of that name is in force, in the person's language."""
    part = name.split(".")[0]
    places = {
        "reader": Where.TRANSCRIPT,
        "tree": Where.CODEBOOK,
        "sheet": Where.CODEBOOK,
        "preview": Where.SECTIONS,
        "graph": Where.NETWORK,
        "sociomatrix": Where.NETWORK,
        "triangulation": Where.MATRIX,
    }
    if part in places or part in set(Where) - {Where.MATRIX}:
        return place_name(places.get(part) or Where(part))
    return {
        "app": _("Everywhere"),
        "page": _("Every page"),
        "matrix": _("Tables of cells"),
        "picker": _("Choosing a code"),
        "hits": _("Places found"),
        "form": _("Forms"),
        "choice": _("Forms"),
        "some": _("Forms"),
        "offers": _("Forms"),
        "ask": _("Questions"),
        "help": _("Help"),
        "tour": _("Tour"),
    }.get(part, part)


def every_binding() -> list[KeyRow]:
    """Everything that can be done by a key, by part and in the order of the help; loads every page."""
    import qualcode.tui

    rows: dict[str, KeyRow] = {}
    for module in pkgutil.walk_packages(qualcode.tui.__path__, "qualcode.tui."):
        for _name, found in inspect.getmembers(import_module(module.name), inspect.isclass):
            if not (issubclass(found, DOMNode) and found.__module__.startswith("qualcode.tui")):
                continue
            for binding in vars(found).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id:
                    rows.setdefault(
                        binding.id, KeyRow(binding.id, binding.key, binding.description, binding.tooltip)
                    )
    return sorted(rows.values(), key=lambda row: row.id.split(".")[0])


def _entries(text: str) -> Iterator[tuple[int, str | None, Any]]:
    """Line, from 1, name and value of each entry; no name where a line is none.

    Each is read by itself, so that one that is wrong takes no other along.
    """
    table, lines, at = "", text.splitlines(), 0
    while at < len(lines):
        first, taken = at + 1, lines[at]
        at += 1
        if match := _TABLE.match(taken):
            table = _plain(match.group(1)) + "."
            continue
        given = _toml(taken)
        if (
            given is None and len(taken) <= _LONGEST and _ENTRY.match(taken)
        ):  # a list of keys may go on over several lines
            for end in range(at, min(at + _LINES, len(lines))):
                if len(lines[end]) > _LONGEST or _ENTRY.match(lines[end]) or _TABLE.match(lines[end]):
                    break
                if (given := _toml("\n".join(lines[first - 1 : end + 1]))) is not None:
                    at = end + 1
                    break
        if given is None:
            yield first, None, None
        else:
            yield from ((first, table + name, value) for name, value in _flat(given))


def _toml(text: str) -> dict[str, Any] | None:
    import tomllib  # nobody without a keymap needs it

    if len(text) > _LONGEST * (1 + text.count("\n")):
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # ValueError also for numbers of thousands of digits
        return None


def _plain(name: str) -> str:
    return re.sub(r"\s*\.\s*", ".", re.sub("[\"']", "", name.strip()))


def _flat(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names with dots and values; tables within tables without recursion, for they may be hundreds deep."""
    waiting = list(reversed(given.items()))
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict) and value:
            waiting += [(f"{name}.{inner}", deeper) for inner, deeper in reversed(value.items())]
        else:
            yield name, value


def _keys(value: Any, *, typed: bool) -> tuple[list[str], list[str]]:
    """Keys of one entry, and what is wrong with it; where words are `typed`, no sign is a key."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        return [], [_('keys are written in quotes, as "c" or ["c", "ctrl+k"]')]
    if not listed:
        return [], [_('no key is given; one is written in quotes, as "c"')]
    keys = [key.strip() for key in listed]
    wrong = {key: why for key in keys if (why := _wrong(key, typed=typed))}
    return [key for key in keys if key not in wrong], list(wrong.values())


def _wrong(key: str, *, typed: bool) -> str:
    """Why a key does nothing; empty where it does."""
    shown = f'"{one_line(key, 40)}"'
    if not _is_key(key):
        return _("there is no key {key}", key=shown)
    if not _UNSENT.isdisjoint(key.split("+")):
        return _("a terminal does not send {key}; choose another key", key=shown)
    if other := _SAME.get(key.lower()) or _capital(key):
        return _("a terminal sends {key} as {other}; choose another key", key=shown, other=other)
    if typed and (sign := _character(key) or key) and len(sign) == 1 and sign.isprintable():
        return _("{key} is typed as text there; choose one like f6 or ctrl+e", key=shown)
    return ""


def _capital(key: str) -> str:
    """The letter that Shift makes of one; empty for any other key."""
    modifier, _plus, base = key.partition("+")
    return base.upper() if modifier == "shift" and len(base) == 1 and base.isalpha() else ""


def _is_key(key: str) -> bool:
    *modifiers, base = [key] if key == "+" else key.split("+")
    if not _MODIFIERS.issuperset(modifiers) or len(set(modifiers)) < len(modifiers):
        return False
    if len(base) == 1:
        return base.isprintable() and base != " "
    sign = _character(base)
    # Private, but nothing else tells under which name Textual hears a sign that is typed.
    return base in _NAMED or (sign != "" and ord(sign) < _WRITTEN and _character_to_key(sign) == base)


def _character(name: str) -> str:
    """The character that a key of that name types; empty where it is no such key."""
    return key_to_character(REPLACED_KEYS.get(name, name)) or ""


def _clashes(
    keys: Mapping[str, list[str]], lines: Mapping[str, int], rows: Mapping[str, KeyRow]
) -> Iterator[tuple[str, str, str]]:
    """Name, key and what has that key already at the same time; of two new ones the later is at fault."""
    usual = {name: {_spelt(key) for key in row.keys.split(",")} for name, row in rows.items()}
    now = {name: {_spelt(key) for key in keys[name]} if name in keys else usual[name] for name in rows}
    told = set[tuple[str, str]]()
    for name in keys:
        for other, theirs in now.items():
            if other == name or not _at_once(name, other) or (other in keys and lines[other] > lines[name]):
                continue
            for key in sorted(now[name] & theirs):
                if (key in usual[name] and key in usual[other]) or (name, key) in told:
                    continue  # one that is nearer to the cursor goes first, as without a keymap
                told.add((name, key))
                yield name, key, other


def _at_once(one: str, other: str) -> bool:
    parts = {one.split(".")[0], other.split(".")[0]}
    if any(not _NOT_THERE[part].isdisjoint((one, other)) for part in parts & set(_NOT_THERE)):
        return False
    if len(parts) == 1 or any(parts <= together for together in _TOGETHER):
        return True
    return bool(parts & {"app", "page"}) and not parts & _OVER_PAGES


def _spelt(key: str) -> str:
    """A key as a person writes it: `?` and not `question_mark`, but `space` and `comma`."""
    character = _character(key)
    return character if len(character) == 1 and character.isprintable() and character not in " ," else key
