"""What every table shares: names of constraints by convention, and the column types that both databases know."""

from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, Row, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

# SQLite numbers rows by itself only where the type is exactly INTEGER (which has 64 bits there)
BigId: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
Json: TypeEngine[Any] = JSON(none_as_null=True)


def one_of(column: str, *values: str) -> CheckConstraint:
    """A CHECK that `column` holds one of `values`: readable in any client, and changed without a type migration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model: statements are built from it, no objects are."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
