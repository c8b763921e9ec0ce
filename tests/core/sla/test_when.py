"""Dates and lengths of time as technicians write them: read as they are meant, or asked back, never guessed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.sla.durations import duration_in, say_duration
from mailbot.core.sla.when import moment_in

LONDON = ZoneInfo("Europe/London")
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def local(text: str, *, now: datetime = THURSDAY, at: time = time(9)) -> str:
    found = moment_in(text, now, LONDON, at=at)
    return found if isinstance(found, str) else f"{found.astimezone(LONDON):%a %d %b %Y %H:%M}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri 3pm", "Fri 27 Nov 2026 15:00"),
        ("until Friday", "Fri 27 Nov 2026 09:00"),
        ("Friday.", "Fri 27 Nov 2026 09:00"),
        ("by Friday at 3.30pm", "Fri 27 Nov 2026 15:30"),
        ("tomorrow 15:00", "Fri 27 Nov 2026 15:00"),
        ("Tomorrow morning", "Fri 27 Nov 2026 09:00"),
        ("day after tomorrow", "Sat 28 Nov 2026 09:00"),
        ("Thursday", "Thu 03 Dec 2026 09:00"),
        ("Thu 3pm", "Thu 26 Nov 2026 15:00"),
        ("this Friday", "Fri 27 Nov 2026 09:00"),
        ("next Friday", "Fri 04 Dec 2026 09:00"),
        ("Friday week", "Fri 04 Dec 2026 09:00"),
        ("Thursday week", "Thu 10 Dec 2026 09:00"),
        ("Tuesday next week", "Tue 01 Dec 2026 09:00"),
        ("next week", "Mon 30 Nov 2026 09:00"),
        ("next month", "Tue 01 Dec 2026 09:00"),
        ("end of the week", "Fri 27 Nov 2026 09:00"),
        ("half an hour", "Thu 26 Nov 2026 10:30"),
        ("in two weeks", "Thu 10 Dec 2026 10:00"),
        ("3d", "Sun 29 Nov 2026 10:00"),
        ("15m", "Thu 26 Nov 2026 10:15"),
        ("1h30", "Thu 26 Nov 2026 11:30"),
        ("15h30", "Thu 26 Nov 2026 15:30"),
        ("15:30", "Thu 26 Nov 2026 15:30"),
        ("9am", "Fri 27 Nov 2026 09:00"),
        ("noon", "Thu 26 Nov 2026 12:00"),
        ("tomorrow eod", "Fri 27 Nov 2026 17:00"),
        ("Monday 4 January", "Mon 04 Jan 2027 09:00"),
        ("4 Jan", "Mon 04 Jan 2027 09:00"),
        ("January 4th", "Mon 04 Jan 2027 09:00"),
        ("4/1", "Mon 04 Jan 2027 09:00"),
        ("04.01.2027", "Mon 04 Jan 2027 09:00"),
        ("2027-01-04 2pm", "Mon 04 Jan 2027 14:00"),
        ("1 March", "Mon 01 Mar 2027 09:00"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(written: str, meant: str) -> None:
    assert local(written) == meant


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("3:30", "In the morning or in the afternoon? Write 3:30pm or 15:30."),
        ("Fri 3", "3 what? Write the time like 3pm or 15:00, a day like 4/1, a length like 3d."),
        ("4 Nov", "4 November is over; write the year if you mean the next one."),
        ("Tuesday 4 January", "4 January is a Monday."),
        ("Monday 27/11", "27 November is a Friday."),
        ("today", "Thursday 26 November 09:00 is over; name a time to come."),
        ("26/11 9am", "Thursday 26 November 09:00 is over; name a time to come."),
        ("31/2", "There is no day 31/2."),
        ("29 Feb", "There is no 29 February soon."),
        ("Friday Monday", "That names two days."),
        ("Friday 3pm 4pm", "That names two times."),
        ("13pm", "There is no time 13pm."),
        ("4/1/2029", "That is more than a year away."),
        ("", "Say when, such as Friday 3pm, tomorrow 15:00 or 3 days."),
        ("the", "Say when, such as Friday 3pm, tomorrow 15:00 or 3 days."),
        ("whenever", "\u201cwhenever\u201d is no time that I can read; write it like Friday 3pm, 4/1 or 3 days."),
    ],
)
def test_what_could_be_something_else_is_asked_back(written: str, answer: str) -> None:
    assert local(written) == answer


def test_a_day_alone_begins_or_ends_as_the_reader_says() -> None:
    assert local("Friday", at=time(17)) == "Fri 27 Nov 2026 17:00"
    assert local("Thursday", at=time(17)) == "Thu 26 Nov 2026 17:00"
    assert local("Monday", at=time(0)) == "Mon 30 Nov 2026 00:00"


def test_the_nights_on_which_the_clocks_change() -> None:
    spring, autumn = datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert moment_in("tomorrow 01:30", spring, LONDON) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert local("tomorrow 01:30", now=spring) == "Sun 28 Mar 2027 02:30"
    assert local("1 day", now=spring) == "Sun 28 Mar 2027 20:00"
    assert moment_in("tomorrow 01:30", autumn, LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert moment_in("01:30", between, LONDON) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert moment_in("tomorrow 9am", autumn, LONDON) == datetime(2026, 10, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("15m", 15), ("20 minutes.", 20), ("1h30", 90), ("1h 30m", 90), ("1:30", 90), ("1 hour 15", 75),
        ("half an hour", 30), ("an hour", 60), ("an hour and a half", 90), ("two and a half hours", 150),
        ("three quarters of an hour", 45), ("quarter of an hour", 15), ("1.5h", 90), ("1\u00bd hours", 90),
        ("a couple of hours", 120), ("3d", 3 * 1440), ("2 weeks", 14 * 1440), ("a fortnight", 14 * 1440),
    ],
)  # fmt: skip
def test_a_length_of_time(written: str, minutes: int) -> None:
    assert duration_in(written) == timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "15", "0m", "long", "30m 1h", "9999d", "1:75", "1h" * 60, "-5m"])
def test_what_is_no_length_of_time(written: str) -> None:
    assert isinstance(duration_in(written), str)


WORDS = st.sampled_from([
    "until", "by", "next", "this", "Friday", "Mon", "tuesday", "week", "tomorrow", "today", "3pm", "15:00", "4/1", "4",
    "January", "2027", "3d", "half", "an", "hour", "noon", "1h30", "25:99", "31/12", "99/99", "0", "am", ",", "01:30",
])  # fmt: skip
NOW = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001 -- made aware at once


@given(st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=100), NOW)
def test_whatever_is_written_a_moment_is_to_come_and_near(written: str, now: datetime) -> None:
    found = moment_in(written, now, LONDON)
    assert isinstance(found, str) or timedelta() < found - now <= timedelta(days=400)
    length = duration_in(written)
    assert isinstance(length, str) or timedelta() < length <= timedelta(days=400)


@given(NOW, st.integers(1, 390), st.times().map(lambda clock: clock.replace(second=0, microsecond=0)))
def test_a_full_date_is_that_date_by_the_clock_on_the_wall(now: datetime, days: int, clock: time) -> None:
    day = now.astimezone(LONDON).date() + timedelta(days=days)
    found = moment_in(f"{day.day}/{day.month}/{day.year} {clock:%H:%M}", now, LONDON)
    assert isinstance(found, datetime)
    shown = found.astimezone(LONDON)
    left_out = shown.date() == day and shown.hour - clock.hour == 1 and clock.hour == 1  # the night in March
    assert (shown.date(), shown.time()) == (day, clock) or left_out


@given(NOW, st.integers(0, 6))
def test_a_weekday_is_within_a_week(now: datetime, weekday: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    found = moment_in(name, now, LONDON)
    assert isinstance(found, datetime)
    assert found.astimezone(LONDON).weekday() == weekday
    assert found - now <= timedelta(days=7, hours=1)


@given(st.integers(1, 23), st.integers(0, 59))
def test_a_length_said_is_read_back(hours: int, minutes: int) -> None:
    length = timedelta(hours=hours, minutes=minutes)
    assert duration_in(say_duration(length)) == length
