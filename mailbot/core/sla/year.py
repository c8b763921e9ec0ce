"""What a day is in a school's calendar, and a whole year of working time as sorted spans in UTC.

A moment is working time where the wall clock of the calendar's zone shows a time within the day's hours. So on the
night in which the clocks go forward an hour that nobody sees is no working time, and the hour that is seen twice counts
twice. Adding and counting stand in `hours.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import WEEKDAYS, Calendar, Hours, WorkingYear

DayKind = Literal["opening", "closed", "bank holiday", "inset", "half-term", "term", "holiday"]
Span = tuple[datetime, datetime]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar: what it is, its hours (None when closed), and the name of a bank holiday."""

    kind: DayKind
    hours: Hours | None
    name: str = ""


def day_of(day: date, *, calendar: Calendar) -> Day:
    """Give what a date of the calendar's zone is, and its working hours."""
    if day in calendar.openings:
        return Day("opening", calendar.openings[day])
    if day in calendar.closed:
        return Day("closed", None)
    if day in calendar.bank_holidays:
        return Day("bank holiday", None, calendar.bank_holidays[day])
    weekday = WEEKDAYS[day.weekday()]
    if day in calendar.inset_days:
        return Day("inset", calendar.term_hours.get(weekday))
    if _within(day, calendar.half_terms):
        return Day("half-term", calendar.holiday_hours.get(weekday))
    if not calendar.terms or _within(day, calendar.terms):
        return Day("term", calendar.term_hours.get(weekday))
    return Day("holiday", calendar.holiday_hours.get(weekday))


def in_term(day: date, *, calendar: Calendar) -> bool:
    """Tell whether the day is one of term or an INSET day; always, where the calendar names no terms."""
    if day in calendar.inset_days:
        return True
    return not _within(day, calendar.half_terms) and (not calendar.terms or _within(day, calendar.terms))


def hours_of(day: date, *, calendar: Calendar) -> Hours | None:
    """Give the working hours of a day, None when closed."""
    return day_of(day, calendar=calendar).hours


def spans_of(day: date, hours: Hours, *, zone: ZoneInfo) -> Iterator[Span]:
    """Give the spans (UTC) in which the zone's clocks show that day and a time within the hours, in order.

    One span, or two where the clocks go back within the hours; none where the end is not after the start.
    """
    midnight = datetime.combine(day, _MIDNIGHT)
    start = datetime.combine(day, hours.start)
    end = midnight + _DAY if hours.end == _MIDNIGHT else datetime.combine(day, hours.end)
    before, after = _offset(midnight, zone=zone), _offset(midnight + _DAY, zone=zone)
    if before == after:
        spans = [(start - before, end - before)]
    else:
        change = _change(midnight - before, midnight + _DAY - after, zone=zone, before=before)
        spans = [
            (start - before, min(end - before, change)),
            (max(start - after, change), end - after),
        ]
    yield from ((opens.replace(tzinfo=UTC), closes.replace(tzinfo=UTC)) for opens, closes in spans if opens < closes)


def year_of(year: int, *, calendar: Calendar) -> WorkingYear:
    """Give the working time of a year (its days in the calendar's zone); made once for each calendar and year."""
    made = calendar.years.get(year)
    if made is None:
        made = calendar.years[year] = _make(year, calendar=calendar)
    return made


def _make(year: int, *, calendar: Calendar) -> WorkingYear:
    spans: list[Span] = []
    for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        hours = hours_of(day, calendar=calendar)
        if hours is None:
            continue
        for opens, closes in spans_of(day, hours, zone=calendar.zone):
            if spans and spans[-1][1] == opens:
                spans[-1] = (spans[-1][0], closes)
            else:
                spans.append((opens, closes))
    before = [timedelta()]
    for opens, closes in spans:
        before.append(before[-1] + (closes - opens))
    return WorkingYear(
        opens=tuple(opens for opens, _ in spans), closes=tuple(closes for _, closes in spans), before=tuple(before)
    )


def _within(day: date, spans: tuple[tuple[date, date], ...]) -> bool:
    return any(first <= day <= last for first, last in spans)


def _offset(local: datetime, *, zone: ZoneInfo) -> timedelta:
    return local.replace(tzinfo=zone).utcoffset() or timedelta()


def _change(low: datetime, high: datetime, *, zone: ZoneInfo, before: timedelta) -> datetime:
    """The moment (UTC, without zone) between two at which the offset stops being `before`; to the minute."""
    while high - low > _MINUTE:
        middle = low + (high - low) // 2 // _MINUTE * _MINUTE
        middle = max(middle, low + _MINUTE)
        if middle.replace(tzinfo=UTC).astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
