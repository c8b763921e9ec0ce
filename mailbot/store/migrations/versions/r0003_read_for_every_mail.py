"""The third schema: indexes for what is read for every mail, so that it is found and not searched for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forward only."""
    _solved_requests()
    _told_lately()
    _offers_of_requests()


def _solved_requests() -> None:
    """The newest solved requests, among which those like a question are looked for."""
    solved = "state IN ('solved', 'closed') AND ticket_at IS NOT NULL"
    op.create_index(
        "ix_request_solved",
        "request",
        ["trust", "number"],
        sqlite_where=sa.text(solved),
        postgresql_where=sa.text(solved),
    )


def _told_lately() -> None:
    """Technicians' mails of the last hour, counted by kind without reading a mail."""
    notified = "substr(kind, 1, 11) = 'technician/'"
    op.drop_index("ix_outbox_notified", "outbox")
    op.create_index(
        "ix_outbox_notified",
        "outbox",
        ["trust", "created_at", "recipient", "kind"],
        sqlite_where=sa.text(notified),
        postgresql_where=sa.text(notified),
    )


def _offers_of_requests() -> None:
    """What was offered on a request, of its trust: by the request alone, SQLite took all of the trust to be fewer."""
    op.drop_index("ix_offer_request", "offer")
    op.create_index("ix_offer_trust_request", "offer", ["trust", "request"])
