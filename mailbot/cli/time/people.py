"""Moments and leave as a command line writes them."""

import re
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.model.people import Leave

_MOMENT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?")


def moment_of(text: str, *, zone: ZoneInfo, through: bool = False) -> datetime:
    """`2026-12-21` as its beginning (its end with `through`), `2026-12-21T13:00` as it; in UTC. Or exits with 1."""
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        sys.exit(f"{text!r} is no day: write 2026-12-21, or 2026-12-21T13:00 for a part of it")
    if len(text) == len("2026-12-21"):
        found = datetime.combine(found.date() + timedelta(days=through), time())
    return found.replace(tzinfo=zone).astimezone(UTC)


def said(leave: Leave, *, zone: ZoneInfo) -> str:
    """A leave in words: `8 Dec - 11 Dec 2026`, `18 Dec 12:00 - 1 Jan 2027`, `from 8 Dec 2026 on`."""
    start, end = leave.start.astimezone(zone), None if leave.end is None else leave.end.astimezone(zone)
    if end is None:
        return f"from {_day(start.date())} {start.year}{_clock(start)} on"
    last = end.date() - timedelta(days=1) if end.time() == time() else end.date()
    until = f"{_day(last)} {last.year}{'' if end.time() == time() else _clock(end)}"
    first = f"{_day(start.date())}{'' if start.year == last.year else f' {start.year}'}{_clock(start)}"
    return until if first == until.removesuffix(f" {last.year}") else f"{first} - {until}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _clock(at: datetime) -> str:
    return "" if at.time() == time() else f" {at:%H:%M}"
