"""SQLite's connections stay open between two uses, each in the hands of one."""

import gc
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from mailbot.store.connections import _AGE, Kept
from mailbot.store.engine import open_database
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.tables import SETTING
from tests.store.builders import a_delivery, keep


def test_the_connection_used_last_is_the_next_one_and_nested_uses_have_one_each(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.read() as first, database.read() as second:
        assert first.connection is not second.connection
        inner, outer = second.connection, first.connection
    with database.read() as unit, database.read() as other:
        assert (unit.connection, other.connection) == (outer, inner)
    database.close()


def test_what_was_not_committed_is_gone_when_the_connection_is_used_again(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.write() as unit:
        unit.add(SETTING, {"name": "a", "value": "b"})
        used = unit.connection
    with database.write() as unit:
        assert unit.connection is used
        assert unit.connection.execute(SETTING.select()).all() == []
    database.close()


def test_after_an_error_the_next_use_has_a_connection_of_its_own(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    used = []

    def fail() -> None:
        with database.write() as unit:
            used.append(unit.connection)
            unit.add(SETTING, {"name": "a", "value": "b"})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with database.write() as unit:
        assert unit.connection is not used[0]
        assert unit.connection.execute(SETTING.select()).all() == []
    assert used[0].closed
    database.close()


def test_after_closing_none_of_the_old_ones_is_used_again(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.read() as unit:
        old = unit.connection
        database.close()
    with database.read() as unit:
        assert unit.connection is not old
    assert old.closed
    database.close()


def test_more_threads_than_connections_are_kept_for_find_one_each(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    meeting = threading.Barrier(50)
    read = []

    def look() -> None:
        with database.read() as unit:
            meeting.wait(20)
            read.append(unit.connection.execute(SETTING.select()).all())

    threads = [threading.Thread(target=look) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [[]] * 50
    database.close()


def test_the_turn_to_write_is_given_back_however_a_transaction_ends(sqlite_url: str) -> None:
    database = open_database(sqlite_url)

    def refused() -> None:
        with database.write() as unit:
            unit.connection.exec_driver_sql("PRAGMA query_only = ON")
            keep_one = SETTING.insert().values(name="a", value="b")
            unit.connection.execute(keep_one)

    with pytest.raises(DatabaseUnavailable, match="readonly"):
        refused()
    keep(database, a_delivery("the next one"))
    database.close()


class Meanwhile(list[Connection]):
    """A list that is closed by another thread just before something is taken from it or put to it."""

    def __init__(self, kept: Kept, *connections: Connection) -> None:
        super().__init__(connections)
        self.kept = kept
        self.armed = True

    def _close_once(self) -> None:
        if self.armed:
            self.armed = False
            self.kept.close()

    def pop(self, *at: int) -> Connection:  # type: ignore[override]
        self._close_once()
        return super().pop(*at)

    def append(self, connection: Connection) -> None:
        self._close_once()
        super().append(connection)


def test_what_is_closed_while_somebody_takes_it_is_not_what_they_get(sqlite_url: str) -> None:
    # else a commit would be rolled back under its writer's hands
    kept = Kept(open_database(sqlite_url).engine)
    first = kept.take()
    kept.put_back(first, whole=True)
    kept._idle = Meanwhile(kept, first)
    taken = kept.take()
    assert first.closed
    assert not taken.closed
    taken.close()


def test_what_is_put_back_while_all_are_closed_is_closed_as_well(sqlite_url: str) -> None:
    kept = Kept(open_database(sqlite_url).engine)
    kept._idle = Meanwhile(kept)
    used = kept._engine.connect()
    used.info[_AGE] = 0
    kept.put_back(used, whole=True)
    assert used.closed


def test_a_commit_that_failed_and_was_passed_over_leaves_nothing_open(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.write() as unit:
        unit.connection.exec_driver_sql("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        unit.connection.exec_driver_sql("CREATE TABLE two (one INTEGER REFERENCES one DEFERRABLE INITIALLY DEFERRED)")
        unit.commit()
    with database.write() as unit:
        unit.connection.exec_driver_sql("INSERT INTO two VALUES (9)")
        with pytest.raises(IntegrityError):
            unit.commit()
    with database.write() as unit:
        assert unit.connection.exec_driver_sql("SELECT count(*) FROM two").scalar() == 0
    database.close()


def test_a_database_that_is_dropped_unclosed_keeps_no_file_open(tmp_path: Path) -> None:
    for _ in range(5):
        database = open_database(f"sqlite:///{tmp_path / 'dropped.db'}")
        with database.read() as unit:
            unit.connection.exec_driver_sql("SELECT 1")
        del database, unit
        gc.collect()
    held = [link for file in Path("/proc/self/fd").iterdir() if (link := _target(file)).startswith(str(tmp_path))]
    assert held == []


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:  # it was the folder's own
        return ""
