"""Who the study is about: its settings, groups, informants and the actors they mention."""

import enum
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import JSON, Field

from qualcode.model.base import Record, choice, constraints, ref


class InformantRole(enum.StrEnum):
    """How an informant serves the study."""

    KEY = "key"
    MAIN = "main"
    SUPPORTING = "supporting"


class ConsentStatus(enum.StrEnum):
    """Where an informant's consent stands."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


class ValueKind(enum.StrEnum):
    """What an attribute's value is."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


class Study(Record, table=True):
    """The one row of settings of a project."""

    title: str = ""
    language: str = "id"
    """Language of reports and of the data: `id` or `en`."""
    site: str = ""
    researcher: str = ""
    institution: str = ""
    year: int | None = None
    notice: str = ""
    """Shown on every report, as "persons and words are invented"."""
    reduction_word: str = "reduksi data"
    """The house's word for Miles and Huberman's first step."""
    citation: str = "(W{n}/{informant}/b.{lines})"
    """How a quote is cited; b. = line numbers of the text."""
    abbreviations: str = ""
    """More abbreviations that do not end a sentence, separated by spaces."""
    strict_agreement: bool = False
    """Farmer's strict option: prominence levels must match too."""


class Group(Record, table=True):
    """A group of informants: a column of source triangulation."""

    name: str = Field(unique=True)
    """Short id, as PGL."""
    label: str = ""
    label_en: str = ""
    level: int | None = None
    """Vertical position for linking ties; None is unknown, never guessed."""
    focal: bool = False
    """The group the study is about."""
    note: str = ""


class Informant(Record, table=True):
    """Somebody who was interviewed or observed, known by a code such as K1."""

    code: str = Field(unique=True)
    group_id: int = ref("group.id", "refuse")
    level: int | None = None
    """Overrides the group's level."""
    role: InformantRole = Field(default=InformantRole.MAIN, sa_type=choice(InformantRole), nullable=False)
    position: str = ""
    """General role in words ("peran umum"), no name."""
    sampling: str = ""
    sampling_reason: str = ""
    note: str = ""


class Consent(Record, table=True):
    """What an informant agreed to."""

    informant_id: int = ref("informant.id", "cascade", unique=True)
    status: ConsentStatus = Field(
        default=ConsentStatus.PENDING, sa_type=choice(ConsentStatus), nullable=False
    )
    given_on: date | None = None
    form: str = ""
    may_quote: bool = True
    note: str = ""


class Actor(Record, table=True):
    """Somebody or something only mentioned: a node of the network, drawn dashed."""

    name: str = Field(unique=True)
    group_id: int | None = ref("group.id", "clear")
    level: int | None = None
    kind: str = ""
    """Person, group, agency, shop …, in the researcher's words."""
    note: str = ""


class Alias(Record, table=True):
    """A real name or nickname; an identity table: no export, report or shared copy reads it."""

    __table_args__: ClassVar[Any] = constraints(
        CheckConstraint("(informant_id IS NULL) != (actor_id IS NULL)", name="one_owner")
    )
    name: str
    informant_id: int | None = ref("informant.id", "cascade", optional=True)
    actor_id: int | None = ref("actor.id", "cascade", optional=True)


class Attribute(Record, table=True):
    """A typed property ("ciri") of an informant, a group or a source."""

    __table_args__: ClassVar[Any] = constraints(
        UniqueConstraint("name", "informant_id"),
        UniqueConstraint("name", "group_id"),
        UniqueConstraint("name", "source_id"),
    )
    name: str
    kind: ValueKind = Field(default=ValueKind.TEXT, sa_type=choice(ValueKind), nullable=False)
    value: Any = Field(default=None, sa_type=JSON)
    informant_id: int | None = ref("informant.id", "cascade", optional=True)
    group_id: int | None = ref("group.id", "cascade", optional=True)
    source_id: int | None = ref("source.id", "cascade", optional=True)
