"""The book of a mailbox: deliveries and cursor in one commit, under a lease that a late holder has lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from mailbot.core.model.message import Cursor
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import inbox
from mailbot.store.flow.cursors import FETCH_ATTEMPTS, Cursors, MailboxLease, claim_mailbox, renew_mailbox
from mailbot.store.tables import INBOX
from tests.store.builders import NOW, a_delivery, claim_one, plan_of

START = Cursor(uidvalidity=7, last_uid=0, newest_internal_date=None, first_contact_at=NOW, live_from_uid=5, floor=None)


def test_one_daemon_at_a_time_reads_a_folder(database: Database) -> None:
    lease = _lease(database)
    assert claim_mailbox(database, mailbox="kestrel", folder="INBOX", lease_seconds=60) is None
    assert claim_mailbox(database, mailbox="other", folder="INBOX", lease_seconds=60) is not None
    renew_mailbox(database, lease, lease_seconds=60)
    renew_mailbox(database, lease, lease_seconds=0)
    assert _lease(database).epoch == lease.epoch + 1


def test_a_holder_whose_lease_ran_out_moves_nothing(database: Database) -> None:
    old = _book(database, lease_seconds=-1)
    new = _book(database)
    new.first_contact("kestrel", "INBOX", START)
    with pytest.raises(StaleClaim):
        old.keep([a_delivery(uid=1)], failed_uids=(), cursor=replace(START, last_uid=1))
    with pytest.raises(StaleClaim):
        old.acknowledged("kestrel", "INBOX", 7, [1])
    assert new.load("kestrel", "INBOX") == START
    assert inbox.claim(database, limit=1, lease_seconds=60) == ()


def test_mails_and_cursor_are_one_commit_and_acknowledged_later(database: Database) -> None:
    book = _book(database)
    assert book.load("kestrel", "INBOX") is None
    book.first_contact("kestrel", "INBOX", START)
    after = replace(START, last_uid=2, newest_internal_date=NOW)
    book.keep([a_delivery(uid=1), a_delivery(uid=2)], failed_uids=(), cursor=after)
    assert book.load("kestrel", "INBOX") == after
    assert book.unacknowledged("kestrel", "INBOX", 7, 10) == (1, 2)
    book.acknowledged("kestrel", "INBOX", 7, [1])
    assert book.unacknowledged("kestrel", "INBOX", 7, 10) == (2,)
    assert book.unacknowledged("kestrel", "INBOX", 8, 10) == ()
    assert claim_one(database).sender == "scanned"


def test_what_is_to_be_fetched_again_is_found_without_passing_what_was_fetched(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    plan = plan_of(database, lambda: _book(database).failed_uids("kestrel", "INBOX", 7, NOW), saying="fetch_failed")
    assert plan == ["SEARCH inbox USING INDEX ix_inbox_fetch_failed (mailbox=? AND folder=?)"]
    database.close()


def test_a_failed_uid_is_tried_with_growing_pauses_then_quarantined(database: Database) -> None:
    book = _book(database)
    book.keep([], failed_uids=[9], cursor=replace(START, last_uid=9))
    now = NOW
    assert book.unacknowledged("kestrel", "INBOX", 7, 10) == ()
    for attempt in range(FETCH_ATTEMPTS):
        assert book.failed_uids("kestrel", "INBOX", 7, now) == (9,)
        assert book.failed_uids("kestrel", "INBOX", 7, now) == ()
        now += timedelta(minutes=2**attempt)
    assert book.failed_uids("kestrel", "INBOX", 7, now) == ()
    with database.read() as unit:
        assert unit.connection.execute(select(INBOX.c.state)).scalar_one() == "quarantined"


def test_a_failed_uid_that_comes_after_all_is_processed(database: Database) -> None:
    book = _book(database)
    book.keep([], failed_uids=[9], cursor=replace(START, last_uid=9))
    assert inbox.claim(database, limit=1, lease_seconds=60) == ()
    delivery = a_delivery(uid=9)
    book.keep([delivery], failed_uids=(), cursor=replace(START, last_uid=9))
    assert claim_one(database).raw == delivery.raw
    assert book.unacknowledged("kestrel", "INBOX", 7, 10) == (9,)


def test_a_book_is_of_one_folder(database: Database) -> None:
    with pytest.raises(LookupError):
        _book(database).first_contact("kestrel", "Archive", START)


def _lease(database: Database, *, lease_seconds: float = 60) -> MailboxLease:
    lease = claim_mailbox(database, mailbox="kestrel", folder="INBOX", lease_seconds=lease_seconds)
    assert lease is not None
    return lease


def _book(database: Database, *, lease_seconds: float = 60) -> Cursors:
    lease = _lease(database, lease_seconds=lease_seconds)
    return Cursors(database, trust="oak", lease=lease, sender_key=lambda _: "scanned")
