"""Deliveries: kept once, claimed by one worker at a time in the order of their sender, ended exactly once."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from mailbot.core.model.message import Delivery
from mailbot.store.engine import Database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import inbox, quarantine
from mailbot.store.flow.claims import end_leases
from mailbot.store.flow.inbox import Claimed
from mailbot.store.tables import INBOX, RAW
from tests.store.builders import NOW, a_delivery, claim_one, keep


def test_a_kept_mail_comes_back_byte_for_byte(database: Database) -> None:
    delivery = replace(a_delivery(), envelope_from="jane@x.example", envelope_to=("a@b.example",), vouched=True)
    (row,) = keep(database, delivery, senders=["jane@x.example"])
    claimed = claim_one(database)
    assert (claimed.id, claimed.raw, claimed.trust, claimed.mailbox) == (row, delivery.raw, "oak", "kestrel")
    assert (claimed.envelope_from, claimed.envelope_to, claimed.vouched) == ("jane@x.example", ("a@b.example",), True)
    assert (claimed.received_at, claimed.attempts, claimed.crashes, claimed.alone) == (NOW, 1, 0, False)
    with database.read() as unit:
        assert inbox.raw_of(unit, row) == delivery.raw
        assert inbox.raw_of(unit, row + 1) is None


def test_a_second_delivery_of_one_uid_is_ignored(database: Database) -> None:
    first, again, other = a_delivery("a", uid=3), a_delivery("changed", uid=3), a_delivery("b", uid=4)
    assert len(keep(database, first)) == 1
    assert len(keep(database, again, other)) == 1
    with database.read() as unit:
        assert unit.connection.execute(select(func.count()).select_from(INBOX)).scalar() == 2


def test_the_same_bytes_are_stored_once_and_delivered_twice(database: Database) -> None:
    assert len(keep(database, a_delivery("same"), a_delivery("same"))) == 2
    keep(database, a_delivery("same", mailbox="other"))
    with database.read() as unit:
        assert unit.connection.execute(select(func.count()).select_from(RAW)).scalar() == 1


def test_two_claimers_never_get_the_same_row(database: Database) -> None:
    keep(database, *(a_delivery() for _ in range(40)))
    taken: list[int] = []

    def work() -> None:
        while found := inbox.claim(database, limit=3, lease_seconds=60):
            taken.extend(claimed.id for claimed in found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # SKIP LOCKED may leave rows to a later call, never give one twice
    while found := inbox.claim(database, limit=3, lease_seconds=60):
        taken.extend(claimed.id for claimed in found)
    assert Counter(taken).most_common(1)[0][1] == 1
    assert len(taken) == 40


def test_a_lease_that_ran_out_is_claimed_anew_and_the_old_holder_changes_nothing(database: Database) -> None:
    keep(database, a_delivery())
    old = claim_one(database, lease_seconds=-1)
    new = claim_one(database)
    assert (new.id, new.epoch, new.crashes, new.attempts) == (old.id, old.epoch + 1, 1, 1)
    with pytest.raises(StaleClaim), database.write() as unit:
        inbox.filed(unit, old, why="late", now=NOW)
    with database.write() as unit:
        inbox.filed(unit, new, why="in time", now=NOW)
        unit.commit()
    assert _row(database, new.id)["filed"] == "in time"


def test_the_order_of_one_sender_is_kept_and_others_pass(database: Database) -> None:
    jane, tom = "jane@x.example", "tom@x.example"
    first, second, his = keep(database, a_delivery(), a_delivery(), a_delivery(), senders=[jane, jane, tom])
    both = inbox.claim(database, limit=5, lease_seconds=60)
    assert [claimed.id for claimed in both] == [first, his]
    assert inbox.claim(database, limit=5, lease_seconds=60) == ()
    with database.write() as unit:
        inbox.filed(unit, both[0], why="done", now=NOW)
        unit.commit()
    assert claim_one(database).id == second


def test_senders_that_cannot_be_read_do_not_wait_for_each_other(database: Database) -> None:
    keep(database, a_delivery(), a_delivery(), senders=["", ""])
    assert len(inbox.claim(database, limit=5, lease_seconds=60)) == 2


def test_a_row_in_backoff_holds_nobody_up(database: Database) -> None:
    _, second = keep(database, a_delivery(), a_delivery(), senders=["jane@x.example"] * 2)
    _fail(database, claim_one(database), delay=3600)
    assert claim_one(database).id == second


def test_the_second_exception_is_quarantined_with_its_traceback(database: Database) -> None:
    keep(database, a_delivery())
    assert not _fail(database, claim_one(database), delay=0)
    assert _fail(database, claim_one(database), delay=0, why="Traceback: boom")
    with database.read() as unit:
        (bad,) = quarantine.list_quarantined(unit)
        assert (bad.attempts, bad.error) == (2, "Traceback: boom")
        assert quarantine.show_quarantined(unit, inbox=bad.id) == bad
        assert quarantine.balance(unit, since=NOW, until=NOW) == {"received": 0}
    assert inbox.claim(database, limit=1, lease_seconds=60) == ()


def test_the_fifth_crash_is_quarantined_and_from_the_second_on_it_comes_alone(database: Database) -> None:
    bad, good = keep(database, a_delivery("killer"), a_delivery("good"))
    alone = []
    for _ in range(5):
        found = inbox.claim(database, limit=5, lease_seconds=-1)
        alone.append([claimed.alone for claimed in found if claimed.id == bad])
        if good in [claimed.id for claimed in found]:
            good_one = next(claimed for claimed in found if claimed.id == good)
            with database.write() as unit:
                inbox.give_back(unit, good_one)
                unit.commit()
    assert alone == [[False], [False], [True], [True], [True]]
    found = inbox.claim(database, limit=5, lease_seconds=60)
    assert [claimed.id for claimed in found] == [good]
    assert _row(database, bad)["state"] == "quarantined"
    assert "5 times" in str(_row(database, bad)["error"])


def test_what_is_given_back_is_not_counted(database: Database) -> None:
    keep(database, a_delivery())
    for _ in range(10):
        claimed = claim_one(database)
        with database.write() as unit:
            inbox.give_back(unit, claimed)
            unit.commit()
    assert claim_one(database).attempts == 1


def test_retry_gives_a_quarantined_row_all_its_attempts_and_drop_files_it(database: Database) -> None:
    row, other = keep(database, a_delivery(), a_delivery())
    for claimed in inbox.claim(database, limit=2, lease_seconds=60):
        with database.write() as unit:
            inbox.quarantine(unit, claimed, why="bad", now=NOW)
            unit.commit()
    with database.write() as unit:
        assert quarantine.retry_quarantined(unit, inbox=row)
        assert not quarantine.retry_quarantined(unit, inbox=row)
        assert quarantine.drop_quarantined(unit, inbox=other, why="an advertisement")
        unit.commit()
    assert claim_one(database).attempts == 1
    assert (_row(database, other)["state"], _row(database, other)["outcome"]) == ("filed", "dropped")


def test_a_daemon_that_is_alone_ends_the_leases_of_the_dead_and_they_count_as_crashes(database: Database) -> None:
    keep(database, a_delivery())
    claim_one(database, lease_seconds=3600)
    assert inbox.claim(database, limit=1, lease_seconds=60) == ()
    assert end_leases(database) == 1
    assert claim_one(database).crashes == 1


def test_the_balance_counts_every_delivery_once(database: Database) -> None:
    keep(database, *(a_delivery() for _ in range(4)))
    first, second, third, _ = inbox.claim(database, limit=4, lease_seconds=60)
    with database.write() as unit:
        inbox.done(unit, first, outcome="ticket_opened", message=None, now=NOW)
        inbox.filed(unit, second, why="old", now=NOW)
        inbox.quarantine(unit, third, why="bad", now=NOW)
        unit.commit()
    with database.read() as unit:
        counts = quarantine.balance(unit, since=NOW, until=NOW.replace(day=26))
    assert counts == {"received": 4, "filed": 1, "new": 1, "quarantined": 1, "ticket_opened": 1}


def test_hostile_envelopes_and_senders_are_kept_all_the_same(database: Database) -> None:
    """A row that the database refused would stop the whole batch, and every later visit, at this mail."""
    hostile = replace(a_delivery(), envelope_from="a\0b\udcff@x.example", envelope_to=("\0",))
    assert len(keep(database, hostile, a_delivery(), senders=["\0\udc80" + "é" * 90_000, "jane@x.example"])) == 2
    first, _ = inbox.claim(database, limit=2, lease_seconds=60)
    assert (first.envelope_from, first.envelope_to) == ("ab?@x.example", ("",))
    _fail(database, first, delay=0, why="a\0b")


def test_a_mail_that_cannot_be_kept_leaves_nothing(database: Database) -> None:
    broken: Delivery = replace(a_delivery(), mailbox=None)  # type: ignore[arg-type]  # the database must refuse it
    with pytest.raises(Exception, match=r"(?i)null"):
        keep(database, a_delivery(), broken)
    with database.read() as unit:
        assert unit.connection.execute(select(func.count()).select_from(RAW)).scalar() == 0


def _fail(database: Database, claimed: Claimed, *, delay: float, why: str = "boom") -> bool:
    with database.write() as unit:
        given_up = inbox.failed(unit, claimed, why=why, now=NOW, delay_seconds=delay)
        unit.commit()
    return given_up


def _row(database: Database, row: int) -> dict[str, object]:
    with database.read() as unit:
        return dict(unit.connection.execute(select(INBOX).where(INBOX.c.id == row)).one()._mapping)
