"""Claims and what speaks for and against them."""

import enum
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import JSON, Field

from qualcode.model.base import Record, choice, constraints, now, ref


class FindingStatus(enum.StrEnum):
    """How settled a finding is."""

    TENTATIVE = "tentative"
    FINAL = "final"


class Stance(enum.StrEnum):
    """What a piece of evidence does to a claim; set by a person only."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUALIFIES = "qualifies"


class Verdict(enum.StrEnum):
    """The result of crossing a finding's evidence (after Farmer et al. 2006)."""

    AGREEMENT = "AGREEMENT"
    PARTIAL = "PARTIAL"
    DISSONANCE = "DISSONANCE"
    UNTRIANGULATED = "UNTRIANGULATED"
    NO_DATA = "NO_DATA"


class FigureKind(enum.StrEnum):
    """A figure that backs a comparative claim; it enters no cell."""

    PROMINENCE = "prominence"
    NETWORK = "network"
    TABLE = "table"


class ScopeMark(enum.StrEnum):
    """What a person says of a unit for one finding."""

    IN_SCOPE = "in_scope"
    NOT_ASKED = "not_asked"


class CheckResult(enum.StrEnum):
    """What an informant said of a finding shown to him or her."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REFUSED = "refused"
    PENDING = "pending"


class Finding(Record, table=True):
    """A claim of one sentence; adjudication stands beside the computed verdict, never instead of it."""

    number: int = Field(unique=True)
    """Shown as F1, F2 …"""
    claim: str
    research_question_id: int | None = ref("research_question.id", "clear")
    theme_id: int | None = ref("theme.id", "clear")
    indicator: str = ""
    scope_note: str = ""
    status: FindingStatus = Field(
        default=FindingStatus.TENTATIVE, sa_type=choice(FindingStatus), nullable=False
    )
    explanation: str = ""
    """Why sources differ; a report warns where it is empty and they do."""
    negative_case: str = ""
    adjudicated: Verdict | None = Field(default=None, sa_type=choice(Verdict), nullable=True)
    adjudication_reason: str = ""
    adjudicated_by: int | None = ref("coder.id", "refuse", optional=True)
    adjudicated_at: datetime | None = None


class FindingCode(Record, table=True):
    """A code a finding speaks about."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("finding_id", "code_id"))
    finding_id: int = ref("finding.id", "cascade")
    code_id: int = ref("code.id", "cascade")


class FindingUnit(Record, table=True):
    """A unit marked for a finding: in its scope (any such mark closes the scope), or not asked."""

    finding_id: int = ref("finding.id", "cascade")
    mark: ScopeMark = Field(sa_type=choice(ScopeMark), nullable=False)
    informant_id: int | None = ref("informant.id", "cascade", optional=True)
    group_id: int | None = ref("group.id", "cascade", optional=True)
    source_id: int | None = ref("source.id", "cascade", optional=True)
    reason: str = ""


class Evidence(Record, table=True):
    """A coding with a stance, or a figure, linked to a finding."""

    __table_args__: ClassVar[Any] = constraints(
        UniqueConstraint("finding_id", "coding_id", "coder_id"),
        CheckConstraint("(coding_id IS NULL) != (figure IS NULL)", name="coding_or_figure"),
        CheckConstraint("(coding_id IS NULL) = (stance IS NULL)", name="coding_has_stance"),
    )
    finding_id: int = ref("finding.id", "cascade")
    coder_id: int = ref("coder.id", "refuse")
    coding_id: int | None = ref("coding.id", "cascade", optional=True)
    stance: Stance | None = Field(default=None, sa_type=choice(Stance), nullable=True)
    period: str = ""
    """Overrides the coding's period."""
    figure: FigureKind | None = Field(default=None, sa_type=choice(FigureKind), nullable=True)
    query: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was asked for the figure."""
    value: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What came out when it was linked."""
    note: str = ""


class MemberCheck(Record, table=True):
    """A finding taken back to an informant."""

    finding_id: int = ref("finding.id", "cascade")
    informant_id: int = ref("informant.id", "cascade")
    checked_on: date | None = None
    result: CheckResult = Field(default=CheckResult.PENDING, sa_type=choice(CheckResult), nullable=False)
    note: str = ""
    created_at: datetime = Field(default_factory=now)
