"""The schema of the first release; new files are made from the records, so there is nothing to do."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: this is where the history of the schema begins."""
