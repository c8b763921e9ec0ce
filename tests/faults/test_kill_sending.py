"""SQLite: killed while mails are refused, must wait, cannot be delivered in time, or go into Maildirs."""

from datetime import timedelta

import pytest

from tests.faults.points import EXPIRY, FAILURES, MAILDIR
from tests.faults.scenario import KILLS, Deaths, Place, Run, Shape, finish_timers, play_day, running
from tests.faults.stream import day, questions

pytestmark = pytest.mark.slow

REFUSED = ("person1@kestrel.example", "person3@kestrel.example")
LATER = "person2@kestrel.example"
QUICK = Shape(constants={"run.TIDY_SECONDS": 0.2, "sending.RELAY_PAUSE_SECONDS": (0.2,)})
RELEASED = "outbox.release"


def test_nobody_killed_refused_mails_are_told_of_once(sqlite: Place) -> None:
    with running(sqlite, Deaths(), QUICK) as run:
        _refuse_some(run)
        run.check(refused=len(REFUSED), notes=len(REFUSED))


@pytest.mark.parametrize("point", sorted(FAILURES - {RELEASED}))
def test_killed_while_mails_are_refused_each_failure_is_told_of_once(sqlite: Place, point: str) -> None:
    with running(sqlite, Deaths(point, at=1), QUICK) as run:
        _refuse_some(run)
        assert len(run.desk.deaths) == KILLS, f"{point} was passed too seldom"
        run.check(refused=len(REFUSED), notes=len(REFUSED))


def test_killed_while_the_relay_is_down_every_mail_goes_out_when_it_is_back(sqlite: Place) -> None:
    with running(sqlite, Deaths(RELEASED), QUICK) as run:
        run.sink.stop()
        run.play(questions(6), settle=False)
        run.desk.until(lambda: len(run.desk.deaths) == KILLS, what="all kills at the release")
        counted = run.book.number("SELECT max(attempts) FROM outbox WHERE lease_until IS NULL")
        run.sink.start()
        run.settle()
        assert counted <= 1 + KILLS, "an attempt was counted against a mail while the relay was down"
        run.check()


@pytest.mark.parametrize("point", [None, *sorted(EXPIRY)])
def test_what_expires_is_told_of_once_whoever_dies(sqlite: Place, point: str | None) -> None:
    with running(sqlite, Deaths(point, at=1), QUICK) as run:
        run.sink.stop()
        run.play(questions(4), settle=False)
        processed = "SELECT count(*) = 4 FROM inbox WHERE state = 'done'"
        run.until(processed, what="all are processed")
        before = run.book.number("SELECT count(*) FROM outbox")
        run.desk.put_ahead(timedelta(days=3))
        run.until("SELECT count(*) > 0 FROM outbox WHERE state = 'expired' AND told", what="expiry is told of")
        run.sink.start()
        finish_timers(run)
        assert len(run.desk.deaths) == (KILLS if point else 0), f"{point} was passed too seldom"
        # one note for each mail
        run.check(expired=before, notes=before)


@pytest.mark.parametrize("point", [None, *sorted(MAILDIR)])
def test_killed_while_delivering_into_maildirs_each_mail_is_there_once(sqlite: Place, point: str | None) -> None:
    with running(sqlite, Deaths(point), Shape(maildir=True)) as run:
        play_day(run, day())
        assert len(run.desk.deaths) == (KILLS if point else 0), f"{point} was passed too seldom"
        # the file's name comes from the Message-ID: here even a repeat changes nothing
        run.check(notes=1, copies=0)


def _refuse_some(run: Run) -> None:
    for address in REFUSED:
        run.sink.refuse(address, "550 5.1.1 no such user")
    run.sink.refuse(LATER, "450 4.2.0 come back later")
    run.play(questions(6), settle=False)
    run.until("SELECT count(*) = 6 FROM inbox WHERE state = 'done'", what="all are processed")
    run.desk.until(lambda: not _others_wait(run), what="one mail waits for its next try, no other")
    run.sink.behave()
    for address in REFUSED:
        run.sink.refuse(address, "550 5.1.1 no such user")
    run.desk.put_ahead(timedelta(hours=3))
    run.settle()


def _others_wait(run: Run) -> int:
    return run.book.number(
        "SELECT count(*) FROM outbox WHERE state = 'queued' AND (recipient <> :later OR error IS NULL)", later=LATER
    )
