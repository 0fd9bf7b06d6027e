"""What a person asked to stand in the report besides the findings."""

import enum
from typing import Any

from sqlmodel import JSON, Field

from qualcode.model.base import Record, choice


class SectionKind(enum.StrEnum):
    """What a section of the report shows."""

    ATTRIBUTE = "attribute"
    """How an attribute is distributed."""
    CROSS = "cross"
    """An attribute over another, or over groups."""
    JOINT = "joint"
    """Codes over an attribute, figures beside quotes."""
    VALUE = "value"
    """Economy, efficiency, effectiveness."""
    SATURATION = "saturation"
    AGREEMENT = "agreement"
    CASE = "case"
    """Outcome over period, with what changed."""
    COMPARE = "compare"
    """Codes over groups, with contrasting quotes."""
    TABLE = "table"
    """Branches of the codebook over each other."""
    LINKS = "links"
    """Chains of linked codings."""
    FIGURE = "figure"


class ReportSection(Record, table=True):
    """One section of the report; statistics stand in a report only where one asks for them."""

    position: int
    """Where it stands among its like, from 1; after an undo two may share a place, the older is first then."""
    kind: SectionKind = Field(sa_type=choice(SectionKind), nullable=False)
    title: str = ""
    """Empty: the title its kind gives it."""
    title_en: str = ""
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)
    """What it shows, by the names of its kind's settings: texts, numbers and lists of texts."""
    note: str = ""
    """A remark below its heading."""
    note_en: str = ""
