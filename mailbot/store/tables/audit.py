"""What was decided and why, and the installation's small change: number blocks, singletons, settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, Json


class Audit(SQLModel, table=True):
    """One decision: what caused it, which rule hit, the reasons, and the effects as they were written."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("cause"), Index("ix_audit_request", "request"), Index("ix_audit_at", "at"))
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    cause: str
    trust: str
    at: datetime
    rule: str
    outcome: str
    reasons: list[str] = Field(sa_type=Json)
    effects: list[Any] = Field(sa_type=Json)
    request: int | None = Field(default=None, sa_type=BigId)
    message: int | None = Field(default=None, sa_type=BigId)


class Sequence(SQLModel, table=True):
    """The next free number of a kind; blocks are taken from it."""

    __tablename__ = "sequence"
    name: str = Field(primary_key=True)
    next: int = Field(sa_type=BigId)


class Lease(SQLModel, table=True):
    """Who does a thing that one daemon at a time may do. `lease_until` is on the database's clock."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    epoch: int = Field(sa_type=BigId)
    lease_until: datetime | None = None


class Setting(SQLModel, table=True):
    """A value that the installation remembers by itself."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str
