"""Working time in a school's calendar: adding it, counting it, and saying it. Targets and duty stand beside this file.

Moments are aware and answers are in UTC; days and hours are those of the calendar's zone. A year's spans are sorted, so
each answer is a search by halves in at most three years: where those bring no more working time, plain time counts.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mailbot.core.model.policy import Calendar, WorkingYear
from mailbot.core.sla.year import hours_of, in_term, year_of

__all__ = [
    "add_working",
    "hours_of",
    "in_term",
    "is_open",
    "next_opening",
    "say_when",
    "working_after",
    "working_between",
    "working_time",
]

MOST_YEARS = 3
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()


def is_open(at: datetime, *, calendar: Calendar) -> bool:
    """Tell whether the moment `at` lies within working hours (their end not included)."""
    moment = at.astimezone(UTC)
    return any(moment >= year.opens[place] for year, place in _ahead(moment, calendar=calendar, years=1))


def next_opening(at: datetime, *, calendar: Calendar) -> datetime:
    """Give the first working moment not before `at`, in UTC; `at` itself when open, or when three years bring none."""
    moment = at.astimezone(UTC)
    for year, place in _ahead(moment, calendar=calendar):
        return max(moment, year.opens[place])
    return moment


def add_working(start: datetime, *, minutes: int, calendar: Calendar) -> datetime:
    """Give the moment (UTC) at which `minutes` of working time have passed since `start`.

    No minutes give the next opening. Where the calendar has too little working time in this and the two years that
    follow, the rest is counted by the clock from its last closing on, so that a target always exists.

    Example: 16:00 on a Friday plus 60 minutes, open 8 to 16:30, gives 08:30 on Monday.
    """
    return working_after(start, timedelta(minutes=max(minutes, 0)), calendar=calendar)


def working_after(start: datetime, duration: timedelta, *, calendar: Calendar) -> datetime:
    """Give the moment (UTC) at which `duration` of working time has passed since `start`, as `add_working` does.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> from mailbot.core.model.policy import Hours
    >>> mondays = Calendar(ZoneInfo("Europe/London"), {"mon": Hours(time(9), time(10))})
    >>> str(working_after(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), timedelta(hours=1), calendar=mondays))
    '2026-11-30 09:30:00+00:00'
    """
    begin = start.astimezone(UTC)
    left = duration
    known_until = begin
    for year, place in _ahead(begin, calendar=calendar):
        # what has passed of the year when the search begins, as if its first span had been worked from its opening
        passed = year.before[place] + max(begin - year.opens[place], _NOTHING)
        wanted = passed + left
        if wanted <= year.before[-1]:
            at = _reaching(year, wanted, lo=place)
            return year.opens[at] + (wanted - year.before[at])
        left = wanted - year.before[-1]
        known_until = year.closes[-1]
    # the rest by the clock, from the last closing on: never before a shorter duration that the calendar still knows
    return known_until + max(left, _NOTHING)


def working_time(start: datetime, end: datetime, *, calendar: Calendar) -> timedelta:
    """Give the working time from `start` to `end`, exactly; nothing when `end` is not later.

    Beyond the last closing that the calendar knows all time counts, as it does for what is due then.
    """
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    if begin >= finish:
        return _NOTHING
    first, last = begin.astimezone(calendar.zone).year, finish.astimezone(calendar.zone).year
    years = [year_of(year, calendar=calendar) for year in range(first, last + 1)]
    known = sum((_worked_by(finish, year) - _worked_by(begin, year) for year in years), _NOTHING)
    if next(_ahead(finish, calendar=calendar), None) is not None:
        return known
    known_until = max((year.closes[-1] for year in years if year.closes), default=begin)
    return known + (finish - max(begin, known_until))


def working_between(start: datetime, end: datetime, *, calendar: Calendar) -> int:
    """Count the whole minutes of working time from `start` to `end`; 0 when `end` is not later."""
    return working_time(start, end, calendar=calendar) // _MINUTE


def say_when(due: datetime, *, now: datetime, calendar: Calendar) -> str:
    """Say a due moment as people do, in the calendar's zone: "by 10:40 today", "on Monday 4 January by 09:30"."""
    local, today = due.astimezone(calendar.zone), now.astimezone(calendar.zone).date()
    if due <= now:
        return "as soon as we can"
    clock = f"by {local:%H:%M}"
    if local.date() == today:
        return f"{clock} today"
    if local.date() == today + timedelta(days=1):
        return f"{clock} tomorrow"
    return f"on {local:%A} {local.day} {local:%B} {clock}"


def _ahead(moment: datetime, *, calendar: Calendar, years: int = MOST_YEARS) -> Iterator[tuple[WorkingYear, int]]:
    """The years that still have a span which ends after the moment, each with the place of the first such span."""
    first = moment.astimezone(calendar.zone).year
    for number in range(first, first + years):
        year = year_of(number, calendar=calendar)
        place = bisect_right(year.closes, moment)
        if place < len(year.opens):
            yield year, place


def _reaching(year: WorkingYear, wanted: timedelta, *, lo: int) -> int:
    """The place of the span in which the year's working time comes to `wanted`; at a span's end it is that span."""
    place = bisect_right(year.before, wanted, lo=lo) - 1
    return place - 1 if place > lo and year.before[place] == wanted else place


def _worked_by(moment: datetime, year: WorkingYear) -> timedelta:
    """The year's working time up to the moment."""
    place = bisect_right(year.opens, moment) - 1
    if place < 0:
        return _NOTHING
    return year.before[place] + min(moment, year.closes[place]) - year.opens[place]
