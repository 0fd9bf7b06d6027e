"""Sections that a person asks for in the report."""

import sqlalchemy as sa
from alembic import op

from qualcode.model.base import Uid

revision = "0002"
down_revision = "0001"

KINDS = (
    "attribute", "cross", "joint", "value", "saturation", "agreement", "case", "compare", "table", "links", "figure",
)  # fmt: skip


def _words() -> sa.types.TypeEngine[str]:
    """Text that a server compares by code point, as SQLite does."""
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """One new table; nothing that is there changes."""
    op.create_table(
        "report_section",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", Uid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, native_enum=False, create_constraint=True, length=24, name="sectionkind"),
            nullable=False,
        ),
        sa.Column("title", _words(), nullable=False),
        sa.Column("title_en", _words(), nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("note", _words(), nullable=False),
        sa.Column("note_en", _words(), nullable=False),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
