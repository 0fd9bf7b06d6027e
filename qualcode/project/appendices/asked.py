"""What a person asked of a report besides its kind; each appendix takes what concerns it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Settings of one report."""

    since: str = ""
    """`changes`: a day as 2026-03-31, the file of a copy, or the name or number of a snapshot, from which on changes
    are told; empty is all."""
    round: str = ""
    """`revisions`: only comments of this meeting, as "sempro"; empty is all."""
    beside: tuple[str, ...] = ()
    """A bundle: appendices to bind besides those that belong in it anyway."""
    without: tuple[str, ...] = ()
    """A bundle: appendices to leave out."""
    comments: bool = False
    """Comments stand beside what they are on, for a supervisor to answer; what is handed in goes without."""
