"""More read-only queries for the operator's commands, beside `figures.py`: counts and lists as plain values.

Nothing here is read for a decision. Times come as they are stored, aware UTC; whoever prints them turns them into text.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, case, cast, exists, func, literal, or_, select, text

from mailbot.core.model.article import Article
from mailbot.store.engine import Unit, database_time
from mailbot.store.facts.found import UNSETTLED
from mailbot.store.kb.articles import article_of
from mailbot.store.tables import ADDRESS, ARTICLE, AUDIT, INBOX, OUTBOX, PERSON, REQUEST, TIMER
from mailbot.store.tables.base import AnyRow

MOST = 500
# a ticket that somebody still has to think of
OPEN = ("open", "pending", "on_hold")
_RESTING = INBOX.c.not_before.is_not(None) & (INBOX.c.not_before > database_time(0))


def inbox_counts(unit: Unit) -> Mapping[str, int]:
    """Deliveries that are not ended: `new` (those `in_backoff` among them), `fetch_failed`, `quarantined`."""
    counts = {"new": 0, "in_backoff": 0, "fetch_failed": 0, "quarantined": 0}
    query = (
        select(INBOX.c.state, func.count().label("rows"), func.sum(case((_RESTING, 1), else_=0)).label("resting"))
        .where(INBOX.c.state.in_(("new", "fetch_failed", "quarantined")))
        .group_by(INBOX.c.state)
    )
    for row in unit.rows(query):
        counts[row.state] = int(row.rows)
        if row.state == "new":
            counts["in_backoff"] = int(row.resting)
    return counts


def outbox_counts(unit: Unit, *, since: datetime) -> Mapping[str, int]:
    """Mails on their way out: `queued` (those that were refused for now `retrying` among them), and `failed` since
    that moment (UTC) or not dealt with yet.
    """
    queued = OUTBOX.c.state == "queued"
    waiting = unit.rows(
        select(func.count().label("rows"), func.sum(case((OUTBOX.c.error.is_not(None), 1), else_=0)).label("again"))
        .select_from(OUTBOX)
        .where(queued)
    ).one()
    # a failure has no time of its own: the decision about it has
    dealt = exists().where(AUDIT.c.cause == literal("outbox:") + cast(OUTBOX.c.id, String), AUDIT.c.at >= since)
    failed = unit.rows(
        select(func.count())
        .select_from(OUTBOX)
        .where(OUTBOX.c.state.in_(("failed", "expired")), or_(~OUTBOX.c.told, dealt))
    ).scalar_one()
    return {"queued": int(waiting.rows), "retrying": int(waiting.again or 0), "failed": int(failed)}


def open_tickets(unit: Unit) -> list[dict[str, Any]]:
    """How many open, pending and held tickets each school and technician has, one row for each pair of a trust."""
    here = (REQUEST.c.trust, REQUEST.c.school, REQUEST.c.assignee)
    query = (
        select(*here, func.count().label("tickets")).where(REQUEST.c.state.in_(OPEN)).group_by(*here).order_by(*here)
    )
    return [plain(row) for row in unit.rows(query)]


def waiting_counts(unit: Unit) -> Mapping[str, int]:
    """How many deliveries of each mailbox, by its id, are kept and not understood yet."""
    query = select(INBOX.c.mailbox, func.count().label("mails")).where(INBOX.c.state == "new")
    return {row.mailbox: int(row.mails) for row in unit.rows(query.group_by(INBOX.c.mailbox))}


def filed_counts(unit: Unit) -> Mapping[str, int]:
    """How many deliveries of each mailbox were kept without acting on them (old mail, dropped by an operator)."""
    query = select(INBOX.c.mailbox, func.count().label("filed")).where(INBOX.c.state == "filed")
    return {row.mailbox: row.filed for row in unit.rows(query.group_by(INBOX.c.mailbox))}


def size_bytes(unit: Unit) -> int:
    """How large the database is on disk."""
    query = "SELECT pg_database_size(current_database())"
    if unit.sqlite:
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    return int(unit.rows(text(query)).scalar_one())


def waiting_in(unit: Unit, *, limit: int = MOST) -> list[dict[str, Any]]:
    """Deliveries that wait to be understood or fetched, oldest first; `not_before` is on the database's clock."""
    columns = ("id", "trust", "mailbox", "sender", "received_at", "state", "attempts", "crashes", "not_before", "error")
    query = (
        select(*(INBOX.c[name] for name in columns))
        .where(INBOX.c.state.in_(("new", "fetch_failed")))
        .order_by(INBOX.c.id)
        .limit(limit)
    )
    return [plain(row) for row in unit.rows(query)]


def waiting_out(unit: Unit, *, limit: int = MOST) -> list[dict[str, Any]]:
    """Mails that wait to be sent, next due first; no bodies."""
    columns = ("id", "trust", "request", "kind", "recipient", "attempts", "not_before", "expires_at", "error")
    query = (
        select(*(OUTBOX.c[name] for name in columns))
        .where(OUTBOX.c.state == "queued")
        .order_by(OUTBOX.c.not_before, OUTBOX.c.id)
        .limit(limit)
    )
    return [plain(row) for row in unit.rows(query)]


def ticket_list(
    unit: Unit,
    *,
    states: Sequence[str] = UNSETTLED,
    school: str | None = None,
    technician: str | None = None,
    limit: int = MOST,
) -> list[dict[str, Any]]:
    """Requests in these states (() for all), newest first, with the requester's name and main address."""
    columns = (
        "number", "trust", "school", "state", "priority", "line", "assignee", "subject", "sensitive", "opened_at",
        "changed_at", "outcome",
    )  # fmt: skip
    query = (
        select(*(REQUEST.c[name] for name in columns), PERSON.c.name.label("requester"), ADDRESS.c.address)
        .join(PERSON, PERSON.c.id == REQUEST.c.requester)
        .outerjoin(ADDRESS, (ADDRESS.c.person == PERSON.c.id) & ADDRESS.c.main)
        .order_by(REQUEST.c.number.desc())
        .limit(limit)
    )
    if states:
        query = query.where(REQUEST.c.state.in_(states))
    if school is not None:
        query = query.where(REQUEST.c.school == school)
    if technician is not None:
        query = query.where(REQUEST.c.assignee == technician)
    return [plain(row) for row in unit.rows(query)]


def timers_of(unit: Unit, *, request: int) -> list[dict[str, Any]]:
    """Every timer of a request, earliest first, the past ones included."""
    columns = ("id", "kind", "round", "step", "due_at", "state", "attempts", "reason")
    query = (
        select(*(TIMER.c[name] for name in columns))
        .where(TIMER.c.subject_kind == "request", TIMER.c.subject == request)
        .order_by(TIMER.c.due_at, TIMER.c.id)
        .limit(MOST)
    )
    return [plain(row) for row in unit.rows(query)]


def decisions(unit: Unit, *, causes: Sequence[str]) -> list[dict[str, Any]]:
    """The decisions with these causes (`inbox:17`), oldest first: why a mail of ours was written."""
    columns = ("cause", "at", "rule", "outcome", "reasons", "effects", "request")
    query = select(*(AUDIT.c[name] for name in columns)).where(AUDIT.c.cause.in_(list(causes)[:MOST]))
    return [plain(row) for row in unit.rows(query.order_by(AUDIT.c.id))]


def request_near(unit: Unit, *, number: int) -> int | None:
    """The existing request number nearest to one that does not exist, None where there is no request at all."""
    distance = func.abs(REQUEST.c.number - number)
    found = unit.rows(select(REQUEST.c.number).order_by(distance, REQUEST.c.number).limit(1)).scalar()
    return None if found is None else int(found)


def article_list(
    unit: Unit, *, trust: str, state: str | None = None, audience: str | None = None, school: str | None = None
) -> tuple[Article, ...]:
    """The articles of a trust by number, however many; with `school`, those that it may see."""
    query = select(ARTICLE).where(ARTICLE.c.trust == trust).order_by(ARTICLE.c.number, ARTICLE.c.article)
    if state is not None:
        query = query.where(ARTICLE.c.state == state)
    if audience is not None:
        query = query.where(ARTICLE.c.audience == audience)
    found = (article_of(row) for row in unit.rows(query))
    return tuple(one for one in found if school is None or not one.schools or school in one.schools)


def article_versions(unit: Unit, *, trust: str) -> Mapping[str, int]:
    """The version that each article of a trust is at, by its id."""
    query = select(ARTICLE.c.article, ARTICLE.c.version).where(ARTICLE.c.trust == trust)
    return {row.article: row.version for row in unit.rows(query)}


def plain(row: AnyRow) -> dict[str, Any]:
    """A row as a dictionary by the names of its columns."""
    return {str(name): value for name, value in row._mapping.items()}
