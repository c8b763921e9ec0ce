"""How much a school's requesters were mailed within the hour, as decisions weigh it."""

from datetime import timedelta

import pytest

from mailbot.store.caps import AUTOMATIC, HOUR, school_mails
from mailbot.store.engine import Database
from tests.store.builders import NOW, take_in


def _take_in(database: Database, count: int, *, trust: str = "oak") -> None:
    for number in range(count):
        take_in(database, address=f"person{number}@kestrelpark.example", trust=trust, mails=True)


def _mails(database: Database, *, after: timedelta = timedelta(), trust: str = "oak") -> dict[str, int]:
    with database.read() as unit:
        return dict(school_mails(unit, trust=trust, now=NOW + after))


def test_an_hour_is_counted_by_school_and_over_when_it_is_past(database: Database) -> None:
    _take_in(database, 3)
    assert _mails(database) == {"kestrel": 3}
    assert _mails(database, after=HOUR) == {}
    assert _mails(database, trust="elm") == {}


def test_counting_reads_an_index_and_no_mail(database: Database) -> None:
    if not database.sqlite:
        pytest.skip("PostgreSQL plans by its statistics")
    asked = "SELECT school, count(*) FROM outbox WHERE trust = ? AND created_at > ? AND " + AUTOMATIC  # noqa: S608 -- a constant
    with database.read() as unit:
        plan = unit.connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {asked} GROUP BY school", ("oak", "2026-01-01")
        ).all()
    assert "USING COVERING INDEX ix_outbox_automatic" in " ".join(str(row) for row in plan)
