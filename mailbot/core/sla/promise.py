"""What a requester can be promised: when they hear from somebody, by target, calendar and who is at work. Pure.

A target whose clock never stops is a promise only where somebody will see the ticket: at night that is who is on call.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import TRIAGE, Calendar, Policy, Technician
from mailbot.core.model.request import Request
from mailbot.core.sla.duty import is_reachable, next_at_work, stand_ins
from mailbot.core.sla.hours import is_open, next_opening, working_after
from mailbot.core.sla.targets import Promise, waiting_for

_DAY = timedelta(days=1)
_NO_LEAVE: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True)
class Hearing:
    """When (UTC) they hear at the latest, None without a target; when the school opens, None while it is open.

    `on_call` says that somebody who is on call has the ticket although the school is closed.
    """

    due: datetime | None
    opens: datetime | None = None
    on_call: bool = False


def hearing(request: Request, *, policy: Policy, now: datetime, leave: Iterable[Leave] = _NO_LEAVE) -> Hearing:
    """Give what the requester of an open ticket can be told at `now` about the next word from a technician."""
    away = tuple(leave)
    calendar = (policy.schools.get(request.school) or policy.schools[TRIAGE]).calendar
    closed = not is_open(now, calendar=calendar)
    opens = next_opening(now, calendar=calendar) if closed else None
    waits = waiting_for(request, policy=policy, now=now)
    if waits is None or waits.due_at is None:
        return Hearing(None, opens)
    if waits.promise.calendar is not None or not closed:
        return Hearing(_honest(waits.promise, waits.due_at, request, policy=policy, now=now, leave=away), opens)
    owner = policy.technicians.get(request.assignee or "")
    if owner is not None and is_reachable(owner, urgent=True, policy=policy, at=now, leave=away):
        return Hearing(waits.due_at, opens, on_call=True)
    seen = next_at_work(owner, at=now, policy=policy, leave=away) if owner is not None else opens
    # nobody looks before that: the time of the target counts from then on
    return Hearing(max(waits.due_at, (seen or now) + waits.promise.duration), opens)


def _honest(
    promise: Promise, due: datetime, request: Request, *, policy: Policy, now: datetime, leave: tuple[Leave, ...]
) -> datetime | None:
    """When they hear although nobody may be there by then: the time of the target begins when somebody is again."""
    seen: datetime | None = None
    for one in _who_looks(request, policy=policy, now=now, leave=leave):
        comes = next_at_work(one, at=now, policy=policy, leave=leave)
        if comes is not None and comes <= due:
            return due
        seen = comes if seen is None or (comes is not None and comes < seen) else seen
    if seen is None:
        return None
    if promise.calendar is None:
        return seen + promise.duration
    return working_after(seen, promise.duration, calendar=promise.calendar)


def _who_looks(request: Request, *, policy: Policy, now: datetime, leave: tuple[Leave, ...]) -> Iterator[Technician]:
    """The owner and who covers for them; of a ticket that is nobody's the line, and whoever answers for it.

    Of a confidential one only those who are named for such: nobody else hears of it.
    """
    owner = policy.technicians.get(request.assignee or "")
    if owner is not None:
        yield owner
        covers = stand_ins(owner, policy=policy, at=now, leave=leave)
        yield from (one for one in covers if one.sensitive or not request.sensitive)
        return
    named = [one for one in policy.technicians.values() if one.sensitive] if request.sensitive else []
    if named:
        yield from named
        return
    yield from (one for one in policy.technicians.values() if one.line == request.line)
    leads = (policy.line_leads.get(request.line, ""), policy.manager)
    yield from (policy.technicians[one] for one in leads if one in policy.technicians)


def say_opening(opens: datetime, *, now: datetime, calendar: Calendar) -> str:
    """Say when a closed school opens, in its zone: "08:00 today", "08:00 tomorrow", "Monday 4 January, 08:00"."""
    local, today = opens.astimezone(calendar.zone), now.astimezone(calendar.zone).date()
    if local.date() in (today, today + _DAY):
        return f"{local:%H:%M} {'today' if local.date() == today else 'tomorrow'}"
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"
