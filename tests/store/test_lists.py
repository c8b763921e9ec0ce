"""The lists of the operator's commands, and the database as they open it, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailbot.core.model.article import Article
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.store.engine import Database
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.existing import NothingYet, SchemaTooOld, open_existing
from mailbot.store.flow import inbox, outbox
from mailbot.store.kb.articles import import_articles
from mailbot.store.look import lists
from mailbot.store.schema import REVISIONS
from tests.store.builders import (
    NOW,
    a_decision,
    a_delivery,
    act,
    claim_one,
    keep,
    keys_of,
    look,
    opening,
    take_in,
)


@pytest.fixture
def looking(url: str, database: Database) -> Iterator[Database]:
    """The same database, as a command opens it."""
    assert database.engine is not None
    opened = open_existing(url)
    yield opened
    opened.close()


def test_what_waits_is_counted_and_listed(database: Database, looking: Database) -> None:
    keep(database, a_delivery())
    resting = claim_one(database)
    with database.write() as unit:
        inbox.failed(unit, resting, why="ValueError", now=NOW)
        unit.commit()
    keep(database, a_delivery())
    with looking.read() as unit:
        assert lists.inbox_counts(unit) == {"new": 2, "in_backoff": 1, "fetch_failed": 0, "quarantined": 0}
        waiting = lists.waiting_in(unit)
        assert [(row["id"], row["error"]) for row in waiting] == [(resting.id, "ValueError"), (resting.id + 1, None)]
        assert len(lists.waiting_in(unit, limit=1)) == 1
        assert lists.size_bytes(unit) > 10_000
        assert lists.filed_counts(unit) == {}
    rest = claim_one(database)
    with database.write() as unit:
        inbox.filed(unit, rest, why="old", now=NOW)
        unit.commit()
    with looking.read() as unit:
        assert lists.filed_counts(unit) == {"kestrel": 1}


def test_mails_that_wait_are_told_from_those_that_failed(database: Database, looking: Database) -> None:
    number, _ = take_in(database, mails=True)
    take_in(database, address="tom@kestrelpark.example", mails=True)
    first, second = outbox.claim(database, limit=2, lease_seconds=60, now=NOW)
    with database.write() as unit:
        outbox.retry(unit, first, not_before=NOW + timedelta(hours=1), why="451 later")
        outbox.failed(unit, second, why="550 never")
        unit.commit()
    with looking.read() as unit:
        assert lists.outbox_counts(unit, since=NOW) == {"queued": 1, "retrying": 1, "failed": 1}
        (waiting,) = lists.waiting_out(unit)
        assert (waiting["request"], waiting["attempts"], waiting["error"]) == (number, 1, "451 later")
        assert [row["cause"] for row in lists.decisions(unit, causes=["inbox:1", "inbox:999"])] == ["inbox:1"]


def test_a_failure_that_was_dealt_with_yesterday_is_not_of_today(database: Database, looking: Database) -> None:
    take_in(database, mails=True)
    (mail,) = outbox.claim(database, limit=1, lease_seconds=60, now=NOW)
    with database.write() as unit:
        outbox.failed(unit, mail, why="550 never")
        unit.commit()
    (failure,) = outbox.claim_failures(database, limit=1, lease_seconds=60)
    with database.write() as unit:
        outbox.told(unit, failure)
        row = {"cause": failure.cause, "at": NOW, "reasons": "[]"}
        unit.connection.execute(
            text(
                "INSERT INTO audit (cause, trust, at, rule, outcome, reasons, effects) "
                "VALUES (:cause, 'oak', :at, 'delivery failed', 'bounce', :reasons, :reasons)"
            ),
            {**row, "at": NOW.strftime("%Y-%m-%d %H:%M:%S.%f") if database.sqlite else NOW},
        )
        unit.commit()
    with looking.read() as unit:
        assert lists.outbox_counts(unit, since=NOW - timedelta(hours=1))["failed"] == 1
        assert lists.outbox_counts(unit, since=NOW + timedelta(hours=1))["failed"] == 0


def test_tickets_and_timers_are_listed(database: Database, looking: Database) -> None:
    keep(database, a_delivery(), senders=["jane@kestrelpark.example"])
    claimed = claim_one(database)
    keys = keys_of(claimed)
    seen = look(database, keys)
    opened = opening(seen, address="jane@kestrelpark.example")
    timer = ScheduleTimer(seen.fresh.number, "close_solved", round=1, due_at=NOW + timedelta(days=14))
    act(database, claimed, a_decision(*opened.effects, timer), seen=seen, keys=keys)
    number = seen.fresh.number
    with looking.read() as unit:
        (row,) = lists.ticket_list(unit)
        assert (row["number"], row["requester"], row["address"]) == (number, "Jane", "jane@kestrelpark.example")
        assert lists.ticket_list(unit, states=("solved",)) == []
        assert lists.ticket_list(unit, states=(), school="elsewhere") == []
        assert lists.ticket_list(unit, states=(), technician="tomasz") == []
        assert lists.open_tickets(unit) == [{"trust": "oak", "school": "kestrel", "assignee": None, "tickets": 1}]
        (waiting,) = lists.timers_of(unit, request=number)
        assert (waiting["kind"], waiting["due_at"], waiting["state"]) == (timer.kind, timer.due_at, "waiting")
        assert lists.timers_of(unit, request=number + 1) == []
        assert lists.request_near(unit, number=number + 5) == number


def test_articles_of_a_trust_are_listed_for_whom_they_are(database: Database, looking: Database) -> None:
    given = [
        Article(id="KB-1", trust="oak", title="a", body="x"),
        Article(id="KB-2", trust="oak", title="b", body="x", schools=("kestrel",), state="draft"),
        Article(id="KB-3", trust="oak", title="c", body="x", audience="technician"),
        Article(id="KB-4", trust="elm", title="d", body="x"),
    ]
    import_articles(database, given, now=NOW)
    with looking.read() as unit:
        assert [one.id for one in lists.article_list(unit, trust="oak")] == ["KB-1", "KB-2", "KB-3"]
        assert [one.id for one in lists.article_list(unit, trust="oak", school="moor")] == ["KB-1", "KB-3"]
        assert [one.id for one in lists.article_list(unit, trust="oak", state="draft")] == ["KB-2"]
        assert [one.id for one in lists.article_list(unit, trust="oak", audience="technician")] == ["KB-3"]
        assert lists.article_versions(unit, trust="elm") == {"KB-4": 1}


def test_who_looks_cannot_write(looking: Database) -> None:
    with pytest.raises((DatabaseUnavailable, DBAPIError)), looking.read() as unit:
        unit.connection.execute(text("INSERT INTO setting (name, value) VALUES ('a', 'b')"))


def test_a_database_that_nobody_made_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "below" / "none.db"
    with pytest.raises(NothingYet):
        open_existing(f"sqlite:///{file}")
    assert not file.parent.exists()
    file = tmp_path / "empty.db"
    file.touch()
    with pytest.raises(NothingYet):
        open_existing(f"sqlite:///{file}")
    assert file.stat().st_size == 0


def test_a_database_without_the_schema_is_told_from_an_older_one(url: str, database: Database) -> None:
    with database.write() as unit:
        unit.connection.execute(text("DELETE FROM alembic_version"))
        unit.commit()
    with pytest.raises(NothingYet):
        open_existing(url)


def test_an_older_schema_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # let the program believe that there is one more
    monkeypatch.setattr("mailbot.store.schema.HEAD", "9999")
    with pytest.raises(SchemaTooOld, match=REVISIONS[-1]):
        open_existing(url)


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "note.db"
    file.write_text("not a database at all, " * 100)
    with pytest.raises(DatabaseUnavailable):
        open_existing(f"sqlite:///{file}")
