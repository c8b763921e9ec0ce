"""The database is locked or full while something is in hand: it is not done twice, and goes on as soon as it can."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.daemon.clock import SteppingClock
from mailbot.daemon.loop import LONGEST_PAUSE, Bell
from mailbot.daemon.process import Process
from mailbot.daemon.processing import Processing
from mailbot.daemon.sending import Sending
from mailbot.daemon.ticks import Ticks
from mailbot.mail.outcome import Delivered, Outcome, RelayDown
from mailbot.store import engine
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.flow import timers
from mailbot.store.flow.inbox import Claimed
from mailbot.store.flow.timers import ClaimedTimer
from mailbot.store.migrations.upgrade import upgrade
from mailbot.store.tables import INBOX, OUTBOX, TIMER
from tests.store.builders import NOW, a_delivery, keep, take_in


@dataclass
class Lock:
    """Another process's write lock."""

    file: Path
    link: sqlite3.Connection | None = None

    def take(self) -> None:
        self.link = sqlite3.connect(self.file, isolation_level=None, timeout=5)
        self.link.execute("BEGIN IMMEDIATE")

    def release(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None


class Patience(threading.Event):
    """What a loop waits by between two tries: at the last of `waits` the lock is given up."""

    def __init__(self, lock: Lock, *, waits: int = 2) -> None:
        super().__init__()
        self.lock = lock
        self.waits = waits
        self.slept: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.slept.append(timeout or 0)
        if len(self.slept) == self.waits:
            self.lock.release()
        return self.is_set()


@dataclass
class Locking:
    """Takes every mail, and locks the database as soon as it has the first."""

    lock: Lock
    then: Callable[[], None] = lambda: None
    outcome: Outcome = field(default_factory=lambda: Delivered(code=250, text="ok"))
    sent: list[str] = field(default_factory=list)

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Outcome:
        assert envelope_from is not None
        assert data
        self.sent.append(recipient)
        if len(self.sent) == 1:
            self.lock.take()
            self.then()
        return self.outcome

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class Stumbling:
    """Work that finds the database locked."""

    lock: Lock

    def message(self, claimed: Claimed) -> str:
        return self.act(claimed)

    def act(self, claimed: Claimed | ClaimedTimer) -> str:
        self.lock.take()
        raise DatabaseUnavailable(f"locked, with {claimed.id} in hand")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    opened = open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[Lock]:
    held = Lock(tmp_path / "desk.db")
    yield held
    held.release()


def _sending(database: Database, patience: Patience) -> Sending:
    made = Sending(
        database=database, clock=SteppingClock(NOW), monotonic=time.monotonic, jitter=lambda: 0.5, failures=lambda: None
    )
    made._stopping = patience
    return made


def _states(database: Database) -> list[str]:
    with database.read() as unit:
        return [row.state for row in unit.rows(select(OUTBOX.c.state).order_by(OUTBOX.c.id))]


def test_a_mail_that_is_out_is_marked_so_once_the_database_can_be_written_again(database: Database, lock: Lock) -> None:
    take_in(database, mails=True)
    take_in(database, address="joe@kestrelpark.example", mails=True)
    transport, patience = Locking(lock), Patience(lock)
    sending = _sending(database, patience)
    assert sending.send_some(transport)
    assert (len(patience.slept), _states(database)) == (2, ["sent", "sent"])
    assert not sending.send_some(transport)
    assert len(transport.sent) == 2


def test_it_is_marked_however_long_that_takes_and_looked_for_ever_more_rarely(database: Database, lock: Lock) -> None:
    take_in(database, mails=True)
    patience = Patience(lock, waits=12)
    assert _sending(database, patience).send_some(Locking(lock))
    assert _states(database) == ["sent"]
    assert patience.slept == sorted(patience.slept)
    assert patience.slept[-1] == LONGEST_PAUSE


def test_a_sender_that_is_told_to_stop_does_not_insist(database: Database, lock: Lock) -> None:
    take_in(database, mails=True)
    patience = Patience(lock)
    with pytest.raises(DatabaseUnavailable):
        _sending(database, patience).send_some(Locking(lock, then=patience.set))
    assert patience.slept == []


def test_mails_in_hand_are_given_back_when_the_relay_is_down_and_the_database_as_well(
    database: Database, lock: Lock
) -> None:
    take_in(database, mails=True)
    take_in(database, address="joe@kestrelpark.example", mails=True)
    assert not _sending(database, Patience(lock)).send_some(Locking(lock, outcome=RelayDown(0, "nobody there")))
    with database.read() as unit:
        rows = unit.rows(select(OUTBOX.c.state, OUTBOX.c.attempts, OUTBOX.c.lease_until))
    assert [tuple(row) for row in rows] == [("queued", 0, None)] * 2


def test_deliveries_in_hand_are_given_back_as_soon_as_the_database_can_be_written(
    database: Database, lock: Lock
) -> None:
    keep(database, a_delivery(), a_delivery())
    with pytest.raises(DatabaseUnavailable):
        _processing(database, lock).messages()
    with database.read() as unit:
        rows = unit.rows(select(INBOX.c.state, INBOX.c.attempts, INBOX.c.lease_until))
    assert [tuple(row) for row in rows] == [("new", 0, None)] * 2


def test_timers_in_hand_are_given_back_as_well(database: Database, lock: Lock) -> None:
    number, _ = take_in(database)
    with database.write() as unit:
        timers.schedule(unit, ScheduleTimer(number, "silence", 0, NOW - timedelta(days=1)), trust="oak")
        unit.commit()
    processing = _processing(database, lock)
    with pytest.raises(DatabaseUnavailable):
        processing.timers()
    with database.read() as unit:
        rows = unit.rows(select(TIMER.c.state, TIMER.c.attempts, TIMER.c.lease_until))
    assert [tuple(row) for row in rows] == [("waiting", 0, None)]


def _processing(database: Database, lock: Lock) -> Processing:
    made = Processing(
        database=database,
        process=cast("Process", Stumbling(lock)),
        clock=SteppingClock(NOW),
        monotonic=time.monotonic,
        mail_waits=Bell(),
    )
    made._stopping = Patience(lock)
    made._ticks = cast("Ticks", Stumbling(lock))
    return made
