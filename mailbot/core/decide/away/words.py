"""Says moments as the mails about absences do, in the trust's zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from mailbot.core.model.people import Leave


def day_and_time(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Say a moment: "10:00 today", "Monday 7 December", "Monday 4 January 2027, 08:00"; midnight is the day alone."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    clock = "" if local.time() == time() else f"{local:%H:%M}"
    if local.date() == today.date():
        return f"{clock} today".strip()
    year = "" if local.year == today.year else f" {local.year}"
    day = f"{local:%A} {local.day} {local:%B}{year}"
    return f"{day}, {clock}" if clock else day


def period(leave: Leave, *, now: datetime, zone: ZoneInfo) -> str:
    """Say a leave: "from 10:00 today until Monday 7 December", "from Monday 7 December until further notice"."""
    start = day_and_time(leave.start, now=now, zone=zone)
    if leave.end is None:
        return f"from {start} until further notice"
    return f"from {start} until {day_and_time(leave.end, now=now, zone=zone)}"


def at_second(moment: datetime) -> int:
    """Give the second of a moment, as a timer's round has it."""
    return int(moment.astimezone(UTC).timestamp())
