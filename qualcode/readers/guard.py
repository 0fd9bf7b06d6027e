"""The door every file comes through: size, kind of content, zip archives and XML that try to do harm."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import NotFound, Unreadable
from qualcode.i18n import _
from qualcode.text.held import left_alone

if TYPE_CHECKING:
    from lxml import etree

MAX_FILE = 128 * 1024 * 1024
"""Bytes of a file that are read at most."""
MAX_PART = 96 * 1024 * 1024
"""Bytes that one part of an archive may unpack to."""
MAX_ARCHIVE = 512 * 1024 * 1024
"""Bytes that a whole archive may say it unpacks to (pictures are never unpacked)."""
MAX_RATIO = 250
"""How many times larger a part above one megabyte may be than its packed bytes."""


def load(path: Path) -> bytes:
    """The bytes of a file.

    Raises NotFound where there is none, Unreadable where it cannot or should not be read.
    """
    try:
        if path.is_dir():
            raise Unreadable(_("{name} is a folder; name its files", name=path.name or str(path)))
        if not path.is_file():
            raise NotFound(_("there is no file {path}", path=path))
        if path.stat().st_size > MAX_FILE:
            raise Unreadable(_("{name} is larger than {n} MB", name=path.name, n=MAX_FILE // 1024**2))
        with left_alone(path) as alone:
            if not alone:
                raise Unreadable(_("{path} is the project that is open", path=path.name))
            return path.read_bytes()
    except PermissionError:
        raise Unreadable(_("{name} may not be read (no permission)", name=path.name)) from None
    except (OSError, ValueError) as error:
        raise Unreadable(_("{name} cannot be read: {why}", name=path.name, why=error)) from None


class Archive:
    """A zip file of which named parts can be read safely; nothing is ever written to disk."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.parts = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
            raise Unreadable(_("the file is damaged or cut short")) from None
        if sum(info.file_size for info in self.parts.values()) > MAX_ARCHIVE or len(self.parts) > 20_000:
            raise Unreadable(_("the file unpacks to far more than a document needs; it is not opened"))

    def read(self, part: str) -> bytes:
        """The bytes of `part`. Raises Unreadable where it is missing, damaged, encrypted or much too large."""
        info = self.parts.get(part)
        if info is None:
            raise Unreadable(_("the file is damaged or cut short"))
        if info.flag_bits & 1:
            raise Unreadable(_("the file is protected by a password; save it without one"))
        allowed = min(info.file_size, MAX_PART)
        bloated = info.file_size > 1024**2 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if info.file_size > MAX_PART or bloated:
            raise Unreadable(_("the file unpacks to far more than a document needs; it is not opened"))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Unreadable(_("the file is damaged or cut short")) from None
        if len(data) > allowed:
            raise Unreadable(_("the file unpacks to far more than a document needs; it is not opened"))
        return data


def xml(data: bytes) -> etree._Element:
    """The root of an XML part. Raises Unreadable for a document type, entities and damage."""
    return _parsed(data)


def words_xml(data: bytes) -> tuple[etree._Element, int]:
    """The root of the part that holds the words, and how many characters that XML forbids became U+FFFD.

    Raises Unreadable as `xml` does.
    """
    mended, count = _mended(data)
    return _parsed(data if mended is None else mended), count


_PAIR = re.compile(
    rb"&#(?:x[dD][89abAB][0-9a-fA-F]{2}|5(?:5[3-9]|6[0-2])\d\d);&#(?:x[dD][c-fC-F][0-9a-fA-F]{2}|5(?:6|7)\d{3});"
)
_REFERENCE = re.compile(rb"&#(?:x(?P<hex>[0-9a-fA-F]{1,12})|(?P<digits>\d{1,12}));")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]")


def _mended(data: bytes) -> tuple[bytes | None, int]:
    """`data` with characters that no XML may hold replaced; None where there are none or the encoding is not UTF-8."""
    if (
        data[:2] in (b"\xff\xfe", b"\xfe\xff")
        or 0 in data[:4]
        or not (_FORBIDDEN.search(data) or b"&#" in data)
    ):
        return None, 0
    declared = re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", data)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        return None, 0
    count = 0

    def joined(found: re.Match[bytes]) -> bytes:
        high, low = (int(half[1] or half[2], 16 if half[1] else 10) for half in _REFERENCE.finditer(found[0]))
        if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
            return found[0]
        return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)

    def replaced(found: re.Match[bytes]) -> bytes:
        nonlocal count
        code = int(found["hex"], 16) if found["hex"] else int(found["digits"])
        allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        if allowed or 0x10000 <= code < 0x110000:
            return found[0]
        count += 1
        return b"&#xFFFD;"

    data = _REFERENCE.sub(replaced, _PAIR.sub(joined, data))
    data, raw = _FORBIDDEN.subn(b"\xef\xbf\xbd", data)
    return data, count + raw


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree  # not needed for text files

    if b"<!DOCTYPE" in data or b"<!\x00D\x00O\x00C" in data or b"\x00<\x00!\x00D\x00O" in data:
        raise Unreadable(_("the file carries a document type declaration, which is not allowed"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unreadable(_("the file is damaged or cut short")) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("the file carries a document type declaration, which is not allowed"))
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of the attribute with this name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
