"""Absences as decisions write them: leave, and the timers at which it begins and ends.

The timers are only moments to think again; whether somebody is away is asked of the leave itself. So leave that was
moved, taken back or ended early needs no timer taken back: the old one finds that it makes no sense and is skipped.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from mailbot.core.model.effects.on_people import AddLeave, EndLeave, WakeTechnician
from mailbot.core.model.people import Leave
from mailbot.store.engine import Unit
from mailbot.store.facts import duty
from mailbot.store.tables import LEAVE, PERSON, REQUEST, TIMER

SUBJECT = "technician"
SAID_SO = 1
_SAID = ("away", "auto_reply")


def write(unit: Unit, effect: WakeTechnician | AddLeave | EndLeave, *, trust: str, now: datetime) -> None:
    """Write what a decision wants of somebody's absence."""
    match effect:
        case WakeTechnician():
            wake(unit, effect, trust=trust)
        case AddLeave():
            _add(unit, effect, trust=trust, now=now)
        case EndLeave():
            _end(unit, effect, trust=trust)


def wake(unit: Unit, effect: WakeTechnician, *, trust: str) -> None:
    """Wait for the moment; the same timer twice is one. Nothing for who is no technician here."""
    person = _person_of(unit, effect.technician, trust=trust)
    if person is None:
        return
    row = {
        "trust": trust,
        "subject_kind": SUBJECT,
        "subject": person,
        "kind": effect.kind,
        "round": effect.round,
        "step": effect.step,
        "due_at": effect.due_at,
    }
    unit.change(unit.insert(TIMER).on_conflict_do_nothing(), row)


def wake_for(unit: Unit, leave: Leave, *, trust: str, now: datetime) -> None:
    """Wait for the beginning of a leave (at once where it has begun) and for its end."""
    begin = max(leave.start, now)
    wake(unit, WakeTechnician(leave.technician, "leave_start", _second(begin), begin), trust=trust)
    if leave.end is not None:
        wake(unit, WakeTechnician(leave.technician, "leave_end", _second(leave.end), leave.end), trust=trust)


def wake_back(unit: Unit, technician: str, *, trust: str, now: datetime, said: bool = False) -> None:
    """Think now of somebody whose leave was ended or taken back; `said`: they have it again at once."""
    step = SAID_SO if said else 0
    wake(unit, WakeTechnician(technician, "leave_end", _second(now), now, step), trust=trust)


def at_start(unit: Unit, *, trust: str, leave: Iterable[Leave], now: datetime) -> None:
    """Bring the timers in step with the leave of the rules, which may have been edited, and of the database.

    Who is away now is looked at once more, as is everybody whose tickets are covered although they are not.
    """
    known = [*leave, *duty.leave_of(unit, trust=trust, now=now)]
    for one in known:
        if one.end is None or one.end > now:
            wake_for(unit, one, trust=trust, now=now)
    away = {one.technician for one in known if one.start <= now and (one.end is None or one.end > now)}
    covered = select(REQUEST.c.covers_for).where(REQUEST.c.trust == trust, REQUEST.c.covers_for.is_not(None)).distinct()
    for technician in sorted(set(unit.rows(covered).scalars()) - away):
        wake_back(unit, technician, trust=trust, now=now)


def _add(unit: Unit, effect: AddLeave, *, trust: str, now: datetime) -> None:
    leave = effect.leave
    if leave.source == "away":
        _replace(unit, leave, trust=trust, now=now)
    number = duty.add_leave(unit, leave, trust=trust, now=now)
    for name in effect.told:
        person = _person_of(unit, name, trust=trust)
        if person is not None:
            wake(unit, WakeTechnician(leave.technician, "leave_said", number, now, person), trust=trust)
    wake_for(unit, leave, trust=trust, now=now)


def _replace(unit: Unit, leave: Leave, *, trust: str, now: datetime) -> None:
    """What they said of the same time before gives way: what has begun ends where the new one begins."""
    until = LEAVE.c.start_at < leave.end if leave.end is not None else LEAVE.c.start_at.is_not(None)
    meets = and_(
        LEAVE.c.trust == trust,
        LEAVE.c.technician == leave.technician,
        LEAVE.c.source.in_(_SAID),
        LEAVE.c.cancelled_at.is_(None),
        or_(LEAVE.c.end_at.is_(None), LEAVE.c.end_at > leave.start),
        until,
    )
    begun: Any = LEAVE.c.start_at < leave.start
    unit.change(update(LEAVE).where(meets, begun).values(end_at=leave.start))
    unit.change(update(LEAVE).where(meets, ~begun).values(cancelled_at=now))


def _end(unit: Unit, effect: EndLeave, *, trust: str) -> None:
    """Whatever leave of the database they are on ends, and what is to come stays; on none, that is taken back."""
    theirs = and_(LEAVE.c.trust == trust, LEAVE.c.technician == effect.technician, LEAVE.c.cancelled_at.is_(None))
    on_it = and_(theirs, LEAVE.c.start_at <= effect.at, or_(LEAVE.c.end_at.is_(None), LEAVE.c.end_at > effect.at))
    if unit.change(update(LEAVE).where(on_it).values(end_at=effect.at)) == 0:
        coming = and_(theirs, LEAVE.c.start_at > effect.at)
        unit.change(update(LEAVE).where(coming).values(cancelled_at=effect.at))
    wake_back(unit, effect.technician, trust=trust, now=effect.at, said=True)


def _person_of(unit: Unit, technician: str, *, trust: str) -> int | None:
    found = select(PERSON.c.id).where(PERSON.c.trust == trust, PERSON.c.technician == technician)
    person: int | None = unit.rows(found).scalar()
    return person


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
