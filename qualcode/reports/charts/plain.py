"""matplotlib's SVG in the few words that a report keeps: no style, no clipping; text stays text."""

from __future__ import annotations

from typing import Any, cast

from lxml import etree

from qualcode.reports.svg import ATTRIBUTES, SVG

FONTS = "DejaVu Sans, Verdana, sans-serif"


def plain(svg: bytes) -> str:
    """`svg` as matplotlib writes it, every style as attributes; ids are left only where something is filled by them."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    for name in ("metadata", "style", "clipPath"):
        for element in list(root.iter(_named(name))):
            element.getparent().remove(element)
    fills = {
        part.partition(")")[0] for one in root.iter() for part in one.get("style", "").split("url(#")[1:]
    }
    for element in root.iter():
        _restyle(element)
        element.attrib.pop("clip-path", None)
        if element.get("id") not in fills:
            element.attrib.pop("id", None)
        if "d" in element.attrib:
            element.set("d", " ".join(element.get("d", "").split()))
        element.tail = None
        if element.tag != _named("text"):
            element.text = None
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
