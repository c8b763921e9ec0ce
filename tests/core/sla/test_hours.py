"""Working time against an oracle that looks at every single minute, over both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.model.policy import Calendar, Hours
from mailbot.core.sla.hours import add_working, in_term, is_open, next_opening, say_when, working_between
from tests.support.builders import LONDON, WEEK, a_calendar, london

MINUTE = timedelta(minutes=1)
FRIDAY_LATE = london(2026, 11, 27, 16)

# Weekends with night hours too, so that windows touch the hours in which the clocks change.
SUNDAYS_TOO = {**dict.fromkeys(WEEK, Hours(time(8), time(16, 30))), "sun": Hours(time(0), time(4))}
BUSY = Calendar(
    zone=LONDON,
    term_hours=SUNDAYS_TOO,
    holiday_hours={"mon": Hours(time(9), time(12)), "sun": Hours(time(0, 30), time(2, 30))},
    terms=((date(2026, 10, 1), date(2026, 10, 23)), (date(2026, 11, 2), date(2027, 3, 25))),
    inset_days=frozenset({date(2026, 10, 26)}),
    closed=frozenset({date(2027, 3, 26), date(2026, 10, 22)}),
)


def oracle_is_open(at: datetime, calendar: Calendar) -> bool:
    """Told by the wall clock alone, minute by minute."""
    local = at.astimezone(calendar.zone)
    day = local.date()
    if day in calendar.closed:
        return False
    term = any(first <= day <= last for first, last in calendar.terms) or day in calendar.inset_days
    hours = (calendar.term_hours if term or not calendar.terms else calendar.holiday_hours).get(
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[local.weekday()]
    )
    return hours is not None and hours.start <= local.time() < hours.end


def oracle_add(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    at, left = start, minutes
    while left:
        left -= oracle_is_open(at, calendar)
        at += MINUTE
    return at


starts = st.one_of(
    st.datetimes(datetime(2026, 10, 16), datetime(2026, 10, 30)),  # noqa: DTZ001 -- made aware below
    st.datetimes(datetime(2027, 3, 19), datetime(2027, 4, 2)),  # noqa: DTZ001
).map(lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC))


@given(start=starts, minutes=st.integers(1, 1500))
@settings(max_examples=60, deadline=None)
def test_adding_agrees_with_every_minute(start: datetime, minutes: int) -> None:
    assert add_working(start, minutes=minutes, calendar=BUSY) == oracle_add(start, minutes, BUSY)


@given(start=starts, length=st.integers(0, 6000))
@settings(max_examples=60, deadline=None)
def test_counting_agrees_with_every_minute(start: datetime, length: int) -> None:
    end = start + length * MINUTE
    expected = sum(oracle_is_open(start + minute * MINUTE, BUSY) for minute in range(length))
    assert working_between(start, end, calendar=BUSY) == expected


@given(start=starts, minutes=st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_what_was_added_is_what_is_counted(start: datetime, minutes: int) -> None:
    due = add_working(start, minutes=minutes, calendar=BUSY)
    assert working_between(start, due, calendar=BUSY) == minutes


@given(start=starts)
@settings(max_examples=100, deadline=None)
def test_the_next_opening_is_the_first_open_minute(start: datetime) -> None:
    opening = next_opening(start, calendar=BUSY)
    assert is_open(opening, calendar=BUSY)
    assert is_open(start, calendar=BUSY) == oracle_is_open(start, BUSY)
    assert working_between(start, opening, calendar=BUSY) == 0


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (FRIDAY_LATE, 60, london(2026, 11, 30, 8, 30)),
        (london(2026, 11, 28, 12), 0, london(2026, 11, 30, 8)),
        (london(2026, 11, 23, 7, 10), 30, london(2026, 11, 23, 8, 30)),
        (london(2026, 11, 23, 8), 510, london(2026, 11, 23, 16, 30)),
        # The night between has 25 hours, then 23: nobody's working time.
        (london(2026, 10, 23, 16), 60, london(2026, 10, 26, 8, 30)),
        (london(2027, 3, 26, 16), 60, london(2027, 3, 29, 8, 30)),
    ],
)
def test_named_cases(start: datetime, minutes: int, due: datetime) -> None:
    assert add_working(start, minutes=minutes, calendar=a_calendar()) == due


def test_a_calendar_without_hours_still_gives_a_target() -> None:
    never = a_calendar(term_hours={})
    assert add_working(FRIDAY_LATE, minutes=90, calendar=never) == FRIDAY_LATE + timedelta(minutes=90)
    assert next_opening(FRIDAY_LATE, calendar=never) == FRIDAY_LATE
    assert not is_open(FRIDAY_LATE, calendar=never)
    assert working_between(FRIDAY_LATE, FRIDAY_LATE + timedelta(days=9), calendar=never) == 9 * 24 * 60


ENDING = a_calendar(terms=((date(2026, 9, 1), date(2026, 11, 27)),))


def test_beyond_the_last_day_that_the_calendar_knows_the_rest_is_counted_from_its_closing() -> None:
    thursday_late = london(2026, 11, 26, 19)
    assert add_working(thursday_late, minutes=240, calendar=ENDING) == london(2026, 11, 27, 12)
    assert add_working(thursday_late, minutes=720, calendar=ENDING) == london(2026, 11, 27, 20)


@given(minutes=st.integers(0, 4000), more=st.integers(0, 4000), hours=st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_more_is_never_due_earlier_even_where_the_calendar_ends(minutes: int, more: int, hours: int) -> None:
    start = london(2026, 11, 20, 9) + timedelta(hours=hours)
    sooner = add_working(start, minutes=minutes, calendar=ENDING)
    later = add_working(start, minutes=minutes + more, calendar=ENDING)
    assert sooner <= later
    assert working_between(start, later, calendar=ENDING) == minutes + more


def test_hours_that_end_before_they_begin_are_none() -> None:
    odd = a_calendar(term_hours=dict.fromkeys(WEEK, Hours(time(16), time(8))))
    assert not is_open(london(2026, 11, 23, 17), calendar=odd)


def test_nothing_passes_backwards() -> None:
    assert working_between(FRIDAY_LATE, FRIDAY_LATE - timedelta(days=1), calendar=a_calendar()) == 0


def test_inset_days_are_days_of_term_and_no_terms_mean_always() -> None:
    assert in_term(date(2026, 10, 26), calendar=BUSY)
    assert not in_term(date(2026, 10, 27), calendar=BUSY)
    assert in_term(date(2026, 8, 1), calendar=a_calendar())


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (london(2026, 12, 30, 10, 40), "by 10:40 today"),
        (london(2026, 12, 31, 9, 30), "by 09:30 tomorrow"),
        (london(2027, 1, 4, 9, 30), "on Monday 4 January by 09:30"),
        (london(2026, 12, 30, 8), "as soon as we can"),
    ],
)
def test_a_due_time_is_said_as_people_do(due: datetime, said: str) -> None:
    assert say_when(due, now=london(2026, 12, 30, 8), calendar=a_calendar()) == said
