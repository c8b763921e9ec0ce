"""How much a school's requesters were mailed within the hour, as decisions weigh it."""

from datetime import timedelta

from mailbot.store.caps import HOUR, QUIET, school_mails
from mailbot.store.engine import Database
from tests.store.builders import NOW, take_in


def _take_in(database: Database, count: int, *, trust: str = "oak") -> None:
    for number in range(count):
        take_in(database, address=f"person{number}@kestrelpark.example", trust=trust, mails=True)


def _mails(database: Database, *, after: timedelta = timedelta(), trust: str = "oak") -> dict[str, int]:
    with database.read() as unit:
        return dict(school_mails(unit, trust=trust, now=NOW + after))


def test_a_loud_hour_is_counted_by_school_and_over_when_it_is_past(database: Database) -> None:
    _take_in(database, QUIET + 1)
    assert _mails(database) == {"kestrel": QUIET + 1}
    assert _mails(database, after=HOUR) == {}
    assert _mails(database, trust="elm") == {}


def test_a_quiet_hour_costs_no_counting(database: Database) -> None:
    _take_in(database, QUIET)
    assert _mails(database) == {}
