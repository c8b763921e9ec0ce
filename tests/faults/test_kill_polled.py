"""SQLite and a mailbox on a real Dovecot: killed at each point of a visit, what was fetched is kept once."""

import time
from collections.abc import Iterator

import pytest

from tests.faults.mailbox import Mailbox
from tests.faults.points import FIRST_CONTACT, RENUMBERED, polled
from tests.faults.scenario import KILLS, Deaths, Place, Run, Shape, running
from tests.faults.stream import questions
from tests.support.dovecot import Dovecot

pytestmark = pytest.mark.slow

BATCH = 6
BATCHES = 3
KEPT = "SELECT count(DISTINCT raw) FROM inbox"
VALIDITY = "SELECT coalesce(max(uidvalidity), 0) FROM mailbox_cursor"
AGAIN_SECONDS = 5.0
CONTACT = "SELECT count(*) FROM mailbox_cursor WHERE uidvalidity IS NOT NULL"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that the tests of this file share."""
    with Dovecot(tls=False) as server:
        yield server


@pytest.mark.parametrize("point", [None, *polled()])
def test_killed_over_visits_nothing_is_lost_or_doubled(sqlite: Place, dovecot: Dovecot, point: str | None) -> None:
    # marked, the mails stay where they are and come again when the folder is renumbered; moved, they do not
    after = "flag" if point is None or point in RENUMBERED else "move"
    mailbox = Mailbox(dovecot, f"{sqlite.folder.name}@kestrel.example", after=after)
    kills = 1 if point in FIRST_CONTACT | RENUMBERED else min(KILLS, BATCHES)
    shape = Shape(imap=mailbox.imap, acknowledged=mailbox.acknowledged)
    with running(sqlite, Deaths(point, at=1, kills=kills), shape) as run:
        play_visits(run, mailbox, renumber=after == "flag")
        assert len(run.desk.deaths) == (kills if point else 0), f"{point} was passed too seldom"
        run.check()
        assert set(mailbox.acknowledged()) == set(run.letters)


def _await_renumbering(run: Run, mailbox: Mailbox, *, before: int) -> None:
    """Until the desk has seen it: a Dovecot that has the folder in hand may write the old numbers back over ours."""
    last = time.monotonic()

    def seen() -> bool:
        nonlocal last
        if run.book.number(VALIDITY) != before:
            return True
        if time.monotonic() - last > AGAIN_SECONDS:
            mailbox.renumber()
            last = time.monotonic()
        return False

    run.desk.until(seen, what="the desk has seen that the mailbox was renumbered")


def play_visits(run: Run, mailbox: Mailbox, *, renumber: bool) -> None:
    """Mails that arrive in batches after first contact, and a change of UIDVALIDITY before the last batch."""
    letters, before = questions(BATCHES * BATCH), 0
    run.until(CONTACT, what="first contact")
    for number in range(BATCHES):
        if number == BATCHES - 1 and renumber:
            before = run.book.number(VALIDITY)
            mailbox.renumber()
        mailbox.fill(run, letters[number * BATCH : (number + 1) * BATCH])
        if number == BATCHES - 1 and renumber:
            _await_renumbering(run, mailbox, before=before)
        # renumbered mails come again, so the number of deliveries alone says little
        run.desk.until(lambda: run.book.number(KEPT) == len(run.letters), what="all are kept")
        run.settle()
        run.until(
            "SELECT count(*) = 0 FROM inbox WHERE acknowledged_at IS NULL AND uidvalidity = "
            "(SELECT uidvalidity FROM mailbox_cursor)",
            what="all of the mailbox is acknowledged",
        )
