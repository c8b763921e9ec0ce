"""The sixth schema: mails to be fetched again are looked for at every visit, without passing all that were fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Forward only."""
    failed = "state = 'fetch_failed'"
    op.create_index(
        "ix_inbox_fetch_failed",
        "inbox",
        ["mailbox", "folder"],
        sqlite_where=sa.text(failed),
        postgresql_where=sa.text(failed),
    )
