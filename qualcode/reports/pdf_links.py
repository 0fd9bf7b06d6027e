"""Links out of the tables of a PDF: addresses while it is set, places in it afterwards.

What links to a label is set again each time the place of the label changes, and all that was set is kept until the
end; for the links of a thesis that is a third of the memory. So a cell links to an address, which is nowhere, and
the finished file gets the place in its stead. What takes the stead of something is as long, so that nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from qualcode.i18n import _

Place = tuple[int, float, float]
"""Number of a page, from 1, and points from its left and from its upper side."""

ABOVE = 10
"""Points of the page shown above the place."""

_PAGES = re.compile(rb"/Type/Pages/Count \d+/Kids\[([^]]*)\]")
_PAGE = re.compile(rb"(\d+) 0 obj\n<</Type/Page/[^\n]*?/MediaBox\[0 0 [\d.]+ ([\d.]+)\]")
_ADDRESS = re.compile(
    rb"/(?:(?P<action>A<</Type/Action/S/URI/URI)|Contents)\((?P<to>#[0-9a-f]{24})\)(?(action)>>)"
)


def address(anchor: str) -> str:
    """What stands for `anchor`; of one length, and none that anybody else writes."""
    return "#" + sha256(anchor.encode()).hexdigest()[:24]


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    return len(_PAGE.findall(pdf))


def linked(pdf: bytes, places: Mapping[str, Place], first: int = 1) -> bytes:
    """`pdf`, the addresses of the anchors in `places` replaced; `first` is the number on the first page."""
    if not places:
        return pdf
    heights = {int(page): float(height) for page, height in _PAGE.findall(pdf)}
    kids = [int(page) for pages in _PAGES.findall(pdf) for page in pages.split()[::3]]
    leads: dict[bytes, bytes] = {}
    told: dict[bytes, bytes] = {}
    for anchor, (number, x, y) in places.items():
        page, key = kids[number - 1], address(anchor).encode()
        leads[key] = b"/Dest[%d 0 R/XYZ %.2f %.2f null]" % (page, x, heights[page] - max(0, y - ABOVE))
        told[key] = b"/Contents(%s)" % _("Page {n}", n=number - 1 + first).encode("ascii")
    given, end = memoryview(pdf), 0
    made: list[bytes | memoryview] = []
    for found in _ADDRESS.finditer(pdf):
        instead = leads if found["action"] else told
        made += [given[end : found.start()], instead[found["to"]].ljust(len(found[0]))]
        end = found.end()
    return b"".join([*made, given[end:]])
