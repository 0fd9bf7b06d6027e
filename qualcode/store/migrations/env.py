"""Runs migrations on the connection they are handed, inside its transaction."""

from alembic import context

from qualcode.model import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the caller holds the one transaction
)
context.run_migrations()
