"""Outcomes by periods, branches that meet, and linked codings, as `project.crossings` gives them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from qualcode.analysis.columns import Ints
from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, heading, several
from qualcode.analysis.counts import CodeCell
from qualcode.analysis.cross_case import CrossCase, State, UnitChange
from qualcode.analysis.frames import FrameCell, Frames
from qualcode.analysis.query import Field, Node, Or, Term, among, both, written
from qualcode.i18n import _, ngettext
from qualcode.model import LinkKind
from qualcode.project.figures import CodeHead, no_codebook
from qualcode.project.spreadsheets import Sheet


@dataclass(frozen=True)
class CrossCaseTable:
    """Codes over the values of an outcome and the periods spoken about, with what changed in the same people."""

    outcome: str
    """The attribute."""
    outcomes: tuple[str, ...]
    periods: tuple[str, ...]
    """From the first to the last."""
    codes: tuple[CodeHead, ...]
    rows: tuple[int, ...]
    """The codes that are shown, by their place in `codes`."""
    crossed: CrossCase
    units: tuple[str, ...]
    """What the units of `crossed` are called."""
    groups: tuple[int, ...]
    """By outcome: groups whose words these are."""
    all_groups: int
    """Groups whose words the whole table holds."""
    unplaced: int
    """Codings of these codes that have no such period or no outcome, and are left out."""
    told: Callable[[int, int], Sequence[int]] = field(compare=False)
    """The numbers of a code's codings, of those with an outcome who speak of the first and of the last period."""
    coder: str | None = None
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def query(self, code: int, outcome: int, period: int | None = None) -> str:
        """The query that gives the codings of a cell; without `period` those behind a change, empty where none are."""
        if period is None:
            return among(self.told(code, outcome), Term(Field.CODE, self.codes[code].code))
        asked: list[Node] = [
            Term(Field.CODE, self.codes[code].code),
            Term(Field.ATTRIBUTE, self.outcomes[outcome], self.outcome, "="),
            Term(Field.PERIOD, self.periods[period]),
            Term(Field.COUNTED, "yes"),
        ]
        if self.coder is not None:
            asked.append(Term(Field.CODER, self.coder))
        return written(both(*asked))

    def cell(self, code: int, outcome: int, period: int) -> CodeCell:
        """A code under an outcome in a period, by their places."""
        return self.crossed.counts.cells[code][outcome * len(self.periods) + period]

    def in_use(self) -> list[int]:
        """Of the codes that are shown, those that anybody or anything has."""
        return [
            row
            for row in self.rows
            if any(cell.k or cell.documents for cell in self.crossed.counts.cells[row])
        ]

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        if not self.codes:
            return no_codebook()
        if not self.periods:
            return _("No coding says which period it speaks of, so before and after cannot be told apart.")
        return None if self.in_use() else _("no coding of these codes has such an outcome and period")

    def changed(self, code: int, outcome: int) -> list[UnitChange]:
        """The people for whom a code is not what it was."""
        return [one for one in self.crossed.units if (one.code, one.outcome) == (code, outcome)]

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: k, n and documents of each cell, and the changes of each outcome."""
        places = [(o, p) for o in range(len(self.outcomes)) for p in range(len(self.periods))]
        heads = [_("Code"), _("Name")]
        for o, p in places:
            heads += [f"{self.outcomes[o]}: {self.periods[p]} {sign}" for sign in ("k", "n", _("documents"))]
        for name in self.outcomes:
            heads += [f"{name}: {what}" for what in (_("gained"), _("lost"), _("turned"), _("kept"), "n")]
        lines = []
        for row in self.in_use():
            cells = [self.cell(row, o, p) for o, p in places]
            numbers = [n for cell in cells for n in (cell.k, cell.n, cell.documents)]
            numbers += [
                n for c in self.crossed.changes[row] for n in (c.gained, c.lost, c.turned, c.kept, c.n)
            ]
            lines.append([self.codes[row].code, self.codes[row].name, *map(str, numbers)])
        return heads, lines

    def warnings(self) -> list[str]:
        """What has to stand beside the table."""
        lines = [
            ngettext("{n} group, not cause and effect.", "{n} groups, not cause and effect.", self.all_groups)
        ]
        for place, name in enumerate(self.outcomes):
            both_told = self.crossed.changes[0][place].n if self.codes else 0
            if not both_told:
                lines.append(
                    _("{outcome}: nobody speaks of both periods, so no change is known.", outcome=name)
                )
        if self.unplaced:
            lines.append(
                ngettext(
                    "{n} coding without one of these periods or without an outcome is left out.",
                    "{n} codings without one of these periods or without an outcome are left out.",
                    self.unplaced,
                )
            )
        return lines

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        who = {
            "n": _("{who} with the outcome who speak of the period at all", who=several(self.unit)),
            "k": _("of n, those with the code in that period"),
            "documents": _("documents and observations with the code, which are not in n"),
            "change": _(
                "within {who} that speak of the first and of the last period", who=several(self.unit)
            ),
        }
        if self.of_documents:
            who["n"] = _("documents with the outcome that tell of the period at all")
            who["documents"] = _("works of literature with the code, which are not in n")
            who["change"] = _("within documents that tell of the first and of the last period")
        return {
            **who,
            "plus": _("of k, those whose codings strengthen it only"),
            "minus": _("of k, those whose codings weaken it only"),
            "mixed": _("of k, those whose codings do both"),
            "gained": _("without the code first and with it last"),
            "lost": _("with the code first and without it last"),
            "turned": _("with the code both times, with another valence"),
            "kept": _("with the code both times, with the same valence"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        places = [(o, p) for o in range(len(self.outcomes)) for p in range(len(self.periods))]
        return {
            "by": "cross-case",
            "unit": self.unit,
            "reason": self.reason(),
            "outcome": self.outcome,
            "outcomes": list(self.outcomes),
            "periods": list(self.periods),
            "groups": dict(zip(self.outcomes, self.groups, strict=True)),
            "definitions": self.definitions(),
            "warnings": self.warnings(),
            "rows": [
                {
                    "code": self.codes[row].code,
                    "name": self.codes[row].name,
                    "depth": self.codes[row].depth,
                    "cells": [
                        {
                            "outcome": self.outcomes[o],
                            "period": self.periods[p],
                            **self.crossed.counts.cells[row][o * len(self.periods) + p].as_json(),
                            "query": self.query(row, o, p),
                        }
                        for o, p in places
                    ],
                    "change": {
                        name: vars(self.crossed.changes[row][o]) for o, name in enumerate(self.outcomes)
                    },
                }
                for row in self.rows
            ],
            "changes": [
                {
                    "unit": self.units[one.unit],
                    "outcome": self.outcomes[one.outcome],
                    "code": self.codes[one.code].code,
                    "before": one.before.value,
                    "after": one.after.value,
                }
                for one in self.crossed.units
                if one.code in self.rows
            ],
        }


def state_words(state: State) -> str:
    """What somebody says of a code in a period, in the current language."""
    return {
        State.ABSENT: _("not spoken of"),
        State.MENTIONED: _("mentioned"),
        State.STRENGTHENS: _("strengthens"),
        State.WEAKENS: _("weakens"),
        State.MIXED: _("mixed"),
    }[state]


@dataclass(frozen=True)
class FrameTable:
    """Codes of two branches, or of three, that stand in the same turn or the same source."""

    codes: tuple[CodeHead, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    layers: tuple[int, ...]
    """One table for each of these; empty is a single table."""
    frames: Frames
    whole_source: bool
    """False: the same turn."""
    sources: tuple[str, ...]
    """Names of the sources, by the numbers that frames have where whole sources are taken."""
    numbers: Ints = field(compare=False)
    """The number of the coding that each entry of `frames` was made of."""
    coder: str | None = None
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def cell(self, row: int, column: int, layer: int | None = None) -> FrameCell:
        """What bears all of these codes, given by their place in `codes`."""
        return self.frames.cell(row, column, *(() if layer is None else (layer,)))

    def query(self, *codes: int) -> str:
        """The query that gives the quotes of all these codes in the turns or sources that a cell counts."""
        asked = Or(tuple(Term(Field.CODE, self.codes[code].code) for code in codes))
        return among(set(self.numbers[self.frames.behind(*codes)].tolist()), asked)

    def shown(self, cell: FrameCell, *, tight: bool = False) -> str:
        """A cell in figures: what it counts, and whose words these are; of documents these, and their paragraphs."""
        if not cell.frames:
            return "0"
        if self.of_documents:
            return str(cell.documents) + ("" if self.whole_source else f" ({cell.frames})")
        return f"{cell.frames} ({_heard(cell.informants, cell.documents, tight)})"

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        layers: Sequence[int | None] = self.layers or (None,)
        if any(self.cell(a, b, c).frames for a in self.rows for b in self.columns for c in layers):
            return None
        if self.whole_source:
            return _(
                "No source bears a code of the rows and one of the columns, so there is nothing to cross."
            )
        return _("No turn bears a code of the rows and one of the columns, so there is nothing to cross.")

    def sources_of(self, *codes: int) -> list[str]:
        """The sources that a cell counts, where whole sources are taken."""
        return [self.sources[frame] for frame in self.frames.frames_of(*codes).tolist()]

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: turns or sources; with layers a row for each layer and code."""
        layers: Sequence[int | None] = self.layers or (None,)
        lines = []
        for layer in layers:
            over = [] if layer is None else [self.codes[layer].code]
            for row in self.rows:
                numbers = [str(self.cell(row, column, layer).frames) for column in self.columns]
                lines.append([*over, self.codes[row].code, self.codes[row].name, *numbers])
        heads = [_("Code"), _("Name"), *(self.codes[column].code for column in self.columns)]
        return ([_("Layer"), *heads] if self.layers else heads), lines

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        frames = (
            _("sources in which one informant's words, or the document, bear a code of each")
            if self.whole_source
            else _("turns (of a document: paragraphs) that bear a code of each")
        )
        documents = _("documents, observations and literature among them")
        if self.of_documents:
            documents = _("documents that bear a code of each, in one paragraph")
            if self.whole_source:
                documents = _("documents that bear a code of each, wherever")
        return {
            "frames": frames,
            "informants": _("{who} whose words these are", who=several(self.unit)),
            "documents": documents,
        }

    def legend(self) -> list[str]:
        """What the figures of a cell mean, as `shown` writes them, in the current language."""
        means = self.definitions()
        if self.of_documents:
            return [means["documents"], *([] if self.whole_source else [f"(…) {means['frames']}"])]
        return [means["frames"], f"(…) {means['informants']}", f"+n {means['documents']}"]

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; only cells that hold something."""
        every = [
            (row, column, layer)
            for layer in (self.layers or (None,))
            for row in self.rows
            for column in self.columns
        ]
        return {
            "by": "source" if self.whole_source else "turn",
            "unit": self.unit,
            "reason": self.reason(),
            "rows": self._names(self.rows),
            "columns": self._names(self.columns),
            "layers": self._names(self.layers),
            "definitions": self.definitions(),
            "cells": [
                self._cell(*place) for place in every if self.cell(place[0], place[1], place[2]).frames
            ],
        }

    def _cell(self, row: int, column: int, layer: int | None) -> dict[str, object]:
        codes = (row, column) if layer is None else (row, column, layer)
        where = {"sources": self.sources_of(*codes)} if self.whole_source else {}
        return {
            "row": self.codes[row].code,
            "column": self.codes[column].code,
            "layer": None if layer is None else self.codes[layer].code,
            **vars(self.cell(row, column, layer)),
            **where,
            "query": self.query(*codes),
        }

    def _names(self, rows: Sequence[int]) -> list[dict[str, str]]:
        return [{"code": self.codes[row].code, "name": self.codes[row].name} for row in rows]


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
        return str(row.documents) if self.of_documents else _heard(row.informants, row.documents, tight)

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
            "documents": _("documents, observations and literature in which it stands"),
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


def _heard(informants: int, documents: int, tight: bool) -> str:
    """Informants and the documents beside them; `tight` where there is little room."""
    if not documents:
        return str(informants)
    return f"{informants}+{documents}" if tight else f"{informants} " + _("+{n} doc", n=documents)


def kind_words(kind: LinkKind) -> str:
    """How one coding leads to another, in the current language."""
    return {
        LinkKind.CAUSE_OF: _("causes"),
        LinkKind.SOLUTION_TO: _("solves"),
        LinkKind.BEFORE: _("comes before"),
    }[kind]
