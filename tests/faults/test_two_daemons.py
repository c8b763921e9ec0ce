"""Two daemons on one PostgreSQL: one stopped past its lease and woken, and both at one thing at the same moment."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.faults.child import ARM
from tests.faults.desk import FORKS
from tests.faults.mailbox import Mailbox
from tests.faults.scenario import Deaths, Place, Run, Shape, finish_timers, running
from tests.faults.stream import asked, both_at_once, day, everywhere, questions
from tests.faults.test_kill_polled import CONTACT
from tests.support.dovecot import Dovecot

pytestmark = pytest.mark.slow

TABLES = ("message", "request", "entry", "outbox", "timer", "inbox", "audit", "address_state", "mailbox_cursor")
# the second daemon comes when the first is stopped: so it is surely the first that has the claim
LATE = Shape(daemons=2, late=1, threads=1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that the tests of this file share."""
    with Dovecot(tls=False) as server:
        yield server


def _stopped(point: str) -> Deaths:
    return Deaths(point, at=1, kills=1, signal=signal.SIGSTOP)


def _everything(run: Run) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(map(tuple, run.book.rows(f"SELECT * FROM {table}")), key=repr) for table in TABLES}  # noqa: S608


def _wait_until_stopped(run: Run) -> None:
    run.desk.until(lambda: run.desk.is_stopped(run.desk.lives[0]), what="the first daemon is stopped")


def _wake(run: Run, *, said: str) -> None:
    """Wake the first daemon, and wait for its word that it came too late."""
    first = run.desk.lives[0]
    run.desk.wake(first)
    run.desk.until(lambda: said in first.orders.output.read_text(), what=f"the first daemon says {said}")


@pytest.mark.parametrize("point", ["inbox.claimed", "process.snapshot", "process.composed"])
def test_a_worker_woken_past_its_lease_changes_nothing(postgres: Place, point: str) -> None:
    with running(postgres, _stopped(point), LATE) as run:
        run.play(questions(1), settle=False)
        _wait_until_stopped(run)
        run.desk.join()
        run.settle()
        before = _everything(run)
        first = run.desk.lives[0].orders.output
        run.desk.wake(run.desk.lives[0])
        run.desk.until(
            lambda: "message.lease_lost" in first.read_text() or "outcome=duplicate" in first.read_text(),
            what="the first daemon has done what it would do",
        )
        assert "outcome=duplicate" not in first.read_text()
        assert _everything(run) == before
        run.check(copies=0)


def test_a_sender_woken_before_the_relay_sends_the_same_bytes_and_marks_nothing(postgres: Place) -> None:
    with running(postgres, _stopped("send.before_relay"), LATE) as run:
        run.play(questions(1), settle=False)
        _wait_until_stopped(run)
        run.desk.join()
        run.settle()
        before = _everything(run)
        _wake(run, said="mail.lease_lost")
        run.desk.until(lambda: len(run.arrived()) > len(before["outbox"]), what="the late mail arrives")
        assert _everything(run) == before
        run.check(copies=1)


def test_a_sender_woken_after_the_relay_marks_nothing(postgres: Place) -> None:
    with running(postgres, _stopped("send.after_relay"), LATE) as run:
        run.play(questions(1), settle=False)
        _wait_until_stopped(run)
        run.desk.join()
        run.settle()
        before = _everything(run)
        _wake(run, said="mail.lease_lost")
        assert _everything(run) == before
        run.check(copies=1)


@pytest.mark.parametrize("point", ["timers.claimed", "timers.end"])
def test_a_timer_woken_past_its_lease_changes_nothing(postgres: Place, point: str) -> None:
    with running(postgres, _stopped(point), LATE) as run:
        offered = [letter for letter in day()[0](()) if letter.name == "teacher4"]
        run.play(offered)
        run.desk.put_ahead(timedelta(days=30))
        _wait_until_stopped(run)
        run.desk.join()
        finish = "SELECT count(*) = 0 FROM timer WHERE state = 'waiting'"
        if point == "timers.claimed":
            run.until(finish, what="the second daemon has done the timer")
            run.settle()
            before = _everything(run)
            _wake(run, said="timer.lease_lost")
            assert _everything(run) == before
        else:
            # stopped inside its transaction it holds the rows: whoever comes second finds its claim gone
            run.desk.wake(run.desk.lives[0])
        finish_timers(run)
        run.check(copies=0)


def test_a_poller_woken_past_its_lease_changes_nothing(postgres: Place, dovecot: Dovecot) -> None:
    mailbox = Mailbox(dovecot, f"{postgres.folder.name}@kestrel.example", after="flag")
    shape = Shape(daemons=2, late=1, threads=1, imap=mailbox.imap, acknowledged=mailbox.acknowledged)
    with running(postgres, _stopped("imap.fetched"), shape) as run:
        run.until(CONTACT, what="first contact")
        mailbox.fill(run, questions(5))
        _wait_until_stopped(run)
        run.desk.join()
        run.settle()
        _wake(run, said="mailbox.lease_lost")
        run.settle()
        assert run.book.number("SELECT count(*) FROM inbox") == len(run.letters)
        run.check(copies=0)


def test_one_message_to_two_mailboxes_at_two_daemons_at_once_is_one_request(postgres: Place) -> None:
    meeting = Deaths("smtp.received", at=1, meet=FORKS.Barrier(2))
    with running(postgres, meeting, Shape(daemons=2, threads=1)) as run:
        run.desk.tell(ARM)
        for number in range(5):
            # the first time both begin to keep it at the same moment, afterwards about so
            run.play(everywhere(f"janitor{number}"), settle=False)
        run.settle()
        run.check(copies=0)
        assert run.book.number("SELECT count(*) FROM inbox WHERE state = 'duplicate'") == 5
        assert run.book.number("SELECT count(DISTINCT mailbox) FROM inbox") == 2


def test_technician_and_requester_at_the_same_moment_lose_nothing(postgres: Place) -> None:
    # each daemon takes one of the two letters, and both have decided before either commits
    meeting = Deaths("process.composed", at=1, meet=FORKS.Barrier(2))
    shape = Shape(daemons=2, threads=1, constants={"processing.BATCH": 1, "processing.LEASE_SECONDS": 20.0})
    with running(postgres, meeting, shape) as run:
        run.play([asked("nurse")])
        before = run.book.number("SELECT version FROM request")
        run.desk.tell(ARM)
        run.play(both_at_once("nurse", run.arrived()))
        assert run.book.number("SELECT version FROM request") == before + 2
        # who came first decides: the answer was written without knowing of the other letter, or the letter reopens
        state = str(run.book.rows("SELECT state FROM request")[0].state)
        assert state in {"open", "solved"}
        run.check(states=False, copies=0)
