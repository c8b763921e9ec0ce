"""The way in and out: raw mail, deliveries, messages, cursors, what a token points at, outgoing mail, timers.

Every unique key here keeps a promise: a delivery, a message, a mail or a tick that comes again meets it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, Json, one_of


class Raw(SQLModel, table=True):
    """The bytes of a mail, compressed, once however often it is delivered. `size` counts them uncompressed."""

    __tablename__ = "raw"
    sha256: str = Field(primary_key=True)
    size: int
    data: bytes = Field(sa_type=LargeBinary)


class Inbox(SQLModel, table=True):
    """One delivery, written before anything is parsed. `filed` is a reason not to act on it, `outcome` the word for
    the day's balance, `error` why it failed last, `message` what it turned out to be.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
        one_of("state", "new", "done", "duplicate", "filed", "fetch_failed", "quarantined"),
        Index("ix_inbox_new", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index(
            "ix_inbox_sender_new",
            "trust",
            "sender",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_unacknowledged",
            "mailbox",
            "folder",
            "uidvalidity",
            "uid",
            sqlite_where=text("acknowledged_at IS NULL AND uid IS NOT NULL"),
            postgresql_where=text("acknowledged_at IS NULL AND uid IS NOT NULL"),
        ),
        Index(
            "ix_inbox_fetch_failed",
            "mailbox",
            "folder",
            sqlite_where=text("state = 'fetch_failed'"),
            postgresql_where=text("state = 'fetch_failed'"),
        ),
        Index("ix_inbox_received_at", "received_at"),
        Index("ix_inbox_message", "message"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    mailbox: str
    folder: str | None = None
    uidvalidity: int | None = Field(default=None, sa_type=BigId)
    uid: int | None = Field(default=None, sa_type=BigId)
    raw: str | None = Field(default=None, foreign_key="raw.sha256")
    internal_date: datetime | None = None
    envelope_from: str | None = None
    envelope_to: list[str] = Field(sa_type=Json)
    received_at: datetime
    listener: str | None = None
    vouched: bool = False
    sender: str = ""
    filed: str | None = None
    full_size: int | None = Field(default=None, sa_type=BigId)
    state: str = "new"
    attempts: int = 0
    crashes: int = 0
    claim_epoch: int = Field(default=0, sa_type=BigId)
    lease_until: datetime | None = None
    not_before: datetime | None = None
    acknowledged_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str | None = None
    error: str | None = None
    message: int | None = Field(default=None, sa_type=BigId)


class MessageRow(SQLModel, table=True):
    """One message, written in the transaction that acts on it. `message_id` is its own, `request` where it went."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("trust", "content_key"),
        Index("ix_message_trust_message_id", "trust", "message_id"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    content_key: str
    message_id: str | None = None
    sender: str = ""
    subject: str = ""
    received_at: datetime
    inbox: int = Field(foreign_key="inbox.id", sa_type=BigId)
    request: int | None = Field(default=None, sa_type=BigId)


class MailboxCursor(SQLModel, table=True):
    """How far a folder has been read, and who may read it now. No `uidvalidity` means no contact yet."""

    __tablename__ = "mailbox_cursor"
    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int | None = Field(default=None, sa_type=BigId)
    last_uid: int = Field(default=0, sa_type=BigId)
    newest_internal_date: datetime | None = None
    first_contact_at: datetime | None = None
    live_from_uid: int = Field(default=0, sa_type=BigId)
    floor: datetime | None = None
    claim_epoch: int = Field(default=0, sa_type=BigId)
    lease_until: datetime | None = None


class MailboxHealth(SQLModel, table=True):
    """How the visits of a polled mailbox go. `failing_since` is None while they succeed; `error` says what is wrong."""

    __tablename__ = "mailbox_health"
    mailbox: str = Field(primary_key=True)
    last_success_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    error: str | None = None


class AddressStateRow(SQLModel, table=True):
    """What is known of an address as such: `automatic_at` are the moments (seconds, UTC) of a day's automatic mails."""

    __tablename__ = "address_state"
    trust: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    version: int = Field(default=1, sa_type=BigId)
    automatic_at: list[float] = Field(sa_type=Json)
    bounced_at: datetime | None = None


class ReferenceRow(SQLModel, table=True):
    """What a token points at. `rows` are the numbered lines of a list or digest; `used_at` ends a one-time token."""

    __tablename__ = "reference"
    __table_args__ = (one_of("kind", "request", "held", "list", "article"),)
    id: str = Field(primary_key=True)
    trust: str
    kind: str
    target: str
    rows: list[Any] | None = Field(default=None, sa_type=Json)
    used_at: datetime | None = None
    created_at: datetime


class Outbox(SQLModel, table=True):
    """One mail to one recipient, as final bytes. `kind` is its template, `told` whether a failure was acted on."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("cause", "kind", "recipient", "reference"),
        UniqueConstraint("message_id"),
        one_of("state", "queued", "sent", "failed", "expired"),
        Index(
            "ix_outbox_queued",
            "not_before",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outbox_pair_queued",
            "recipient",
            "request",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outbox_untold",
            "id",
            sqlite_where=text("told = 0 AND state IN ('failed', 'expired')"),
            postgresql_where=text("NOT told AND state IN ('failed', 'expired')"),
        ),
        Index("ix_outbox_request", "request"),
        Index("ix_outbox_created", "trust", "created_at"),
        Index(
            "ix_outbox_notified",
            "trust",
            "created_at",
            "recipient",
            "kind",
            sqlite_where=text("substr(kind, 1, 11) = 'technician/'"),
            postgresql_where=text("substr(kind, 1, 11) = 'technician/'"),
        ),
        Index(
            "ix_outbox_automatic",
            "trust",
            "created_at",
            "school",
            "kind",
            sqlite_where=text("substr(kind, 1, 10) = 'requester/' AND kind <> 'requester/reply'"),
            postgresql_where=text("substr(kind, 1, 10) = 'requester/' AND kind <> 'requester/reply'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    request: int | None = Field(default=None, foreign_key="request.number", sa_type=BigId)
    school: str
    cause: str
    kind: str
    recipient: str
    reference: str = ""
    message_id: str
    envelope_from: str
    data: bytes = Field(sa_type=LargeBinary)
    state: str = "queued"
    attempts: int = 0
    claim_epoch: int = Field(default=0, sa_type=BigId)
    lease_until: datetime | None = None
    not_before: datetime
    expires_at: datetime
    created_at: datetime
    sent_at: datetime | None = None
    error: str | None = None
    told: bool = False


class Timer(SQLModel, table=True):
    """A moment at which to think again. `round` is the entry or date that started it."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject", "kind", "round", "step"),
        one_of("state", "waiting", "done", "cancelled", "skipped"),
        Index(
            "ix_timer_waiting",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    subject_kind: str = "request"
    subject: int = Field(sa_type=BigId)
    kind: str
    round: int = Field(sa_type=BigId)
    step: int = 0
    due_at: datetime
    state: str = "waiting"
    attempts: int = 0
    crashes: int = 0
    claim_epoch: int = Field(default=0, sa_type=BigId)
    lease_until: datetime | None = None
    not_before: datetime | None = None
    reason: str | None = None
