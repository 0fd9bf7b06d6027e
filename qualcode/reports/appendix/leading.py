"""The sentence that leads to the tables and figures of an appendix, which it names by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from qualcode.i18n import _
from qualcode.reports.document import Block, Figure, Heading, Paragraph, Run, Runs, Table

TABLES: Mapping[str, Callable[[], str]] = {
    "guide": lambda: _("What was asked, of whom and how, is set out in {tables}."),
    "informants": lambda: _("The informants are listed in {tables}."),
    "consent": lambda: _("How each informant consented is recorded in {tables}."),
    "transcripts": lambda: _(
        "The transcripts stand line by line in {tables}, with the codes beside the words."
    ),
    "interviews": lambda: _("The answers are set side by side, question by question, in {tables}."),
    "fieldnotes": lambda: _(
        "The field notes stand line by line in {tables}, with the codes beside the words."
    ),
    "reduction": lambda: _("The coded passages are brought together in {tables}."),
    "codebook": lambda: _("The codes are defined in {tables}."),
    "by-source": lambda: _("What the groups of informants say of each finding is compared in {tables}."),
    "by-technique": lambda: _(
        "What each technique of collection tells of each finding is compared in {tables}."
    ),
    "by-time": lambda: _("What was told at each time of collection is compared in {tables}."),
    "photos": lambda: _("The photographs are listed with their captions in {tables}."),
    "memberchecks": lambda: _(
        "What informants answered when findings were put before them is recorded in {tables}."
    ),
    "network": lambda: _("The measures of the network and its ties are given in {tables}."),
    "supervision": lambda: _("The meetings with the supervisor are entered in {tables}."),
    "revisions": lambda: _("The suggestions, and what was done about them, are listed in {tables}."),
    "coreq": lambda: _("What this study reports on each item of COREQ is shown in {tables}."),
    "changes": lambda: _("What changed in the project is listed in {tables}."),
    "trail": lambda: _("The audit trail is set out in {tables}."),
}
"""What is said of the tables of each kind of appendix."""

_GAPS = re.compile(r"\{(\w+)\}")

FIGURES: Mapping[str, Callable[[], str]] = {
    "network": lambda: _("The informants, the actors they mention and their ties are drawn in {figures}."),
}


def led(name: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the appendix called `name`, with what leads to its tables and figures before the first of them."""
    sentences = [
        *_said(FIGURES.get(name), "figures", [one for one in blocks if isinstance(one, Figure)]),
        *_said(TABLES.get(name), "tables", [one for one in blocks if isinstance(one, Table)]),
    ]
    lead = tuple(
        run for number, said in enumerate(sentences) for run in ((Run(" "),) if number else ()) + said
    )
    place = next((n for n, one in enumerate(blocks) if isinstance(one, Heading | Table | Figure)), 0)
    yield from blocks[:place]
    if lead:
        yield Paragraph(lead)
    yield from blocks[place:]


def _said(
    words: Callable[[], str] | None, gap: str, shown: Sequence[Table] | Sequence[Figure]
) -> Iterator[Runs]:
    """The sentence with the labels of what is shown; none where one is missing, because something has no anchor."""
    if words is not None and shown and all(one.anchor for one in shown):
        yield filled(words(), **{gap: _labels([one.anchor for one in shown])})


def _labels(anchors: Sequence[str]) -> Runs:
    """As "Table 3", "Table 3 and Table 4", "Table 3 to Table 9": numbers follow one another in an appendix."""
    first, last = ((Run("–", link=anchor, label=True),) for anchor in (anchors[0], anchors[-1]))
    if len(anchors) == 1:
        return first
    words = _("{first} and {last}") if len(anchors) == 2 else _("{first} to {last}")
    return filled(words, first=first, last=last)


def filled(words: str, **gaps: Runs) -> Runs:
    """`words` with runs in its {gaps}."""
    made: list[Run] = []
    for number, part in enumerate(_GAPS.split(words)):
        made.extend(gaps[part] if number % 2 else (Run(part),) if part else ())
    return tuple(made)
