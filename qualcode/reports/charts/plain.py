"""matplotlib's SVG in the few words that a report keeps: no style, no reuse, no clipping; text stays text."""

from __future__ import annotations

import copy
from typing import Any, cast

from lxml import etree

from qualcode.reports.svg import ATTRIBUTES, SVG

LINK = "{http://www.w3.org/1999/xlink}href"
FONTS = "DejaVu Sans, Verdana, sans-serif"


def plain(svg: bytes) -> str:
    """`svg` as matplotlib writes it, with every style as attributes and every reused shape in its place."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    shapes = {one.get("id"): one for one in root.iter(_named("path")) if one.get("id")}
    for use in list(root.iter(_named("use"))):
        shape = copy.copy(shapes[use.get(LINK, "").removeprefix("#")])
        shape.set("style", f"{shape.get('style', '')};{use.get('style', '')}")
        shape.set("transform", f"translate({use.get('x', '0')} {use.get('y', '0')})")
        del shape.attrib["id"]
        use.getparent().replace(use, shape)
    for name in ("metadata", "style", "clipPath"):
        for element in list(root.iter(_named(name))):
            element.getparent().remove(element)
    kept = {part for one in root.iter() for part in (one.get("style") or "").split("#")[1:]}
    kept = {part.partition(")")[0] for part in kept}
    for element in root.iter():
        _restyle(element)
        if element.get("id") not in kept:
            element.attrib.pop("id", None)
        element.attrib.pop("clip-path", None)
        if "d" in element.attrib:
            element.set("d", " ".join(element.get("d", "").split()))
        if element.tag == _named("text"):
            continue
        element.text = element.tail = None
    for text in root.iter(_named("text")):
        text.tail = None
    root.set("font-family", FONTS)
    for name in ("width", "height"):
        root.set(name, root.get(name, "").removesuffix("pt"))
    etree.cleanup_namespaces(root, top_nsmap={None: SVG})
    return cast(str, etree.tostring(root, encoding="unicode"))


def _named(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _restyle(element: Any) -> None:
    for pair in element.attrib.pop("style", "").split(";"):
        name, _colon, value = (part.strip() for part in pair.partition(":"))
        if name in ATTRIBUTES and name != "font-family":
            element.set(name, value.removesuffix("px") if name == "font-size" else value)
