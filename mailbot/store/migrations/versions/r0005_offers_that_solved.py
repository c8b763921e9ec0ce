"""The fifth schema: how often an article has solved something is counted without passing all of its offers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Forward only."""
    solved = "outcome = 'solved'"
    op.create_index(
        "ix_offer_solved",
        "offer",
        ["trust", "article"],
        sqlite_where=sa.text(solved),
        postgresql_where=sa.text(solved),
    )
