"""The codebook: a tree of codes, and categories and themes beside it."""

import enum
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Field

from qualcode.model.base import Record, choice, constraints, ref


class CodeOrigin(enum.StrEnum):
    """Where a code came from."""

    DEDUCTIVE = "deductive"
    INDUCTIVE = "inductive"


class CodeStatus(enum.StrEnum):
    """How far a code's definition is agreed."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    RETIRED = "retired"


class Code(Record, table=True):
    """A code with the fields of MacQueen et al. (1998); a code with children is a branch."""

    code: str = Field(unique=True)
    """The short id people type, as KP-TRN."""
    parent_id: int | None = ref("code.id", "refuse", optional=True)
    position: int = 0
    """Order among siblings."""
    name_id: str = ""
    name_en: str = ""
    short_def_id: str = ""
    short_def_en: str = ""
    full_def_id: str = ""
    full_def_en: str = ""
    use_when_id: str = ""
    use_when_en: str = ""
    not_when_id: str = ""
    not_when_en: str = ""
    typical_id: str = ""
    typical_en: str = ""
    atypical_id: str = ""
    atypical_en: str = ""
    cues_id: list[str] = Field(default_factory=list, sa_type=JSON)
    cues_en: list[str] = Field(default_factory=list, sa_type=JSON)
    cue_excludes: list[str] = Field(default_factory=list, sa_type=JSON)
    """Phrases in which a cue word means something else."""
    source_theory: str = ""
    origin: CodeOrigin = Field(default=CodeOrigin.DEDUCTIVE, sa_type=choice(CodeOrigin), nullable=False)
    domain: str = ""
    """Codes of one domain exclude each other (for agreement)."""
    colour: str = ""
    """#rrggbb, or empty for the branch's."""
    status: CodeStatus = Field(default=CodeStatus.DRAFT, sa_type=choice(CodeStatus), nullable=False)
    version: int = 1
    author: str = ""
    changed_on: date | None = None
    reason: str = ""
    shortcut: str = ""
    """Two letters typed after `'` in the reader."""
    pinned: int | None = None
    """1–9: the digit that applies it in the reader."""


class Theme(Record, table=True):
    """A theme that categories lead to."""

    name: str = Field(unique=True)
    note: str = ""


class Category(Record, table=True):
    """A category of codes, beside the tree; it may belong to a theme."""

    name: str = Field(unique=True)
    theme_id: int | None = ref("theme.id", "clear")
    note: str = ""


class CategoryCode(Record, table=True):
    """A code belongs to a category; it may belong to several."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("category_id", "code_id"))
    category_id: int = ref("category.id", "cascade")
    code_id: int = ref("code.id", "cascade")
