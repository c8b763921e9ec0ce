"""Transactions: no update is lost, leaving without commit rolls back, and a full disk is nobody's failure."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text, update

from mailbot.store.engine import Database, open_database
from mailbot.store.errors import DatabaseUnavailable, SchemaTooNew, UnsuitableDatabase
from mailbot.store.migrations.upgrade import upgrade
from mailbot.store.schema import schema_is_current
from mailbot.store.tables import INBOX, METADATA, OUTBOX, SEQUENCE, SETTING
from tests.store.builders import NOW, a_delivery, keep


def test_four_threads_of_a_hundred_increments_make_four_hundred(database: Database, url: str) -> None:
    with database.write() as unit:
        unit.connection.execute(SEQUENCE.insert(), {"name": "n", "next": 0})
        unit.commit()

    def count() -> None:
        # an object of its own, as in another process: the turns of one object's threads must not be what saves us
        mine = open_database(url, pool_size=1)
        for _ in range(100):
            with mine.write() as unit:
                one = SEQUENCE.c.name == "n"
                # read, then write: the way in which updates get lost
                seen = unit.connection.execute(select(SEQUENCE.c.next).where(one).with_for_update()).scalar_one()
                unit.connection.execute(update(SEQUENCE).where(one).values(next=seen + 1))
                unit.commit()
        mine.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as unit:
        assert unit.connection.execute(select(SEQUENCE.c.next)).scalar_one() == 400


def test_leaving_without_commit_writes_nothing(database: Database) -> None:
    with database.write() as unit:
        unit.connection.execute(SETTING.insert(), {"name": "a", "value": "b"})
    with database.read() as unit:
        assert unit.connection.execute(select(SETTING)).all() == []


def test_a_read_sees_one_moment(database: Database) -> None:
    with database.read() as reading:
        assert reading.connection.execute(select(SETTING)).all() == []
        with database.write() as unit:
            unit.connection.execute(SETTING.insert(), {"name": "a", "value": "b"})
            unit.commit()
        assert reading.connection.execute(select(SETTING)).all() == []


def test_a_mail_is_found_by_its_id_and_not_among_all_of_its_trust(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    given = {"trust": "oak", "school": "", "kind": "k", "recipient": "r", "reference": "", "envelope_from": ""}
    given |= {"data": b"", "created_at": NOW, "not_before": NOW, "expires_at": NOW, "state": "sent"}
    with database.write() as unit:
        mails = [{**given, "cause": f"c{number}", "message_id": f"m{number}"} for number in range(2_000)]
        unit.connection.execute(OUTBOX.insert(), mails)
        unit.commit()

    def plan() -> str:
        wanted = "SELECT request FROM outbox WHERE trust = 'oak' AND message_id IN ('m1', 'm2', 'm3')"
        with database.read() as unit:
            return str(unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}").all()[0][3])

    before = plan()
    database.learn_sizes()
    assert "(message_id=?)" in plan(), before
    database.close()


def test_the_models_are_the_migrated_schema(database: Database) -> None:
    with database.read() as unit:
        context = MigrationContext.configure(unit.connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    assert schema_is_current(database)


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert schema_is_current(database)


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.write() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        unit.commit()
    with pytest.raises(SchemaTooNew, match="9999"):
        schema_is_current(database)
    with pytest.raises(SchemaTooNew):
        upgrade(database)


def test_a_full_disk_is_unavailable_and_recovers(sqlite_url: str) -> None:
    database = open_database(sqlite_url, pool_size=1)
    keep(database, a_delivery("first"))
    with database.write() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        # a pragma of the connection: the pool hands the same one out again
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseUnavailable, match="full"):
        keep(database, *(a_delivery(noise(seed)) for seed in range(20)))
    with database.write() as unit:
        unit.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    keep(database, a_delivery("second"))
    with database.read() as unit:
        assert len(unit.connection.execute(select(INBOX.c.id)).all()) == 2
        assert unit.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()


def test_a_database_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable), open_database("postgresql://postgres@127.0.0.1:1/none").read():
        pass
    (tmp_path / "mailbot.db").mkdir()
    with pytest.raises(DatabaseUnavailable), open_database(f"sqlite:///{tmp_path}/mailbot.db").read():
        pass
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable):
        open_database(f"sqlite:///{tmp_path}/file/mailbot.db")


def test_memory_and_foreign_databases_are_refused() -> None:
    with pytest.raises(UnsuitableDatabase):
        open_database("sqlite://")
    with pytest.raises(UnsuitableDatabase):
        open_database("mysql://localhost/mailbot")


def noise(seed: int) -> str:
    return "".join(f"{(number + seed) * 2654435761 % 4294967296:08x}" for number in range(4000))
