"""What is known of somebody who is away: who they are, the tickets that it is about, their leave of before."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from mailbot.core.model.people import Leave
from mailbot.core.model.request import Request
from mailbot.core.sla.reminders import MOVED_FROM
from mailbot.store.engine import Unit
from mailbot.store.facts import duty, rows
from mailbot.store.tables import LEAVE, PERSON, REQUEST, TIMER

MOST_TICKETS = 200
MOST_FORMER = 20
REMEMBERED = timedelta(days=400)
_UNSETTLED = ("open", "pending", "on_hold")


def technician_of(unit: Unit, *, trust: str, person: int) -> str:
    """The technician's id of the person that a timer is about; '' for who is none any more."""
    found = select(PERSON.c.technician).where(PERSON.c.trust == trust, PERSON.c.id == person)
    return unit.rows(found).scalar() or ""


def tickets_of(unit: Unit, *, trust: str, technician: str) -> dict[int, Request]:
    """The tickets that they own, those that somebody looks after for them, and those that moved up from them or from
    whoever looked after them; 200 at most, the oldest first.
    """
    if not technician:
        return {}
    moved_up = (
        select(TIMER.c.subject)
        .join(PERSON, TIMER.c.step == MOVED_FROM + PERSON.c.id)
        .where(TIMER.c.trust == trust, TIMER.c.subject_kind == "request", PERSON.c.technician == technician)
    )
    theirs = or_(
        and_(REQUEST.c.assignee == technician, REQUEST.c.state.in_(_UNSETTLED)),
        REQUEST.c.covers_for == technician,
        REQUEST.c.number.in_(moved_up),
    )
    found = (
        select(REQUEST.c.number).where(REQUEST.c.trust == trust, theirs).order_by(REQUEST.c.number).limit(MOST_TICKETS)
    )
    return rows.requests_of(unit, trust=trust, numbers=list(unit.rows(found).scalars()))


def former_leave_of(unit: Unit, *, trust: str, technician: str, now: datetime) -> tuple[Leave, ...]:
    """Their leave that ended within the last 400 days, the newest last."""
    query = (
        select(LEAVE)
        .where(
            LEAVE.c.trust == trust,
            LEAVE.c.technician == technician,
            LEAVE.c.cancelled_at.is_(None),
            LEAVE.c.end_at <= now,
            LEAVE.c.end_at > now - REMEMBERED,
        )
        .order_by(LEAVE.c.end_at.desc(), LEAVE.c.id.desc())
        .limit(MOST_FORMER)
    )
    return tuple(duty.leave_from(row) for row in reversed(unit.rows(query).all()))
