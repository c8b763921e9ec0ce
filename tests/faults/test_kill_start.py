"""SQLite: the very first start killed at each of its steps; the next one completes it, and the day goes on as ever."""

import pytest

from tests.faults.points import START
from tests.faults.scenario import KILLS, Deaths, Place, running
from tests.faults.stream import questions

pytestmark = pytest.mark.slow

# after the schema's commit the next start finds it current; a step that is not committed is done again
ONCE = frozenset({"schema.after_commit"})


@pytest.mark.parametrize("point", sorted(START))
def test_a_first_start_that_was_killed_is_completed_by_the_next(untouched: Place, point: str) -> None:
    deaths = Deaths(point, at=1, kills=1 if point in ONCE else KILLS, early=True)
    with running(untouched, deaths) as run:
        run.play(questions(3))
        assert len(run.desk.deaths) == deaths.kills
        run.check()
        assert run.book.number("SELECT count(*) FROM article") == 4
        assert run.book.number("SELECT count(*) FROM person WHERE technician IS NOT NULL") == 3
        assert run.book.number("SELECT count(*) FROM alembic_version") == 1


@pytest.mark.parametrize("commit", range(1, 5))
def test_a_first_start_killed_before_any_of_its_commits_is_completed_by_the_next(untouched: Place, commit: int) -> None:
    with running(untouched, Deaths("unit.before_commit", at=commit, kills=1, early=True)) as run:
        run.play(questions(3))
        assert len(run.desk.deaths) == 1
        run.check()
        assert run.book.number("SELECT count(*) FROM article") == 4
