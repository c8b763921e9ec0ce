"""The time that was logged on requests, and which mails' effects can still be taken back.

`UNDO_WITHIN` is how far back is looked for what could be undone: at least as long as anything can be.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, func, select

from mailbot.core.model.undo import Marks, Rest, Undoable
from mailbot.store.engine import Unit
from mailbot.store.flow.claims import free
from mailbot.store.tables import OUTBOX, TIME_SPENT, UNDO
from mailbot.store.tables.base import AnyRow

UNDO_WITHIN = timedelta(minutes=70)
MOST_UNDOABLE = 20
ANSWERS = "requester/reply"
_MOMENTS = ("due_at", "due_set_at", "pending_until", "answered_at", "waiting_since")
_TRUST = bindparam("trust", type_=String())
_UNDOABLE = (
    select(UNDO)
    .where(
        UNDO.c.trust == _TRUST,
        UNDO.c.request.in_(bindparam("numbers", expanding=True)),
        UNDO.c.at >= bindparam("since", type_=UNDO.c.at.type),
        UNDO.c.used_at.is_(None),
    )
    .order_by(UNDO.c.id.desc())
    .limit(MOST_UNDOABLE)
)
# not sent for certain: nobody has it in hand, and no attempt ended without the relay's refusal
UNSENT = (OUTBOX.c.state == "queued") & free(OUTBOX) & ((OUTBOX.c.attempts == 0) | OUTBOX.c.error.is_not(None))
_ANSWERS = select(OUTBOX.c.id, OUTBOX.c.cause, OUTBOX.c.request, UNSENT.label("waits")).where(
    OUTBOX.c.trust == _TRUST, OUTBOX.c.cause.in_(bindparam("causes", expanding=True)), OUTBOX.c.kind == ANSWERS
)
_SPENT = (
    select(TIME_SPENT.c.request, TIME_SPENT.c.technician, func.sum(TIME_SPENT.c.minutes).label("minutes"))
    .where(TIME_SPENT.c.trust == _TRUST, TIME_SPENT.c.request.in_(bindparam("numbers", expanding=True)))
    .group_by(TIME_SPENT.c.request, TIME_SPENT.c.technician)
    .order_by(TIME_SPENT.c.request, TIME_SPENT.c.technician)
)


def spent_on(unit: Unit, *, trust: str, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """The minutes that each technician logged on each of these requests."""
    found: dict[int, dict[str, int]] = {}
    for row in unit.rows(_SPENT, {"trust": trust, "numbers": list(numbers)}):
        if row.minutes:
            found.setdefault(row.request, {})[row.technician] = int(row.minutes)
    return found


def undoable_on(unit: Unit, *, trust: str, numbers: Sequence[int], now: datetime) -> tuple[Undoable, ...]:
    """The technicians' mails on these requests whose effects can still be taken back, newest first."""
    if not numbers:
        return ()
    given = {"trust": trust, "numbers": list(numbers), "since": now - UNDO_WITHIN}
    rows = unit.rows(_UNDOABLE, given).all()
    if not rows:
        return ()
    mails = unit.rows(_ANSWERS, {"trust": trust, "causes": sorted({row.cause for row in rows})}).all()
    return tuple(
        _undoable(row, mails=[mail for mail in mails if (mail.cause, mail.request) == (row.cause, row.request)])
        for row in rows
    )


def _marks(kept: dict[str, Any]) -> Marks:
    moments = {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS if kept.get(name)}
    return Marks(**{**kept, "tags": tuple(kept["tags"]), **moments})


def _undoable(row: AnyRow, *, mails: Sequence[AnyRow]) -> Undoable:
    waiting = tuple(mail.id for mail in mails if mail.waits)
    rest = row.rest
    return Undoable(
        request=row.request,
        technician=row.technician,
        at=row.at,
        before=_marks(row.before),
        after=_marks(row.after),
        rest=Rest(rest["minutes"], tuple(rest["sent"]), rest["article"], tuple(rest["lasting"])),
        id=row.id,
        waiting=waiting,
        gone=len(mails) - len(waiting),
    )
