"""What can be computed again: packed columns and reading units. Not journaled; gone with their source."""

import enum

from sqlalchemy import LargeBinary
from sqlmodel import Field

from qualcode.model.base import Table, choice


class UnitKind(enum.StrEnum):
    """What a reading unit is."""

    WORD = "word"
    SENTENCE = "sentence"


class Pack(Table, table=True):
    """The codings of one source as packed int32 columns; absent means: to be packed again."""

    source_id: int = Field(primary_key=True, foreign_key="source.id", ondelete="CASCADE")
    body: bytes = Field(sa_type=LargeBinary)


class Units(Table, table=True):
    """Starts and stops of a text's words or sentences, packed uint32."""

    text_version_id: int = Field(primary_key=True, foreign_key="text_version.id", ondelete="CASCADE")
    kind: UnitKind = Field(primary_key=True, sa_type=choice(UnitKind), nullable=False)
    version: str
    """Of the rules that made them; other rules, other units."""
    body: bytes = Field(sa_type=LargeBinary)
