"""Alembic's entrance: runs the steps on the connection that `upgrade` handed over, in its transaction."""

from alembic import context

from mailbot.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction is the one
)
context.run_migrations()
