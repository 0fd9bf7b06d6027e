"""YAML that people write by hand, read so that every problem can be told with its line.

A file is composed into nodes and walked; nothing is built from tags, and aliases are refused, so that a file can
neither run code nor grow when read.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from qualcode.exchange.problems import FileProblems, Problem
from qualcode.i18n import _

T = TypeVar("T")
_NULL = "tag:yaml.org,2002:null"


class Entry:
    """One place of a YAML file. Reading it as something it is not notes a problem and gives an empty value."""

    def __init__(
        self, node: Any, problems: list[Problem], seen: dict[int, tuple[int, int]], line: int | None = None
    ) -> None:
        self._node = node
        self._problems = problems
        self._seen = seen
        self.line = line if line is not None else node.start_mark.line + 1
        """The line it begins on (of its key, where it has one), counted from 1."""

    def problem(self, text: str) -> None:
        """Note that something is wrong here."""
        self._problems.append(Problem(self.line, text))

    @property
    def empty(self) -> bool:
        """Whether nothing is written here."""
        return isinstance(self._node, ScalarNode) and self._node.tag == _NULL

    @property
    def is_text(self) -> bool:
        """Whether a single value is written here, not a list or fields."""
        return isinstance(self._node, ScalarNode) and not self.empty

    def fields(self, known: Collection[str], required: Iterable[str] = ()) -> dict[str, Entry]:
        """Its fields by name, those with nothing in them left out; unknown, doubled and missing ones are problems."""
        found: dict[str, Entry] = {}
        empty: dict[str, Entry] = {}
        for key, entry in self.pairs():
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                hint = _(" (did you mean {name}?)", name=close[0]) if close else ""
                entry.problem(_("unknown field {name}", name=key) + hint)
            elif entry.empty:
                empty[key] = entry
            else:
                found[key] = entry
        for key in required:
            if key not in found and (self.empty or isinstance(self._node, MappingNode)):
                empty.get(key, self).problem(_("{name} is missing", name=key))
        return found

    def pairs(self) -> list[tuple[str, Entry]]:
        """Its fields in the order written, whatever their names; doubled names are a problem."""
        if self.empty:
            return []
        if not isinstance(self._node, MappingNode):
            self.problem(_("expected fields (name: value), found {kind}", kind=self._kind()))
            return []
        pairs: dict[str, Entry] = {}
        for place, (key, value) in enumerate(self._node.value):
            entry = self._child(place, value, key.start_mark.line + 1)
            if not isinstance(key, ScalarNode):
                entry.problem(_("a field's name must be a plain word"))
            elif key.value in pairs:
                entry.problem(_("{name} stands here twice", name=key.value))
            else:
                pairs[key.value] = entry
        return list(pairs.items())

    def items(self) -> list[Entry]:
        """The entries of a list."""
        if self.empty:
            return []
        if not isinstance(self._node, SequenceNode):
            self.problem(_("expected a list, found {kind}", kind=self._kind()))
            return []
        return [self._child(place, node) for place, node in enumerate(self._node.value)]

    def text(self) -> str:
        """A text, without white space around it; numbers and dates are taken as written."""
        if self.empty:
            return ""
        if not isinstance(self._node, ScalarNode):
            self.problem(_("expected text, found {kind}", kind=self._kind()))
            return ""
        return str(self._node.value).strip()

    def texts(self) -> list[str]:
        """A list of texts, none of them empty."""
        texts = []
        for entry in self.items():
            if text := entry.text():
                texts.append(text)
            elif entry.empty or entry.is_text:
                entry.problem(_("an empty entry in a list"))
        return texts

    def whole(self) -> int | None:
        """A whole number, or None."""
        return self._read(int, _("expected a whole number, found {text}"))

    def day(self) -> date | None:
        """A date written 2026-01-31, or None."""
        return self._read(date.fromisoformat, _("expected a date such as 2026-01-31, found {text}"))

    def yes(self) -> bool:
        """true or false."""
        return bool(self._read(_BOOLEANS.__getitem__, _("expected true or false, found {text}")))

    def choice(self, options: Collection[str]) -> str | None:
        """One of `options`, or None."""
        options = list(options)
        expected = _("expected one of {options}", options=", ".join(options))
        return self._read(lambda text: options[options.index(text)], expected + _(", found {text}"))

    def by_language(self) -> tuple[str, str]:
        """A text in Indonesian and English: fields `id` and `en`, or one text that serves both."""
        if self.is_text:
            return self.text(), self.text()
        fields = self.fields(("id", "en"))
        return tuple(fields[key].text() if key in fields else "" for key in ("id", "en"))  # type: ignore[return-value]

    def _read(self, convert: Callable[[str], T], complaint: str) -> T | None:
        text = self.text()
        if not text:
            return None
        try:
            return convert(text)
        except (ValueError, KeyError):
            self.problem(complaint.format(text=text))
            return None

    def _child(self, place: int, node: Any, line: int | None = None) -> Entry:
        entry = Entry(node, self._problems, self._seen, line)
        if not isinstance(node, ScalarNode):
            home = (id(self._node), place)
            if self._seen.setdefault(id(node), home) != home:
                entry.problem(_("aliases (&, *) are not read here; write it out"))
                return Entry(ScalarNode(_NULL, "", node.start_mark), self._problems, self._seen, entry.line)
        return entry

    def _kind(self) -> str:
        if isinstance(self._node, SequenceNode):
            return _("a list")
        return _("fields") if isinstance(self._node, MappingNode) else _("text")


_BOOLEANS = {"true": True, "True": True, "yes": True, "false": False, "False": False, "no": False}


def compose(text: str, name: str) -> tuple[Entry, list[Problem]]:
    """The outermost entry of a YAML text, and the list that reading it fills with problems.

    Raises FileProblems where the text is empty or not YAML; `name` is the file's, for the message.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FileProblems(name, [Problem(line, _("a control character that YAML does not allow"))]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FileProblems(name, [_broken(text, mark.line if mark else 0, error.problem or "")]) from None
    except (YAMLError, ValueError) as error:
        raise FileProblems(name, [_broken(text, 0, str(error))]) from None
    except RecursionError:
        raise FileProblems(name, [Problem(1, _("nested too deeply"))]) from None
    if node is None:
        raise FileProblems(name, [Problem(1, _("the file is empty"))])
    problems: list[Problem] = []
    return Entry(node, problems, {id(node): (0, 0)}), problems


def _broken(text: str, line: int, why: str) -> Problem:
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Problem(line + 1, _("a tab at the beginning of the line; YAML is indented with spaces"))
    return Problem(line + 1, _("not YAML: {why}", why=why))
