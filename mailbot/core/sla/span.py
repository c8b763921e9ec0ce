"""Times of absence as people write them: "until Monday", "from 7 to 11 December", "Friday", "for 3 days". Pure.

"until Monday" alone ends where Monday begins: they are back that day. A span of two days has both in it.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.sla.durations import duration_in
from mailbot.core.sla.when import moment_in

Span = tuple[datetime, datetime | None]

LONGEST_TEXT = 120
_DAY = timedelta(days=1)
_MIDNIGHT, _LAST_BUT_ONE, _LAST = time(0), time(23, 58), time(23, 59)
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_MONTH_AFTER = re.compile(r"\d{1,2}(?:st|nd|rd|th)? (?:of )?([a-z].*)")
_UNTIL = re.compile(r"(?:until|till?|back)(?: on)? (.+)")
_BETWEEN = r"(?: until | till? | to | through | [-\u2013] |(?<=\d)[-\u2013](?=\d{1,2} [a-z]))"
_SPAN = re.compile(rf"(?:from )?(.+?){_BETWEEN}(.+)")
_FROM = re.compile(r"from (.+?)(?: on(?:wards)?)?")


def span_in(text: str, now: datetime, zone: ZoneInfo) -> Span | str:
    """Give from when to when (UTC, the end not included; None = until told) the text says, or why it says no time.

    Without a beginning it is `now`. No text at all means from now until told.

    Example: "until Monday", asked on a Thursday, gives now and 00:00 on Monday.
    """
    written = " ".join(text.casefold().split()).strip(" .!")
    if not written:
        return now.astimezone(UTC), None
    if len(written) > LONGEST_TEXT:
        return "Say until when, such as until Monday."
    until = _UNTIL.fullmatch(written)
    if until is not None:
        return _until(until[1], now=now, zone=zone)
    lasting = duration_in(written)
    if isinstance(lasting, timedelta):
        return _lasting(lasting, now=now, zone=zone)
    both = _SPAN.fullmatch(written)
    if both is not None:
        return _from_to(both[1], both[2], now=now, zone=zone)
    open_ended = _FROM.fullmatch(written)
    if open_ended is not None:
        begin = _beginning(open_ended[1], now=now, zone=zone)
        return begin if isinstance(begin, str) else (begin, None)
    return _one_day(written, now=now, zone=zone)


def _until(text: str, *, now: datetime, zone: ZoneInfo) -> Span | str:
    end = moment_in(text, now, zone, at=_MIDNIGHT)
    if isinstance(end, str):
        return end
    through = "end of" in text and _day_in(text, now, zone=zone) is not None
    return now.astimezone(UTC), _midnight(end, days=1, zone=zone) if through else end


def _lasting(length: timedelta, *, now: datetime, zone: ZoneInfo) -> Span:
    """Whole days count today; shorter ones count from now."""
    if length % _DAY:
        return now.astimezone(UTC), (now + length).astimezone(UTC)
    return now.astimezone(UTC), _midnight(now, days=length.days, zone=zone)


def _from_to(first: str, last: str, *, now: datetime, zone: ZoneInfo) -> Span | str:
    month = _MONTH_AFTER.fullmatch(last)
    named = f"{first} {month[1]}" if month is not None and _NUMBER.fullmatch(first) else first
    begin = _beginning(named, now=now, zone=zone)
    if isinstance(begin, str):
        return begin
    end = _through(last, begin, zone=zone)
    return end if isinstance(end, str) else (begin, end)


def _beginning(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | str:
    """The beginning of a day, or now where that is today; a moment as it is."""
    if text == "now":
        return now.astimezone(UTC)
    day = _day_in(text, now, zone=zone)
    return moment_in(text, now, zone) if day is None else max(_begin_of(day, zone=zone), now.astimezone(UTC))


def _through(text: str, begin: datetime, *, zone: ZoneInfo) -> datetime | str:
    """The end of a day that is named; a moment as it is."""
    day = _day_in(text, begin, zone=zone)
    return moment_in(text, begin, zone) if day is None else _begin_of(day + _DAY, zone=zone)


def _one_day(text: str, *, now: datetime, zone: ZoneInfo) -> Span | str:
    """A day alone is the whole of it, what is left of today; a week is seven."""
    plain = text.removeprefix("on ").removeprefix("all ").removesuffix(" only")
    day = _day_in("today" if plain == "day" else plain, now, zone=zone)
    if day is None:
        found = moment_in(plain, now, zone)
        return found if isinstance(found, str) else "Say until when, such as until Monday, or the whole day."
    days = 7 * _DAY if plain == "next week" else _DAY
    return max(_begin_of(day, zone=zone), now.astimezone(UTC)), _begin_of(day + days, zone=zone)


def _day_in(text: str, now: datetime, *, zone: ZoneInfo) -> date | None:
    """The day that the text names without a time of day, today among them; None for anything else.

    A text without a time means another moment when the day is to begin a minute later.
    """
    first, second = (moment_in(text, now, zone, at=at) for at in (_LAST, _LAST_BUT_ONE))
    if isinstance(first, str) or isinstance(second, str) or first == second:
        return None
    return first.astimezone(zone).date()


def _midnight(moment: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    return _begin_of(moment.astimezone(zone).date() + timedelta(days=days), zone=zone)


def _begin_of(day: date, *, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
