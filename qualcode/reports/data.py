"""What report `triangulation` is made from: plain values, already pseudonymised, in the order they are printed.

Nobody's name stands in here: informants appear by the code a person gave them, sources by their reference (W1, O1).
Verdicts, symbols and pair labels are the values of `analysis`; the report puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS
from qualcode.reports.remarks import Remark
from qualcode.reports.sections.data import Section


@dataclass(frozen=True, slots=True)
class Question:
    """A research question."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Study:
    """What the study is about."""

    title: str
    description: str = ""
    site: str = ""
    researcher: str = ""
    institution: str = ""
    year: int | None = None
    notice: str = ""
    """A remark of the study's own for every report, as "persons and words are invented"."""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of informants."""

    name: str
    informants: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class InformantRow:
    """An informant by code; no name and no attribute that could give one away."""

    code: str
    group: str
    role: str = ""
    """`key`, `main`, `supporting` or empty."""
    sources: int = 0
    codings: int = 0
    may_quote: bool = True
    asked: bool = True
    """Whether consent is settled; where it is pending, nobody knows yet whether words may be quoted."""
    withheld: int = 0
    """Of the codings: not printed for lack of consent."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source by its reference."""

    reference: str
    """As W1, O1, D1: the letter of the method and a running number."""
    method: str
    """`interview`, `observation`, `document`, `fgd` or `literature`."""
    informants: tuple[str, ...] = ()
    group: str = ""
    """The group that produced it, where it has no informants."""
    day: date | None = None
    wave: int | None = None
    lines: int = 0
    codings: int = 0
    withheld: int = 0
    """Of these not printed for lack of consent."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of the codebook; `level` 0 is a branch."""

    code: str
    name: str
    definition: str = ""
    level: int = 1
    informants: int = 0
    codings: int = 0
    """Passages of field data with the code or one below it, each once."""
    below: tuple[str, ...] = ()
    """The codes whose quotes it counts: itself and all below it."""
    own: int = 0
    """Passages of field data with this very code, ..."""
    withheld: int = 0
    """... of these not printed for lack of consent; ..."""
    kept_back: int = 0
    """... the same of `codings`; ..."""
    literature: int = 0
    """... passages of literature with it stand beside them."""
    remarks: tuple[Remark, ...] = ()
    mark: str = ""
    """As a remark on it has it, where the report may come back."""
    """Comments on it, where the report is to show them; so everywhere below."""


@dataclass(frozen=True, slots=True)
class Toned:
    """Who speaks of an aspect with one valence."""

    units: tuple[str, ...] = ()
    withheld: int = 0
    """Passages of theirs under it that are not printed for lack of consent."""


@dataclass(frozen=True, slots=True)
class ProminenceRow:
    """An aspect with the informants who show it, of those who could (`n`)."""

    code: str
    name: str
    strengthens: int
    weakens: int
    mixed: int
    k: int
    n: int
    groups: int
    of_groups: int
    segments: int
    level: int = 0
    rank: int = 0
    """Among the branches, or among the codes below them; equal places share a number."""
    tones: tuple[Toned, Toned, Toned] = (Toned(), Toned(), Toned())
    """Whom `strengthens`, `weakens` and `mixed` count."""


@dataclass(frozen=True, slots=True)
class CodeGroupCell:
    """Informants of one group who have a code."""

    k: int
    n: int
    strengthens: int = 0
    weakens: int = 0
    mixed: int = 0
    segments: int = 0
    documents: int = 0
    """Documents and observations with the code, which are not in n."""
    literature: int = 0
    """Works of literature with the code, which are no field data."""
    withheld: int = 0
    """Passages among all these that are not printed for lack of consent."""


@dataclass(frozen=True, slots=True)
class CodeGroupRow:
    """A code across the groups, in the order of `TriangulationReport.columns`."""

    code: str
    name: str
    cells: tuple[CodeGroupCell, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the graph with its definition; `value` None has a `reason`."""

    name: str
    value: float | None
    definition: str
    reason: str = ""
    places: int = 2
    share: bool = False
    """A share of a whole, printed as a percentage."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An informant or mentioned actor in the graph."""

    code: str
    group: str
    interviewed: bool
    degree: int
    betweenness: float | None = None
    constraint: float | None = None


@dataclass(frozen=True, slots=True)
class TieQuote:
    """Words that show a tie."""

    reference: str
    text: str
    """What may be printed of them; empty where nothing may."""
    paraphrase: bool = False


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie; `kind` and `tie_class` are already in the report's words."""

    a: str
    b: str
    directed: bool
    kind: str
    tie_class: str
    references: tuple[str, ...] = ()
    said: tuple[TieQuote, ...] = ()
    """The words that these refer to."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The measures of one cut of the graph: the whole, or the ties that touch one group."""

    title: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class GroupIndex:
    """The E-I index of one group's ties, and what it would be if everybody were tied to everybody."""

    group: str
    ei: Measure
    expected: Measure


@dataclass(frozen=True, slots=True)
class Network:
    """The informant graph."""

    svg: str
    alt: str
    scopes: tuple[Scope, ...] = ()
    groups: tuple[GroupIndex, ...] = ()
    nodes: tuple[NodeRow, ...] = ()
    ties: tuple[TieRow, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell of a matrix."""

    column: str
    symbol: str
    """`+`, `-`, `±`, `≠`, `0`, `NA`, `TT` (nobody there was asked) or `LC` (out of scope)."""
    k: int = 0
    n: int = 0
    others: tuple[str, ...] = ()
    """What stands beside the informants, as "+1 dok"."""
    units: tuple[str, ...] = ()
    """Each unit with a stance, as "K1 +" or "K2 ± (conditions only)"."""
    quotes: tuple[str, ...] = ()
    """Ids of the quotes it was counted from that may be printed."""
    one_person: bool = False
    """Whether it rests on one person."""
    withheld: int = 0
    """Passages it was counted from besides `quotes`, which may not be printed."""


@dataclass(frozen=True, slots=True)
class EvidenceQuote:
    """A coding linked to a finding."""

    id: str
    """What tells it from others: the coding's id."""
    text: str
    reference: str
    stance: str
    """`supports`, `contradicts` or `qualifies`."""
    unit: str
    """Informant code or, without one, the source's reference."""
    group: str
    method: str
    wave: int | None = None
    codes: tuple[str, ...] = ()
    coder: str = ""
    """Named only where coders gave these words different stances."""
    valence: str = ""
    """`strengthens`, `weakens`, `mixed` or empty."""
    translation: str = ""
    paraphrase: bool = False
    period: str = ""
    language: str = "id"
    remarks: tuple[Remark, ...] = ()
    mark: str = ""
    """As a remark on it has it, where the report may come back."""


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """A figure that speaks for a finding: it is listed and enters no cell."""

    kind: str
    """`prominence`, `network` or `table`."""
    note: str = ""
    value: str = ""
    attribute: str = ""
    """Of a share of an attribute: its name; the section about it shows where it is from."""


@dataclass(frozen=True, slots=True)
class Adjudication:
    """A person's verdict beside the computed one."""

    verdict: str
    reason: str
    author: str = ""
    day: date | None = None
    time: str = ""
    """Of the day, as "09:30 UTC"."""


@dataclass(frozen=True, slots=True)
class MemberCheckRow:
    """What an informant said when shown the finding."""

    informant: str
    outcome: str
    """`confirmed`, `corrected`, `refused` or `pending`."""
    comment: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A finding across the columns of a matrix."""

    finding: str
    """Its number, as F1."""
    claim: str
    verdict: str
    direction: str = ""
    dissonance: str = ""
    """`between`, `within`, `both` or empty."""
    split: bool = False
    reporting: int = 0
    columns: int = 0
    k: int = 0
    n: int = 0
    silent: tuple[str, ...] = ()
    cells: tuple[CellRow, ...] = ()
    pairs: tuple[tuple[str, str, str], ...] = ()
    """Two columns and the label of the pair."""
    remarks: tuple[str, ...] = ()
    """What a reader of the row has to know, in words."""
    changed: bool = False
    """In a matrix by time: a change, not a contradiction."""
    nothing: str = ""
    """Where there is evidence but nothing this way could compare: why."""
    within: str = ""
    """In a matrix of methods within groups: the group."""
    unit: str = INFORMANTS
    """What k and n count: one of the units of `analysis.counted`."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Findings by group, method, wave or coder, or by methods within each group ("group-method")."""

    by: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    sufficient: bool = True
    """Enough groups, methods on one subject, or waves of one unit to speak of triangulation."""


@dataclass(frozen=True, slots=True)
class FindingSection:
    """A finding with everything that speaks for and against it."""

    number: str
    claim: str
    row: MatrixRow
    """Its row in the matrix by group."""
    question: Question | None = None
    theme: str = ""
    indicator: str = ""
    codes: tuple[str, ...] = ()
    final: bool = False
    scope: tuple[str, ...] = ()
    """Units it can be true of, where they are fewer than all."""
    scope_reason: str = ""
    scope_author: str = ""
    """Who set it last, where the journal tells; `scope_day` and `scope_time` say when."""
    scope_day: date | None = None
    scope_time: str = ""
    not_asked: tuple[str, ...] = ()
    """Units that a person marked as not asked."""
    quotes: tuple[EvidenceQuote, ...] = ()
    withheld: int = 0
    """Quotes left out because their informant may not be quoted and no paraphrase stands for them."""
    explanation: str = ""
    negative_case: str = ""
    negated: bool = False
    """The claim says that something is not: silence would not support it."""
    adjudication: Adjudication | None = None
    figures: tuple[FigureEvidence, ...] = ()
    member_checks: tuple[MemberCheckRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    mark: str = ""
    """As a quote has it."""


@dataclass(frozen=True, slots=True)
class CodedQuote:
    """A coding in the appendix that stands behind the counts."""

    code: str
    group: str
    unit: str
    reference: str
    text: str
    valence: str = ""
    paraphrase: bool = False
    language: str = "id"
    remarks: tuple[Remark, ...] = ()
    source: str = ""
    """The reference of the source it stands in, as W1."""
    units: tuple[str, ...] = ()
    """Everybody it counts for, those of other groups included; without them `unit` alone."""
    informants: tuple[str, ...] = ()
    """Who speaks in it, of a session."""


@dataclass(frozen=True, slots=True)
class TriangulationReport:
    """Everything the report says."""

    study: Study
    language: str
    last_event: datetime
    """When the project last changed; the date of the report."""
    journal_head: str
    """Hash over all actors' heads."""
    version: str
    """Of the software."""
    citing: str = ""
    """How references to sources are read; printed where the first of them stands."""
    groups: tuple[GroupRow, ...] = ()
    informants: tuple[InformantRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    codes: tuple[CodeRow, ...] = ()
    prominence: tuple[ProminenceRow, ...] = ()
    columns: tuple[str, ...] = ()
    """Columns of the table of codes: groups, and perhaps "" for what belongs to none."""
    unit: str = INFORMANTS
    """What codes are counted by: one of the units of `analysis.counted`."""
    code_groups: tuple[CodeGroupRow, ...] = ()
    network: Network | None = None
    findings: tuple[FindingSection, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    codings: tuple[CodedQuote, ...] = ()
    counted_codings: int = 0
    """Codings of field data that count, those left out below included."""
    literature_codings: int = 0
    """Codings of literature, beside those of the field."""
    withheld: int = 0
    """Quotes left out of the whole report for lack of consent."""
    paraphrased: int = 0
    """Quotes that stand in the researcher's words for lack of consent."""
    uncounted: int = 0
    """Codings of nobody's words, as an interviewer's, which enter no count."""
    second_coders: tuple[str, ...] = ()
    """Coders whose codings are for comparison only and enter no count."""
    sections: tuple[Section, ...] = ()
    """What a person asked to stand behind the findings."""

    @property
    def counts_documents(self) -> bool:
        """Whether codes are counted by documents, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS
