"""Notifications that are told together: what a technician is not mailed at once waits here for their digest."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId


class NotificationRow(SQLModel, table=True):
    """One notification of one cause about a request. `told_at` ends it; `dropped` says why it was left out instead."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("cause", "technician", "request", "event"),
        Index(
            "ix_notification_waiting",
            "trust",
            "technician",
            "due_at",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    technician: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    cause: str
    event: str
    notice: str
    text: str
    at: datetime
    due_at: datetime
    told_at: datetime | None = None
    dropped: str = ""
