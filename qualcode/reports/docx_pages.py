"""On which page of a Word file everything stands, and where its long tables are parted so that each part can say so.

A word processor repeats the head of a table on each page and cannot say "continued" there: Word knows the pages only when
it shows them. So a table that runs over the end of a page is set in parts, each on a page of its own, as a person does
by hand. How much a page holds is reckoned here from the styles of the file and the widths of its letters, carefully: a
part may leave a few lines empty and does not run over. What takes less than half a page is kept together instead. The
same reckoning gives the pages that the contents name before anybody opens the file.

Where the layout wants tables that flow, nothing is fixed to a page: who writes on above them leaves no blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from qualcode.reports.document import (
    Block,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Table,
)
from qualcode.reports.docx_measures import Measures
from qualcode.reports.docx_pager import TOGETHER, Pager, Parts

MOST_HEADINGS = 3
LEADING = 4
"""So many short blocks before a wide table do not need an upright page of their own."""


@dataclass(slots=True)
class Plan:
    """Where everything stands."""

    parts: dict[int, Parts] = field(default_factory=dict)
    """How each table is set, by its position."""
    figures: dict[int, Figure] = field(default_factory=dict)
    """How each figure is set, by its position: some are smaller than they wish to be, to fit on their page."""
    pages: dict[int, int] = field(default_factory=dict)
    """The page each block begins on, the first one being that of the layout."""
    breaks: set[int] = field(default_factory=set)
    """Positions of blocks that begin on a new page, because there is too little left of the one before."""
    last: int = 0
    """The page it ends on."""


def planned(document: Document, measures: Measures, turned: frozenset[int], until: int | None = None) -> Plan:
    """The pages of `document` in a file whose styles are `measures`; the blocks at `turned` stand on turned pages.

    No further than to before the block at `until`.
    """
    pager = Pager(document, measures, 0 in turned)
    plan = Plan()
    is_turned = 0 in turned
    for style, said in (("Title", document.title), ("Subtitle", document.subtitle)):
        pager.flow(style, (Run(said, bold=measures[style].bold),))
    for position, block in enumerate(document.blocks[:until]):
        if (position in turned) != is_turned:
            is_turned = not is_turned
            pager.begin(is_turned)
        headings = _headings(document.blocks, position)
        if headings and not pager.flows and pager.is_low(headings):
            _break(plan, pager, position)
        match block:
            case Table():
                _table(plan, pager, position, block)
            case Figure():
                shown = pager.shrunk(block)
                if shown is block:
                    follows = document.blocks[position + 1 : position + 2]
                    shown = pager.giving_way(block, follows[0] if follows else None)
                plan.figures[position] = shown
                height, before = pager.figure(shown), measures["Picture"].before
                if pager.moves(height, before, is_led=_is_led(document.blocks, position)):
                    _move(plan, pager, position)
                plan.pages[position] = pager.block(shown)
            case Facts():
                _facts(plan, pager, position, block)
            case Contents():
                if not pager.flows and pager.starts_low(block):
                    _break(plan, pager, position)
                plan.pages[position] = pager.block(block)
            case _:
                plan.pages[position] = pager.block(block)
    plan.last = pager.page
    return plan


def end_of_lists(document: Document, measures: Measures, turned: frozenset[int]) -> int:
    """The page that the lists of contents end on; 0 where there are none."""
    lists = [place for place, block in enumerate(document.blocks) if isinstance(block, Contents)]
    return planned(document, measures, turned, lists[-1] + 1).last if lists else 0


def _headings(blocks: Sequence[Block], position: int) -> int:
    """How many headings follow one another from here; none where there is one before them, or no heading."""
    if position and isinstance(blocks[position - 1], Heading):
        return 0
    return sum(
        1
        for _one in takewhile(
            lambda one: isinstance(one, Heading), blocks[position : position + MOST_HEADINGS]
        )
    )


def _break(plan: Plan, pager: Pager, position: int) -> None:
    plan.breaks.add(position)
    pager.begin()


def _move(plan: Plan, pager: Pager, position: int) -> None:
    """Begin a new page with what leads to the block; where tables flow, nothing is fixed to a page."""
    if pager.flows:
        return
    first = _led(plan, pager.document.blocks, position)
    if first not in plan.breaks:
        _break(plan, pager, first)
        for before in range(first, position):
            plan.pages[before] = pager.block(pager.document.blocks[before])


def _table(plan: Plan, pager: Pager, position: int, block: Table) -> None:
    size = pager.sized(block)
    if pager.goes_on(size, is_led=_is_led(pager.document.blocks, position)):
        _move(plan, pager, position)
    plan.parts[position], plan.pages[position] = pager.table(size)


def _facts(plan: Plan, pager: Pager, position: int, block: Facts) -> None:
    height = pager.facts(block)
    together = height <= TOGETHER * pager.height
    if together and pager.moves(height, is_led=_is_led(pager.document.blocks, position)):
        _move(plan, pager, position)
    plan.parts[position] = Parts((), together=together)
    plan.pages[position] = pager.block(block)


def _is_led(blocks: Sequence[Block], position: int) -> bool:
    """Whether what stands before it stays on its page, as headings and claims do."""
    before = blocks[position - 1] if position else None
    return isinstance(before, Heading) or (isinstance(before, Paragraph) and before.style == "lead")


def _led(plan: Plan, blocks: Sequence[Block], position: int) -> int:
    """The first of the headings and the short paragraph that lead to a table: where it goes, they go."""
    first = position
    if first and isinstance(blocks[first - 1], Paragraph) and first - 1 not in plan.breaks:
        before = first - 1
        if before and isinstance(blocks[before - 1], Heading):
            first = before
    while first and isinstance(blocks[first - 1], Heading) and first not in plan.breaks:
        first -= 1
    return first


def turned_blocks(document: Document) -> frozenset[int]:
    """The blocks on turned pages; a report that comes to a wide table after a few lines begins turned."""
    turned = document.landscape
    first = min(turned, default=0)
    lead = document.blocks[:first]
    if first and len(lead) <= LEADING and all(isinstance(one, Note | Facts | Paragraph) for one in lead):
        return turned | frozenset(range(first))
    return turned
