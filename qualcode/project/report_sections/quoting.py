"""Passages behind the numbers of crossing sections: by code, by what they count under, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qualcode.project.figures import CodeHead
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage
from qualcode.reports.sections.crossing_data import CodeName, Quoted

WORDS_OF = 3
"""So many quotes of a cell are printed in full, the others by reference: their words stand in the last appendix."""


def quoted(gathering: Gathering, passages: Iterable[Passage], limit: int = WORDS_OF) -> Quoted:
    """The passages of one cell, each once whoever coded it."""
    different = {passage.span: passage for passage in passages}
    printable = [passage for passage in different.values() if passage.text]
    chosen = gathering.chosen(printable, len(printable))
    shown = {quote.reference for quote in chosen[:limit]}
    others = dict.fromkeys(quote.reference for quote in chosen[limit:] if quote.reference not in shown)
    return Quoted(chosen[:limit], tuple(others), len(different) - len(printable))


def branches(heads: Sequence[CodeHead]) -> Mapping[str, frozenset[str]]:
    """Each code to itself and all below it; `heads` are in the order of the tree."""
    found: dict[str, set[str]] = {head.code: {head.code} for head in heads}
    above: list[CodeHead] = []
    for head in heads:
        above = [one for one in above if one.depth < head.depth]
        for one in above:
            found[one.code].add(head.code)
        above.append(head)
    return {code: frozenset(below) for code, below in found.items()}


def named(head: CodeHead) -> CodeName:
    """A code as a section calls it."""
    return CodeName(head.code, head.name)


def groups_of(gathering: Gathering, passages: Iterable[Passage]) -> tuple[str, ...]:
    """Whose words passages are, as the report calls the groups, in their order."""
    spoken = {owner.group for passage in passages for owner in passage.owners if owner.group}
    return tuple(label for name, label in gathering.groups.items() if name in spoken)


def literature_in(gathering: Gathering, passages: Iterable[Passage]) -> int:
    """How many works of literature are among passages: they corroborate and are no field data."""
    works = filter(gathering.passages.is_literature, passages)
    return len({owner.key for passage in works for owner in passage.owners})
