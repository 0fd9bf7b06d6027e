"""The page of each place; its module is loaded when somebody goes there."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from qualcode.tui.going import Go, Spot, Where

if TYPE_CHECKING:
    from qualcode.tui.desk import Desk
    from qualcode.tui.page import Page

PAGES: Mapping[Where, tuple[str, str]] = {
    Where.CONTENTS: ("contents", "ContentsPage"),
    Where.TRANSCRIPT: ("transcript", "TranscriptPage"),
    Where.CODEBOOK: ("codebook", "CodebookPage"),
    Where.PEOPLE: ("people", "PeoplePage"),
    Where.NETWORK: ("network", "NetworkPage"),
    Where.FINDINGS: ("findings", "FindingsPage"),
    Where.MATRIX: ("triangulation", "TriangulationPage"),
    Where.READY: ("ready", "ReadyPage"),
    Where.QUOTES: ("quotes", "QuotesPage"),
    Where.MATRICES: ("matrices", "MatricesPage"),
    Where.CROSSINGS: ("crossings", "CrossingsPage"),
    Where.SATURATION: ("saturation", "SaturationPage"),
    Where.ATTRIBUTES: ("attributes", "AttributesPage"),
    Where.SUGGESTIONS: ("suggestions", "SuggestionsPage"),
    Where.AGREEMENT: ("agreement", "AgreementPage"),
    Where.MEMOS: ("memos", "MemosPage"),
    Where.COMMENTS: ("comments", "CommentsPage"),
    Where.JOURNAL: ("journal", "JournalPage"),
    Where.REPORT: ("report", "ReportPage"),
    Where.SECTIONS: ("sections", "SectionsPage"),
}
"""The module below `screens` and the class in it; Home and the backups belong to no open project."""

_BEGIN_WITH_ONE = frozenset({Where.CODEBOOK, Where.FINDINGS, Where.READY, Where.COMMENTS, Where.MEMOS})


def page_class(where: Where) -> type[Page]:
    """The class of the page at a place."""
    module, name = PAGES[where]
    return cast("type[Page]", getattr(import_module(f"qualcode.tui.screens.{module}"), name))


def page_of(desk: Desk, message: Go) -> Page:
    """A new page for the place a message names, at what it says to begin with."""
    page: Any = page_class(message.where)
    if message.where is Where.TRANSCRIPT:
        spot = message.spot or Spot("")
        made = page(desk, spot)
        made.about = spot.source
    elif message.where is Where.QUOTES:
        made = page(desk, message.query)
    elif message.where in _BEGIN_WITH_ONE:
        made = page(desk, message.finding)
    else:
        made = page(desk)
    return cast("Page", made)
