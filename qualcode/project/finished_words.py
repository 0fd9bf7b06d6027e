"""A text that a template of the user's own wrote, as it is read: what is looked through before it leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from qualcode.i18n import _

_GUARD = re.compile(r"\\(?=[^\w\s])")
"""The backslash before a sign that Markdown, LaTeX or Typst would read as markup."""
_INLINE = frozenset("a abbr b bdi bdo code em i mark q s small span strong sub sup tspan u wbr".split())  # noqa: SIM905
"""Tags inside a word or a number; any other one parts what stands on both sides of it."""
_APART = "   "
"""More blanks than any number has in it."""
_DRAWN = frozenset("class d height id points style transform viewbox width x x1 x2 y y1 y2".split())  # noqa: SIM905
"""Attributes that hold how something looks and where it is: their digits are nobody's number."""


def finished_words(text: str, *, markup: bool) -> Iterator[tuple[str, str]]:
    """(where, text) of a finished text, whose lines stay, without what its markup adds.

    With `markup` it is HTML: comments, and words in tags, are parts of their own.
    """
    where = _("finished text")
    if not markup:
        yield where, _GUARD.sub("", text)
        return
    page = _Page()
    page.feed(text)
    page.close()
    yield where, "".join(page.shown)
    for value in dict.fromkeys(page.beside):
        yield where, value


class _Page(HTMLParser):
    """What can be read of a page, line by line, and beside it its comments and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.beside: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self._tag(tag)
        self.shown.append("\n" * (self.get_starttag_text() or "").count("\n"))
        self.beside += [
            value for name, value in attrs if value and name not in _DRAWN and not value.startswith("data:")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self._tag(tag)

    def handle_data(self, data: str) -> None:
        self.shown.append("\n" * data.count("\n") if self._style else data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)
        self.shown.append("\n" * data.count("\n"))

    def _tag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.shown.append(_APART)
