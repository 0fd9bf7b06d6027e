"""The material: sources, their immutable text, and the turns in it."""

import enum
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import JSON, Field

from qualcode.model.base import BULK, Record, choice, constraints, ref


class Method(enum.StrEnum):
    """How a source was collected (technique, "teknik")."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"
    DOCUMENT = "document"
    FGD = "fgd"
    LITERATURE = "literature"


class TurnRole(enum.StrEnum):
    """Whose words a turn holds; only informants' words count."""

    INTERVIEWER = "interviewer"
    INFORMANT = "informant"
    OTHER = "other"


class TurnKind(enum.StrEnum):
    """What a turn is; the reflective part of a field note is the researcher's and never evidence."""

    SPEECH = "speech"
    HEADING = "heading"
    DESCRIPTIVE = "descriptive"
    REFLECTIVE = "reflective"


class Source(Record, table=True):
    """A file of material: an interview, an observation note, a document, a focus group, a literature note."""

    name: str = Field(index=True)
    """File name with suffix; equal names are allowed."""
    method: Method = Field(default=Method.INTERVIEW, sa_type=choice(Method), nullable=False)
    group_id: int | None = ref("group.id", "clear")
    """The group that produced it (a document's or observation's column)."""
    collected_on: date | None = None
    wave: int = 1
    """Time of collection ("waktu ke-n")."""
    site: str = ""
    situation: str = ""
    duration_minutes: int | None = None
    language: str = ""
    format: str = ""
    """The reader that read it: txt, md, docx …"""
    file_sha: str = Field(default="", index=True)
    """SHA-256 of the original bytes, hex."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Front matter and other things the file said about itself."""
    warnings: list[str] = Field(default_factory=list, sa_type=JSON)
    """What reading repaired or left out, one line each."""
    note: str = ""


class Participation(Record, table=True):
    """An informant speaks in a source."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("source_id", "informant_id"))
    source_id: int = ref("source.id", "cascade")
    informant_id: int = ref("informant.id", "cascade")


class Subject(Record, table=True):
    """Whom or what a source is about: an informant or a group (a site stands in the source)."""

    source_id: int = ref("source.id", "cascade")
    informant_id: int | None = ref("informant.id", "cascade", optional=True)
    group_id: int | None = ref("group.id", "cascade", optional=True)


class TextVersion(Record, table=True):
    """One immutable text of a source; a corrected transcript is a new version."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("source_id", "number"))
    source_id: int = ref("source.id", "cascade")
    number: int = 1
    body: str = Field(sa_column_kwargs=BULK)
    """The text: NFC, newlines as \\n, never touched again."""
    sha256: str
    """SHA-256 of the text in UTF-8, hex."""
    length: int
    """Code points."""
    line_starts: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=BULK)
    """Starts of the numbered lines ("baris"), little-endian uint32 code points."""
    reason: str = ""


class Turn(Record, table=True):
    """A stretch of one speaker's words in a text version, or a paragraph where nobody is named."""

    __table_args__: ClassVar[Any] = constraints(Index("ix_turn_place", "text_version_id", "start"))
    text_version_id: int = ref("text_version.id", "cascade", index=False)
    number: int
    """Running number in the source, from 1."""
    label_start: int
    """Where the label or timestamp before the words begins."""
    start: int
    """First code point of the words."""
    stop: int
    """After the last code point of the words (half-open)."""
    speaker: str | None = None
    """The label as the file has it."""
    role: TurnRole = Field(default=TurnRole.OTHER, sa_type=choice(TurnRole), nullable=False)
    kind: TurnKind = Field(default=TurnKind.SPEECH, sa_type=choice(TurnKind), nullable=False)
    informant_id: int | None = ref("informant.id", "clear")
    question_id: int | None = ref("question.id", "clear")
    time_start_ms: int | None = None
    time_end_ms: int | None = None


class OriginalFile(Record, table=True):
    """The bytes a source came from; an identity table."""

    source_id: int = ref("source.id", "cascade", unique=True)
    name: str
    body: bytes = Field(sa_type=LargeBinary, sa_column_kwargs=BULK)


class IdentityField(Record, table=True):
    """A line of a transcript's identity block (Nama, Umur, Alamat, HP); an identity table."""

    source_id: int = ref("source.id", "cascade")
    label: str
    value: str
