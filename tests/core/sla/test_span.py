"""Times of absence as people write them, asked on Thursday 26 November 2026 at 10:00."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.sla.span import span_in

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


def said(text: str, *, now: datetime = NOW) -> str:
    """The span in short: "now - Mon 30 Nov", "Fri 27 Nov - Sat 28 Nov"; the reason where there is none."""
    found = span_in(text, now, LONDON)
    if isinstance(found, str):
        return found
    start, end = found
    return f"{'now' if start == now else _short(start)} - {_short(end) if end is not None else 'told'}"


def _short(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    clock = "" if (local.hour, local.minute) == (0, 0) else f" {local:%H:%M}"
    year = "" if local.year == 2026 else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}{clock}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", "now - told"),
        ("until Monday", "now - Mon 30 Nov"),
        ("til monday.", "now - Mon 30 Nov"),
        ("back on Monday", "now - Mon 30 Nov"),
        ("until Thursday", "now - Thu 3 Dec"),
        ("until 13:00", "now - Thu 26 Nov 13:00"),
        ("until the end of the week", "now - Sat 28 Nov"),
        ("until 2027-01-04", "now - Mon 4 Jan 2027"),
        ("for 3 days", "now - Sun 29 Nov"),
        ("2 hours", "now - Thu 26 Nov 12:00"),
        ("today", "now - Fri 27 Nov"),
        ("all day", "now - Fri 27 Nov"),
        ("Thursday", "now - Fri 27 Nov"),
        ("tomorrow", "Fri 27 Nov - Sat 28 Nov"),
        ("on Friday", "Fri 27 Nov - Sat 28 Nov"),
        ("next week", "Mon 30 Nov - Mon 7 Dec"),
        ("from Monday", "Mon 30 Nov - told"),
        ("from now", "now - told"),
        ("from tomorrow to Friday", "Fri 27 Nov - Sat 28 Nov"),
        ("from Thursday to Friday", "now - Sat 28 Nov"),
        ("from Monday to Friday", "Mon 30 Nov - Sat 5 Dec"),
        ("from 7 to 11 December", "Mon 7 Dec - Sat 12 Dec"),
        ("7-11 December", "Mon 7 Dec - Sat 12 Dec"),
        ("from 7/12 to 11/12", "Mon 7 Dec - Sat 12 Dec"),
        ("28 Dec - 4 January", "Mon 28 Dec - Tue 5 Jan 2027"),
        ("from 13:00 to 15:00", "Thu 26 Nov 13:00 - Thu 26 Nov 15:00"),
    ],
)
def test_it_is_meant_so(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Monday 9am", "Say until when, such as until Monday, or the whole day."),
        ("until gibberish", "is no time that I can read"),
        ("gibberish", "is no time that I can read"),
        ("from gibberish", "is no time that I can read"),
        ("from gibberish to Friday", "is no time that I can read"),
        ("from Monday to gibberish", "is no time that I can read"),
        ("until 7 November", "is over"),
        ("from 15:00 to 2026-11-26 13:00", "is over"),
        ("until " + "x" * 200, "Say until when"),
        ("until Monday Tuesday", "That names two days."),
        ("until tomorrow next week", "That names two days."),
        ("until Monday tomorrow", "27 November is a Friday."),
        ("until tomorrow Monday", "27 November is a Friday."),
    ],
)
def test_what_says_no_time_is_asked_back(text: str, why: str) -> None:
    assert why in said(text)


def test_a_leap_day_that_is_long_over_is_asked_back() -> None:
    assert said("until 29 February", now=datetime(2028, 7, 3, 10, tzinfo=UTC)) == "There is no 29 February soon."


def test_the_night_the_clocks_change_in_keeps_midnights() -> None:
    before = datetime(2026, 10, 24, 9, tzinfo=UTC)
    found = span_in("Sunday", before, LONDON)
    assert not isinstance(found, str)
    assert found[1] is not None
    assert found[1] - found[0] == timedelta(hours=25)


WORDS = ("until", "from", "to", "Monday", "7", "December", "next", "week", "13:00", "-", "3", "days", "tomorrow", "x")


@given(
    st.text(max_size=160) | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), st.integers(0, 400 * 24 * 60)
)
def test_whatever_is_written_gives_a_span_that_is_not_over_or_a_reason(text: str, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    found = span_in(text, now, LONDON)
    if isinstance(found, str):
        assert found
        return
    start, end = found
    assert start >= now
    assert end is None or end > start
