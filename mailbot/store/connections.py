"""Connections between two uses. SQLite's stay open: opening one, or a pool's care, takes longer than a transaction."""

import sqlite3
from typing import Protocol, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

_MOST_IDLE = 8
_AGE = "opened after so many closings"


class Connections(Protocol):
    """Where a transaction has its connection from. Safe to share between threads."""

    def take(self) -> Connection:
        """One that nobody else has."""

    def put_back(self, connection: Connection, *, whole: bool) -> None:
        """Roll back what is not committed; `whole` tells whether its use went well."""

    def close(self) -> None:
        """Close those that nobody has."""


class Pooled:
    """Connections that SQLAlchemy's pool looks after."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self) -> Connection:
        """One of the pool."""
        return self._engine.connect()

    def put_back(self, connection: Connection, *, whole: bool) -> None:  # noqa: ARG002 -- the pool looks itself
        """Roll back what is not committed."""
        connection.close()

    def close(self) -> None:
        """Nothing: the engine closes its pool."""


class Kept:
    """Connections that wait open for their next transaction. Safe to share between threads.

    There is no limit to how many are in use at once: each is a file of this process, and its threads are counted.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._closings = 0

    def take(self) -> Connection:
        """The one that was used last, since it has the pages and the statements; a new one where none is idle."""
        age = self._closings
        try:
            return self._idle.pop()
        except IndexError:
            made = self._engine.connect()
            made.info[_AGE] = age
            return made

    def put_back(self, connection: Connection, *, whole: bool) -> None:
        """Roll back what is not committed, and keep it for the next; close it where its use was not `whole`."""
        place = self._idle
        kept = False
        try:
            if whole:
                self._roll_back(connection)
            kept = whole and connection.info[_AGE] == self._closings and len(place) < _MOST_IDLE
        finally:
            if not kept:
                connection.close()
        if kept:
            place.append(connection)
            if self._idle is not place:
                _close_all(place)

    def _roll_back(self, connection: Connection) -> None:
        if connection.in_transaction():  # SQLAlchemy ran something in it, and believes that it began then
            connection.rollback()
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        if driver.in_transaction:
            try:
                driver.rollback()
            except sqlite3.Error as error:
                raise DBAPIError.instance("ROLLBACK", (), error, sqlite3.Error, dialect=self._engine.dialect) from error

    def close(self) -> None:
        """Close those that are idle now, and those in use when they are put back."""
        self._closings += 1
        idle, self._idle = self._idle, []
        _close_all(idle)


def _close_all(idle: list[Connection]) -> None:
    while idle:
        try:
            connection = idle.pop()  # who takes it out has it for himself
        except IndexError:
            return
        connection.close()
