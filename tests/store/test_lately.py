"""What was mailed within the hour, counted as it comes, is what the database counts."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from mailbot.store.caps import school_mails
from mailbot.store.engine import Database, open_database
from mailbot.store.facts import lately
from mailbot.store.facts.lately import mailed_lately
from mailbot.store.flow.notifications import told_lately
from mailbot.store.tables import OUTBOX
from tests.store.builders import NOW

KINDS = ("requester/offer", "requester/reply", "technician/assigned", "technician/help", "technician/sla_warning")


def _put(database: Database, *mails: tuple[str, str, datetime], commit: bool = True) -> None:
    with database.write() as unit:
        number = unit.rows(select(func.count()).select_from(OUTBOX)).scalar()
        rows = [
            {
                **{"trust": trust, "kind": kind, "created_at": at, "not_before": at, "expires_at": at},
                **{"school": f"school-{place % 2}", "recipient": f"tom{place % 3}@it.example", "reference": ""},
                **{"cause": f"c{place}", "message_id": f"m{place}", "envelope_from": "", "data": b"x" * 9_000},
            }
            for place, (trust, kind, at) in enumerate(mails, start=number)
        ]
        unit.add(OUTBOX, *rows)
        if commit:
            unit.commit()


def _look(database: Database, now: datetime, *, trust: str = "oak") -> None:
    with database.read() as unit:
        counted = school_mails(unit, trust=trust, now=now), told_lately(unit, trust=trust, now=now)
        assert mailed_lately(unit, trust=trust, now=now) == counted


@pytest.mark.parametrize("seed", range(6))
def test_at_every_moment_it_is_what_the_database_counts(database: Database, url: str, seed: int) -> None:
    dice, now = Random(seed), NOW  # noqa: S311 -- the same each time
    elsewhere = open_database(url)  # another process, say an operator's command
    for _ in range(60):
        now += timedelta(seconds=dice.choice((0, 1, 40, 200, 700)))
        mails = [
            (
                dice.choice(("oak", "oak", "elm")),
                dice.choice(KINDS),
                now - timedelta(seconds=dice.choice((0, 0, 4_000))),
            )
            for _ in range(dice.randrange(4))
        ]
        if mails:
            _put(dice.choice((database, elsewhere)), *mails, commit=dice.random() < 0.8)
        _look(database, now, trust=dice.choice(("oak", "elm")))
    elsewhere.close()


def test_nothing_is_counted_that_was_rolled_back_or_is_an_hour_old(database: Database) -> None:
    _put(database, ("oak", "requester/offer", NOW))
    _look(database, NOW)
    _put(database, ("oak", "requester/offer", NOW), commit=False)
    with database.read() as unit:
        assert mailed_lately(unit, trust="oak", now=NOW)[0] == {"school-0": 1}
        assert mailed_lately(unit, trust="oak", now=NOW + timedelta(minutes=59))[0] == {"school-0": 1}
        assert mailed_lately(unit, trust="oak", now=NOW + timedelta(minutes=60))[0] == {}


def test_a_clock_that_was_put_back_counts_anew(database: Database) -> None:
    _put(database, ("oak", "requester/offer", NOW))
    _look(database, NOW + timedelta(hours=3))
    _look(database, NOW + timedelta(minutes=1))
    _look(database, NOW + timedelta(hours=3))


def test_of_very_many_mails_the_newest_are_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "_MOST", 3)
    _look(database, NOW)
    _put(database, *(("oak", "requester/offer", NOW + timedelta(seconds=second)) for second in range(9)))
    with database.read() as unit:
        counted, _ = mailed_lately(unit, trust="oak", now=NOW + timedelta(minutes=1))
    assert sum(counted.values()) == (3 if database.sqlite else 9)


def test_very_many_mails_at_once_are_read_by_their_hour_and_not_one_by_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look(database, NOW)
    old = [("oak", "requester/offer", NOW - timedelta(days=400)) for _ in range(lately._MOST_AT_ONCE)]
    _put(database, *old, ("oak", "requester/offer", NOW), ("oak", "technician/assigned", NOW))
    added: list[object] = []
    add = lately._Hour.add
    monkeypatch.setattr(lately._Hour, "add", lambda hour, row: (added.append(row), add(hour, row)))
    _look(database, NOW)
    assert len(added) == (2 if database.sqlite else 0)
    _put(database, ("oak", "requester/offer", NOW))
    _look(database, NOW)


def test_only_mails_after_the_last_one_are_looked_at(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    _put(database, *(("oak", "requester/offer", NOW) for _ in range(300)))
    for _ in range(2):
        with database.read() as unit:
            asked = str(lately._AFTER.compile(dialect=unit.connection.dialect))
            plan = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (299, "oak", 10, 0)).all()
        assert [row[3] for row in plan] == ["SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)"]
        database.learn_sizes()
    database.close()
