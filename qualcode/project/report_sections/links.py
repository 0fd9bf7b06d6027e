"""Problems with their causes and solutions for a report: chains, a picture, and the strategies with what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from qualcode.i18n import _
from qualcode.model import LinkKind
from qualcode.network.flow import Arrow, Box, strongest
from qualcode.network.flow_drawing import flow_svg
from qualcode.project.link_tables import Chain, LinkedCodes, LinkTable, kind_words
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage
from qualcode.project.report_sections.quoting import groups_of, quoted
from qualcode.project.units_counted import unit_of
from qualcode.reports.painting import painted_line
from qualcode.reports.sections.crossing_data import ChainRow, CodeName, LinkRow, LinksBody, StrategyRow

TRAILS = 2
"""So many ways from cause to solution of a chain are printed in full."""


def links(gathering: Gathering, _given: Mapping[str, Any]) -> LinksBody:
    """Everything people linked, the strongest first."""
    return _Links(gathering, gathering.project.crossings.links()).body()


class _Links:
    """The links of a project with the passages at their ends."""

    def __init__(self, gathering: Gathering, table: LinkTable) -> None:
        self._gathering, self._table = gathering, table
        self._passages = {p.coding.uid: p for p in gathering.passages.by_coding.values()}
        self._leading: dict[tuple[LinkKind, UUID], list[UUID]] = {}
        for linked in table.links:
            for first, second in linked.codings:
                self._leading.setdefault((linked.kind, second), []).append(first)

    def body(self) -> LinksBody:
        table = self._table
        drawn = strongest([self._arrow(link) for link in table.links])
        strategies = tuple(self._strategies())
        return LinksBody(
            chains=tuple(self._chain(chain) for chain in table.chains),
            links=tuple(self._link(link) for link in table.links),
            strategies=strategies,
            unsolved=tuple(self._unsolved()),
            svg=flow_svg(self._boxes(drawn), drawn) if drawn else "",
            alt="; ".join(self._told(arrow) for arrow in drawn),
            drawn=len(drawn),
            left_out=table.left_out,
            why=""
            if table.links
            else _("Nobody has linked a passage to another yet, so there is no chain to show."),
            unit=unit_of(self._gathering.passages.material),
        )

    def _named(self, code: str) -> CodeName:
        return CodeName(code, self._table.names[code])

    def _ends(self, linked: LinkedCodes) -> Iterable[Passage]:
        return (self._passages[end] for pair in linked.codings for end in pair)

    def _link(self, linked: LinkedCodes) -> LinkRow:
        chained = linked.kind is not LinkKind.BEFORE
        trails = [] if chained else [[self._passages[end] for end in pair] for pair in linked.codings]
        shown = trails[:TRAILS]
        others = (trail[-1].reference for trail in trails[TRAILS:] if trail[-1].text)
        return LinkRow(
            self._named(linked.first),
            kind_words(linked.kind),
            self._named(linked.second),
            linked.links,
            linked.informants,
            linked.documents,
            groups_of(self._gathering, self._ends(linked)),
            tuple(tuple(map(self._gathering.quote, trail)) for trail in shown),
            tuple(dict.fromkeys(others)),
        )

    # chains

    def _chain(self, chain: Chain) -> ChainRow:
        trails = list(self._trails(chain))
        passages = [passage for trail in trails for passage in trail]
        problems = [self._passages[one] for one in chain.codings]
        shown = trails[:TRAILS]
        told = {passage.span for trail in shown for passage in trail}
        others = (p.reference for p in problems if p.text and p.span not in told)
        return ChainRow(
            cause=None if chain.cause is None else self._named(chain.cause),
            problem=self._named(chain.problem),
            solution=None if chain.solution is None else self._named(chain.solution),
            passages=chain.passages,
            informants=chain.informants,
            documents=chain.documents,
            groups=groups_of(self._gathering, passages),
            trails=tuple(tuple(map(self._gathering.quote, trail)) for trail in shown),
            references=tuple(dict.fromkeys(others)),
        )

    def _trails(self, chain: Chain) -> Iterable[list[Passage]]:
        """Cause, problem and solution as they were linked, for each passage of the problem."""
        for problem in chain.codings:
            causes = self._of(LinkKind.CAUSE_OF, problem, chain.cause)
            solutions = self._of(LinkKind.SOLUTION_TO, problem, chain.solution)
            for cause in causes:
                for solution in solutions:
                    yield [p for p in (cause, self._passages[problem], solution) if p is not None]

    def _of(self, kind: LinkKind, problem: UUID, code: str | None) -> list[Passage | None]:
        if code is None:
            return [None]
        every = (self._passages[one] for one in self._leading.get((kind, problem), ()))
        return [passage for passage in every if passage.code == code]

    # strategies

    def _strategies(self) -> Iterable[StrategyRow]:
        of: dict[str, list[LinkedCodes]] = {}
        for linked in self._table.links:
            if linked.kind is LinkKind.SOLUTION_TO:
                of.setdefault(linked.first, []).append(linked)
        for code, some in of.items():
            said = [self._passages[first] for linked in some for first, _problem in linked.codings]
            yield StrategyRow(
                solution=self._named(code),
                problems=tuple((self._named(linked.second), linked.links) for linked in some),
                groups=groups_of(self._gathering, said),
                quoted=quoted(self._gathering, said),
            )

    def _unsolved(self) -> Iterable[CodeName]:
        """Problems with a cause, and no solution to any passage of them."""
        answered = {one.second for one in self._table.links if one.kind is LinkKind.SOLUTION_TO}
        caused = (one.second for one in self._table.links if one.kind is LinkKind.CAUSE_OF)
        return (self._named(code) for code in dict.fromkeys(caused) if code not in answered)

    # the picture

    def _arrow(self, linked: LinkedCodes) -> Arrow:
        return Arrow(linked.first, linked.second, linked.kind.value, linked.links)

    def _boxes(self, drawn: Iterable[Arrow]) -> list[Box]:
        wanted = dict.fromkeys(end for arrow in drawn for end in (arrow.first, arrow.second))
        passages: dict[str, list[Passage]] = {}
        for linked in self._table.links:
            for first, second in linked.codings:
                for end in (first, second):
                    passages.setdefault(self._passages[end].code, []).append(self._passages[end])

        def shown(words: str) -> str:
            """Without names, and without signs that a picture cannot hold."""
            return painted_line(self._gathering.passages.scrub(words))

        return [
            Box(
                code,
                shown(self._table.names[code]),
                tuple(shown(group) for group in groups_of(self._gathering, passages[code])),
            )
            for code in wanted
        ]

    def _told(self, arrow: Arrow) -> str:
        first, second = (self._table.names[code] for code in (arrow.first, arrow.second))
        return f"{first} → {kind_words(LinkKind(arrow.kind))} → {second} ({arrow.count})"
