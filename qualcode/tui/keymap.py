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
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from qualcode.i18n import _

_LINE_OF_ERROR = re.compile(r"\s*\(at line (\d+), column \d+\)")
_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_ENTRY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED = frozenset(key.value for key in Keys)
_TOGETHER = frozenset({"app", "page", "reader", "transcript"})
"""Parts whose keys are in force at the same time."""


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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keymap({})
    except (OSError, UnicodeDecodeError) as error:
        return Keymap({}, (_("{file} cannot be read: {reason}", file=path.name, reason=error),))
    return read_keymap(text, path.name)


def read_keymap(text: str, file: str = "keymap.toml") -> Keymap:
    """The keymap that `text` holds; each problem begins with `file` and its line."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_OF_ERROR.search(str(error))
        reason = _LINE_OF_ERROR.sub("", str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        return Keymap({}, (_("{file}, line {line}: {what}", file=file, line=line, what=reason),))
    lines = _lines(text)
    rows = {row.id: row for row in every_binding()}
    keys: dict[str, str] = {}
    problems: list[tuple[int, str]] = []
    for name, value in _flat(given):
        line = lines.get(name, 0)
        if name not in rows:
            near = get_close_matches(name, rows, 1)
            hint = " " + _("Did you mean {name}?", name=near[0]) if near else ""
            problems.append((line, _("there is no {name}.", name=name) + hint))
            continue
        wanted, wrong = _keys(value)
        problems += [(line, what) for what in wrong]
        if wanted:
            keys[name] = ",".join(wanted)
    problems += [(lines.get(name, 0), what) for name, what in _clashes(keys, rows)]
    return Keymap(
        keys, tuple(_("{file}, line {line}: {what}", file=file, line=n, what=w) for n, w in sorted(problems))
    )


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


def _lines(text: str) -> dict[str, int]:
    """The line, from 1, on which each name is given its keys."""
    table, found = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = _plain(match.group(1)) + "."
        elif match := _ENTRY.match(line):
            found.setdefault(table + _plain(match.group(1)), number)
    return found


def _plain(name: str) -> str:
    return re.sub(r"\s*\.\s*", ".", re.sub("[\"']", "", name.strip()))


def _flat(given: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _keys(value: Any) -> tuple[list[str], list[str]]:
    """Keys of one entry, and what is wrong with it."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        return [], [_('keys are written in quotes, as "c" or ["c", "ctrl+k"]')]
    keys = [key.strip() for key in listed]
    wrong = [key for key in keys if not _is_key(key)]
    return [key for key in keys if key not in wrong], [
        _("there is no key {key}", key=f'"{key}"') for key in wrong
    ]


def _is_key(key: str) -> bool:
    *modifiers, base = [*key[:-1].split("+"), "+"] if key.endswith("+") else key.split("+")
    if not _MODIFIERS.issuperset(filter(None, modifiers)):
        return False
    return (len(base) == 1 and base.isprintable() and base != " ") or base in _NAMED or _character(base) != ""


def _character(name: str) -> str:
    """The character that a key of that name types; empty where it is no such key."""
    return key_to_character(REPLACED_KEYS.get(name, name)) or ""


def _clashes(keys: Mapping[str, str], rows: Mapping[str, KeyRow]) -> Iterator[tuple[str, str]]:
    """Names whose new key something else in force at the same time has as well."""
    now = {name: {_spelt(key) for key in keys.get(name, row.keys).split(",")} for name, row in rows.items()}
    for name in keys:
        for other, theirs in now.items():
            if other == name or not _at_once(name, other) or (other in keys and other < name):
                continue
            for key in sorted(now[name] & theirs):
                yield name, _("{key} is the key of {other} as well", key=key, other=other)


def _at_once(one: str, other: str) -> bool:
    first, second = one.split(".")[0], other.split(".")[0]
    return first == second or {first, second} <= _TOGETHER


def _spelt(key: str) -> str:
    """A key as a person writes it: `?` and not `question_mark`."""
    return _character(key) or key
