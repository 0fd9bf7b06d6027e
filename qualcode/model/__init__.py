"""The records: one class per concept, the same everywhere (see design.md, "One class per concept")."""

from qualcode.model.base import METADATA, Record, now, uuid7
from qualcode.model.caches import Pack, UnitKind, Units
from qualcode.model.codebook import Category, CategoryCode, Code, CodeOrigin, CodeStatus, Theme
from qualcode.model.codings import (
    Assignment,
    Coder,
    CoderRole,
    Coding,
    CodingLink,
    LinkKind,
    Suggestion,
    SuggestionStatus,
    Valence,
)
from qualcode.model.findings import (
    CheckResult,
    Evidence,
    FigureKind,
    Finding,
    FindingCode,
    FindingStatus,
    FindingUnit,
    MemberCheck,
    ScopeMark,
    Stance,
    Verdict,
)
from qualcode.model.guide import Asked, AskedStatus, Question, ResearchQuestion
from qualcode.model.journal import Event, EventContent, EventKind
from qualcode.model.notes import Comment, CommentStatus, Memo, MemoKind
from qualcode.model.people import (
    Actor,
    Alias,
    Attribute,
    Consent,
    ConsentStatus,
    Group,
    Informant,
    InformantRole,
    Study,
    ValueKind,
)
from qualcode.model.sources import (
    IdentityField,
    Method,
    OriginalFile,
    Participation,
    Source,
    Subject,
    TextVersion,
    Turn,
    TurnKind,
    TurnRole,
)
from qualcode.model.ties import Tie, TieEvidence, TieType

IDENTITY = (Alias, OriginalFile, IdentityField)
"""Tables that hold who people really are; no report, export or shared copy reads them."""

__all__ = [name for name in dir() if not name.startswith("_")]
