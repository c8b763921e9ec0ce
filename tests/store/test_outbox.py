"""Outgoing mail: claimed when due, in order for a recipient, marked by its holder alone, told about when it failed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import outbox
from mailbot.store.flow.messages import Cause
from mailbot.store.flow.outbox import ClaimedMail
from mailbot.store.tables import OUTBOX
from tests.store.builders import NOW, a_decision, a_mail, look_at, plan_of, take_in

JANE = "jane@kestrelpark.example"


def test_failures_are_found_without_passing_what_was_sent(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    plan = plan_of(database, lambda: outbox.claim_failures(database, limit=5, lease_seconds=60), saying="FROM outbox")
    assert plan == ["SCAN outbox USING INDEX ix_outbox_untold"]
    database.close()


def test_a_due_mail_is_claimed_once_and_sent(database: Database) -> None:
    take_in(database, mails=True)
    (claimed,) = _claim(database)
    assert (claimed.recipient, claimed.data, claimed.attempts) == (JANE, b"bytes", 1)
    assert claimed.expires_at == NOW + timedelta(hours=48)
    assert _claim(database) == ()
    with database.write() as unit:
        outbox.sent(unit, claimed, now=NOW)
        unit.commit()
    assert _state(database, claimed) == "sent"
    assert _claim(database, later=timedelta(days=1)) == ()


def test_a_retry_waits_and_keeps_bytes_and_message_id(database: Database) -> None:
    take_in(database, mails=True)
    (first,) = _claim(database)
    with database.write() as unit:
        outbox.retry(unit, first, not_before=NOW + timedelta(minutes=1), why="450 try later")
        unit.commit()
    assert _claim(database) == ()
    (again,) = _claim(database, later=timedelta(minutes=1))
    assert (again.attempts, again.message_id, again.data) == (2, first.message_id, first.data)


def test_a_sender_that_was_stopped_past_its_lease_marks_nothing(database: Database) -> None:
    take_in(database, mails=True)
    (old,) = _claim(database, lease_seconds=-1)
    (new,) = _claim(database)
    assert new.epoch == old.epoch + 1
    with pytest.raises(StaleClaim), database.write() as unit:
        outbox.failed(unit, old, why="late")
    with database.write() as unit:
        outbox.sent(unit, new, now=NOW)
        unit.commit()


def test_an_older_unsent_mail_of_the_same_request_and_recipient_goes_first(database: Database) -> None:
    number, _ = take_in(database)
    _queue(database, number, JANE, cause="timer:1:0")
    _queue(database, number, JANE, cause="timer:2:0")
    _queue(database, number, "tomasz@x.example", cause="timer:3:0")
    first, other = _claim(database)
    assert [first.recipient, other.recipient] == [JANE, "tomasz@x.example"]
    with database.write() as unit:
        outbox.retry(unit, first, not_before=NOW + timedelta(hours=1), why="mailbox full")
        unit.commit()
    # the younger one waits with the older one, the technician's did not
    assert _claim(database) == ()
    (first,) = _claim(database, later=timedelta(hours=1))
    with database.write() as unit:
        outbox.sent(unit, first, now=NOW)
        unit.commit()
    assert len(_claim(database, later=timedelta(hours=1))) == 1


def test_a_mail_given_back_because_the_relay_is_down_does_not_age(database: Database) -> None:
    take_in(database, mails=True)
    (claimed,) = _claim(database)
    with database.write() as unit:
        outbox.release(unit, claimed, paused=timedelta(hours=3))
        unit.commit()
    (again,) = _claim(database)
    assert (again.attempts, again.expires_at) == (1, NOW + timedelta(hours=51))
    with database.write() as unit:
        assert outbox.extend(unit, by=timedelta(hours=1)) == 1
        unit.commit()


def test_a_mail_that_expired_or_failed_is_told_once(database: Database) -> None:
    number, _ = take_in(database)
    _queue(database, number, JANE, cause="timer:1:0")
    _queue(database, number, "tomasz@x.example", cause="timer:2:0")
    _, his = _claim(database)
    with database.write() as unit:
        outbox.failed(unit, his, why="550 no such user")
        unit.commit()
    assert outbox.expire(database, now=NOW + timedelta(hours=49)) == 0, "a mail being sent right now does not expire"
    (_old, *_) = _release_all(database)
    assert outbox.expire(database, now=NOW + timedelta(hours=49)) == 1
    failures = outbox.claim_failures(database, limit=5, lease_seconds=60)
    assert {failure.recipient: failure.why for failure in failures} == {
        JANE: "it could not be delivered in time",
        "tomasz@x.example": "550 no such user",
    }
    assert {failure.request for failure in failures} == {number}
    assert outbox.claim_failures(database, limit=5, lease_seconds=60) == ()
    with database.write() as unit:
        for failure in failures:
            outbox.told(unit, failure)
        unit.commit()
    assert outbox.claim_failures(database, limit=5, lease_seconds=-1) == ()


def test_the_next_due_moment_is_known(database: Database) -> None:
    with database.read() as unit:
        assert outbox.next_due(unit) is None
    take_in(database, mails=True)
    with database.read() as unit:
        assert outbox.next_due(unit) == NOW


def _release_all(database: Database) -> list[int]:
    with database.write() as unit:
        held = list(unit.connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.lease_until.is_not(None))).scalars())
        unit.connection.execute(OUTBOX.update().values(lease_until=None))
        unit.commit()
    return held


def _queue(database: Database, number: int, to: str, *, cause: str) -> None:
    seen = look_at(database, number)
    mail, ready = a_mail(to, request=number)
    with database.write() as unit:
        apply(unit, a_decision(mail), snapshot=seen, cause=Cause(cause), outgoing=[(mail, ready)], now=NOW)
        unit.commit()


def _claim(
    database: Database, *, later: timedelta = timedelta(0), lease_seconds: float = 60
) -> tuple[ClaimedMail, ...]:
    return outbox.claim(database, limit=10, lease_seconds=lease_seconds, now=NOW + later)


def _state(database: Database, claimed: ClaimedMail) -> str:
    with database.read() as unit:
        return str(unit.connection.execute(select(OUTBOX.c.state).where(OUTBOX.c.id == claimed.id)).scalar_one())
