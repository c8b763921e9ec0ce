"""Moments as people write them: "Fri 3pm", "until Friday", "tomorrow 15:00", "next week", "3d", "4/1". Pure.

Days come before months, a day without a year is the next one, and whatever could be read in two ways is asked back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.sla.durations import LONGEST, LONGEST_TEXT, duration_in

MORNING = time(9)
_CLOCK_ALONE = re.compile(r"\d{1,2}:\d{2}|(?:1[3-9]|2[0-3])h\d{2}")
_DAY = timedelta(days=1)
_LATELY = timedelta(days=120)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY_WORD = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_MONTH_WORD = (
    r"(?P<named>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What has been read so far: a day in one of three ways, weeks to add to a weekday, and the time of day."""

    today: date
    day: date | None = None
    day_of_year: tuple[int, int] | None = None
    weekday: int | None = None
    week: int | None = None
    clock: time | None = None


_Answer = _Wish | str
_Take = Callable[[_Wish, re.Match[str]], _Answer]


def moment_in(text: str, now: datetime, zone: ZoneInfo, *, at: time = MORNING) -> datetime | str:
    """Give the moment (UTC, after `now`) that the text means in the zone, or a sentence why it means none.

    `at` is the time of day where the text names a day alone. A length of time counts from `now`, days of it by the
    clock on the wall. A time that the spring night leaves out is the one an hour later.

    Example: "Fri 3pm", asked on a Thursday, gives 15:00 on the next day.
    """
    written = " ".join(text.casefold().split()).strip(" .!")
    if not written or len(text) > LONGEST_TEXT:
        return "Say when, such as Friday 3pm, tomorrow 15:00 or 3 days."
    found: datetime | str | None = _after(written, now=now, zone=zone)
    if found is None:
        wish = _read(written, today=now.astimezone(zone).date())
        found = wish if isinstance(wish, str) else _moment_of(wish, now=now, zone=zone, at=at)
    if isinstance(found, datetime) and found - now > LONGEST:
        return "That is more than a year away."
    return found


def _after(written: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment when a length of time is over: "3d", "in half an hour", "a week"; None for anything else."""
    if _CLOCK_ALONE.fullmatch(written):
        return None
    length = duration_in(re.sub(r"^(?:in|for|after|until|till) ", "", written).removesuffix(" from now"))
    if isinstance(length, str):
        return None
    whole = timedelta(days=length.days)
    if whole != length or not whole:
        return (now + length).astimezone(UTC)
    local = now.astimezone(zone)
    return _in_zone(local.date() + whole, local.time(), zone=zone, now=now)


def _read(written: str, *, today: date) -> _Answer:
    wish, place = _Wish(today), 0
    while place < len(written):
        found, take = next(
            ((found, take) for pattern, take in _PIECES if (found := pattern.match(written, place))), (None, None)
        )
        if found is None or take is None or not found.end() > place:
            return f"\u201c{written}\u201d is no time that I can read; write it like Friday 3pm, 4/1 or 3 days."
        answer = take(wish, found)
        if isinstance(answer, str):
            return answer
        wish, place = answer, found.end()
    return wish


def _moment_of(wish: _Wish, *, now: datetime, zone: ZoneInfo, at: time) -> datetime | str:
    clock = wish.clock or at
    days = _days_of(wish)
    if isinstance(days, str):
        return days
    moments = [_in_zone(day, clock, zone=zone, now=now) for day in days]
    later = next((moment for moment in moments if moment > now), None)
    if later is not None:
        return later
    over = moments[-1].astimezone(zone)
    return f"{over:%A} {over.day} {over:%B} {over:%H:%M} is over; name a time to come."


def _days_of(wish: _Wish) -> tuple[date, ...] | str:
    """The days that may be meant, in order: the first that is still to come is."""
    if wish.day_of_year is not None:
        return _this_or_next_year(wish, *wish.day_of_year)
    if wish.day is not None:
        return (wish.day,) if wish.week is None else "That names two days."
    if wish.weekday is not None or wish.week is not None:
        return _in_week(wish)
    if wish.clock is None:
        return "Say when, such as Friday 3pm, tomorrow 15:00 or 3 days."
    return (wish.today, wish.today + _DAY)


def _in_week(wish: _Wish) -> tuple[date, ...]:
    weekday, today = wish.weekday or 0, wish.today
    if wish.week is not None:
        return (today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=wish.week),)
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    return (first, first + timedelta(weeks=1))


def _this_or_next_year(wish: _Wish, month: int, day: int) -> tuple[date, ...] | str:
    dated = [found for year in range(wish.today.year, wish.today.year + 2) if (found := _date(year, month, day))]
    if not dated:
        return f"There is no {day} {_MONTHS[month - 1].title()} soon."
    first = dated[0]
    if first < wish.today and wish.today - first <= _LATELY:
        return f"{first.day} {first:%B} is over; write the year if you mean the next one."
    coming = next((one for one in dated if one >= wish.today), None)
    if coming is None:
        return f"There is no {day} {_MONTHS[month - 1].title()} soon."
    if wish.weekday is not None and coming.weekday() != wish.weekday:
        return f"{day} {coming:%B} is a {coming:%A}."
    return (coming,)


def _in_zone(day: date, clock: time, *, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment on the wall's clock; of the two that an autumn night has, the first that is still to come."""
    local = datetime.combine(day, clock.replace(fold=0, tzinfo=None), tzinfo=zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    return second if first <= now < second else first


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _skip(wish: _Wish, _: re.Match[str]) -> _Answer:
    return wish


def _named_day(days: int) -> _Take:
    return lambda wish, _: _on(wish, wish.today + timedelta(days=days))


def _on(wish: _Wish, day: date) -> _Answer:
    taken = wish.day is not None or wish.day_of_year is not None
    if taken or wish.week is not None:
        return "That names two days."
    if wish.weekday is not None and wish.weekday != day.weekday():
        return f"{day.day} {day:%B} is a {day:%A}."
    return replace(wish, day=day)


def _weekday(wish: _Wish, found: re.Match[str]) -> _Answer:
    if wish.weekday is not None:
        return "That names two days."
    weekday = next(place for place, name in enumerate(_DAYS) if name.startswith(found["weekday"][:3]))
    if wish.day is not None and wish.day.weekday() != weekday:
        return f"{wish.day.day} {wish.day:%B} is a {wish.day:%A}."
    if found["which"] is None and found["week"] is None:
        return replace(wish, weekday=weekday)
    ahead = wish.today.weekday() >= weekday and found["week"] is not None
    week = {"next": 1, "this": 0}.get(found["which"] or "", 2 if ahead else 1)
    return _week(replace(wish, weekday=weekday), week)


def _week(wish: _Wish, week: int) -> _Answer:
    if wish.day is not None or wish.day_of_year is not None or wish.week is not None:
        return "That names two days."
    return replace(wish, week=week)


def _next_month(wish: _Wish, _: re.Match[str]) -> _Answer:
    return _on(wish, (wish.today.replace(day=1) + timedelta(days=32)).replace(day=1))


def _end_of_week(wish: _Wish, _: re.Match[str]) -> _Answer:
    return _week(wish, 0) if wish.weekday is not None else _week(replace(wish, weekday=4), 0)


def _dated(wish: _Wish, found: re.Match[str]) -> _Answer:
    """A day and a month, by number or by name, with or without a year."""
    parts = found.groupdict()
    named = parts.get("named")
    month = next((n for n, name in enumerate(_MONTHS, 1) if named and name.startswith(named[:3])), 0)
    month, day = month or int(parts["month"]), int(parts["day"])
    if not 1 <= month <= 12 or _date(2000, month, day) is None:
        return f"There is no day {found[0].strip(' ,')}."
    if not parts.get("year"):
        taken = wish.day is not None or wish.day_of_year is not None or wish.week is not None
        return "That names two days." if taken else replace(wish, day_of_year=(month, day))
    year = int(parts["year"])
    dated = _date(year + (2000 if year < 100 else 0), month, day)
    return _on(wish, dated) if dated else f"There is no day {found[0].strip(' ,')}."


def _at(clock: time) -> _Take:
    return lambda wish, _: replace(wish, clock=clock) if wish.clock is None else "That names two times."


def _clock(wish: _Wish, found: re.Match[str]) -> _Answer:
    """A time of day. Small hours without am or pm are asked back: nobody is on site at half past three at night."""
    if wish.clock is not None:
        return "That names two times."
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
    if hour > (12 if half else 24) or minute > 59 or (half and hour == 0) or (hour == 24 and minute):
        return f"There is no time {found[0].strip(' ,')}."
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour <= 6 and not found["hour"].startswith("0"):
        said = f"{hour}:{minute:02}" if minute else str(hour)
        return f"In the morning or in the afternoon? Write {said}pm or {hour + 12}:{minute:02}."
    return replace(wish, clock=time(hour % 24, minute)) if hour < 24 else "Write midnight as 23:59 or 00:00."


def _number(_: _Wish, found: re.Match[str]) -> _Answer:
    return f"{found[0].strip(' ,')} what? Write the time like 3pm or 15:00, a day like 4/1, a length like 3d."


_PIECES: tuple[tuple[re.Pattern[str], _Take], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?![a-z0-9])[\s,.]*"), take)
    for pattern, take in (
        (r"until|till?|by|on|at|the|from|before|after|of|in", _skip),
        (r"day after tomorrow", _named_day(2)),
        (r"today", _named_day(0)),
        (r"tomorrow|tmrw|tomoz", _named_day(1)),
        (rf"(?:(?P<which>next|this) )?{_DAY_WORD}(?P<week> week)?", _weekday),
        (r"next week", lambda wish, _: _week(wish, 1)),
        (r"this week", lambda wish, _: _week(wish, 0)),
        (r"next month", _next_month),
        (r"end of (?:the |this )?week", _end_of_week),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _dated),
        (r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})", _dated),
        (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})", _dated),
        (rf"{_DATE} (?:of )?{_MONTH_WORD}(?:,? {_YEAR})?", _dated),
        (rf"{_MONTH_WORD} {_DATE}(?:,? {_YEAR})?", _dated),
        (r"morning|first thing", _at(MORNING)),
        (r"noon|midday|lunch(?: ?time)?", _at(time(12))),
        (r"(?:this )?afternoon", _at(time(15))),
        (r"end of (?:the )?day|eod|cop|close of play|home time", _at(time(17))),
        (r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))? ?(?P<half>am|pm|a\.m|p\.m)", _clock),
        (r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?P<half>)(?: ?h(?:ours)?)?", _clock),
        (r"(?P<hour>\d{1,2}) ?o['\u2019]?clock(?P<minute>)(?P<half>)", _clock),
        (r"\d{1,4}", _number),
    )
)
