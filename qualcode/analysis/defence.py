"""Ready for the examination: what is still open about a finding, and what an examiner will ask first.

Nothing is decided here: a hole is a fact about rows that were crossed or words nobody wrote yet, and the question
follows from the computed verdict and the holes, in a fixed order. There is no score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.analysis import stance as st
from qualcode.analysis import triangulation as tri

NO_EVIDENCE = "no evidence"
DOCUMENTS_ONLY = "documents only"
UNEXPLAINED = "no explanation"
SILENT_GROUPS = "silent groups"
NOT_ASKED_GROUPS = "groups not asked"
ONE_PERSON = "one-person cells"
ONE_GROUP = "one group"
ONE_METHOD = "one method"
REFUSED, CORRECTED, PENDING, UNCHECKED = "refused", "corrected", "pending", "not checked"
NO_NEGATIVE_CASE = "no negative case"
NEGATED = "negated claim"
CODERS_DIFFER = "coders disagree"
FOR_AND_AGAINST = "one quote for and against"
OUT_OF_SCOPE = "evidence outside the scope"
UNREASONED_SCOPE = "narrow scope without a reason"
NOT_QUOTABLE = "no quote to show"
HOLES = (
    NO_EVIDENCE,
    DOCUMENTS_ONLY,
    UNEXPLAINED,
    SILENT_GROUPS,
    ONE_PERSON,
    ONE_GROUP,
    ONE_METHOD,
    REFUSED,
    CODERS_DIFFER,
    FOR_AND_AGAINST,
    OUT_OF_SCOPE,
    UNREASONED_SCOPE,
    NEGATED,
    NOT_QUOTABLE,
    NOT_ASKED_GROUPS,
    CORRECTED,
    PENDING,
    UNCHECKED,
    NO_NEGATIVE_CASE,
)
"""The kinds of holes in the order in which they are to be closed."""

OVERRULED, SPLIT, BETWEEN, WITHIN = "overruled", "split", "between", "within"
CONDITIONS, CHANGED, DENIED, ALONE = "conditions", "changed", "denied", "alone"
SILENCE, ONE_WAY, NO_CONTRARY, REPEATED = "silence", "one way", "no contrary case", "repeated"
QUESTIONS = (
    NO_EVIDENCE,
    OVERRULED,
    DOCUMENTS_ONLY,
    SPLIT,
    BETWEEN,
    WITHIN,
    REFUSED,
    CHANGED,
    ALONE,
    DENIED,
    CONDITIONS,
    SILENCE,
    ONE_WAY,
    NO_CONTRARY,
    REPEATED,
)
"""The kinds of questions; the first that fits is asked."""

Rows = Mapping[str, tri.Row]
"""One finding's rows by group, method, wave and coder."""


@dataclass(frozen=True)
class Case:
    """What people wrote and did about a finding, beside its stances."""

    explained: bool = False
    negative_case: bool = False
    checks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Informants by what came of the member check: confirmed, corrected, refused, pending."""
    methods: Sequence[str] = ()
    """Methods of the field that brought its evidence."""
    adjudicated: str | None = None
    negated: bool = False
    """The claim says that something is not, and is supported: silence would not support it."""
    scope_reason: bool = False
    quotable: int = 0
    """Quotes that may be printed."""


@dataclass(frozen=True)
class Hole:
    """Something to close before the examination."""

    kind: str
    """One of `HOLES`."""
    names: tuple[str, ...] = ()
    """The groups, informants or methods it is about."""


@dataclass(frozen=True)
class Question:
    """What an examiner will ask."""

    kind: str
    """One of `QUESTIONS`."""
    names: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """Those who contradict, where `names` support."""


@dataclass(frozen=True)
class Sufficiency:
    """How much each kind of triangulation of one finding rests on; two make a comparison."""

    groups: int
    """Groups that take a stance."""
    methods: int
    """Methods that take a stance on one and the same subject, at most."""
    waves: int
    """Waves in which one and the same unit takes a stance, at most."""
    coders: int
    """Coders who coded the same turns, at most, so that their agreement can be computed."""

    def met(self) -> dict[str, bool]:
        """By group, method, wave and coder: whether there is enough to speak of triangulation."""
        found = {
            tri.GROUP: self.groups,
            tri.METHOD: self.methods,
            tri.WAVE: self.waves,
            tri.CODER: self.coders,
        }
        return {by: n >= 2 for by, n in found.items()}


def sufficiency(rows: Rows, coders: int) -> Sufficiency:
    """What the rows of a finding rest on; `coders` coded the same turns of its evidence."""
    heard = Counter(stance.unit.key for cell in rows[tri.WAVE].cells.values() for stance in cell.unit_stances)
    parts = rows[tri.METHOD].parts or {}
    return Sufficiency(
        groups=rows[tri.GROUP].coverage[0],
        methods=max((part.coverage[0] for part in parts.values()), default=0),
        waves=max(heard.values(), default=0),
        coders=coders,
    )


def holes(rows: Rows, case: Case) -> tuple[Hole, ...]:
    """What is open about a finding, in the order of `HOLES`."""
    row = rows[tri.GROUP]
    reporting = [key for key, cell in row.cells.items() if cell.reports]
    nobody = row.verdict == tri.NO_DATA
    silent = nobody and not row.beside
    found: dict[str, Sequence[str] | bool] = {
        NO_EVIDENCE: silent,
        DOCUMENTS_ONLY: row.beside if nobody else (),
        UNEXPLAINED: not case.explained and _needs_explanation(rows),
        SILENT_GROUPS: () if silent else row.silent,
        ONE_PERSON: [key for key in reporting if row.cells[key].one_person],
        ONE_GROUP: reporting if row.verdict == tri.UNTRIANGULATED else (),
        ONE_METHOD: case.methods if len(case.methods) == 1 and not nobody else (),
        REFUSED: case.checks.get("refused", ()),
        CODERS_DIFFER: any(tri.CODERS_DIFFER in one.flags for one in rows.values()),
        FOR_AND_AGAINST: tri.FOR_AND_AGAINST in row.flags,
        OUT_OF_SCOPE: tri.OUT_OF_SCOPE in row.flags,
        UNREASONED_SCOPE: tri.NARROW_SCOPE in row.flags and not case.scope_reason,
        NEGATED: case.negated,
        NOT_QUOTABLE: not silent and not case.quotable,
        NOT_ASKED_GROUPS: [key for key, cell in row.cells.items() if cell.symbol == st.NOT_ASKED],
        CORRECTED: () if case.explained else case.checks.get("corrected", ()),
        PENDING: case.checks.get("pending", ()),
        UNCHECKED: not nobody and not case.checks,
        NO_NEGATIVE_CASE: not silent and not case.negative_case,
    }
    return tuple(
        Hole(kind, () if isinstance(found[kind], bool) else tuple(found[kind]))  # type: ignore[arg-type]
        for kind in HOLES
        if found[kind]
    )


def question(rows: Rows, case: Case) -> Question:
    """What an examiner will ask first: the first of `QUESTIONS` that fits."""
    row = rows[tri.GROUP]
    signs = {sign: _columns(row, sign) for sign in (st.PLUS, st.MINUS, st.MIXED, st.SPLIT)}
    reporting = tuple(key for key, cell in row.cells.items() if cell.reports)
    refused = tuple(case.checks.get("refused", ()))
    nobody = row.verdict == tri.NO_DATA
    if nobody and not row.beside:
        return Question(NO_EVIDENCE)
    if case.adjudicated not in (None, row.verdict):
        return Question(OVERRULED)
    if nobody:
        return Question(DOCUMENTS_ONLY, row.beside)
    if row.verdict == tri.UNTRIANGULATED and tri.SPLIT_COLUMN in row.flags:
        return Question(SPLIT, reporting)
    if row.dissonance in (tri.BETWEEN, tri.BOTH):
        return Question(BETWEEN, signs[st.PLUS], signs[st.MINUS])
    if row.dissonance == tri.WITHIN:
        return Question(WITHIN, signs[st.SPLIT])
    if refused:
        return Question(REFUSED, refused)
    if rows[tri.WAVE].changed:
        return Question(CHANGED, rows[tri.WAVE].changed)
    if row.verdict == tri.UNTRIANGULATED:
        return Question(ALONE, reporting)
    if row.direction == st.MINUS:
        return Question(DENIED)
    if signs[st.MIXED]:
        return Question(CONDITIONS, signs[st.MIXED])
    if row.silent:
        return Question(SILENCE, row.silent)
    if len(case.methods) == 1:
        return Question(ONE_WAY, tuple(case.methods))
    return Question(REPEATED if case.negative_case else NO_CONTRARY)


def _needs_explanation(rows: Rows) -> bool:
    row = rows[tri.GROUP]
    return (
        row.verdict in (tri.PARTIAL, tri.DISSONANCE)
        or tri.SPLIT_COLUMN in row.flags
        or bool(rows[tri.WAVE].changed)
        or rows[tri.METHOD].verdict == tri.DISSONANCE
    )


def _columns(row: tri.Row, symbol: str) -> tuple[str, ...]:
    return tuple(key for key, cell in row.cells.items() if cell.symbol == symbol)
