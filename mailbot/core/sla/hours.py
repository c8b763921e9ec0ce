"""Working time in a school's calendar: adding it, counting it, and saying it. Targets and duty stand beside this file.

Moments are aware; days and hours are those of the calendar's zone, so a day on which the clocks change is as long as it
is. All loops are bounded by days.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from mailbot.core.model.policy import WEEKDAYS, Calendar, Hours

FARTHEST_DAYS = 400


def is_open(at: datetime, *, calendar: Calendar) -> bool:
    """Tell whether the moment `at` lies within working hours (their end not included)."""
    window = _window(at.astimezone(calendar.zone).date(), calendar=calendar)
    return window is not None and window[0] <= at < window[1]


def next_opening(at: datetime, *, calendar: Calendar) -> datetime:
    """Give the first working moment not before `at`, in UTC; `at` itself when open, or when 400 days bring none."""
    start = at.astimezone(UTC)
    return next((max(start, opens) for opens, _ in _windows(start, calendar=calendar)), start)


def add_working(start: datetime, *, minutes: int, calendar: Calendar) -> datetime:
    """Give the moment (UTC) at which `minutes` of working time have passed since `start`.

    No minutes give the next opening. A calendar with too little working time in 400 days gives `start` plus the plain
    minutes, so that a target always exists.

    Example: 16:00 on a Friday plus 60 minutes, open 8 to 16:30, gives 08:30 on Monday.
    """
    left = timedelta(minutes=max(minutes, 0))
    begin = start.astimezone(UTC)
    for opens, closes in _windows(begin, calendar=calendar):
        opened = max(begin, opens)
        if left < closes - opened:
            return opened + left
        left -= closes - opened
        if not left:
            return closes
    return begin + timedelta(minutes=max(minutes, 0))


def working_between(start: datetime, end: datetime, *, calendar: Calendar) -> int:
    """Count the whole minutes of working time from `start` to `end`; 0 when `end` is not later, 400 days at most."""
    begin, finish = start.astimezone(UTC), end.astimezone(UTC)
    passed = timedelta()
    for opens, closes in _windows(begin, calendar=calendar):
        if opens >= finish:
            break
        passed += min(finish, closes) - max(begin, opens)
    return passed // timedelta(minutes=1)


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


def in_term(day: date, *, calendar: Calendar) -> bool:
    """Tell whether the day is one of term or an INSET day; always, where the calendar names no terms."""
    return (
        not calendar.terms or day in calendar.inset_days or any(first <= day <= last for first, last in calendar.terms)
    )


def hours_of(day: date, *, calendar: Calendar) -> Hours | None:
    """Give the working hours of a day, None when closed."""
    if day in calendar.closed:
        return None
    week = calendar.term_hours if in_term(day, calendar=calendar) else calendar.holiday_hours
    return week.get(WEEKDAYS[day.weekday()])


def _window(day: date, *, calendar: Calendar) -> tuple[datetime, datetime] | None:
    hours = hours_of(day, calendar=calendar)
    if hours is None:
        return None
    opens = datetime.combine(day, hours.start, tzinfo=calendar.zone).astimezone(UTC)
    closes = datetime.combine(day, hours.end, tzinfo=calendar.zone).astimezone(UTC)
    return (opens, closes) if opens < closes else None


def _windows(start: datetime, *, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The windows that end after `start`, in order, for 400 days."""
    first = start.astimezone(calendar.zone).date()
    for offset in range(FARTHEST_DAYS):
        window = _window(first + timedelta(days=offset), calendar=calendar)
        if window is not None and window[1] > start:
            yield window
