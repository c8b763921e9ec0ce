"""What directives say about a request, as columns of its row; the time they log; and what takes a mail's effects back.

Whoever calls is inside the decision's own unit. What is known of it is read in `facts/undoable.py`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import update

from mailbot.core.model.effects.on_request import (
    KeepUndo,
    LogTime,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetTags,
    UseUndo,
)
from mailbot.core.model.undo import Marks, Undoable
from mailbot.store.engine import Unit
from mailbot.store.errors import StaleSnapshot
from mailbot.store.facts.undoable import UNSENT
from mailbot.store.tables import ENTRY, OUTBOX, TIME_SPENT, UNDO
from mailbot.store.texts import storable

Detail = SetDue | SetPriority | SetRequester | SetSchool | SetTags
Order = LogTime | KeepUndo | UseUndo


def columns_of(effect: Detail) -> dict[str, Any]:
    """The columns of the request's row that a directive sets; `requester_key` stands for the person's id."""
    match effect:
        case SetPriority():
            return {"priority": effect.priority}
        case SetDue():
            return {"due_at": effect.due_at, "due_set_at": effect.set_at}
        case SetTags():
            return {"tags": [storable(tag) for tag in effect.tags]}
        case SetSchool():
            return {"school": effect.school}
        case SetRequester():
            return {"requester_key": effect.person.key}
        case _:
            assert_never(effect)


def carry_out(unit: Unit, orders: Sequence[Order], *, trust: str, cause: str, now: datetime) -> None:
    """Write logged time and what can be undone, and undo. Raises StaleSnapshot where a mail that was to be held back is
    on its way, or the same was undone since.
    """
    for order in orders:
        match order:
            case LogTime():
                row = {"trust": trust, "request": order.request, "technician": order.technician}
                unit.add(TIME_SPENT, {**row, "minutes": order.minutes, "at": now})
            case KeepUndo():
                unit.add(UNDO, _row(order.undo, trust=trust, cause=cause))
            case UseUndo():
                _use(unit, order, trust=trust, now=now)
            case _:
                assert_never(order)


def _use(unit: Unit, order: UseUndo, *, trust: str, now: datetime) -> None:
    here = (UNDO.c.trust == trust) & (UNDO.c.id == order.id) & UNDO.c.used_at.is_(None)
    if unit.change(update(UNDO).where(here).values(used_at=now)) != 1:
        raise StaleSnapshot(f"what mail {order.id} did has been undone since")
    if order.mails:
        held = (OUTBOX.c.trust == trust) & OUTBOX.c.id.in_(order.mails) & UNSENT
        epoch = OUTBOX.c.claim_epoch + 1
        drop = update(OUTBOX).values(state="expired", told=True, error="taken back by #undo", claim_epoch=epoch)
        if unit.change(drop.where(held)) != len(order.mails):
            raise StaleSnapshot(f"a mail that request {order.request} was to hold back is on its way")
    if order.entries:
        unsent = (ENTRY.c.trust == trust) & (ENTRY.c.request == order.request) & ENTRY.c.number.in_(order.entries)
        unit.change(update(ENTRY).where(unsent).values(kind="note", internal=True))


def _row(undo: Undoable, *, trust: str, cause: str) -> dict[str, Any]:
    return {
        "trust": trust,
        "request": undo.request,
        "technician": undo.technician,
        "at": undo.at,
        "cause": cause,
        "before": _kept(undo.before),
        "after": _kept(undo.after),
        "rest": asdict(undo.rest),
    }


def _kept(marks: Marks) -> dict[str, Any]:
    values = asdict(marks)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
