"""A codebook without real names in any field of it, and its words as they are looked through before it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from qualcode.exchange.codebook import CodebookFile, CodeSpec
from qualcode.i18n import _
from qualcode.project.names import unique
from qualcode.text.aliases import Aliases

OURS = frozenset({"origin", "status", "colour", "shortcut"})
"""Fields that hold what this program knows, and no words of anybody."""
SIGNED = frozenset({"author"})
"""Those who wrote a code sign with their own names."""


def without_names(book: CodebookFile, aliases: Aliases) -> CodebookFile:
    """`book` with codes in place of real names; codes of the codebook stay different from each other."""
    ids = unique((code.code for code in book.codes), aliases.replace)
    return replace(
        book,
        name=aliases.file_name(book.name),
        title_id=aliases.replace(book.title_id),
        title_en=aliases.replace(book.title_en),
        codes=tuple(
            replace(
                code,
                **{name: _changed(value, aliases) for name, value in _written(code)},
                code=ids[code.code],
                parent=ids.get(code.parent, ""),
            )
            for code in book.codes
        ),
    )


def codebook_words(book: CodebookFile) -> Iterator[tuple[str, str]]:
    """(where, text) of everything in it that a person wrote, but signatures."""
    yield _("title"), book.name
    yield _("title"), book.title_id
    yield _("title"), book.title_en
    for code in book.codes:
        for name, value in (("code", code.code), *_written(code)):
            for text in [value] if isinstance(value, str) else value:
                yield _("code {code}, {field}", code=code.code, field=name), text


def _written(code: CodeSpec) -> Iterator[tuple[str, Any]]:
    for field in fields(code):
        value = getattr(code, field.name)
        if isinstance(value, str | tuple) and field.name not in OURS | SIGNED | {"code", "parent"}:
            yield field.name, value


def _changed(value: Any, aliases: Aliases) -> Any:
    return aliases.replace(value) if isinstance(value, str) else tuple(map(aliases.replace, value))
