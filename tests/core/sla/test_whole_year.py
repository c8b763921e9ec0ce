"""Working time over a whole school year against an oracle that asks the wall clock of every single minute.

The oracle shares nothing with the program: it walks from minute to minute, reads the local clock, and counts.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.model.policy import Calendar, Hours
from mailbot.core.model.request import RequestState, StateChange
from mailbot.core.sla.clock import due, runs_of, used
from mailbot.core.sla.hours import add_working, is_open, next_opening, working_between
from tests.support.builders import LONDON, WEEK

MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
LAST = datetime(2027, 9, 1, tzinfo=UTC)
LENGTH = (LAST - FIRST) // MINUTE
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

TERMS = (
    (date(2026, 9, 3), date(2026, 12, 18)),
    (date(2027, 1, 5), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 7, 20)),
)
HALF_TERMS = (
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 5, 31), date(2027, 6, 4)),
)
SCHOOL = Calendar(
    zone=LONDON,
    term_hours={**dict.fromkeys(WEEK, Hours(time(7, 45), time(16, 45))), "fri": Hours(time(7, 45), time(16, 15))},
    holiday_hours={"tue": Hours(time(9), time(15)), "thu": Hours(time(9), time(12, 30))},
    terms=TERMS,
    half_terms=HALF_TERMS,
    inset_days=frozenset({date(2026, 9, 2), date(2027, 1, 4), date(2027, 2, 15)}),
    closed=frozenset({date(2026, 11, 20)}),
    bank_holidays={date(2027, 5, 3): "May Day", date(2026, 12, 25): "Christmas Day"},
    openings={date(2026, 11, 21): Hours(time(9), time(12)), date(2027, 5, 3): Hours(time(10), time(11))},
)
# Somebody is there around midnight and while the clocks change: a boarding house, and an island of half an hour.
NIGHTS = Calendar(
    zone=LONDON,
    term_hours={
        "sat": Hours(time(20), time(0)),
        "sun": Hours(time(0), time(1, 30)),
        "mon": Hours(time(1, 15), time(2)),
    },
)
ISLAND = Calendar(
    zone=ZoneInfo("Australia/Lord_Howe"), term_hours=dict.fromkeys(NAMES, Hours(time(1, 45), time(2, 15)))
)
CALENDARS = {"school": SCHOOL, "nights": NIGHTS, "island": ISLAND}


def oracle_day_hours(day: date, calendar: Calendar) -> Hours | None:
    if day in calendar.openings:
        return calendar.openings[day]
    if day in calendar.closed or day in calendar.bank_holidays:
        return None
    in_half_term = any(first <= day <= last for first, last in calendar.half_terms)
    in_term = not calendar.terms or any(first <= day <= last for first, last in calendar.terms)
    pupils = in_term and not in_half_term
    week = calendar.term_hours if pupils or day in calendar.inset_days else calendar.holiday_hours
    return week.get(NAMES[day.weekday()])


def oracle_open(at: datetime, calendar: Calendar) -> bool:
    local = at.astimezone(calendar.zone)
    hours = oracle_day_hours(local.date(), calendar)
    if hours is None:
        return False
    minute = local.hour * 60 + local.minute
    end = hours.end.hour * 60 + hours.end.minute or 24 * 60
    return hours.start.hour * 60 + hours.start.minute <= minute < end


@cache
def opened(name: str) -> list[bool]:
    """Of every minute of the school year, whether it is working time."""
    return [oracle_open(FIRST + minute * MINUTE, CALENDARS[name]) for minute in range(LENGTH)]


@cache
def sums(name: str) -> list[int]:
    """Working minutes before each minute of the year, and before its end."""
    return [0, *accumulate(opened(name))]


names = st.sampled_from(sorted(CALENDARS))
minutes = st.integers(0, LENGTH - 1)
# Half of the starts lie within a week of one of the two nights, in which most mistakes would be.
NIGHT_OF_AUTUMN, NIGHT_OF_SPRING = datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)
CHANGES = [(night - FIRST) // MINUTE for night in (NIGHT_OF_AUTUMN, NIGHT_OF_SPRING)]
near_changes = st.builds(lambda change, away: change + away, st.sampled_from(CHANGES), st.integers(-5_000, 5_000))
starts = st.one_of(minutes, near_changes)


@given(name=names, start=starts, wanted=st.integers(1, 9_000))
@settings(max_examples=400, deadline=None)
def test_a_due_time_is_the_minute_in_which_the_sum_is_reached(name: str, start: int, wanted: int) -> None:
    reached = bisect_left(sums(name), sums(name)[start] + wanted)
    if reached <= LENGTH:
        found = add_working(FIRST + start * MINUTE, minutes=wanted, calendar=CALENDARS[name])
        assert found == FIRST + reached * MINUTE


@given(name=names, start=starts, end=starts)
@settings(max_examples=400, deadline=None)
def test_working_time_between_is_the_sum_of_the_minutes(name: str, start: int, end: int) -> None:
    expected = max(0, sums(name)[end] - sums(name)[start])
    found = working_between(FIRST + start * MINUTE, FIRST + end * MINUTE, calendar=CALENDARS[name])
    assert found == expected


@given(name=names, start=starts)
@settings(max_examples=300, deadline=None)
def test_the_next_opening_is_the_next_open_minute(name: str, start: int) -> None:
    at = FIRST + start * MINUTE
    assert is_open(at, calendar=CALENDARS[name]) == opened(name)[start]
    found = next((minute for minute in range(start, min(start + 90_000, LENGTH)) if opened(name)[minute]), None)
    if found is not None:
        assert next_opening(at, calendar=CALENDARS[name]) == FIRST + found * MINUTE


@given(
    name=names,
    start=starts,
    gaps=st.lists(st.tuples(st.integers(1, 4_000), st.integers(1, 4_000)), max_size=4),
    wanted=st.integers(1, 4_000),
)
@settings(max_examples=200, deadline=None)
def test_with_pauses_only_open_minutes_in_which_the_clock_ran_count(
    name: str, start: int, gaps: list[tuple[int, int]], wanted: int
) -> None:
    states: list[tuple[int, RequestState]] = [(start, "open")]
    for running, waiting in gaps:
        states.append((states[-1][0] + running, "pending"))
        states.append((states[-1][0] + waiting, "open"))
    changes = [StateChange(FIRST + minute * MINUTE, state) for minute, state in states]
    end = min(states[-1][0] + 6_000, LENGTH)
    left, expected = wanted, None
    for minute in range(start, end):
        running = [state for at, state in states if at <= minute][-1] == "open"
        left -= running and opened(name)[minute]
        if left == 0:
            expected = FIRST + (minute + 1) * MINUTE
            break
    runs = runs_of(changes)
    until = FIRST + end * MINUTE
    assert used(runs, until=until, calendar=CALENDARS[name]) // MINUTE >= wanted - left
    if expected is not None:
        assert due(runs, duration=wanted * MINUTE, calendar=CALENDARS[name]) == expected


hours = st.builds(
    lambda start, length: Hours(time(*divmod(start, 60)), time(*divmod((start + length) % 1440, 60))),
    st.integers(0, 1_430),
    st.integers(1, 300),
).filter(lambda one: one.start < one.end or one.end == time())


@given(
    week=st.dictionaries(st.sampled_from(NAMES), hours, min_size=1),
    change=st.sampled_from(CHANGES),
    zone=st.sampled_from(["Europe/London", "America/Havana", "Africa/Casablanca", "Australia/Lord_Howe"]),
)
@settings(max_examples=25, deadline=None)
def test_any_hours_of_any_zone_count_as_the_clock_on_the_wall_shows(
    week: dict[str, Hours], change: int, zone: str
) -> None:
    calendar = Calendar(zone=ZoneInfo(zone), term_hours=week)  # type: ignore[arg-type]
    first = FIRST + (change - 10_000) * MINUTE
    for begin in range(0, 20_000, 500):
        start = first + begin * MINUTE
        expected = sum(oracle_open(start + minute * MINUTE, calendar) for minute in range(500))
        assert working_between(start, start + 500 * MINUTE, calendar=calendar) == expected


@pytest.mark.parametrize("change", CHANGES)
def test_the_nights_of_the_clocks_are_really_looked_at(change: int) -> None:
    night = FIRST + change * MINUTE
    assert (night - MINUTE).astimezone(LONDON).utcoffset() != night.astimezone(LONDON).utcoffset()
    assert any(opened("nights")[change - 120 : change + 120])
