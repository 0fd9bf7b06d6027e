"""No message speaks of the machine: every text a person can read, in both languages, is in words a student knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode
from qualcode.i18n.po import read_po
from tests.i18n.test_translations import said

PACKAGE = Path(qualcode.__file__).parent

MACHINE = re.compile(
    r"""\b(?:
        commit(?:s|ted)? | uuids? | offsets? | stderr | stdout | stdin | tracebacks? | exceptions? | foreign\ keys?
      | sql(?:ite)? | transactions? | transaksi | leases? | null | nil | nan
      | rollback | wal | mutex | thread | callback | enum | boolean | string | integer | regex | schema | sha-?256
      | checksum | hash(?:es)? | metadata | argv? | stack | assert(?:ion)? | deadlock | errno
      | timestamp | utf-?16 | codepoints? | code\ points? | bytes? | bytestring | dump | payload | deserial\w+
      | parse[drs]?(?:ing|r)? | runtime | segfault | daemon | process\ id | pid | inode | symlinks? | stream
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of everything that is said, in both languages."""
    for file, line, message, plural in said():
        yield f"{file}:{line}", message
        if plural is not None:
            yield f"{file}:{line}", plural
    for path in sorted((PACKAGE / "i18n" / "id").glob("*.po")):
        catalogue = read_po(path.read_text(encoding="utf-8"))
        for message in catalogue.messages.values():
            yield path.name, message
        for forms in catalogue.plurals.values():
            yield from ((path.name, form) for form in forms)


def test_no_message_speaks_of_the_machine():
    found = sorted(
        {
            f"{where}: {match[0]!r} in {text!r}"
            for where, text in texts()
            for match in MACHINE.finditer(words(text))
        }
    )
    assert not found, "\n".join(found)


def words(text: str) -> str:
    """A text without its fields, which hold what people named themselves."""
    return re.sub(r"\{[^}]*\}", "…", text)


@pytest.mark.parametrize(
    "text",
    ["nothing was commited to: the commit failed", "Id UUID", "dari offset 3", "lihat stderr", "a traceback"],
)
def test_the_search_finds_what_it_is_for(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["a committee of offsetting", "seleksi", "rumus {offset}", "semantic"])
def test_the_search_leaves_ordinary_words_alone(text):
    assert not MACHINE.search(words(text))
