"""SQLite: one daemon killed at each point over the whole stream, and started again."""

import pytest

from tests.faults.points import SAME_ROWS, of_the_day
from tests.faults.scenario import KILLS, Deaths, Place, play_day, running
from tests.faults.stream import day

pytestmark = pytest.mark.slow

# the close of a solved request, which no letter brings
NOTES = 1


def test_nobody_killed_the_stream_ends_as_written(sqlite: Place) -> None:
    with running(sqlite, Deaths()) as run:
        play_day(run, day())
        run.check(notes=NOTES)


@pytest.mark.parametrize("point", of_the_day())
def test_killed_over_a_whole_day_nothing_is_lost_or_doubled(sqlite: Place, point: str) -> None:
    with running(sqlite, Deaths(point, at=1 if point in SAME_ROWS else 2)) as run:
        play_day(run, day())
        assert len(run.desk.deaths) == KILLS, f"{point} was passed too seldom"
        run.check(notes=NOTES)
