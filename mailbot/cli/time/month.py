"""A month of a school's calendar as a page of the terminal, and as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mailbot.cli.page import counted, pad, strong, wrapped
from mailbot.core.model.policy import Calendar, Hours, School
from mailbot.core.sla.hours import working_time
from mailbot.core.sla.year import Day, DayKind, day_of

_DAY = timedelta(days=1)
_CELL = 11
_MARKS: Mapping[DayKind, str] = {
    "term": "",
    "inset": "INSET",
    "half-term": "half",
    "holiday": "holiday",
    "closed": "closed",
    "bank holiday": "bank",
    "opening": "one-off",
}
_LEGEND: Mapping[DayKind, str] = {
    "inset": "staff without pupils: the hours of term",
    "half-term": "half-term: the hours of holidays",
    "holiday": "between terms: the hours of holidays",
    "closed": "closed, whatever day it is",
    "bank holiday": "closed for a bank holiday",
    "opening": "hours of this one day",
}


def days_of(school: School, *, first: date) -> list[dict[str, Any]]:
    """Each day of the month that begins on `first`: date, kind, hours and the name of a bank holiday."""
    return [
        {
            "date": day,
            "kind": found.kind,
            "opens": None if found.hours is None else f"{found.hours.start:%H:%M}",
            "closes": None if found.hours is None else _end(found.hours),
            "name": found.name or None,
        }
        for day, found in _days(school.calendar, first=first)
    ]


def drawn(school: School, *, first: date) -> Iterator[str]:
    """The month as lines of at most 80 columns: a week in two lines, what the marks mean, and the working time."""
    calendar = school.calendar
    days = _days(calendar, first=first)
    yield strong(f"{school.name}, {first:%B %Y}") + f"  ({calendar.zone.key})"
    yield ""
    yield _line([day.strftime("%a") for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(7))])
    blank: list[tuple[date, Day] | None] = [None] * first.weekday()
    cells = [*blank, *days]
    for start in range(0, len(cells), 7):
        week = cells[start : start + 7]
        yield _line([f"{cell[0].day:>2} {_MARKS[cell[1].kind]}" if cell else "" for cell in week])
        yield _line([_hours(cell[1].hours) if cell else "" for cell in week])
    yield ""
    yield from _notes(days)
    yield from _sums(calendar, days=days)


def _days(calendar: Calendar, *, first: date) -> Sequence[tuple[date, Day]]:
    following = (first + 31 * _DAY).replace(day=1)
    days = (first + n * _DAY for n in range((following - first).days))
    return [(day, day_of(day, calendar=calendar)) for day in days]


def _line(cells: Sequence[str]) -> str:
    """Cells side by side; hours such as 10.30-17.45 take the blank before them, too."""
    return "".join(pad(cell if len(cell) >= _CELL else f" {cell}", _CELL) for cell in cells).rstrip()


def _hours(hours: Hours | None) -> str:
    if hours is None:
        return "-"
    return f"{_short(hours.start)}-{'24' if hours.end == time() else _short(hours.end)}"


def _short(clock: time) -> str:
    return f"{clock.hour}" if clock.minute == 0 else f"{clock.hour}.{clock.minute:02}"


def _end(hours: Hours) -> str:
    return "24:00" if hours.end == time() else f"{hours.end:%H:%M}"


def _notes(days: Sequence[tuple[date, Day]]) -> Iterator[str]:
    """What each mark of the month means, with the days of those that are few."""
    for kind, meaning in _LEGEND.items():
        marked = [(day, found) for day, found in days if found.kind == kind]
        if not marked:
            continue
        named = ", ".join(dict.fromkeys(f"{found.name} ({day.day})" for day, found in marked if found.name))
        yield from wrapped(f"{meaning}{f': {named}' if named else ''}", first=f" {pad(_MARKS[kind], 8)} ")


def _sums(calendar: Calendar, *, days: Sequence[tuple[date, Day]]) -> Iterator[str]:
    start = datetime.combine(days[0][0], time(), tzinfo=calendar.zone)
    end = datetime.combine(days[-1][0] + _DAY, time(), tzinfo=calendar.zone)
    minutes = working_time(start, end, calendar=calendar) // timedelta(minutes=1)
    hours = f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")
    opened = sum(found.hours is not None for _, found in days)
    yield f" open on {counted(opened, 'day')}, {hours} of working time"
    if start.utcoffset() != end.utcoffset():
        yield f" the clocks change on {_change(calendar, days=days):%A} {_change(calendar, days=days).day}"
    if calendar.terms and days[-1][0] > calendar.terms[-1][1]:
        last = calendar.terms[-1][1]
        yield from wrapped(f"no term is known after {last.day} {last:%B %Y}: from then on all is holiday", first=" ")


def _change(calendar: Calendar, *, days: Sequence[tuple[date, Day]]) -> date:
    """The day on which the zone's offset to UTC changes."""

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(), tzinfo=UTC).astimezone(calendar.zone).utcoffset()

    return next((day for day, _ in days if offset(day) != offset(day + _DAY)), days[0][0])
