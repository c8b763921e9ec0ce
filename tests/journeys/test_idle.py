"""A watched mailbox is read within two seconds of a mail's arrival, however rarely it is visited."""

import time
from dataclasses import replace

from tests.journeys.conftest import OpenPolled
from tests.journeys.field.letters import JANE, UNANSWERED, Question
from tests.journeys.field.polled import KESTREL, Polled, Way
from tests.journeys.field.wait import until
from tests.support.dovecot import Dovecot

SEEN_WITHIN = 2.0


def watched(open_polled: OpenPolled, *, server: Dovecot | None = None) -> Polled:
    """A desk that visits Kestrel Park's mailbox once an hour, and watches it."""
    polled = open_polled({KESTREL: Way()}, server=server)
    polled.at(polled.desk, every=3_600)
    polled.desk.settings = replace(polled.desk.settings, idle_max=20)
    return polled


def seen_in(polled: Polled, subject: str) -> float:
    """The seconds until a new mail is kept."""
    before = int(polled.desk.rows("SELECT count(*) FROM inbox")[0][0])
    begun = time.monotonic()
    polled.asks(JANE, Question(subject, UNANSWERED.text))
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(before + 1,)], "the mail")
    return time.monotonic() - begun


def test_a_new_mail_is_seen_within_two_seconds(open_polled: OpenPolled) -> None:
    polled = watched(open_polled)
    polled.desk.start()
    until(lambda: polled.desk.rows("SELECT 1 FROM mailbox_health WHERE last_success_at IS NOT NULL"), "a visit")
    for number in range(5):
        assert seen_in(polled, f"Trombone {number}") < SEEN_WITHIN
    begun = time.monotonic()
    polled.desk.stop()
    assert time.monotonic() - begun < 5


def test_watching_goes_on_after_the_server_was_away(open_polled: OpenPolled) -> None:
    with Dovecot(tls=False) as server:
        polled = watched(open_polled, server=server)
        polled.desk.start()
        until(lambda: polled.desk.rows("SELECT 1 FROM mailbox_health WHERE last_success_at IS NOT NULL"), "a visit")
        assert seen_in(polled, "Before") < SEEN_WITHIN
        server.kill()
        server.start()
        polled.asks(JANE, UNANSWERED)
        until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(2,)], "the mail after", seconds=40)
        polled.desk.stop()


def test_of_many_mailboxes_the_first_are_watched(open_polled: OpenPolled) -> None:
    polled = open_polled({"central": Way(), "oakfold": Way(), KESTREL: Way()})
    polled.desk.settings = replace(polled.desk.settings, idle_max=2)
    polled.desk.start()
    assert polled.desk.running.idling.watched == ("central", "oakfold")
