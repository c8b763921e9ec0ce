"""Term dates out of an iCalendar file, as schools and councils publish them. The library is an optional extra.

What an event means is read from its summary: the words are those of English school calendars. Whatever is not
understood is named, never guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

try:
    import icalendar
except ImportError:
    icalendar = None  # type: ignore[assignment]

LARGEST_FILE = 2_000_000
MOST_EVENTS = 5_000
LONGEST_EVENT = 400  # days
_LEAST_TERM = 10
_DAY = timedelta(days=1)

Meaning = Literal["inset", "starts", "ends", "half", "bank", "holiday", "closed", "term"]

# asked in this order; the first that holds says what the event is
_MEANINGS: Mapping[Meaning, re.Pattern[str]] = {
    "inset": re.compile(r"\binset\b|training day|staff (?:training|development)|non[- ]pupil|teacher day"),
    "bank": re.compile(r"bank holiday|good friday|easter monday|may day|christmas day|boxing day|new year'?s day"),
    "closed": re.compile(r"\bclosed\b|\bclosure\b|polling"),
    "starts": re.compile(
        r"\bterm\b.*\b(?:starts?|begins?|commences?)\b|\b(?:first day|start|beginning) of\b.*\bterm\b"
        r"|\b(?:back to school|school (?:re)?opens)\b"
    ),
    "ends": re.compile(r"\bterm\b.*\b(?:ends?|finishes|closes)\b|\b(?:last day|end) of\b.*\bterm\b|\bbreaks? up\b"),
    "half": re.compile(r"half[- ]?term"),
    "holiday": re.compile(r"\bholidays?\b|\bbreak\b|\bvacation\b"),
    "term": re.compile(r"\bterm\b|\b(?:autumn|spring|summer) [12]\b"),
}


class NoLibrary(Exception):  # noqa: N818 -- the name says what is missing
    """The library `icalendar` is not installed."""


class UnreadableFile(Exception):  # noqa: N818
    """The file is no calendar, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the file: its summary, and its first and last day, both included.

    `clear` is whether these are all its days: of one that repeats, or lasts for years, only the first is known.
    """

    summary: str
    first: date
    last: date
    clear: bool = True


@dataclass(frozen=True, slots=True)
class TermDates:
    """What a file says of terms; days are both included. `not_understood` are the events that say something else."""

    terms: tuple[tuple[date, date], ...] = ()
    half_terms: tuple[tuple[date, date], ...] = ()
    inset_days: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    not_understood: tuple[Event, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.terms or self.half_terms or self.inset_days or self.closed)


def read_term_dates(file: Path, *, zone: ZoneInfo) -> TermDates:
    """Read an .ics file; moments in it are days of `zone`.

    Raises NoLibrary, or UnreadableFile with a sentence for the operator.
    """
    if icalendar is None:
        raise NoLibrary('reading .ics files needs the extra `calendar`: pip install "mailbot[calendar]"')
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(f"{file}: this file is too large; keep it below {LARGEST_FILE:,} bytes")
    try:
        found = icalendar.Calendar.from_ical(data, multiple=True)
        events = tuple(_events([event for one in found for event in one.events], zone=zone))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise UnreadableFile(f"{file}: this is no iCalendar file ({error})") from error
    if not found:
        raise UnreadableFile(f"{file}: this is no iCalendar file (no calendar is in it)")
    return term_dates(events)


def term_dates(events: Iterable[Event]) -> TermDates:
    """Sort events by what they mean; a start and the next end make a term."""
    by_meaning: dict[Meaning, list[Event]] = {meaning: [] for meaning in _MEANINGS}
    strange: list[Event] = []
    for event in sorted(events, key=lambda event: (event.first, event.summary)):
        meaning = _meaning(event)
        (strange if meaning is None else by_meaning[meaning]).append(event)
    terms = [(event.first, event.last) for event in by_meaning["term"]]
    pairs, unpaired = _pairs(by_meaning["starts"], by_meaning["ends"])
    terms = sorted(dict.fromkeys([*terms, *pairs]))
    breaks = [(event.first, event.last) for event in (*by_meaning["half"], *by_meaning["holiday"])]
    inside = [(start, end) for start, end in breaks if any(first <= start and end <= last for first, last in terms)]
    return TermDates(
        terms=tuple(terms),
        half_terms=tuple(sorted(dict.fromkeys(inside))),
        inset_days=tuple(_days(by_meaning["inset"])),
        closed=tuple(_days(by_meaning["closed"])),
        not_understood=tuple(sorted([*strange, *unpaired], key=lambda event: event.first)),
    )


def _events(components: Sequence["icalendar.Event"], *, zone: ZoneInfo) -> Iterator[Event]:
    for component in components[:MOST_EVENTS]:
        if component.DTSTART is None or str(component.get("STATUS", "")).upper() == "CANCELLED":
            continue
        summary = " ".join(str(component.get("SUMMARY", "")).split())[:200]
        first, last = _days_of(component.DTSTART, _end_of(component), zone=zone)
        repeats = "RRULE" in component or "RDATE" in component
        clear = not repeats and first <= last <= first + LONGEST_EVENT * _DAY
        yield Event(summary, first, last if clear else first, clear)


def _end_of(component: "icalendar.Event") -> date:
    """Its end; of one that contradicts itself a moment before its start, so that it is listed and left out."""
    start: date = component.DTSTART
    try:
        return component.end
    except ValueError:
        return start - _DAY


def _days_of(start: date, end: date, *, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day: what ends at midnight, or names a day as its end, ends on the day before."""
    begins, ends = _local(start, zone=zone), _local(end, zone=zone)
    last = ends - timedelta.resolution if ends > begins else ends
    return begins.date(), last.date()


def _local(value: date, *, zone: ZoneInfo) -> datetime:
    """The moment as the zone's clocks show it, without a zone; a day is its midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value if value.tzinfo is None else value.astimezone(zone).replace(tzinfo=None)


def _meaning(event: Event) -> Meaning | None:
    text = event.summary.casefold()
    if not event.clear:
        return None
    for meaning, pattern in _MEANINGS.items():
        if not pattern.search(text):
            continue
        if meaning in ("starts", "ends") and re.search(r"half[- ]?term", text):
            continue  # "half-term ends" may mean either side: it counts only as a span of days
        if meaning in ("half", "holiday", "term") and event.first == event.last:
            return None
        if meaning == "term" and (event.last - event.first).days < _LEAST_TERM:
            return None
        return meaning
    return None


def _pairs(starts: list[Event], ends: list[Event]) -> tuple[list[tuple[date, date]], list[Event]]:
    """Each start with the first end after it, before the next start; what has no partner is left over."""
    pairs: list[tuple[date, date]] = []
    left = list(ends)
    alone: list[Event] = []
    for place, start in enumerate(starts):
        before = starts[place + 1].first if place + 1 < len(starts) else date.max
        end = next((one for one in left if start.first < one.last < before), None)
        if end is None:
            alone.append(start)
            continue
        left.remove(end)
        pairs.append((start.first, end.last))
    return pairs, [*alone, *left]


def _days(events: Iterable[Event]) -> Iterator[date]:
    days = {event.first + n * _DAY for event in events for n in range((event.last - event.first).days + 1)}
    yield from sorted(day for day in days if day.weekday() < 5)
