"""Which errors of a database are the place's trouble, so that waiting may help, and nobody's failure."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mailbot.store.errors import DatabaseUnavailable

# busy, locked, read-only, I/O error, corrupt, full, cannot open, protocol, not a database: the place's trouble
_SQLITE_TROUBLE = frozenset({5, 6, 8, 10, 11, 13, 14, 15, 26})
# connection, resources (disk full), operator intervention, system error; then serialisation, deadlock, lock timeout
_POSTGRES_TROUBLE = ("08", "53", "57P", "58", "40001", "40P01", "55P03", "25006", "25P03")


def translate(error: BaseException) -> None:
    """Raise DatabaseUnavailable in place of the place's trouble; nothing for any other error."""
    if isinstance(error, PoolTimeout):
        raise DatabaseUnavailable(f"no free database connection: {error}") from error
    if isinstance(error, DBAPIError) and _is_trouble(error):
        raise DatabaseUnavailable(str(error.orig)) from error


def _is_trouble(error: DBAPIError) -> bool:
    """Whether waiting may help: the place is locked, full, gone or lost a race, and nothing is wrong with the mail."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_TROUBLE
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return type(error.orig).__name__ == "OperationalError"  # no answer at all: refused, reset, timed out
    return str(state).startswith(_POSTGRES_TROUBLE)
