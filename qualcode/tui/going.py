"""Going from one screen to another: a screen says where, the app knows how; screens do not know each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.message import Message

from qualcode.i18n import _


class Where(StrEnum):
    """The places of the app."""

    CONTENTS = "contents"
    TRANSCRIPT = "transcript"
    CODEBOOK = "codebook"
    PEOPLE = "people"
    NETWORK = "network"
    FINDINGS = "findings"
    MATRIX = "matrix"
    READY = "ready"
    QUOTES = "quotes"
    MATRICES = "matrices"
    CROSSINGS = "crossings"
    SATURATION = "saturation"
    ATTRIBUTES = "attributes"
    SUGGESTIONS = "suggestions"
    AGREEMENT = "agreement"
    MEMOS = "memos"
    COMMENTS = "comments"
    JOURNAL = "journal"
    REPORT = "report"
    SECTIONS = "sections"
    BACKUPS = "backups"
    HOME = "home"


@dataclass(frozen=True)
class Spot:
    """A place in a source: its id as text and, where it matters, a stretch `[start, end)` of code points."""

    source: str
    start: int = -1
    end: int = -1
    words: str = ""
    """Words that were looked for: every place of them is marked."""


class Go(Message):
    """A person wants to be somewhere else.

    `spot` is for the transcript, `query` for quotes, `finding` a finding, a code or a comment to begin with.
    """

    def __init__(self, where: Where, spot: Spot | None = None, finding: str = "", query: str = "") -> None:
        super().__init__()
        self.where = where
        self.spot = spot
        self.finding = finding
        self.query = query


def place_name(where: Where) -> str:
    """A place in the person's language."""
    return {
        Where.CONTENTS: _("Contents"),
        Where.TRANSCRIPT: _("Transcript"),
        Where.CODEBOOK: _("Codebook"),
        Where.PEOPLE: _("Informants"),
        Where.NETWORK: _("Network"),
        Where.FINDINGS: _("Findings"),
        Where.MATRIX: _("Triangulation"),
        Where.READY: _("Ready for the examination"),
        Where.QUOTES: _("Quotes"),
        Where.MATRICES: _("Matrices"),
        Where.CROSSINGS: _("Crossings"),
        Where.SATURATION: _("Saturation"),
        Where.ATTRIBUTES: _("Attributes"),
        Where.SUGGESTIONS: _("Suggestions"),
        Where.AGREEMENT: _("Agreement"),
        Where.MEMOS: _("Memos"),
        Where.COMMENTS: _("Comments"),
        Where.JOURNAL: _("Change log"),
        Where.REPORT: _("Report"),
        Where.SECTIONS: _("Sections of the report"),
        Where.BACKUPS: _("Backups"),
        Where.HOME: _("Projects"),
    }[where]
