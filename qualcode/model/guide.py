"""What was asked: research questions, the interview guide and who was asked what."""

import enum
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Record, choice, constraints, ref
from qualcode.model.sources import Method


class AskedStatus(enum.StrEnum):
    """Whether an informant was asked a question."""

    ASKED = "asked"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


class ResearchQuestion(Record, table=True):
    """A research question ("rumusan masalah")."""

    number: int = Field(unique=True)
    text: str
    text_en: str = ""


class Question(Record, table=True):
    """A row of the interview guide ("kisi-kisi")."""

    number: int = Field(unique=True)
    focus: str = ""
    indicator: str = ""
    text: str
    group_id: int | None = ref("group.id", "clear")
    """The group it is for; None is everybody."""
    method: Method = Field(default=Method.INTERVIEW, sa_type=choice(Method), nullable=False)
    research_question_id: int | None = ref("research_question.id", "clear")


class Asked(Record, table=True):
    """The informant × question ledger."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("informant_id", "question_id"))
    informant_id: int = ref("informant.id", "cascade")
    question_id: int = ref("question.id", "cascade")
    status: AskedStatus = Field(default=AskedStatus.ASKED, sa_type=choice(AskedStatus), nullable=False)
