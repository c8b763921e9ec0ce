"""Leave that does not stand in the rules, and how much work each technician has."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, func, or_, select, text, update

from mailbot.core.model.people import Leave
from mailbot.store.engine import Unit
from mailbot.store.tables import LEAVE, REQUEST
from mailbot.store.texts import storable

MOST_LEAVE = 500

_TRUST = bindparam("trust", type_=String())
# the words of the index `ix_request_workload`, so that it is used
OPEN = "state = 'open' AND assignee IS NOT NULL"
_WORKLOAD = (
    select(REQUEST.c.assignee, REQUEST.c.priority, func.count().label("open"))
    .where(REQUEST.c.trust == _TRUST, text(OPEN))
    .group_by(REQUEST.c.assignee, REQUEST.c.priority)
)
_LEAVE = (
    select(LEAVE)
    .where(
        LEAVE.c.trust == _TRUST,
        LEAVE.c.cancelled_at.is_(None),
        or_(LEAVE.c.end_at.is_(None), LEAVE.c.end_at > bindparam("now")),
    )
    .order_by(LEAVE.c.start_at, LEAVE.c.id)
    .limit(MOST_LEAVE)
)


def workload_of(unit: Unit, *, trust: str) -> Mapping[str, Mapping[str, int]]:
    """The open tickets of each technician (by id), counted by priority id."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in unit.rows(_WORKLOAD, {"trust": trust}):
        found[row.assignee][row.priority] = row.open
    return dict(found)


def leave_of(unit: Unit, *, trust: str, now: datetime) -> tuple[Leave, ...]:
    """All leave that is not over at `now` and was not taken back, in the order in which it begins."""
    return tuple(leave_from(row) for row in unit.rows(_LEAVE, {"trust": trust, "now": now}))


def add_leave(unit: Unit, leave: Leave, *, trust: str, now: datetime) -> int:
    """Write a leave; gives its id. The same one again (technician, from, to) gives the id that it has."""
    same = select(LEAVE.c.id).where(
        LEAVE.c.trust == trust,
        LEAVE.c.technician == leave.technician,
        LEAVE.c.start_at == leave.start,
        LEAVE.c.end_at.is_(None) if leave.end is None else LEAVE.c.end_at == leave.end,
        LEAVE.c.cancelled_at.is_(None),
    )
    found = unit.rows(same).scalar()
    if found is not None:
        cover = {"cover": leave.cover, "reason": storable(leave.reason)}
        unit.change(update(LEAVE).where(LEAVE.c.id == found).values(**cover))
        return int(found)
    row: dict[str, Any] = {
        "trust": trust,
        "technician": leave.technician,
        "start_at": leave.start,
        "end_at": leave.end,
        "cover": leave.cover,
        "source": leave.source,
        "reason": storable(leave.reason),
        "created_at": now,
    }
    return int(unit.rows(LEAVE.insert().returning(LEAVE.c.id), row).scalar_one())


def cancel_leave(unit: Unit, number: int, *, trust: str, now: datetime) -> Leave | None:
    """Take a leave back; gives it, None where there is none of this id that still counts."""
    here = and_(LEAVE.c.trust == trust, LEAVE.c.id == number, LEAVE.c.cancelled_at.is_(None))
    row = unit.rows(select(LEAVE).where(here)).first()
    if row is None:
        return None
    unit.change(update(LEAVE).where(here).values(cancelled_at=now))
    return leave_from(row)


def leave_from(row: Any) -> Leave:
    """The value of a whole row of `leave`."""
    return Leave(
        technician=row.technician,
        start=row.start_at,
        end=row.end_at,
        cover=row.cover,
        source=row.source,
        reason=row.reason,
        id=row.id,
    )
