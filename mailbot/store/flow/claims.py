"""How a row is taken by one worker and how that worker writes back: lease and epoch, the same for every queue.

A claim raises the row's epoch and gives a lease on the database's clock. Whatever is written for it names the epoch: a
worker that was stopped past its lease and woken finds another epoch and changes nothing.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, ColumnElement, Float, Table, Update, bindparam, or_, update

from mailbot.store.engine import Database, Unit, database_time
from mailbot.store.errors import StaleClaim
from mailbot.store.tables import CURSOR, INBOX, OUTBOX, TIMER

LEASE_SECONDS: BindParameter[float] = bindparam("lease_seconds", type_=Float())
FREE_LEASE: Mapping[str, Any] = {"lease_until": None}


def free(table: Table) -> ColumnElement[bool]:
    """Nobody holds the row: it was never claimed, was given back, or its holder's lease ran out."""
    return or_(table.c.lease_until.is_(None), table.c.lease_until < database_time(0))


def rested(table: Table) -> ColumnElement[bool]:
    """The row is not in backoff (on the database's clock)."""
    return or_(table.c.not_before.is_(None), table.c.not_before <= database_time(0))


@lru_cache(maxsize=200)
def _held(table: Table, names: tuple[str, ...]) -> Update:
    """The update of a row under its epoch by these columns, put together only once."""
    held = (table.c.id == bindparam("row_id")) & (table.c.claim_epoch == bindparam("row_epoch"))
    return update(table).where(held).values({name: bindparam(f"new_{name}") for name in names})


def write_back(unit: Unit, table: Table, *, row: int, epoch: int, values: Mapping[str, Any]) -> None:
    """Change the one row that is still held under this epoch. Raises StaleClaim where it is not."""
    computed = {name: value for name, value in values.items() if isinstance(value, ClauseElement)}
    given = {f"new_{name}": value for name, value in values.items() if name not in computed}
    statement = _held(table, tuple(sorted(values.keys() - computed.keys())))
    if computed:
        statement = statement.values(**computed)
    changed = unit.change(statement, {"row_id": row, "row_epoch": epoch, **given})
    if changed != 1:
        raise StaleClaim(f"{table.name} {row} is no longer held under epoch {epoch}")


def end_leases(database: Database) -> int:
    """Let every lease run out now, and return how many there were: for a daemon that knows it is the only one.

    The rows are not freed but found expired, so that what a dead process had in hand still counts as its crash.
    """
    ended = 0
    with database.write() as unit:
        for table in (INBOX, OUTBOX, TIMER, CURSOR):
            held = table.c.lease_until >= database_time(0)
            ended += unit.change(update(table).where(held).values(lease_until=database_time(-1)))
        unit.commit()
    return ended
