"""No boundary is forgotten: each is killed at in some scenario, or says why not."""

from collections import Counter

from tests.faults.points import (
    ELSEWHERE,
    FIRST_CONTACT,
    RENUMBERED,
    SAME_ROWS,
    by_scenario,
    named_points,
    of_the_day,
    polled,
)

FEWEST = 40


def test_there_are_at_least_forty_points() -> None:
    assert len(named_points()) >= FEWEST


def test_each_point_is_killed_at_in_one_scenario_or_says_why_not() -> None:
    times = Counter(name for points in by_scenario().values() for name in points)
    times.update(ELSEWHERE.keys())
    assert set(times) - set(named_points()) == set(), "these are not in the source any more"
    assert set(named_points()) - set(times) == set(), "no scenario kills here"
    assert [name for name, count in times.items() if count > 1] == []
    assert all(len(reason) > 20 for reason in ELSEWHERE.values())


def test_what_is_said_of_single_points_is_said_of_points_that_are_there() -> None:
    assert set(polled()) >= FIRST_CONTACT | RENUMBERED
    assert set(of_the_day()) >= SAME_ROWS


def test_each_scenario_has_points() -> None:
    assert [name for name, points in by_scenario().items() if not points] == []
