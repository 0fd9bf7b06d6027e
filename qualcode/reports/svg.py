"""Figures: SVG kept to what a report may hold, and its picture in dots for Word."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import cast

import typst
from lxml import etree

SVG = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "marker",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "pattern",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "dx",
        "dy",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "d",
        "points",
        "width",
        "height",
        "viewBox",
        "transform",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "opacity",
        "font-size",
        "font-family",
        "font-weight",
        "font-style",
        "text-anchor",
        "dominant-baseline",
        "marker-end",
        "marker-start",
        "markerWidth",
        "markerHeight",
        "refX",
        "refY",
        "orient",
        "markerUnits",
        "preserveAspectRatio",
        "patternUnits",
        "role",
        "aria-label",
        "paint-order",
    ]
)
FONT = "Libertinus Serif"
"""The serif that the typst wheel brings along: dots and PDF look the same on every machine."""

_VIEW_BOX = re.compile(r'viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')

_PNG_HEADER = 8 + 25
"""Bytes of signature and header, behind which text may stand."""

NARROWER = 1.2
"""How much larger its letters may be where a sans serif was measured."""


def clean(svg: str, prefix: str = "", font: str = "") -> str:
    """`svg` with only shapes and text: no script, style, link or outside reference survives.

    Ids get `prefix` so that several figures can stand in one page; `font` replaces every other font family, and
    letters then grow, because it runs narrower than what pictures are drawn for. Raises ValueError where the text is not SVG.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("not an SVG picture")
    grown = NARROWER if font and root.get("font-family", font) != font else 1.0
    for element in list(root.iter()):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name not in ELEMENTS or etree.QName(element).namespace != SVG:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for attribute, value in list(element.attrib.items()):
            if not (attribute in ATTRIBUTES or attribute.startswith("data-")) or (
                "url(" in value and not value.startswith("url(#")
            ):
                del element.attrib[attribute]
            elif attribute == "id":
                element.set("id", prefix + value)
            elif value.startswith("url(#"):
                element.set(attribute, f"url(#{prefix}{value[5:]}")
            elif attribute == "font-family" and font:
                element.set(attribute, font)
            elif attribute == "font-size" and grown != 1.0 and value.replace(".", "", 1).isdigit():
                element.set(attribute, f"{float(value) * grown:g}")
        if font and name == "svg":
            element.set("font-family", font)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG})
    return cast(str, etree.tostring(root, encoding="unicode", with_tail=False))


def to_png(svg: str, ppi: float = 200) -> bytes:
    """The picture in dots, on white, the same bytes everywhere."""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")'
    )
    compiler = typst.Compiler(
        source.encode(), ignore_system_fonts=True, sys_inputs={"svg": clean(svg, font=FONT)}
    )
    result = compiler.compile(format="png", ppi=ppi)
    return cast(bytes, result[0] if isinstance(result, list) else result)


def to_pdf(svg: str, title: str, alt: str) -> bytes:
    """The picture as a page of its own size, tagged with what it shows in words; the same bytes everywhere."""
    source = (
        "#set document(title: sys.inputs.title, description: sys.inputs.alt, date: none)\n"
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt)'
    )
    compiler = typst.Compiler(
        source.encode(),
        ignore_system_fonts=True,
        sys_inputs={"svg": clean(svg, font=FONT), "title": title, "alt": alt},
    )
    return cast(bytes, compiler.compile(format="pdf", timestamp=0))


def told(svg: str, title: str, alt: str) -> str:
    """The picture with `title` and `alt` as what it is called and shows in words, for it as a file of its own."""
    root = etree.fromstring(svg.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
    for name in ("title", "desc"):
        for element in root.findall(f"{{{SVG}}}{name}"):
            root.remove(element)
    for place, (name, words) in enumerate((("title", title), ("desc", alt))):
        element = etree.Element(f"{{{SVG}}}{name}")
        element.text = words
        root.insert(place, element)
    return cast(str, etree.tostring(root, encoding="unicode"))


def with_words(png: bytes, words: Mapping[str, str]) -> bytes:
    """The picture in dots with `words` about it, by keyword (Title, Description), as text chunks behind its header."""
    chunks = b""
    for keyword, value in words.items():
        data = b"iTXt" + keyword.encode("latin-1") + b"\0\0\0\0\0" + value.encode("utf-8")
        chunks += len(data[4:]).to_bytes(4, "big") + data + zlib.crc32(data).to_bytes(4, "big")
    return png[:_PNG_HEADER] + chunks + png[_PNG_HEADER:]


def ratio(svg: str) -> float:
    """Height over width as the `viewBox` says; 0 where there is none."""
    found = _VIEW_BOX.search(svg)
    return float(found[2]) / float(found[1]) if found and float(found[1]) else 0.0


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in dots, read from its header."""
    head = BytesIO(png)
    head.seek(16)
    return int.from_bytes(head.read(4), "big"), int.from_bytes(head.read(4), "big")
