"""`mailbot status` and `queue`: what waits, what failed, and that the day adds up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.store.engine import Database
from mailbot.store.flow import health, inbox, outbox
from tests.cli.filled import JANE, ask, now, quarantine
from tests.store.builders import a_delivery, claim_one, keep

Call = Callable[..., str]
JsonCall = Callable[..., Any]
POLLED = """
[mailbox.moorside]
address = "it@moorside.example"
auth = "microsoft365"
[mailbox.moorside.imap]
host = "imap.moorside.example"
user = "it@moorside.example"
password = { env = "MOORSIDE_PASSWORD" }
"""


@pytest.fixture
def polled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOORSIDE_PASSWORD", "made up")
    config = folder / "config.toml"
    config.write_text(config.read_text() + POLLED)


def test_an_empty_desk_says_so(database: Database, call: Call) -> None:
    assert database.sqlite
    shown = call("status")
    assert "Today      0 received\n" in shown
    assert "Open tickets: 0" in shown
    assert "127.0.0.1:2525" in shown
    shown = call("queue")
    assert "In: nothing waits" in shown
    assert "Out: nothing waits" in shown


def test_the_day_adds_up_and_the_backlog_is_counted(database: Database, call: Call, call_json: JsonCall) -> None:
    ask(database)
    quarantine(database)
    keep(database, replace(a_delivery(trust="tvlt"), received_at=now()))
    found = call_json("status")
    today = found["today"]
    assert today == {"received": 3, "new": 1, "quarantined": 1, "ticket_opened": 1}
    assert {name: found["inbox"][name] for name in ("new", "in_backoff", "fetch_failed", "quarantined")} == {
        "new": 1,
        "in_backoff": 0,
        "fetch_failed": 0,
        "quarantined": 1,
    }
    assert found["tickets"]["by_school"] == [{"trust": "tvlt", "id": "kestrel", "tickets": 1}]
    assert found["tickets"]["by_technician"] == [{"trust": "tvlt", "id": None, "tickets": 1}]
    assert found["database"]["bytes"] > 10_000
    shown = call("status")
    assert "3 received = 1 new + 1 quarantined + 1 ticket_opened" in shown
    assert "mailbot quarantine list" in shown


def test_what_was_received_yesterday_is_not_of_today(database: Database, call_json: JsonCall) -> None:
    keep(database, replace(a_delivery(trust="tvlt"), received_at=now() - timedelta(hours=24)))
    found = call_json("status")
    assert found["today"] == {"received": 0}
    assert found["inbox"]["new"] == 1


@pytest.mark.usefixtures("polled")
def test_a_failing_mailbox_says_since_when_and_why(database: Database, call: Call, call_json: JsonCall) -> None:
    assert "not visited yet" in call("status")
    with database.write() as unit:
        health.worked(unit, mailbox="moorside", now=now() - timedelta(hours=5))
        unit.commit()
    assert "ok 5 h ago" in call("status")
    with database.write() as unit:
        for hours in (4, 3):
            health.failed(unit, mailbox="moorside", why="login\x1b refused", now=now() - timedelta(hours=hours))
        unit.commit()
    shown = call("status")
    assert "FAILING for 4 h, 2 times" in shown
    assert "login\ufffd refused" in shown
    moorside = next(box for box in call_json("status")["mailboxes"] if box["id"] == "moorside")
    assert (moorside["failures"], moorside["why"], moorside["polled"]) == (2, "login\x1b refused", True)


def test_a_mail_in_backoff_stands_in_the_queue_with_its_reason(
    database: Database, call: Call, call_json: JsonCall
) -> None:
    keep(database, a_delivery(trust="tvlt"))
    claimed = claim_one(database)
    with database.write() as unit:
        inbox.failed(unit, claimed, why="Traceback\nValueError: odd", now=now())
        unit.commit()
    assert call_json("status")["inbox"]["in_backoff"] == 1
    assert call_json("queue")["in"][0]["attempts"] == 1
    assert "why: ValueError: odd" in call("queue")


def test_mails_that_wait_and_mails_that_failed_are_told_apart(
    database: Database, call: Call, call_json: JsonCall
) -> None:
    ask(database)
    ask(database, "another question", address="olu@kestrelpark.example")
    first, second = outbox.claim(database, limit=2, lease_seconds=60, now=now())
    with database.write() as unit:
        outbox.retry(unit, first, not_before=now() + timedelta(hours=1), why="451 greylisted")
        outbox.failed(unit, second, why="550 no such user")
        unit.commit()
    counts = call_json("status")["outbox"]
    assert (counts["queued"], counts["retrying"], counts["failed"]) == (1, 1, 1)
    (waiting,) = call_json("queue")["out"]
    assert (waiting["recipient"], waiting["attempts"], waiting["error"]) == (JANE, 1, "451 greylisted")
    assert "why: 451 greylisted" in call("queue")


def test_nothing_is_made_where_nothing_has_run(folder: Path, refused: Call) -> None:
    for words in (("status",), ("queue",), ("ticket", "list"), ("show", "1"), ("quarantine", "retry", "all")):
        assert "nothing has run here yet" in refused(*words)
        assert "mailbot run" in refused(*words)
    assert not (folder / "data" / "mailbot.sqlite3").exists()


def test_an_older_or_newer_schema_is_named(database: Database, refused: Call) -> None:
    for revision, words in (("0000", "knows up to"), ("9999", "knows up to")):
        with database.write() as unit:
            unit.connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 -- ours
            unit.commit()
        assert words in refused("status")
    with database.write() as unit:
        unit.connection.exec_driver_sql("DELETE FROM alembic_version")
        unit.commit()
    assert "nothing has run here yet" in refused("status")


def test_looking_does_not_write_and_needs_no_lock(database: Database, call: Call) -> None:
    with database.write() as unit:
        # a daemon in the middle of a write holds up nobody who looks
        unit.connection.exec_driver_sql("DELETE FROM setting")
        assert "received" in call("status")
