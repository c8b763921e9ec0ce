"""The second schema: what a team needs beside the mail itself. One function for each part of it; it only adds."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.String()
WHEN = UTCDateTime()


def upgrade() -> None:
    """Forward only."""
    _cover_and_moves()
    _told_together()
    _orders()
    _joined_requests()
    _what_came_of_offers()
    _counted_by_school()
    _done_with_articles()
    _pictures_of_articles()


def _cover_and_moves() -> None:
    """Whose ticket somebody looks after meanwhile, and each move of a ticket to another line."""
    op.add_column("request", sa.Column("covers_for", TEXT, nullable=True))
    op.create_index(
        "ix_request_covers_for",
        "request",
        ["trust", "covers_for"],
        sqlite_where=sa.text("covers_for IS NOT NULL"),
        postgresql_where=sa.text("covers_for IS NOT NULL"),
    )
    op.create_table(
        "move",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("school", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("from_line", sa.Integer(), nullable=False),
        sa.Column("to_line", sa.Integer(), nullable=False),
        sa.Column("from_technician", TEXT, nullable=True),
        sa.Column("to_technician", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_move_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_trust_at", "move", ["trust", "at"])


def _told_together() -> None:
    """Notifications that wait to be told in one mail."""
    op.create_table(
        "notification",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("technician", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("notice", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("told_at", WHEN, nullable=True),
        sa.Column("dropped", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_notification_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint(
            "cause", "technician", "request", "event", name=op.f("uq_notification_cause_technician_request_event")
        ),
    )
    op.create_index(
        "ix_notification_waiting",
        "notification",
        ["trust", "technician", "due_at"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_notified",
        "outbox",
        ["trust", "created_at", "recipient"],
        sqlite_where=sa.text("substr(kind, 1, 11) = 'technician/'"),
        postgresql_where=sa.text("substr(kind, 1, 11) = 'technician/'"),
    )


def _orders() -> None:
    """What directives say about a request, the time that was logged, and what takes a mail's effects back."""
    json = sa.JSON(none_as_null=True)
    for name, kind in (("due_at", WHEN), ("due_set_at", WHEN), ("pending_until", WHEN), ("tags", json)):
        op.add_column("request", sa.Column(name, kind, nullable=True))
    op.create_table(
        "time_spent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("technician", TEXT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_time_spent_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_spent")),
    )
    op.create_index("ix_time_spent_request", "time_spent", ["request"])
    op.create_index("ix_time_spent_trust_at", "time_spent", ["trust", "at"])
    op.create_table(
        "undo",
        sa.Column("id", BIG, nullable=False),
        sa.Column("trust", TEXT, nullable=False),
        sa.Column("request", BIG, nullable=False),
        sa.Column("technician", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("before", json, nullable=False),
        sa.Column("after", json, nullable=False),
        sa.Column("rest", json, nullable=False),
        sa.Column("used_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_undo_request_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo")),
    )
    op.create_index("ix_undo_request_at", "undo", ["request", "at"])


def _joined_requests() -> None:
    """Which request another goes on as, and which are about the same."""
    op.add_column("request", sa.Column("merged_into", BIG, nullable=True))
    op.create_table(
        "link",
        sa.Column("request", BIG, nullable=False),
        sa.Column("other", BIG, nullable=False),
        sa.ForeignKeyConstraint(["other"], ["request.number"], name=op.f("fk_link_other_request")),
        sa.ForeignKeyConstraint(["request"], ["request.number"], name=op.f("fk_link_request_request")),
        sa.PrimaryKeyConstraint("request", "other", name=op.f("pk_link")),
    )
    op.create_index("ix_link_other", "link", ["other"])


def _what_came_of_offers() -> None:
    """When somebody said what came of an offered article: who keeps a record of it reads only what is new."""
    op.add_column("offer", sa.Column("settled_at", WHEN, nullable=True))
    op.execute("UPDATE offer SET settled_at = offered_at WHERE outcome <> 'waiting'")
    op.create_index("ix_offer_settled", "offer", ["trust", "settled_at"])


def _counted_by_school() -> None:
    """The automatic mails of the last hour to each school's requesters, counted without reading a mail."""
    automatic = "substr(kind, 1, 10) = 'requester/' AND kind <> 'requester/reply'"
    op.create_index(
        "ix_outbox_automatic",
        "outbox",
        ["trust", "created_at", "school", "kind"],
        sqlite_where=sa.text(automatic),
        postgresql_where=sa.text(automatic),
    )


def _done_with_articles() -> None:
    """Who wrote, approved, took back or retired an article, and when."""
    op.create_table(
        "article_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("row", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["row"], ["article.id"], name=op.f("fk_article_event_row_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_event")),
    )
    op.create_index("ix_article_event_row", "article_event", ["row"])


def _pictures_of_articles() -> None:
    """The pictures that articles show, as they were pasted into an answer."""
    op.create_table(
        "article_picture",
        sa.Column("row", BIG, nullable=False),
        sa.Column("picture", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["row"], ["article.id"], name=op.f("fk_article_picture_row_article")),
        sa.PrimaryKeyConstraint("row", "picture", name=op.f("pk_article_picture")),
    )
