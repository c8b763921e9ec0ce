"""Persons and their addresses and schools."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId


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
