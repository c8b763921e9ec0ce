"""Says how a ticket stands to a target, for technicians: what is due by when, or since when it is late."""

from collections.abc import Mapping
from datetime import datetime

from mailbot.core.model.policy import Calendar
from mailbot.core.model.request import TargetKind
from mailbot.core.sla.hours import say_when
from mailbot.core.sla.targets import Standing

TARGET_NAMES: Mapping[TargetKind, str] = {
    "first_response": "first answer",
    "next_response": "next answer",
    "resolution": "solution",
}


def said(standing: Standing, *, now: datetime, calendar: Calendar) -> str:
    """Give "first answer by 10:40 today", "first answer was due at 09:10 today"; '' once met or while it stands."""
    if standing.met_at is not None or standing.due_at is None:
        return ""
    name = TARGET_NAMES[standing.promise.kind]
    if standing.due_at > now:
        return f"{name} {say_when(standing.due_at, now=now, calendar=calendar)}"
    return f"{name} was due {said_past(standing.due_at, now=now, calendar=calendar)}"


def said_past(moment: datetime, *, now: datetime, calendar: Calendar) -> str:
    """Say a moment that is over, in the calendar's zone: "at 09:10 today", "at 15:50 on Friday 27 November"."""
    local = moment.astimezone(calendar.zone)
    if local.date() == now.astimezone(calendar.zone).date():
        return f"at {local:%H:%M} today"
    return f"at {local:%H:%M} on {local:%A} {local.day} {local:%B}"
