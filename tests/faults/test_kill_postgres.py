"""Two daemons on one PostgreSQL, each killed at each point and started again while the other goes on.

Both are killed, since nobody can say which of the two passes a rare point. A run here waits for the leases of the dead,
so it has the short stream (9 deliveries) and one kill of each daemon; more with MAILBOT_KILLS.
"""

from collections.abc import Iterator

import pytest

from tests.faults.mailbox import Mailbox
from tests.faults.points import FIRST_CONTACT, RENUMBERED, of_the_day, polled
from tests.faults.scenario import KILLS, TWO, Deaths, Place, Shape, play_day, running
from tests.faults.stream import short_day
from tests.faults.test_kill_polled import play_visits
from tests.support.dovecot import Dovecot

pytestmark = pytest.mark.slow

EACH = max(1, KILLS // 2)
# the close of a solved request, which no letter brings
NOTES = 1


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that the tests of this file share."""
    with Dovecot(tls=False) as server:
        yield server


def test_nobody_killed_two_daemons_share_the_work(postgres: Place) -> None:
    with running(postgres, Deaths(), TWO) as run:
        play_day(run, short_day())
        run.check(notes=NOTES)


@pytest.mark.parametrize("point", of_the_day())
def test_two_daemons_killed_in_turn_lose_and_double_nothing(postgres: Place, point: str) -> None:
    with running(postgres, Deaths(point, at=1, kills=EACH, all_of_them=True), TWO) as run:
        play_day(run, short_day())
        assert run.desk.deaths, f"{point} was passed by neither"
        run.check(notes=NOTES)


@pytest.mark.parametrize("point", [None, *polled()])
def test_two_pollers_of_one_mailbox_lose_and_double_nothing(
    postgres: Place, dovecot: Dovecot, point: str | None
) -> None:
    after = "flag" if point is None or point in RENUMBERED else "move"
    mailbox = Mailbox(dovecot, f"{postgres.folder.name}-pg@kestrel.example", after=after)
    kills = 1 if point in FIRST_CONTACT | RENUMBERED else EACH
    shape = Shape(daemons=2, imap=mailbox.imap, acknowledged=mailbox.acknowledged)
    with running(postgres, Deaths(point, at=1, kills=kills, all_of_them=True), shape) as run:
        play_visits(run, mailbox, renumber=after == "flag")
        assert bool(run.desk.deaths) == (point is not None), f"{point} was passed by neither"
        run.check()
        assert set(mailbox.acknowledged()) == set(run.letters)
        fetched = run.book.number("SELECT count(*) FROM inbox WHERE uidvalidity IS NOT NULL")
        kept = len(run.letters) + (run.book.number("SELECT count(*) FROM inbox WHERE state = 'duplicate'"))
        assert fetched == kept
