"""The database as the rest of the store sees it, and every difference between SQLite and PostgreSQL.

What lives here: connections, transactions, the database's own clock, the few statements that differ. No tables.
A write is one short transaction: on SQLite BEGIN IMMEDIATE, so that what was read in it cannot be overtaken.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Executable, Insert, NullPool, Select, Table, create_engine, event, text
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import UTCDateTime

from mailbot.fault import fault
from mailbot.store.answer import Answer
from mailbot.store.connections import Connections, Kept, Pooled
from mailbot.store.errors import DatabaseUnavailable, UnsuitableDatabase
from mailbot.store.place import make_folder, refuse_network
from mailbot.store.prepared import Given, Prepared, driver_of
from mailbot.store.trouble import translate

BUSY_SECONDS = 10.0
_SAMPLE = 400  # rows of each index
_STATEMENTS = 500  # that SQLite need not parse again, of each connection


_Row = TypeVar("_Row", bound=tuple[Any, ...])
_Statement = TypeVar("_Statement", bound=Executable)
# Begins an INSERT that knows ON CONFLICT on the database at hand.
NewInsert = Callable[[Table], PostgresInsert | SqliteInsert]


class database_time(GenericFunction[Any]):  # noqa: N801 -- reads as an SQL function where it is used
    """The database's clock, `seconds` from now (a number or a bind parameter; may be negative)."""

    type = UTCDateTime()
    inherit_cache = True


@compiles(database_time, "sqlite")
def _sqlite_time(element: database_time, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    # the format in which the driver's times are stored, so that they compare as text
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', ({seconds}) || ' seconds')"


@compiles(database_time, "postgresql")
def _postgres_time(element: database_time, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"(clock_timestamp() + ({seconds}) * interval '1 second')"


class Unit:
    """One transaction. Leaving it without `commit` rolls back. `connection` runs statements."""

    def __init__(self, connection: Connection, *, prepared: Prepared | None = None) -> None:
        self.connection = connection
        self.committed = False
        self._prepared = prepared
        self._driver = None if prepared is None else driver_of(connection)

    def rows(self, statement: Executable, given: Given | None = None) -> Answer:
        """Run a statement that gives rows; `given` are the values of its names."""
        given = given or {}
        kept = None if self._prepared is None else self._prepared.of(statement, given)
        if kept is None or self._driver is None or not kept.gives_rows:
            return Answer(self.connection.execute(statement, given))
        return kept.rows(self._driver, given)

    def change(self, statement: Executable, given: Given | None = None) -> int:
        """Run a statement that writes; gives how many rows it changed."""
        given = given or {}
        kept = None if self._prepared is None else self._prepared.of(statement, given)
        if kept is None or self._driver is None:
            return self.connection.execute(statement, given).rowcount
        return kept.run(self._driver, given).rowcount

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite, where writers never run side by side."""
        return self.connection.dialect.name == "sqlite"

    def change_each(self, statement: Executable, given: Sequence[Given]) -> None:
        """Run a statement that writes once for each of these sets of values, which all have the same names."""
        if not given:
            return
        kept = None if self._prepared is None else self._prepared.of(statement, given[0])
        if kept is None or self._driver is None:
            self.connection.execute(statement, given)
        else:
            kept.run_each(self._driver, given)

    def add(self, table: Table, *rows: Given) -> None:
        """Write new rows, which all have the same columns."""
        self.change_each(_insert_into(table), rows)

    def commit(self) -> None:
        """Make everything durable. Nothing may be written through this unit afterwards."""
        fault("unit.before_commit")
        if self._prepared is None or self._driver is None:
            self.connection.commit()
        else:  # what SQLAlchemy ran for it was in this very transaction, which it took for one of its own
            self._prepared.run(self._driver, "COMMIT")
        fault("unit.after_commit")
        self.committed = True

    def insert(self, table: Table) -> PostgresInsert | SqliteInsert:
        """An INSERT that knows ON CONFLICT on this database."""
        return SqliteInsert(table) if self.sqlite else PostgresInsert(table)

    def made(self, build: Callable[[NewInsert], _Statement]) -> _Statement:
        """The statement that `build` (a function of a module) makes with this database's INSERT, made only once.

        For what is written for every mail: putting such a statement together takes longer than running it.
        """
        return cast("_Statement", _made(build, sqlite=self.sqlite))

    def skip_locked(self, statement: Select[_Row]) -> Select[_Row]:
        """`statement`, leaving out rows that another transaction is claiming right now."""
        return statement if self.sqlite else statement.with_for_update(skip_locked=True)


@lru_cache(maxsize=200)
def _insert_into(table: Table) -> Insert:
    return table.insert()


@lru_cache(maxsize=200)
def _made(build: Callable[[NewInsert], Executable], *, sqlite: bool) -> Executable:
    return build(SqliteInsert if sqlite else PostgresInsert)


class Database:
    """One database: SQLite file or PostgreSQL. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        # where every statement crosses a network, what it costs here is not what takes long
        self._prepared = Prepared(engine.dialect) if self.sqlite else None
        reading = (
            engine
            if self.sqlite
            else engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        )
        self._to_read = Kept(engine) if self.sqlite else Pooled(reading)
        # what SQLite has in memory of the file holds until another connection writes: so one writes everything
        self._to_write = Kept(engine) if self.sqlite else Pooled(engine)
        # SQLite's busy handler polls; a queue in our own process is fair and wakes at once
        self._turn = threading.Lock()

    def read(self) -> AbstractContextManager[Unit]:
        """One read transaction: everything seen in it is of one moment. Raises DatabaseUnavailable."""
        return _Transaction(self._to_read, prepared=self._prepared, begin="BEGIN")

    def write(self) -> AbstractContextManager[Unit]:
        """One write transaction, rolled back unless committed. Raises DatabaseUnavailable."""
        turn = self._turn if self.sqlite else None
        return _Transaction(self._to_write, prepared=self._prepared, begin="BEGIN IMMEDIATE", turn=turn)

    def learn_sizes(self) -> None:
        """Let SQLite look how its tables are filled, in some milliseconds; PostgreSQL does so by itself.

        Unasked it takes a trust to have about ten rows, and reads all of them where another index leaves one. It looks
        at a sample, and every connection that is opened from now on knows what it found. Raises DatabaseUnavailable.
        """
        if not self.sqlite:
            return
        with self.write() as unit:
            unit.connection.exec_driver_sql(f"PRAGMA analysis_limit = {_SAMPLE}")
            unit.connection.exec_driver_sql("ANALYZE")
            unit.commit()
        self.close()

    def close(self) -> None:
        """Close every connection; the next use opens new ones."""
        self._to_read.close()
        self._to_write.close()
        self.engine.dispose()


class _Transaction:
    """One transaction on a connection that it has for itself. Every trouble of the place is DatabaseUnavailable."""

    __slots__ = ("_begin", "_connection", "_place", "_prepared", "_turn")

    def __init__(
        self, place: Connections, *, prepared: Prepared | None, begin: str, turn: "threading.Lock | None" = None
    ) -> None:
        self._place, self._prepared, self._begin, self._turn = place, prepared, begin, turn
        self._connection: Connection | None = None

    def __enter__(self) -> Unit:
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise DatabaseUnavailable(f"another write of this process has taken more than {BUSY_SECONDS:.0f} s")
        try:
            self._connection = connection = self._place.take()
            if self._prepared is not None:
                self._prepared.run(driver_of(connection), self._begin)
        except BaseException as error:
            self._end(whole=False)
            translate(error)
            raise
        return Unit(connection, prepared=self._prepared)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._end(whole=error is None)
        except DBAPIError as late:
            translate(late)
            raise
        if error is not None:
            translate(error)

    def _end(self, *, whole: bool) -> None:
        """Roll back what was not committed, and give the connection and the turn back."""
        try:
            if self._connection is not None:
                self._place.put_back(self._connection, whole=whole)
        finally:
            if self._turn is not None:
                self._turn.release()


def open_database(url: str, *, pool_size: int = 8, throwaway: bool = False) -> Database:
    """The database at an SQLAlchemy URL; a bare path means an SQLite file, whose folder is made if missing.

    `throwaway` is for an SQLite file that ends with its process, as a simulation's: nothing in it waits for the disk.
    What one process wrote it reads back all the same; only a machine that loses power would lose it.

    Opens no connection yet. Raises UnsuitableDatabase for SQLite on a network file system, and for other databases;
    DatabaseUnavailable where the folder cannot be made.
    """
    parsed = make_url(url if ":" in url else f"sqlite:///{url}")
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise UnsuitableDatabase("SQLite in memory keeps nothing: name a file")
        refuse_network(Path(parsed.database))
        make_folder(Path(parsed.database).parent)
        driver = {"timeout": BUSY_SECONDS, "cached_statements": _STATEMENTS}
        engine = create_engine(parsed, connect_args=driver, poolclass=NullPool)
        event.listen(engine, "connect", _prepare_sqlite)
        if throwaway:
            event.listen(engine, "connect", _never_wait_for_the_disk)
        return Database(engine)
    if backend == "postgresql":
        options = {"connect_timeout": 10, "application_name": "mailbot"}
        parsed = parsed.set(drivername="postgresql+psycopg")
        return Database(create_engine(parsed, connect_args=options, pool_size=pool_size, max_overflow=24))
    raise UnsuitableDatabase(f"{backend} is not a database we know: use sqlite or postgresql")


def lock_schema(unit: Unit) -> None:
    """Let nobody else change the schema until this unit ends (SQLite's writers are alone anyway)."""
    if not unit.sqlite:
        unit.connection.execute(text("SELECT pg_advisory_xact_lock(7105621)"))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # the driver must not open transactions of its own: it would do so too late (read, then write, and a lost update).
    # Database.read and .write begin them; an event of SQLAlchemy's would, but then every statement looks for events
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -6000",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _never_wait_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
