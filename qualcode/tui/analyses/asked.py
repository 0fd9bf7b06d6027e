"""What a person wants to see of codes and how it is called, for the page of matrices and those that count for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.analysis.counted import several
from qualcode.i18n import _, language, ngettext
from qualcode.text.figures import per_cent
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.project.figures import CodeHead

WAYS = ("group", "informant", "method", "wave", "attr", "cooccurrence", "density", "rank")
OVERLAP, WITHIN, FOLLOWED = "overlap", "within", "followed"
HOW = (OVERLAP, WITHIN, FOLLOWED)
"""How two codes may stand to each other."""
INFORMANTS, SEGMENTS, JACCARD, C = "informants", "segments", "jaccard", "c"


@dataclass(frozen=True)
class Asked:
    """What a person wants to see."""

    way: str = WAYS[0]
    attribute: int = 0
    """Which of the attributes."""
    count: str = INFORMANTS
    depth: int = 0
    """0 all codes, 1 branches only, 2 codes in use only."""
    how: str = OVERLAP
    characters: int | None = None
    """How far behind a code that follows may begin; None is the same turn."""
    peers: int = 0
    """Who are ranked against each other: 0 branches, 1 lowest codes, then those below each branch."""
    coder: str | None = None

    @property
    def counts(self) -> Sequence[str]:
        """What may be counted so."""
        if self.way == "cooccurrence" and self.how == OVERLAP:
            return INFORMANTS, SEGMENTS, JACCARD, C
        return () if self.way in ("density", "rank") else (INFORMANTS, SEGMENTS)

    @property
    def counted(self) -> str:
        """What is counted, as far as it can be here."""
        return self.count if self.count in self.counts else INFORMANTS


def way_word(way: str, short: bool = False) -> str:
    """What the columns are, in the person's language."""
    if short and way == "cooccurrence":
        return _("Codes")
    return {
        "group": _("Groups"),
        "informant": _("Informants"),
        "method": _("Methods"),
        "wave": _("Times"),
        "attr": _("Attributes"),
        "cooccurrence": _("Codes that meet"),
        "density": _("Density"),
        "rank": _("Ranks"),
    }[way]


def count_word(count: str, way: str = "") -> str:
    """What is counted, in the person's language; by method documents and observations stand beside people."""
    return {
        INFORMANTS: _("units") if way == "method" else _("informants"),
        SEGMENTS: _("quotes"),
        JACCARD: _("Jaccard"),
        C: _("coefficient c"),
    }[count]


def how_word(how: str, characters: int | None = None) -> str:
    """How two codes stand to each other, in the person's language."""
    if how == OVERLAP:
        return _("share words")
    if how == WITHIN:
        return _("the first within the second")
    if characters is None:
        return _("the second follows in the same turn")
    return ngettext(
        "the second follows within {n} character", "the second follows within {n} characters", characters
    )


def percent(share: float | None, n: int | None = None) -> str:
    """A share in per cent: 44,7% in Indonesian, 44.7% in English; a dash where there is none.

    It has no decimal where it is of fewer than twenty (`n`): one more or less changes it by five in a hundred.
    """
    if share is None:
        return "–"
    shown = per_cent(share, 0 if n is not None and n < 20 else 1)
    return shown.replace(".", ",") if language() == "id" else shown


def wanted_rows(codes: Sequence[CodeHead], depth: int, used: set[int]) -> list[int]:
    return [
        row
        for row, code in enumerate(codes)
        if depth == 0 or (code.depth == 0 if depth == 1 else row in used)
    ]


def segments_of(cell: CodeCell) -> int:
    return cell.segments + cell.document_segments


def why_empty(codes: Sequence[CodeHead], wanted: Sequence[int]) -> str:
    if not codes:
        return _(
            "The codebook is empty. Press {code} on a sentence of a transcript to make the first code.",
            code=key_for("transcript.code"),
        )
    if not wanted:
        return _(
            "No code is in use yet. Press {depth} to see all codes, or code something in a transcript.",
            depth=key_for("matrices.depth"),
        )
    return ""


def title_of(asked: Asked, columns: str, unit: str = "") -> str:
    """What crosses the codes, and what is counted; `unit` is what stands in n where people do."""
    people = asked.counted == INFORMANTS and asked.way != "method" and unit
    units = several(unit) if people else count_word(asked.counted, asked.way)
    title = _("Codes × {columns} · counting {units}", columns=columns, units=units)
    return f"{title} · {asked.coder}" if asked.coder else title


def heading(code: CodeHead, where: str) -> Text:
    return Text.assemble((f"{code.code} {one_line(code.name, 40)} · {one_line(where, 40)}", "bold"), "\n")
