"""Who hears a reminder: by role, and never outside their hours unless it is urgent and they are on call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mailbot.core.decide.case import Desk
from mailbot.core.decide.sensitive import may_see, told_of
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.mails.outgoing import Recipient
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.request import Request, TargetKind
from mailbot.core.sla.duty import begins_work, cover_of, is_reachable, next_at_work, on_call, stand_ins
from mailbot.core.sla.leave import away_at
from mailbot.core.sla.reminders import Role, Step

LAST_LINE = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who is told `now`; or `at` (UTC) somebody can be; neither where nobody is to be told. `reason` says why so.

    `notice` is what the mail says about why they get it.
    """

    now: tuple[Recipient, ...] = ()
    at: datetime | None = None
    reason: str = ""
    notice: str = ""


def receivers(request: Request, *, kind: TargetKind, step: Step, desk: Desk) -> Receivers:
    """Give who hears this step of the request's reminders."""
    if step.moved_from is not None:
        return _moved_from(request, step.moved_from, desk=desk)
    if step.role == "owner":
        return _owner(request, desk=desk)
    return _other(request, kind=kind, role=step.role, desk=desk)


def _owner(request: Request, *, desk: Desk) -> Receivers:
    """The owner, or who covers for them on a day they do not work; of a sensitive ticket all who are named for such."""
    if request.sensitive:
        return _whoever(told_of(request, desk=desk), request=request, desk=desk, notice="")
    owner = desk.technician(request.assignee)
    if owner is None:
        notice = f"Nobody owns this ticket of line {request.line}."
        return _whoever(_lead(request.line, desk=desk), request=request, desk=desk, notice=notice)
    if _reachable(owner, request=request, desk=desk):
        return Receivers((recipient_of(owner, desk=desk),), reason=f"{owner.name} owns it")
    stand_in = _stand_in(owner, request=request, desk=desk)
    if stand_in is not None:
        return Receivers(
            (recipient_of(stand_in, desk=desk),),
            reason=f"{owner.name} is not there: {stand_in.name} is told",
            notice=f"It is {owner.name}'s, who is not at work.",
        )
    comes = _cover_comes(owner, desk=desk)
    if comes is not None:
        return Receivers(at=comes, reason=f"{owner.name} is not at work, nor is their cover yet")
    return _whoever((owner,), request=request, desk=desk, notice="")


def _cover_comes(owner: Technician, *, desk: Desk) -> datetime | None:
    """When (UTC) a cover is at work next, on a day on which the owner is not and before they are again; else None."""
    policy, now, leave = desk.policy, desk.now, desk.snapshot.leave
    tomorrow = datetime.combine(now.astimezone(policy.zone).date() + _DAY, time(), tzinfo=policy.zone)
    since = tomorrow if _works_today(owner, desk=desk) else now
    covers = stand_ins(owner, policy=policy, at=now, leave=leave)
    moments = (next_at_work(one, at=since, policy=policy, leave=leave) for one in covers)
    first = min((moment for moment in moments if moment is not None and moment > now), default=None)
    if first is None:
        return None
    back = next_at_work(owner, at=now, policy=policy, leave=leave)
    is_first = back is None or first.astimezone(policy.zone).date() < back.astimezone(policy.zone).date()
    return first if is_first else None


def _stand_in(owner: Technician, *, request: Request, desk: Desk) -> Technician | None:
    """Who is on call for what is urgent; the cover of who does not work that day at all."""
    policy, now, leave = desk.policy, desk.now, desk.snapshot.leave
    if _urgent(request, desk=desk):
        called = on_call(policy=policy, at=now, leave=leave)
        if called is not None:
            return called.technician
    if _works_today(owner, desk=desk):
        return None
    cover = cover_of(owner, policy=policy, at=now, leave=leave)
    return cover.technician if cover is not None else None


def _other(request: Request, *, kind: TargetKind, role: Role, desk: Desk) -> Receivers:
    owner = desk.technician(request.assignee)
    whose = f"It is {owner.name}'s." if owner else f"Nobody of line {request.line} owns it."
    chosen: tuple[Technician, ...]
    if role == "manager":
        chosen = tuple(one for one in (desk.technician(desk.policy.manager),) if one is not None)
    elif role == "above":
        # a ticket that moved up on the way is the line above's already
        moved = kind in desk.policy.reminders.move_up_on and not request.sensitive
        chosen = _lead(request.line if moved else min(request.line + 1, LAST_LINE), desk=desk)
    else:
        cover = cover_of(owner, policy=desk.policy, at=desk.now, leave=desk.snapshot.leave) if owner else None
        chosen = (cover.technician,) if cover is not None else _lead(request.line, desk=desk)
    allowed = [one for one in chosen if may_see(one, request=request)]
    others = [one for one in allowed if owner is None or one.id != owner.id]
    if not others:
        return Receivers(reason=f"nobody but its owner is {_NAMED[role]}")
    return _whoever(others, request=request, desk=desk, notice=whose)


_NAMED = {"owner": "its owner", "second": "its cover or lead", "above": "the line above", "manager": "the manager"}


def _moved_from(request: Request, person: int, *, desk: Desk) -> Receivers:
    """Who owned it before it moved up, unless it is theirs again."""
    former = next((id_ for id_, one in desk.snapshot.technicians.items() if one.id == person), None)
    technician = desk.technician(former)
    if technician is None or request.assignee == technician.id or not may_see(technician, request=request):
        return Receivers(reason="it is theirs again, or they have left")
    if away_at(technician, policy=desk.policy, at=desk.now, leave=desk.snapshot.leave):
        return Receivers(reason=f"{technician.name} is away and reads it in the list of their return")
    owner = desk.technician(request.assignee)
    notice = f"It has moved to line {request.line}" + (f" and is {owner.name}'s now." if owner else ".")
    return _whoever((technician,), request=request, desk=desk, notice=notice)


def _whoever(technicians: Iterable[Technician], *, request: Request, desk: Desk, notice: str) -> Receivers:
    """Those who can be told now; else the first moment at which one of them can."""
    policy, leave = desk.policy, desk.snapshot.leave
    wanted = tuple(technicians)
    names = ", ".join(one.name for one in wanted)
    ready = tuple(one for one in wanted if _reachable(one, request=request, desk=desk))
    if ready:
        told = tuple(recipient_of(one, desk=desk) for one in ready)
        return Receivers(told, reason=f"told: {', '.join(one.name for one in ready)}", notice=notice)
    moments = (next_at_work(one, at=desk.now, policy=policy, leave=leave) for one in wanted)
    first = min((moment for moment in moments if moment is not None), default=None)
    if first is not None:
        return Receivers(at=first, reason=f"{names} is not at work")
    if "@" in policy.fallback and not request.sensitive:
        fallback = Recipient(policy.fallback, policy.name, "", "t")
        return Receivers((fallback,), reason="nobody is at work for weeks: the fallback address", notice=notice)
    return Receivers(reason="nobody to tell")


def _lead(line: int, *, desk: Desk) -> tuple[Technician, ...]:
    lead = desk.technician(desk.policy.line_leads.get(line)) or desk.technician(desk.policy.manager)
    return (lead,) if lead is not None else ()


def _urgent(request: Request, *, desk: Desk) -> bool:
    known = desk.policy.priorities.get(request.priority)
    return known is not None and known.clock == "always"


def _reachable(technician: Technician, *, request: Request, desk: Desk) -> bool:
    urgent = _urgent(request, desk=desk)
    return is_reachable(technician, urgent=urgent, policy=desk.policy, at=desk.now, leave=desk.snapshot.leave)


def _works_today(technician: Technician, *, desk: Desk) -> bool:
    policy = desk.policy
    day = desk.now.astimezone(policy.zone).date()
    midnight = datetime.combine(day, time(), tzinfo=policy.zone)
    away: tuple[Leave, ...] = (*policy.leave, *desk.snapshot.leave)
    school = policy.schools[CENTRAL]
    begins = begins_work(technician, day=day, at=midnight, policy=policy, school=school, leave=away)
    return begins is not None
