"""From bytes or foreign strings to the one form in which text is kept: NFC, `\\n`, no NUL, no lone surrogate."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from qualcode.errors import Unreadable
from qualcode.i18n import _

REPLACEMENT = "\ufffd"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BINARY = (
    b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF",
    b"MZ\x90", b"ID3", b"OggS", b"SQLite format 3\x00", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")
_PARAGRAPH = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_CLUSTER = regex.compile("[\ud800-\udbff][\udc00-\udfff]|" + r"\X")
_BAD = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Normalised:
    """Text as it is kept, and what had to be done to it."""

    text: str
    """NFC, lines ending in `\\n`, without NUL and lone surrogates."""
    repaired: int
    """How many characters were replaced by U+FFFD."""
    encoding: str
    """The encoding the bytes were read in; `unicode` for text that was never bytes."""


@dataclass(frozen=True)
class OffsetMap:
    """Where an offset into the old text lies in the normalised one; built by `normalise_mapped`."""

    old: tuple[int, ...]
    """Offsets in the old text at which changed places begin and end, in turn."""
    new: tuple[int, ...]
    """The same places in the new text."""

    def start(self, offset: int) -> int:
        """The new offset; one inside a changed place goes to where that place begins."""
        return self._at(offset, outward=-1)

    def end(self, offset: int) -> int:
        """The new offset; one inside a changed place goes to where that place ends."""
        return self._at(offset, outward=1)

    def _at(self, offset: int, outward: int) -> int:
        place = bisect_right(self.old, offset)
        if place == 0:
            return offset
        if place % 2 == 0 or self.old[place - 1] == offset:
            return self.new[place - 1] + offset - self.old[place - 1]
        return self.new[place - 1] if outward < 0 else self.new[place]


def decode(data: bytes) -> tuple[str, int, str]:
    """The text of `data`, how many bytes had to be replaced, and the encoding.

    Tried in turn: a byte order mark; strict UTF-8; UTF-16 that cannot be anything else; UTF-8 with lone surrogates or
    a few damaged places (fewer than its whole multi-byte characters); cp1252 without control characters.

    Raises Unreadable where the bytes are no text.
    """
    if data.startswith(_BINARY):
        raise Unreadable(_("this is a binary file, not text"))
    text, damaged, encoding = _with_mark(data) or _without_mark(data)
    controls = len(_CONTROL.findall(text.replace("\x00", "")))
    if text.count("\x00") * 2 > len(text) or controls * 10 > len(text) + 20:
        raise Unreadable(_("this is a binary file, not text"))
    return text, damaged, encoding


def normalise(text: str) -> Normalised:
    """`text` as it is kept; a leading byte order mark goes, lone surrogates and NUL are counted."""
    text, repaired = _repair(text.removeprefix("\ufeff"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Normalised(unicodedata.normalize("NFC", text), repaired, "unicode")


def read_text(data: bytes) -> Normalised:
    """The normalised text of a plain text file's bytes.

    Raises Unreadable where the bytes are no text.
    """
    text, damaged, encoding = decode(data)
    done = normalise(text)
    return Normalised(done.text, done.repaired + damaged, encoding)


def normalise_mapped(text: str) -> tuple[Normalised, OffsetMap]:
    """`text` as it is kept, and the way from old offsets to new ones, for text that arrives with codings."""
    repaired = 0
    pieces: list[str] = []
    old: list[int] = []
    new: list[int] = []
    length = 0
    if text.startswith("\ufeff"):
        old += (0, 1)
        new += (0, 0)
    for line in _PARAGRAPH.finditer(text, len(old) // 2):
        clusters = [line] if _kept(line.group()) == line.group() else _CLUSTER.finditer(line.group())
        base = 0 if clusters == [line] else line.start()
        for cluster in clusters:
            kept = _kept(cluster.group())
            if kept != cluster.group():
                old += (base + cluster.start(), base + cluster.end())
                new += (length, length + len(kept))
                repaired += kept.count(REPLACEMENT) - cluster.group().count(REPLACEMENT)
            pieces.append(kept)
            length += len(kept)
    return Normalised("".join(pieces), repaired, "unicode"), OffsetMap(tuple(old), tuple(new))


def remap(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Normalised, list[tuple[int, int]]]:
    """The normalised text and each `[start, end)` of the old text moved to it, grown where a character was composed."""
    done, places = normalise_mapped(text)
    return done, [(places.start(start), places.end(end)) for start, end in spans]


def _kept(text: str) -> str:
    text = _repair(text)[0].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _repair(text: str) -> tuple[str, int]:
    if not _BAD.search(text):
        return text, 0
    # A pair of surrogates that stand for one character is joined first; only the lonely are lost.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _BAD.subn(REPLACEMENT, text)


def _with_mark(data: bytes) -> tuple[str, int, str] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return body.decode(encoding, "surrogatepass"), 0, encoding
            except UnicodeDecodeError:
                if encoding.startswith("utf-32"):
                    continue  # the mark is also that of UTF-16 followed by a NUL
            text = body.decode(encoding, "replace")
            return text, text.count(REPLACEMENT), encoding
    return None


def _without_mark(data: bytes) -> tuple[str, int, str]:
    if encoding := _plain_utf16(data):
        return data.decode(encoding, "surrogatepass"), 0, encoding
    try:
        return data.decode("utf-8"), 0, "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("utf-8", "surrogatepass"), 0, "utf-8"
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    damaged = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    # Two UTF-8 bytes in a row hardly ever happen by chance: a file that is mostly UTF-8 is damaged, not cp1252.
    if damaged < sum(1 for _char in re.finditer("[^\x00-\x7f\ufffd]", text)):
        return text, damaged, "utf-8"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(_("this is a binary file, not text")) from None
    if _CONTROL.search(text):
        raise Unreadable(_("this is a binary file, not text"))
    return text, 0, "cp1252"


def _plain_utf16(data: bytes) -> str | None:
    # Latin text in UTF-16 has a NUL in nearly every second byte, on one side only.
    if len(data) < 8 or len(data) % 2:
        return None
    low, high = data[0::2].count(0), data[1::2].count(0)
    units = len(data) // 2
    for encoding, many, few in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if many * 10 > units * 7 and few * 20 < units:
            try:
                data.decode(encoding, "surrogatepass")
            except UnicodeDecodeError:
                return None
            return encoding
    return None
