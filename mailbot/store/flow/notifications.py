"""Notifications that wait to be told together: written with their cause, ended by the one digest that tells them.

What makes each of them told once: its row is written in the transaction of what it is about, and marked told in that of
the digest which tells it. A digest that has not seen a row which is due is not written; it looks again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, func, select, text, update

from mailbot.core.model.effects.on_mail import TellLater, ToldOf
from mailbot.core.model.mails.technician import DeliveryFailedMail, NotificationMail
from mailbot.core.model.snapshot import ListedRow, Waiting
from mailbot.fault import fault
from mailbot.store.engine import Unit
from mailbot.store.errors import StaleSnapshot
from mailbot.store.flow import timers
from mailbot.store.tables import NOTIFICATION, OUTBOX
from mailbot.store.tables.base import AnyRow
from mailbot.store.texts import storable

MOST_WAITING = 2_000
HOUR = timedelta(hours=1)
_MOST_COUNTED = 2_000
_MOST_TEXT = 400
NOTIFICATIONS = frozenset(
    f"technician/{kind}" for kind in ("assigned", "message_added", "sla_warning", "sla_breach", "delivery_failed")
)

_TRUST = bindparam("trust", type_=String())
_PENDING = (
    select(NOTIFICATION)
    .where(
        NOTIFICATION.c.trust == _TRUST,
        NOTIFICATION.c.technician == bindparam("who"),
        NOTIFICATION.c.told_at.is_(None),
        NOTIFICATION.c.due_at <= bindparam("now", type_=NOTIFICATION.c.due_at.type),
    )
    .order_by(NOTIFICATION.c.id)
    .limit(MOST_WAITING)
)
_TOLD = (
    update(NOTIFICATION)
    .where(
        NOTIFICATION.c.id == bindparam("row_id"),
        NOTIFICATION.c.trust == bindparam("in_trust"),
        NOTIFICATION.c.told_at.is_(None),
    )
    .values(told_at=bindparam("moment"), dropped=bindparam("why"))
)
# the words of the index `ix_outbox_notified`, so that it is used
NOTIFIED = "substr(kind, 1, 11) = 'technician/'"
_LATELY = (
    select(OUTBOX.c.recipient)
    .where(
        OUTBOX.c.trust == _TRUST,
        OUTBOX.c.created_at > bindparam("since", type_=OUTBOX.c.created_at.type),
        text(NOTIFIED),
        OUTBOX.c.kind.in_(sorted(NOTIFICATIONS)),
    )
    .order_by(OUTBOX.c.created_at.desc())
    .limit(_MOST_COUNTED)
    .subquery()
)
_COUNTED = select(_LATELY.c.recipient, func.count().label("mails")).group_by(_LATELY.c.recipient)


def put(unit: Unit, effect: TellLater, *, trust: str, cause: str, now: datetime) -> None:
    """Write one notification that waits, and the moment at which it is told. The same one of the same cause raises."""
    content = effect.mail.content
    notified = content if isinstance(content, NotificationMail) else None
    failed = content if isinstance(content, DeliveryFailedMail) else None
    row = {
        "trust": trust,
        "technician": effect.technician,
        "request": effect.mail.request,
        "cause": cause,
        "event": notified.event if notified else "delivery_failed",
        "notice": storable(notified.notice if notified else _undelivered(failed))[:_MOST_TEXT],
        "text": storable(notified.new_text if notified else "")[:_MOST_TEXT],
        "at": now,
        "due_at": effect.due_at,
        "dropped": "",
    }
    unit.add(NOTIFICATION, row)
    fault("notifications.put")
    timers.schedule_digest(unit, trust=trust, person=effect.person, due_at=effect.due_at)


def told(unit: Unit, effect: ToldOf, *, trust: str, now: datetime) -> None:
    """End these rows. Raises StaleSnapshot where another digest was there first."""
    for row, why in effect.rows:
        given = {"row_id": row, "in_trust": trust, "moment": now, "why": storable(why)}
        if unit.change(_TOLD, given) != 1:
            raise StaleSnapshot(f"notification {row} has been told since")
    fault("notifications.told")


def waiting_for(unit: Unit, *, trust: str, technician: str, now: datetime) -> tuple[Waiting, ...]:
    """What is due to be told to this technician at `now` (UTC), oldest first; at most 2,000."""
    found = unit.rows(_PENDING, {"trust": trust, "who": technician, "now": now})
    return tuple(_waiting(row) for row in found)


def check_all_seen(unit: Unit, seen: Sequence[Waiting], *, trust: str, technician: str, now: datetime) -> None:
    """Whatever is due to be told is among `seen`, or was told in this very unit. Raises StaleSnapshot where not.

    Called after the digest's timer was marked, in the same unit: from then on whoever writes another one waits for us.
    """
    if len(seen) >= MOST_WAITING:  # the rest has a moment of its own
        return
    known = {one.row for one in seen}
    now_there = unit.rows(_PENDING, {"trust": trust, "who": technician, "now": now})
    if any(row.id not in known for row in now_there):
        raise StaleSnapshot(f"more came to tell {technician}")


def told_lately(unit: Unit, *, trust: str, now: datetime) -> Mapping[str, int]:
    """How many notifications each address got by themselves within the hour before `now` (UTC)."""
    rows = unit.rows(_COUNTED, {"trust": trust, "since": now - HOUR})
    return {row.recipient: int(row.mails) for row in rows}


def row_as_json(row: ListedRow) -> dict[str, Any]:
    """A numbered row of a list as it is kept with the list's reference."""
    about = {} if row.what == "ticket" else {"what": row.what, "article": row.article}
    return {"request": row.request, "seen": row.seen, **about}


def row_from_json(kept: Mapping[str, Any]) -> ListedRow:
    """The numbered row again."""
    return ListedRow(kept["request"], kept["seen"], kept.get("what", "ticket"), kept.get("article", ""))


def _undelivered(content: DeliveryFailedMail | None) -> str:
    return f"A mail to {content.recipient} did not arrive: {content.why}" if content else ""


def _waiting(row: AnyRow) -> Waiting:
    return Waiting(
        row=row.id,
        technician=row.technician,
        request=row.request,
        event=row.event,
        notice=row.notice,
        text=row.text,
        at=row.at,
        due_at=row.due_at,
    )
