"""Persons and their addresses and schools; the leave of technicians that does not stand in the rules."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, one_of


class PersonRow(SQLModel, table=True):
    """Somebody. `key` stands in tokens and never changes; `technician` is the id of policy files."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("key"), UniqueConstraint("trust", "technician"))
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    key: str
    trust: str
    name: str
    technician: str | None = None
    role: str = ""
    phone: str = ""


class AddressRow(SQLModel, table=True):
    """An address of a person; `main` is the one that mail goes to."""

    __tablename__ = "address"
    trust: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id", sa_type=BigId, index=True)
    main: bool = True


class PersonSchool(SQLModel, table=True):
    """A school of a person, `rank` in the order of the record."""

    __tablename__ = "person_school"
    person: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigId)
    school: str = Field(primary_key=True)
    rank: int = 0


class LeaveRow(SQLModel, table=True):
    """A time in which a technician does not work: from `start_at` to `end_at` (not included; none = until told).

    `technician` and `cover` are ids of policy files. What was taken back keeps its row, for whoever asks why.
    """

    __tablename__ = "leave"
    __table_args__ = (
        one_of("source", "command", "away", "auto_reply"),
        Index("ix_leave_trust_end_at", "trust", "end_at"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    technician: str
    start_at: datetime
    end_at: datetime | None = None
    cover: str | None = None
    source: str
    reason: str = ""
    created_at: datetime
    cancelled_at: datetime | None = None
