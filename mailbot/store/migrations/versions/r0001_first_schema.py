"""The first schema: every key, fence, epoch and version that the way in and out rests on.

Written out and never changed again: a later step adds to it. Long because it is a list of 23 tables.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.String()
JSON = sa.JSON(none_as_null=True)
WHEN = UTCDateTime()


def upgrade() -> None:
    """Forward only."""
    _mailflow()
    _people_and_articles()
    _requests()
    _indexes()


def _mailflow() -> None:
    op.create_table(
        "raw",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_raw")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("mailbox", TEXT, nullable=False),
        sa.Column("folder", TEXT, nullable=True),
        sa.Column("uidvalidity", BIG, nullable=True),
        sa.Column("uid", BIG, nullable=True),
        sa.Column("raw", TEXT, nullable=True),
        sa.Column("internal_date", WHEN, nullable=True),
        sa.Column("envelope_from", TEXT, nullable=True),
        sa.Column("envelope_to", JSON, nullable=False),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("listener", TEXT, nullable=True),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("filed", TEXT, nullable=True),
        sa.Column("full_size", BIG, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("claim_epoch", BIG, nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.Column("not_before", WHEN, nullable=True),
        sa.Column("acknowledged_at", WHEN, nullable=True),
        sa.Column("finished_at", WHEN, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("message", BIG, nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'done', 'duplicate', 'filed', 'fetch_failed', 'quarantined')", name=op.f("ck_inbox_state")
        ),
        sa.ForeignKeyConstraint(["raw"], ["raw.sha256"], name=op.f("fk_inbox_raw_raw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "mailbox", "folder", "uidvalidity", "uid", name=op.f("uq_inbox_mailbox_folder_uidvalidity_uid")
        ),
    )
    op.create_table(
        "message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("content_key", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=True),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("inbox", BIG, nullable=False),
        sa.Column("request", BIG, nullable=True),
        sa.ForeignKeyConstraint(["inbox"], ["inbox.id"], name=op.f("fk_message_inbox_inbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("trust", "content_key", name=op.f("uq_message_trust_content_key")),
    )
    op.create_table(
        "mailbox_cursor",
        sa.Column("mailbox", TEXT, nullable=False),
        sa.Column("folder", TEXT, nullable=False),
        sa.Column("uidvalidity", BIG, nullable=True),
        sa.Column("last_uid", BIG, nullable=False),
        sa.Column("newest_internal_date", WHEN, nullable=True),
        sa.Column("first_contact_at", WHEN, nullable=True),
        sa.Column("live_from_uid", BIG, nullable=False),
        sa.Column("floor", WHEN, nullable=True),
        sa.Column("claim_epoch", BIG, nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.PrimaryKeyConstraint("mailbox", "folder", name=op.f("pk_mailbox_cursor")),
    )
    op.create_table(
        "mailbox_health",
        sa.Column("mailbox", TEXT, nullable=False),
        sa.Column("last_success_at", WHEN, nullable=True),
        sa.Column("failing_since", WHEN, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_health")),
    )
    op.create_table(
        "address_state",
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("automatic_at", JSON, nullable=False),
        sa.Column("bounced_at", WHEN, nullable=True),
        sa.PrimaryKeyConstraint("trust", "address", name=op.f("pk_address_state")),
    )
    op.create_table(
        "reference",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("rows", JSON, nullable=True),
        sa.Column("used_at", WHEN, nullable=True),
        sa.Column("created_at", WHEN, nullable=False),
        sa.CheckConstraint("kind IN ('request', 'held', 'list', 'article')", name=op.f("ck_reference_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    op.create_table(
        "timer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("subject_kind", TEXT, nullable=False),
        sa.Column("subject", BIG, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("round", BIG, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("claim_epoch", BIG, nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.Column("not_before", WHEN, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'cancelled', 'skipped')", name=op.f("ck_timer_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject",
            "kind",
            "round",
            "step",
            name=op.f("uq_timer_subject_kind_subject_kind_round_step"),
        ),
    )
    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("effects", JSON, nullable=False),
        sa.Column("request", BIG, nullable=True),
        sa.Column("message", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("cause", name=op.f("uq_audit_cause")),
    )
    op.create_table(
        "sequence",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("next", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sequence")),
    )
    op.create_table(
        "lease",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("epoch", BIG, nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "setting",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )


def _people_and_articles() -> None:
    op.create_table(
        "leave",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("technician", TEXT, nullable=False),
        sa.Column("start_at", WHEN, nullable=False),
        sa.Column("end_at", WHEN, nullable=True),
        sa.Column("cover", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("cancelled_at", WHEN, nullable=True),
        sa.CheckConstraint("source IN ('command', 'away', 'auto_reply')", name=op.f("ck_leave_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_table(
        "person",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("technician", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
        sa.UniqueConstraint("trust", "technician", name=op.f("uq_person_trust_technician")),
    )
    op.create_table(
        "address",
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_address_person_person")),
        sa.PrimaryKeyConstraint("trust", "address", name=op.f("pk_address")),
    )
    op.create_table(
        "person_school",
        sa.Column("person", BIG, nullable=False),
        sa.Column("school", TEXT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_person_school_person_person")),
        sa.PrimaryKeyConstraint("person", "school", name=op.f("pk_person_school")),
    )
    op.create_table(
        "article",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("schools", JSON, nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("updated", sa.Date(), nullable=True),
        sa.Column("approved_by", TEXT, nullable=True),
        sa.Column("from_request", BIG, nullable=True),
        sa.Column("change", BIG, nullable=False),
        sa.CheckConstraint("audience IN ('staff', 'technician')", name=op.f("ck_article_audience")),
        sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f("ck_article_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("trust", "article", name=op.f("uq_article_trust_article")),
    )
    op.create_table(
        "article_version",
        sa.Column("row", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["row"], ["article.id"], name=op.f("fk_article_version_row_article")),
        sa.PrimaryKeyConstraint("row", "version", name=op.f("pk_article_version")),
    )
    op.create_table(
        "article_vectors",
        sa.Column("row", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["row"], ["article.id"], name=op.f("fk_article_vectors_row_article")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_article_vectors")),
    )


def _requests() -> None:
    op.create_table(
        "request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("school", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("tag", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("requester", BIG, nullable=False),
        sa.Column("opened_by", BIG, nullable=True),
        sa.Column("opened_at", WHEN, nullable=False),
        sa.Column("ticket_at", WHEN, nullable=True),
        sa.Column("changed_at", WHEN, nullable=False),
        sa.Column("solved_at", WHEN, nullable=True),
        sa.Column("closed_at", WHEN, nullable=True),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("priority", TEXT, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("assignee", TEXT, nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("linked_to", BIG, nullable=True),
        sa.Column("next_entry", sa.Integer(), nullable=False),
        sa.Column("last_requester_entry", sa.Integer(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("answered_at", WHEN, nullable=True),
        sa.Column("waiting_since", WHEN, nullable=True),
        sa.Column("breaches", JSON, nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'self_solved', 'open', 'pending', 'on_hold', 'solved', 'closed', 'spam', 'merged')",
            name=op.f("ck_request_state"),
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["message.id"], name=op.f("fk_request_opened_by_message")),
        sa.ForeignKeyConstraint(["reference"], ["reference.id"], name=op.f("fk_request_reference_reference")),
        sa.ForeignKeyConstraint(["requester"], ["person.id"], name=op.f("fk_request_requester_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("number", name=op.f("uq_request_number")),
        sa.UniqueConstraint("opened_by", name=op.f("uq_request_opened_by")),
    )
    op.create_table(
        "participant",
        sa.Column("request", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_participant_person_person")),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_participant_request_request")),
        sa.PrimaryKeyConstraint("request", "person", name=op.f("pk_participant")),
    )
    op.create_table(
        "entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("author_key", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("message", BIG, nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("attachments", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('message', 'answer', 'note', 'event')", name=op.f("ck_entry_kind")),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name=op.f("fk_entry_message_message")),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_entry_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("message", "request", "part", name=op.f("uq_entry_message_request_part")),
        sa.UniqueConstraint("request", "number", name=op.f("uq_entry_request_number")),
    )
    op.create_table(
        "offer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("offered_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'solved', 'not_solved', 'silent', 'skipped')", name=op.f("ck_offer_outcome")
        ),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_offer_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=True),
        sa.Column("school", TEXT, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("envelope_from", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim_epoch", BIG, nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.Column("not_before", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("sent_at", WHEN, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'sent', 'failed', 'expired')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_outbox_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "cause", "kind", "recipient", "reference", name=op.f("uq_outbox_cause_kind_recipient_reference")
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )


def _indexes() -> None:
    op.create_index(op.f("ix_article_change"), "article", ["change"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_request", "audit", ["request"])
    op.create_index(
        "ix_timer_waiting",
        "timer",
        ["due_at", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_address_person"), "address", ["person"])
    op.create_index("ix_leave_trust_end_at", "leave", ["trust", "end_at"])
    op.create_index("ix_inbox_message", "inbox", ["message"])
    op.create_index(
        "ix_inbox_new",
        "inbox",
        ["id"],
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index(
        "ix_inbox_sender_new",
        "inbox",
        ["trust", "sender", "id"],
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index(
        "ix_inbox_unacknowledged",
        "inbox",
        ["mailbox", "folder", "uidvalidity", "uid"],
        sqlite_where=sa.text("acknowledged_at IS NULL AND uid IS NOT NULL"),
        postgresql_where=sa.text("acknowledged_at IS NULL AND uid IS NOT NULL"),
    )
    op.create_index("ix_message_trust_message_id", "message", ["trust", "message_id"])
    op.create_index("ix_request_requester_number", "request", ["requester", "number"])
    op.create_index("ix_request_trust_state_assignee", "request", ["trust", "state", "assignee"])
    op.create_index(
        "ix_request_workload",
        "request",
        ["trust", "assignee", "priority"],
        sqlite_where=sa.text("state = 'open' AND assignee IS NOT NULL"),
        postgresql_where=sa.text("state = 'open' AND assignee IS NOT NULL"),
    )
    op.create_index("ix_offer_request", "offer", ["request"])
    op.create_index("ix_offer_trust_article", "offer", ["trust", "article"])
    op.create_index(
        "ix_outbox_pair_queued",
        "outbox",
        ["recipient", "request", "id"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["not_before", "id"],
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index("ix_outbox_created", "outbox", ["trust", "created_at"])
    op.create_index("ix_outbox_request", "outbox", ["request"])
    op.create_index(
        "ix_outbox_untold",
        "outbox",
        ["id"],
        sqlite_where=sa.text("told = 0 AND state IN ('failed', 'expired')"),
        postgresql_where=sa.text("NOT told AND state IN ('failed', 'expired')"),
    )
