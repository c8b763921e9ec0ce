"""SQLite's connections between two uses: opening one, or a pool's care of it, takes longer than most transactions."""

from sqlalchemy import Connection, Engine

_MOST_IDLE = 8
_PLACE = "waits among"  # of the list where a connection waits: after `close` there is a new one


class Kept:
    """Connections that wait open for their next transaction. Safe to share between threads.

    There is no limit to how many are in use at once: each is a file of this process, and its threads are counted.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []

    def take(self) -> Connection:
        """The one that was used last, since it has the pages and the statements; a new one where none is idle."""
        idle = self._idle
        try:
            return idle.pop()
        except IndexError:
            made = self._engine.connect()
            made.info[_PLACE] = idle
            return made

    def put_back(self, connection: Connection, *, whole: bool) -> None:
        """Roll back what is not committed, and keep it for the next; close it where its use was not `whole`."""
        idle = self._idle
        if whole and connection.in_transaction():
            connection.rollback()
        if whole and connection.info[_PLACE] is idle and len(idle) < _MOST_IDLE:
            idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close those that are idle now, and those in use when they are put back."""
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
