"""The words of the interface in the person's language; English is the source, Indonesian stands beside it.

Catalogues are plain gettext `.po` files, one per room, read when first needed: a person can correct a
translation with any editor and nothing has to be compiled.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from qualcode.i18n.po import Catalogue, read_po

LANGUAGES = ("id", "en")
"""The languages the interface speaks; all equal."""

_language: ContextVar[str | None] = ContextVar("qualcode_language", default=None)
_process_language = "en"


def system_language() -> str:
    """`id` or `en`, from `QUALCODE_LANG` or the system's locale; English where neither says Indonesian."""
    names = [os.environ.get(v, "") for v in ("QUALCODE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), "")
    if not chosen:
        chosen = locale.getlocale()[0] or ""
    return "id" if chosen.lower().startswith(("id", "indonesia")) else "en"


def set_language(language: str) -> None:
    """Make `language` the language of this process (all threads)."""
    global _process_language
    if language not in LANGUAGES:
        raise ValueError(language)
    _process_language = language


def language() -> str:
    """The language words are looked up in just now."""
    return _language.get() or _process_language


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak `language` inside the block only, as a report in another language than the screen's does."""
    if language not in LANGUAGES:
        raise ValueError(language)
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str, /, **fields: object) -> str:
    """`message` in the current language, its `{fields}` filled in when any are given."""
    text = _catalogue(language()).singular(message)
    return text.format(**fields) if fields else text


def ngettext(one: str, many: str, n: int, /, **fields: object) -> str:
    """`one` or `many` for the number `n` in the current language; `{n}` and other fields are filled in."""
    return _catalogue(language()).plural(one, many, n).format(n=n, **fields)


@cache
def _catalogue(language: str) -> Catalogue:
    catalogue = Catalogue()
    for path in sorted((Path(__file__).parent / language).glob("*.po")):
        catalogue.update(read_po(path.read_text(encoding="utf-8")))
    return catalogue
