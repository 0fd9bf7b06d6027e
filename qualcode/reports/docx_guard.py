"""The door a Word file of other people comes through before a report takes over its styles.

Such a file may be broken, made to harm, or call for things from outside: it is looked at part by part before anything
else reads it, and what is wrong is told in one line.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from qualcode.errors import BadInput
from qualcode.i18n import _

MAX_FILE = 32 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 250
"""How many times larger a part above one megabyte may be than its packed bytes."""

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
MACROS = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|ms-office.vba", re.IGNORECASE)

_LOCAL = re.compile(r"file:/{3}(?!/)|(?![a-z][a-z0-9+.-]+:|[\\/]{2})", re.IGNORECASE)
"""A place on somebody's own machine: a path, and no address and no shared folder."""


def checked(data: bytes) -> bytes:
    """`data` as a Word document that can be opened: a template (.dotx) made a document, nothing else changed.

    Raises BadInput where it is no Word document, is damaged, too large, holds macros, or calls for something from
    outside. A link that a reader may click is left alone, and so is the name of the template it was once made with.
    """
    parts = _unpacked(data)
    types = parts.get("[Content_Types].xml", b"")
    if "word/document.xml" not in parts or b"wordprocessingml" not in types:
        raise BadInput(_("the style file is not a Word document (.docx or .dotx)"))
    if MACROS.search(types.decode("utf-8", "replace")) or any(MACROS.search(name) for name in parts):
        raise BadInput(_("the style file holds macros; save it as .docx or .dotx without them"))
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = _parsed(part)
            if name.endswith(".rels"):
                _refuse_outside(root)
    parts["[Content_Types].xml"] = types.replace(TEMPLATE_MAIN.encode(), MAIN.encode())
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as target:
        for name, part in parts.items():
            target.writestr(zipfile.ZipInfo(name), part)
    return result.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    if len(data) > MAX_FILE:
        raise BadInput(_("the style file is larger than {n} MB", n=MAX_FILE // 1024**2))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise BadInput(_("the style file is protected by a password; save it without one"))
            bloated = any(
                info.file_size > 1024**2 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
                for info in infos
            )
            if bloated or len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise BadInput(
                    _("the style file unpacks to far more than a document needs; it is not opened")
                )
            return {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        if data.startswith(b"PK"):
            raise BadInput(_("the style file is damaged or cut short")) from None
        raise BadInput(_("the style file is not a Word document (.docx or .dotx)")) from None


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(_("the style file is damaged or cut short")) from None
    if root.getroottree().docinfo.doctype:
        raise BadInput(_("the style file carries a document type declaration, which is not allowed"))
    return root


def _refuse_outside(relationships: etree._Element) -> None:
    for one in relationships.iter(RELATIONSHIPS):
        if one.get("TargetMode") != "External":
            continue
        kind, target = (one.get("Type") or "").rpartition("/")[2], one.get("Target") or ""
        if kind == "hyperlink" or (kind == "attachedTemplate" and _LOCAL.match(target)):
            continue
        raise BadInput(
            _(
                "the style file fetches something from outside ({target}); save it with everything in it",
                target=target[:80],
            )
        )
