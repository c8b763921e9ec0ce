"""The fourth schema: a person's open requests are found without passing all that they ever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward only."""
    unsettled = "state IN ('offered', 'open', 'pending', 'on_hold')"
    op.create_index(
        "ix_request_unsettled",
        "request",
        ["requester", "number"],
        sqlite_where=sa.text(unsettled),
        postgresql_where=sa.text(unsettled),
    )
