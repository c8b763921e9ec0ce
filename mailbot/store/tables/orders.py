"""What technicians' mails leave beside the request itself: the time they took, and what takes their effects back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, Json


class TimeSpent(SQLModel, table=True):
    """Minutes that a technician logged on a request at that moment; taken back by a row of as many below nought."""

    __tablename__ = "time_spent"
    __table_args__ = (Index("ix_time_spent_request", "request"), Index("ix_time_spent_trust_at", "trust", "at"))
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    technician: str
    minutes: int
    at: datetime


class UndoRow(SQLModel, table=True):
    """What one mail of a technician changed: the request `before` and `after` it. `used_at` is when it was taken back.

    `cause` is that of the mails it sent; `rest` says what else it did.
    """

    __tablename__ = "undo"
    __table_args__ = (Index("ix_undo_request_at", "request", "at"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    technician: str
    at: datetime
    cause: str
    before: dict[str, Any] = Field(sa_type=Json)
    after: dict[str, Any] = Field(sa_type=Json)
    rest: dict[str, Any] = Field(sa_type=Json)
    used_at: datetime | None = None
