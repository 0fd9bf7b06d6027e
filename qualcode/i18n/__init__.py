"""The words of the interface in the person's language; English is the source, Indonesian stands beside it.

Catalogues are plain gettext `.po` files, one per room, read when first needed: a person can correct a
translation with any editor and nothing has to be compiled.
"""

from __future__ import annotations

import os
import re
import sys
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
    """`id` or `en`: what `QUALCODE_LANG` says, else the language of the system; English where none says Indonesian.

    A language we do not speak, or a slip, in `QUALCODE_LANG` says nothing.
    The environment is asked as gettext asks it (a locale need not be installed), then Windows or macOS, whose
    terminals often say nothing there.
    """
    chosen = os.environ.get("QUALCODE_LANG", "")
    if chosen and (_spoken(chosen) == "id" or _ENGLISH.match(chosen.strip().lower())):
        return _spoken(chosen)
    locale = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    if locale and locale.partition(".")[0] not in ("C", "POSIX"):
        wishes = [wish for wish in os.environ.get("LANGUAGE", "").split(":") if wish]
        return _spoken((wishes or [locale])[0])
    if sys.platform == "win32":
        import ctypes

        return _of_windows(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    if sys.platform == "darwin":
        return _of_macos(Path.home())
    return "en"


_INDONESIAN = re.compile(
    r"(?:id|in|ind|indonesian?|bahasa[ _-]indonesia)(?![a-z])|(?!en)[a-z]{2,3}[_-]id(?![a-z])"
)

_ENGLISH = re.compile(r"(?:en|eng|english|inggris)(?![a-z])")


def _spoken(name: str) -> str:
    """The language for a system's name of one, as `id_ID.UTF-8`, `in-ID` or `Indonesian_Indonesia.1252`.

    Where another language of Indonesia is set, as `jv_ID`, Indonesian is nearer than English.
    """
    return "id" if _INDONESIAN.match(name.strip().lower()) else "en"


def _of_windows(number: int) -> str:
    """From a language number of Windows, whose lower ten bits name the language without the country."""
    return "id" if number & 0x3FF == 0x21 else "en"


def _of_macos(home: Path) -> str:
    """From the list of languages in the settings of the account; Terminal sets no locale for Indonesian."""
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        settings = (home / "Library" / "Preferences" / ".GlobalPreferences.plist").read_bytes()
        return _spoken(plistlib.loads(settings)["AppleLanguages"][0])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ExpatError):
        return "en"


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
