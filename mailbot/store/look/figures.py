"""Read-only figures for `mailbot status`, `queue`, `ticket list` and `show`: plain values, ready for JSON.

Nothing here is read for a decision, and nothing is bounded by a trust unless one is given: it is the operator's view.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from mailbot.store.engine import Unit
from mailbot.store.facts.found import UNSETTLED
from mailbot.store.facts.undoable import spent_on
from mailbot.store.flow.quarantine import balance
from mailbot.store.tables import AUDIT, CURSOR, ENTRY, INBOX, MESSAGE, OUTBOX, PERSON, REQUEST, TIMER
from mailbot.store.tables.base import AnyRow

_MOST = 200


def status(unit: Unit, *, now: datetime, since: datetime) -> Mapping[str, Any]:
    """How the installation is at `now` (UTC): queues with the age of their oldest row in seconds, the balance of the
    deliveries since `since`, open requests by trust, and how far each mailbox has been read.
    """
    return {
        "inbox": _queue(unit, INBOX.c.state == "new", column=INBOX.c.received_at, now=now),
        "fetch_failed": _queue(unit, INBOX.c.state == "fetch_failed", column=INBOX.c.received_at, now=now),
        "quarantined": _queue(unit, INBOX.c.state == "quarantined", column=INBOX.c.received_at, now=now),
        "outbox": _queue(unit, OUTBOX.c.state == "queued", column=OUTBOX.c.created_at, now=now),
        "outbox_failed": _queue(unit, OUTBOX.c.state.in_(("failed", "expired")), column=OUTBOX.c.created_at, now=now),
        "timers_due": _queue(
            unit, (TIMER.c.state == "waiting") & (TIMER.c.due_at <= now), column=TIMER.c.due_at, now=now
        ),
        "balance": dict(balance(unit, since=since, until=now)),
        "requests": _requests_by_trust(unit),
        "mailboxes": [_plain(row) for row in unit.rows(_MAILBOXES)],
    }


_MAILBOXES: Select[Any] = select(
    CURSOR.c.mailbox,
    CURSOR.c.folder,
    CURSOR.c.uidvalidity,
    CURSOR.c.last_uid,
    CURSOR.c.newest_internal_date,
    CURSOR.c.first_contact_at,
).order_by(CURSOR.c.mailbox, CURSOR.c.folder)


def _queue(
    unit: Unit, where: ColumnElement[bool], *, column: ColumnElement[datetime], now: datetime
) -> Mapping[str, Any]:
    row = unit.rows(select(func.count().label("rows"), func.min(column).label("oldest")).where(where)).one()
    age = None if row.oldest is None else max(0, round((now - row.oldest).total_seconds()))
    return {"rows": row.rows, "oldest_seconds": age}


def _requests_by_trust(unit: Unit) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    query = select(REQUEST.c.trust, REQUEST.c.state, func.count().label("requests"))
    for row in unit.rows(query.group_by(REQUEST.c.trust, REQUEST.c.state)):
        counts.setdefault(row.trust, {})[row.state] = row.requests
    return counts


def outbox_queue(unit: Unit, *, limit: int = _MOST) -> list[dict[str, Any]]:
    """The mails that are not sent yet or never will be, oldest first; no bodies."""
    query = (
        select(
            OUTBOX.c.id,
            OUTBOX.c.trust,
            OUTBOX.c.request,
            OUTBOX.c.kind,
            OUTBOX.c.recipient,
            OUTBOX.c.state,
            OUTBOX.c.attempts,
            OUTBOX.c.not_before,
            OUTBOX.c.expires_at,
            OUTBOX.c.created_at,
            OUTBOX.c.error,
        )
        .where(OUTBOX.c.state != "sent")
        .order_by(OUTBOX.c.id)
        .limit(limit)
    )
    return [_plain(row) for row in unit.rows(query)]


def request_list(
    unit: Unit, *, trust: str | None = None, state: str | None = None, assignee: str | None = None, limit: int = _MOST
) -> list[dict[str, Any]]:
    """Requests, newest first: those that are not settled, or those in `state` ("all" for every one)."""
    query = (
        select(
            REQUEST.c.number,
            REQUEST.c.trust,
            REQUEST.c.school,
            REQUEST.c.state,
            REQUEST.c.priority,
            REQUEST.c.line,
            REQUEST.c.assignee,
            PERSON.c.name.label("requester"),
            REQUEST.c.subject,
            REQUEST.c.sensitive,
            REQUEST.c.opened_at,
            REQUEST.c.changed_at,
        )
        .join(PERSON, PERSON.c.id == REQUEST.c.requester)
        .order_by(REQUEST.c.number.desc())
        .limit(limit)
    )
    if state != "all":
        query = query.where(REQUEST.c.state == state if state else REQUEST.c.state.in_(UNSETTLED))
    if trust is not None:
        query = query.where(REQUEST.c.trust == trust)
    if assignee is not None:
        query = query.where(REQUEST.c.assignee == assignee)
    return [_plain(row) for row in unit.rows(query)]


def show_request(unit: Unit, *, number: int) -> Mapping[str, Any] | None:
    """One request with all its entries and its timeline, None where there is no such number."""
    query = (
        select(REQUEST, PERSON.c.name.label("requester_name"))
        .join(PERSON, PERSON.c.id == REQUEST.c.requester)
        .where(REQUEST.c.number == number)
    )
    row = unit.rows(query).first()
    if row is None:
        return None
    entries = unit.rows(select(ENTRY).where(ENTRY.c.request == number).order_by(ENTRY.c.number)).all()
    messages = select(MESSAGE.c.id).where(MESSAGE.c.request == number)
    through_entries = select(ENTRY.c.message).where(ENTRY.c.request == number, ENTRY.c.message.is_not(None))
    came = or_(INBOX.c.message.in_(messages), INBOX.c.message.in_(through_entries))
    decided = or_(AUDIT.c.request == number, AUDIT.c.message.in_(messages), AUDIT.c.message.in_(through_entries))
    return {
        "spent": spent_on(unit, trust=row.trust, numbers=[number]).get(number, {}),
        "request": _plain(row),
        "entries": [_plain(entry) for entry in entries],
        "timeline": _timeline(unit, came=came, decided=decided, sent=OUTBOX.c.request == number),
    }


def show_message(unit: Unit, *, message_id: str) -> Mapping[str, Any] | None:
    """What became of the mails with this Message-ID (no brackets), ours or theirs; None where there is none."""
    theirs = unit.rows(
        select(MESSAGE).where(MESSAGE.c.message_id == message_id).order_by(MESSAGE.c.id).limit(_MOST)
    ).all()
    ours = unit.rows(select(OUTBOX.c.id).where(OUTBOX.c.message_id == message_id)).first()
    if not theirs and ours is None:
        return None
    ids = [row.id for row in theirs]
    causes = [f"inbox:{row.inbox}" for row in theirs]
    return {
        "message_id": message_id,
        "messages": [_plain(row) for row in theirs],
        "timeline": _timeline(
            unit,
            came=INBOX.c.message.in_(ids),
            decided=AUDIT.c.message.in_(ids),
            sent=or_(OUTBOX.c.message_id == message_id, OUTBOX.c.cause.in_(causes)),
        ),
    }


def _timeline(
    unit: Unit, *, came: ColumnElement[bool], decided: ColumnElement[bool], sent: ColumnElement[bool]
) -> list[dict[str, Any]]:
    """Received, decided and why, sent: one line each, in the order of time."""
    received = select(
        INBOX.c.id,
        INBOX.c.received_at.label("at"),
        INBOX.c.mailbox,
        INBOX.c.sender,
        INBOX.c.state,
        INBOX.c.outcome,
        INBOX.c.attempts,
        INBOX.c.error,
        INBOX.c.full_size,
    ).where(came)
    decisions = select(
        AUDIT.c.cause, AUDIT.c.at, AUDIT.c.rule, AUDIT.c.outcome, AUDIT.c.reasons, AUDIT.c.effects
    ).where(decided)
    mails = select(
        OUTBOX.c.id,
        OUTBOX.c.created_at.label("at"),
        OUTBOX.c.cause,
        OUTBOX.c.kind,
        OUTBOX.c.recipient,
        OUTBOX.c.message_id,
        OUTBOX.c.state,
        OUTBOX.c.attempts,
        OUTBOX.c.sent_at,
        OUTBOX.c.error,
    ).where(sent)
    parts = (("received", received, INBOX.c.id), ("decided", decisions, AUDIT.c.id), ("mail", mails, OUTBOX.c.id))
    lines = [
        {"event": event, **_plain(row)}
        for event, query, order in parts
        for row in unit.rows(query.order_by(order).limit(_MOST))
    ]
    return sorted(lines, key=lambda line: str(line["at"]))


def _plain(row: AnyRow) -> dict[str, Any]:
    """A row with its times as ISO texts in UTC, which sort as they happened."""
    return {str(name): _iso(value) if isinstance(value, datetime) else value for name, value in row._mapping.items()}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
