"""Linked codings and the chains they make, as `project.crossings` gives them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, heading, several
from qualcode.analysis.query import among
from qualcode.i18n import _
from qualcode.model import LinkKind
from qualcode.project.spreadsheets import Sheet
from qualcode.project.units_counted import heard_words


@dataclass(frozen=True)
class LinkedCodes:
    """Codes whose codings a person linked, one of which leads to the other."""

    first: str
    kind: LinkKind
    second: str
    links: int
    informants: int
    """Informants and focus groups in whose words the passage stands that is led to."""
    documents: int
    codings: tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True)
class Chain:
    """A problem with what causes it and what solves it, where somebody linked them to the same passage."""

    cause: str | None
    problem: str
    solution: str | None
    passages: int
    """Passages of the problem with this cause and this solution."""
    informants: int
    documents: int
    codings: tuple[UUID, ...]
    """The codings of these passages."""


@dataclass(frozen=True)
class LinkTable:
    """Links between codings by their codes, and the chains from cause to solution."""

    links: tuple[LinkedCodes, ...]
    """The most frequent first."""
    chains: tuple[Chain, ...]
    left_out: int
    """Links of which an end counts for nobody."""
    names: dict[str, str]
    """Names of the codes."""
    numbers: Mapping[UUID, int]
    """The numbers of the linked codings."""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def leading(self, chain: Chain, code: str | None, kind: LinkKind) -> list[UUID]:
        """The codings of a cause or a solution that lead to the passages of a chain."""
        return [
            first
            for link in self.links
            if (link.first, link.kind, link.second) == (code, kind, chain.problem)
            for first, second in link.codings
            if second in chain.codings
        ]

    def query(self, row: Chain | LinkedCodes) -> str:
        """The query that gives the passages of a chain with its causes and solutions, or both ends of linked codes."""
        if isinstance(row, Chain):
            ends = {
                *row.codings,
                *self.leading(row, row.cause, LinkKind.CAUSE_OF),
                *self.leading(row, row.solution, LinkKind.SOLUTION_TO),
            }
        else:
            ends = {end for pair in row.codings for end in pair}
        return among(self.numbers[end] for end in ends)

    def heard(self, row: Chain | LinkedCodes) -> int:
        """How many are counted whose words they are: informants, or documents."""
        return row.documents if self.of_documents else row.informants

    def shown(self, row: Chain | LinkedCodes, *, tight: bool = False) -> str:
        """Whose words they are, in figures: informants and the documents beside them, or documents alone."""
        return str(row.documents) if self.of_documents else heard_words(row.informants, row.documents, tight)

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        if self.links:
            return None
        return _(
            "no codings are linked; `qualcode code link` says that one causes, solves or comes before another"
        )

    def table(self, *, chains: bool = True) -> Sheet:
        """Heading and rows for a spreadsheet: the chains, or the links by their codes."""
        people, papers = heading(INFORMANTS if self.of_documents else self.unit), _("Documents")
        if chains:
            heads = [_("Cause"), _("Problem"), _("Solution"), people, papers, _("Passages")]
            return heads, [
                [
                    one.cause or "",
                    one.problem,
                    one.solution or "",
                    *map(str, (one.informants, one.documents, one.passages)),
                ]
                for one in self.chains
            ]
        heads = [_("Code"), _("How"), _("Code"), people, papers, _("Links")]
        return heads, [
            [
                one.first,
                kind_words(one.kind),
                one.second,
                *map(str, (one.informants, one.documents, one.links)),
            ]
            for one in self.links
        ]

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        return {
            "links": _("links that a person made between two codings"),
            "passages": _("passages of the problem that are linked to this cause and this solution"),
            "informants": _(
                "{who} in whose words the problem (what is led to) stands", who=several(self.unit)
            ),
            "documents": _("documents and observations in which it stands; literature is in no figure"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        return {
            "by": "links",
            "unit": self.unit,
            "reason": self.reason(),
            "definitions": self.definitions(),
            "links": [
                {
                    **vars(link),
                    "kind": link.kind.value,
                    "codings": [list(pair) for pair in link.codings],
                    "query": self.query(link),
                }
                for link in self.links
            ],
            "chains": [{**vars(chain), "query": self.query(chain)} for chain in self.chains],
            "left_out": self.left_out,
        }


def kind_words(kind: LinkKind) -> str:
    """How one coding leads to another, in the current language."""
    return {
        LinkKind.CAUSE_OF: _("causes"),
        LinkKind.SOLUTION_TO: _("solves"),
        LinkKind.BEFORE: _("comes before"),
    }[kind]
