"""The seventh schema: of the solved requests those that were solved lately are looked for, the others are known."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forward only."""
    solved = "state IN ('solved', 'closed') AND ticket_at IS NOT NULL"
    op.drop_index("ix_request_solved", "request")
    op.create_index(
        "ix_request_solved",
        "request",
        ["trust", "solved_at"],
        sqlite_where=sa.text(solved),
        postgresql_where=sa.text(solved),
    )
