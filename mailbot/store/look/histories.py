"""Whole histories for whoever examines a simulated span: what stood in the tables, as plain values. Only reading.

Nothing is decided by what is read here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from mailbot.store.engine import Unit
from mailbot.store.tables import AUDIT, ENTRY, INBOX, LEAVE, OFFER, OUTBOX, REQUEST, TIMER


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said on a request: a requester's `message` or a technician's `answer`, and when (UTC)."""

    at: datetime
    kind: str
    author: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One effect of a decision: its name and fields as the audit has them, and when it was decided (UTC)."""

    at: datetime
    effect: str
    fields: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One request with all that happened to it. `states` are (when, state), oldest first; times are UTC."""

    number: int
    school: str
    state: str
    outcome: str
    priority: str
    line: int
    assignee: str | None
    sensitive: bool
    opened_at: datetime
    ticket_at: datetime | None
    answered_at: datetime | None
    states: Sequence[tuple[datetime, str]]
    breaches: Mapping[str, datetime]
    spoken: Sequence[Spoken] = field(repr=False)
    decided: Sequence[Decided] = field(repr=False)
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """A leave as the desk knew it: from and to (UTC, not included; None = until told), known from `known` on."""

    technician: str
    start: datetime
    end: datetime | None
    cover: str | None
    known: datetime
    cancelled: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """All requests by number, all leave, and how many deliveries, mails and timers ended in which state."""

    requests: Mapping[int, Told] = field(repr=False)
    away: Sequence[Away] = field(repr=False)
    counts: Mapping[str, Mapping[str, int]]


_DUE = (
    select(func.min(TIMER.c.due_at)).where(TIMER.c.state == "waiting"),
    select(func.min(OUTBOX.c.not_before)).where(OUTBOX.c.state == "queued"),
)
_ACTED = ("OpenRequest", "Assign", "SetPriority", "SetState", "RecordBreach", "MoveLine")


def read(unit: Unit, *, trust: str) -> History:
    """Everything of one trust. Takes memory for all of it: for a throwaway database."""
    spoken = _grouped(_spoken(unit, trust=trust))
    decided = _grouped(_decided(unit, trust=trust))
    offered = set(unit.rows(select(OFFER.c.request).where(OFFER.c.trust == trust)).scalars())
    rows = unit.rows(select(REQUEST).where(REQUEST.c.trust == trust).order_by(REQUEST.c.number))
    requests = {
        int(row.number): Told(
            number=row.number,
            school=row.school,
            state=row.state,
            outcome=row.outcome,
            priority=row.priority,
            line=row.line,
            assignee=row.assignee,
            sensitive=row.sensitive,
            opened_at=row.opened_at,
            ticket_at=row.ticket_at,
            answered_at=row.answered_at,
            states=[(datetime.fromisoformat(at), state) for at, state in row.changes],
            breaches={kind: datetime.fromisoformat(at) for kind, at in row.breaches.items()},
            spoken=spoken.get(row.number, ()),
            decided=decided.get(row.number, ()),
            offered=row.number in offered,
        )
        for row in rows
    }
    return History(requests, tuple(_away(unit, trust=trust)), _counts(unit))


def next_due(unit: Unit) -> datetime | None:
    """When a clock that jumps has to stop next: the earliest waiting timer or queued mail (UTC); None for neither."""
    found = (unit.rows(query).scalar() for query in _DUE)
    return min((moment for moment in found if moment is not None), default=None)


def _grouped(found: Iterator[tuple[int, Any]]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for number, value in found:
        groups.setdefault(number, []).append(value)
    return groups


def _spoken(unit: Unit, *, trust: str) -> Iterator[tuple[int, Spoken]]:
    query = (
        select(ENTRY.c.request, ENTRY.c.at, ENTRY.c.kind, ENTRY.c.author)
        .where(ENTRY.c.trust == trust, ENTRY.c.kind.in_(("message", "answer")), ENTRY.c.internal.is_(False))
        .order_by(ENTRY.c.id)
    )
    for row in unit.rows(query):
        yield row.request, Spoken(row.at, row.kind, row.author)


def _decided(unit: Unit, *, trust: str) -> Iterator[tuple[int, Decided]]:
    query = select(AUDIT.c.at, AUDIT.c.effects).where(AUDIT.c.trust == trust).order_by(AUDIT.c.id)
    for row in unit.connection.execute(query.execution_options(yield_per=1000)):
        for effect in row.effects:
            if effect.get("effect") in _ACTED:
                number = effect.get("number") if effect["effect"] == "OpenRequest" else effect.get("request")
                if number is not None:
                    yield int(number), Decided(row.at, effect["effect"], effect)


def _away(unit: Unit, *, trust: str) -> Iterator[Away]:
    for row in unit.rows(select(LEAVE).where(LEAVE.c.trust == trust).order_by(LEAVE.c.id)):
        yield Away(row.technician, row.start_at, row.end_at, row.cover, row.created_at, row.cancelled_at)


def _counts(unit: Unit) -> dict[str, dict[str, int]]:
    counts = {}
    for name, table in (("inbox", INBOX), ("outbox", OUTBOX), ("timer", TIMER)):
        query = select(table.c.state, func.count()).group_by(table.c.state)
        counts[name] = {state: int(count) for state, count in unit.rows(query).all()}
    return counts
