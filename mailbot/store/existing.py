"""The database of an installation, opened beside its daemon: never created, never migrated, no lock of ours taken."""

import sqlite3
from pathlib import Path

from sqlalchemy import event

from mailbot.store.engine import Database, open_database
from mailbot.store.errors import StoreError
from mailbot.store.place import sqlite_file
from mailbot.store.schema import current_revision, schema_is_current


class NothingYet(StoreError):  # noqa: N818 -- the name says what happened
    """No daemon has made this database yet."""


class SchemaTooOld(StoreError):  # noqa: N818 -- the name says what happened
    """The database was written by an older version of the program, and its daemon has not brought it up to date yet."""


def open_existing(url: str, *, read_only: bool = True) -> Database:
    """The database at `url`, which a daemon made. With `read_only`, the connections themselves refuse to write.

    Raises NothingYet, SchemaTooOld, SchemaTooNew, UnsuitableDatabase, and DatabaseUnavailable where it cannot be read.
    """
    file = sqlite_file(url)
    if file is not None and not _holds_something(file):
        # opening it would make an empty one
        raise NothingYet(f"{file} is not there")
    database = open_database(url, pool_size=1)
    if read_only and database.sqlite:
        event.listen(database.engine, "connect", _refuse_writes)
    try:
        if not schema_is_current(database):
            _say_why_not(database)
    except BaseException:
        database.close()
        raise
    return database


def _holds_something(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _refuse_writes(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _say_why_not(database: Database) -> None:
    with database.read() as unit:
        found = current_revision(unit.connection)
    if found is None:
        raise NothingYet("the database is empty")
    raise SchemaTooOld(f"the database has the older schema {found}")
