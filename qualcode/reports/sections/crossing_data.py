"""The data of sections that cross codes with outcomes, groups, each other, or along links; see `sections.data`."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS
from qualcode.reports.sections.data import SectionQuote


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quotes a number was counted from."""

    said: tuple[SectionQuote, ...] = ()
    """Those whose words are printed, ..."""
    references: tuple[str, ...] = ()
    """... those of which only the reference is, ..."""
    withheld: int = 0
    """... and how many may not be printed."""


@dataclass(frozen=True, slots=True)
class CodeCount:
    """Informants with a code in one cell, by valence."""

    k: int
    n: int
    """Those who speak there at all."""
    plus: int
    minus: int
    mixed: int
    documents: int
    """Documents and observations with the code, which are not in n."""
    literature: int
    """Works of literature with it, which are no field data."""
    quoted: Quoted


# outcome × period


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """A code under one outcome, within those who speak of the first and of the last period."""

    n: int
    gained: int
    lost: int
    turned: int
    kept: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A code over outcomes and periods."""

    code: str
    name: str
    level: int
    leaf: bool
    cells: tuple[CodeCount, ...]
    """The periods of the first outcome, then those of the second ...; quotes are those of this very code."""
    changes: tuple[ChangeCount, ...]
    """By outcome."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What one informant says of a code about the first period, and what about the last."""

    unit: str
    group: str
    outcome: str
    code: str
    name: str
    before: str
    """What stands before the quotes, in words: strengthens, not spoken of ..."""
    after: str
    earlier: Quoted
    later: Quoted


@dataclass(frozen=True, slots=True)
class CaseBody:
    """Outcomes over periods."""

    outcome: str
    """The attribute."""
    outcomes: tuple[str, ...]
    periods: tuple[str, ...]
    speaking: tuple[tuple[str, ...], ...]
    """Who speaks of each period under each outcome, in the order of `CaseRow.cells`."""
    rows: tuple[CaseRow, ...]
    """Codes that somebody or something has."""
    changes: tuple[PersonChange, ...]
    warnings: tuple[str, ...]
    """The first says of how many groups all this is."""
    why: str = ""
    """Why there is nothing to show; empty where there is."""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""


# codes compared


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A code over the columns."""

    code: str
    name: str
    cells: tuple[CodeCount, ...]


@dataclass(frozen=True, slots=True)
class CompareBody:
    """Codes over groups or the values of an attribute, with contrasting quotes."""

    by: str
    """group, method or wave, or the name of an attribute."""
    columns: tuple[str, ...]
    rows: tuple[CompareRow, ...]
    why: str = ""
    unit: str = INFORMANTS
    """What n counts: one of the units of `analysis.counted`."""


# branches over each other


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code with its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FrameCount:
    """Turns or sources that bear a code of the row, of the column and of the layer."""

    frames: int
    informants: int
    documents: int
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Layer:
    """One table."""

    of: CodeName | None
    """The code that all of it bears; None where there is a single table."""
    cells: tuple[tuple[FrameCount, ...], ...]


@dataclass(frozen=True, slots=True)
class TableBody:
    """Codes of branches that share turns or sources."""

    whole_source: bool
    """False: the same turn (of a document: paragraph)."""
    rows: tuple[CodeName, ...]
    columns: tuple[CodeName, ...]
    layers: tuple[Layer, ...]
    empty: tuple[CodeName, ...]
    """Layers that nothing bears."""
    why: str = ""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether the unit is the document, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS


# linked codings


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A problem with a cause and a solution that somebody linked to it."""

    cause: CodeName | None
    problem: CodeName
    solution: CodeName | None
    passages: int
    informants: int
    documents: int
    groups: tuple[str, ...]
    """Whose words these are, those of its causes and solutions among them."""
    trails: tuple[tuple[SectionQuote, ...], ...]
    """Cause, problem and solution as they were linked; words are empty where they may not be printed."""
    references: tuple[str, ...]
    """Of the problem's other passages."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Codes of which one leads to the other."""

    first: CodeName
    how: str
    """In the report's words: causes, solves, comes before."""
    second: CodeName
    links: int
    informants: int
    documents: int
    groups: tuple[str, ...]
    """Whose words the codings at both ends are."""
    trails: tuple[tuple[SectionQuote, ...], ...] = ()
    """Both ends as they were linked, where no chain shows them."""
    references: tuple[str, ...] = ()
    """Of what the other links of these codes lead to."""


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """A solution and the problems it was linked to."""

    solution: CodeName
    problems: tuple[tuple[CodeName, int], ...]
    """With the links to each."""
    groups: tuple[str, ...]
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class LinksBody:
    """Chains of linked codings."""

    chains: tuple[ChainRow, ...]
    links: tuple[LinkRow, ...]
    strategies: tuple[StrategyRow, ...]
    unsolved: tuple[CodeName, ...]
    """Problems to which nobody linked a solution."""
    svg: str
    alt: str
    drawn: int
    """Links by code that the picture shows, of all in `links`."""
    left_out: int
    """Links of which an end counts for nobody."""
    why: str = ""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""
