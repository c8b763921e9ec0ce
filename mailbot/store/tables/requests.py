"""Requests, their entries, participants, and the articles offered on them. Children name a request by its number."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, Json, one_of


class RequestRow(SQLModel, table=True):
    """One request. `version` rises with every effect on it; `tag` are the random letters of its subjects.

    `changes` are all its changes of state, `[["2026-11-23T09:30:00+00:00", "open"], ...]`: clocks follow from them.
    `breaches` says when a target was found missed, by kind. `covers_for` is the technician, now away, whose ticket its
    assignee looks after meanwhile. `due_at` is what a technician set as its time, at `due_set_at`; `pending_until` when
    a pending one opens by itself; `tags` are technicians' words for it. `merged_into` is the request it goes on as.
    """

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("opened_by"),
        one_of("state", "offered", "self_solved", "open", "pending", "on_hold", "solved", "closed", "spam", "merged"),
        Index("ix_request_requester_number", "requester", "number"),
        Index("ix_request_trust_state_assignee", "trust", "state", "assignee"),
        Index(
            "ix_request_workload",
            "trust",
            "assignee",
            "priority",
            sqlite_where=text("state = 'open' AND assignee IS NOT NULL"),
            postgresql_where=text("state = 'open' AND assignee IS NOT NULL"),
        ),
        Index(
            "ix_request_solved",
            "trust",
            "solved_at",
            sqlite_where=text("state IN ('solved', 'closed') AND ticket_at IS NOT NULL"),
            postgresql_where=text("state IN ('solved', 'closed') AND ticket_at IS NOT NULL"),
        ),
        Index(
            "ix_request_unsettled",
            "requester",
            "number",
            sqlite_where=text("state IN ('offered', 'open', 'pending', 'on_hold')"),
            postgresql_where=text("state IN ('offered', 'open', 'pending', 'on_hold')"),
        ),
        Index(
            "ix_request_covers_for",
            "trust",
            "covers_for",
            sqlite_where=text("covers_for IS NOT NULL"),
            postgresql_where=text("covers_for IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    number: int = Field(sa_type=BigId)
    version: int = Field(default=1, sa_type=BigId)
    trust: str
    school: str
    state: str
    tag: str
    reference: str = Field(foreign_key="reference.id")
    subject: str
    requester: int = Field(foreign_key="person.id", sa_type=BigId)
    opened_by: int | None = Field(default=None, foreign_key="message.id", sa_type=BigId)
    opened_at: datetime
    ticket_at: datetime | None = None
    changed_at: datetime
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    priority: str
    line: int = 1
    assignee: str | None = None
    sensitive: bool = False
    linked_to: int | None = Field(default=None, sa_type=BigId)
    next_entry: int = 1
    last_requester_entry: int = 0
    changes: list[list[str]] = Field(sa_type=Json)
    answered_at: datetime | None = None
    waiting_since: datetime | None = None
    breaches: dict[str, str] = Field(sa_type=Json)
    covers_for: str | None = None
    due_at: datetime | None = None
    due_set_at: datetime | None = None
    pending_until: datetime | None = None
    tags: list[str] | None = Field(default=None, sa_type=Json)
    merged_into: int | None = Field(default=None, sa_type=BigId)


class LinkRow(SQLModel, table=True):
    """Two requests that are about the same, the older number first."""

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_other", "other"),)
    request: int = Field(foreign_key="request.number", primary_key=True, sa_type=BigId)
    other: int = Field(foreign_key="request.number", primary_key=True, sa_type=BigId)


class Participant(SQLModel, table=True):
    """Somebody who may see and answer a request beside its requester."""

    __tablename__ = "participant"
    request: int = Field(foreign_key="request.number", primary_key=True, sa_type=BigId)
    person: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigId)


class EntryRow(SQLModel, table=True):
    """One message or note on a request; part 0 is the mail itself, 1 the note above a forward."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("message", "request", "part"),
        UniqueConstraint("request", "number"),
        one_of("kind", "message", "answer", "note", "event"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    number: int
    kind: str
    at: datetime
    author: str
    author_key: str | None = None
    text: str
    internal: bool = False
    verified: bool = True
    message: int | None = Field(default=None, foreign_key="message.id", sa_type=BigId)
    part: int = 0
    attachments: list[str] = Field(sa_type=Json)


class Offer(SQLModel, table=True):
    """One article offered on a request, as it was then, and what came of it."""

    __tablename__ = "offer"
    __table_args__ = (
        one_of("outcome", "waiting", "solved", "not_solved", "silent", "skipped"),
        Index("ix_offer_trust_request", "trust", "request"),
        Index("ix_offer_trust_article", "trust", "article"),
        Index("ix_offer_settled", "trust", "settled_at"),
        Index(
            "ix_offer_solved",
            "trust",
            "article",
            sqlite_where=text("outcome = 'solved'"),
            postgresql_where=text("outcome = 'solved'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    article: str
    version: int
    title: str
    rank: int
    confidence: float
    outcome: str = "waiting"
    offered_at: datetime
    settled_at: datetime | None = None


class MoveRow(SQLModel, table=True):
    """A ticket went from one line to another: up or down, by whom ('' is the desk itself) and how."""

    __tablename__ = "move"
    __table_args__ = (Index("ix_move_trust_at", "trust", "at"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int = Field(foreign_key="request.number", sa_type=BigId)
    school: str
    at: datetime
    how: str
    by: str
    from_line: int
    to_line: int
    from_technician: str | None = None
    to_technician: str | None = None
