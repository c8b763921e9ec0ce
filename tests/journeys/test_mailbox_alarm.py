"""A mailbox that cannot be read for an hour is told to the lead once, and again when it is back."""

from dataclasses import replace

from mailbot.daemon import alarm
from mailbot.settings.installation import Secret
from tests.journeys.conftest import OpenPolled
from tests.journeys.field.polled import KESTREL, Polled, Way
from tests.journeys.field.wait import until
from tests.support.dovecot import Dovecot


def broken(open_polled: OpenPolled) -> Polled:
    """A desk whose password for the mailbox is refused."""
    polled = open_polled({KESTREL: Way()})
    box = polled.desk.settings.mailboxes[KESTREL]
    assert box.imap is not None
    wrong = replace(box, imap=replace(box.imap, password=Secret("changed", "test")))
    polled.desk.settings = replace(polled.desk.settings, mailboxes={**polled.desk.settings.mailboxes, KESTREL: wrong})
    return polled


def mended(polled: Polled) -> None:
    """The right password, and a new start."""
    box = polled.desk.settings.mailboxes[KESTREL]
    assert box.imap is not None
    right = replace(box, imap=replace(box.imap, password=Secret(Dovecot.password, "test")))
    polled.desk.settings = replace(polled.desk.settings, mailboxes={**polled.desk.settings.mailboxes, KESTREL: right})


def look(polled: Polled) -> None:
    """What the scheduler does once a minute."""
    polled.desk.running._tidy()


def told(polled: Polled) -> list[tuple[str, str]]:
    return [tuple(row) for row in polled.desk.rows("SELECT kind, recipient FROM outbox ORDER BY id")]


def test_it_is_told_once_and_once_when_it_is_back(open_polled: OpenPolled) -> None:
    polled = broken(open_polled)
    polled.start()
    look(polled)
    assert told(polled) == []  # not long enough
    polled.desk.later(minutes=61)
    look(polled)
    look(polled)
    lead = alarm.lead_of(polled.desk.running.policies["tvlt"])
    assert lead is not None
    mail = polled.desk.mail_to(lead.address)
    assert mail.says("have not been able to read the mailbox kestrel-park")
    assert mail.says("AUTHENTICATIONFAILED")
    assert not mail.says("changed")
    # another start, and still broken: nobody is told again
    polled.desk.stop()
    polled.start()
    look(polled)
    assert told(polled) == [("technician/mailbox_failing", lead.address)]
    polled.desk.stop()
    mended(polled)
    polled.start()
    look(polled)
    look(polled)
    assert polled.desk.mail_to(lead.address).says("is read again")
    assert [kind for kind, _ in told(polled)] == ["technician/mailbox_failing", "technician/mailbox_back"]
    assert polled.health()["failing_since"] is None


def test_a_mailbox_that_nobody_visits_any_more_is_told_as_well(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way()})
    polled.start()
    polled.desk.running.polling.stop()
    until(lambda: not polled.desk.running.polling._cords, "the end of the visits")
    polled.desk.later(hours=2)
    look(polled)
    assert [kind for kind, _ in told(polled)] == ["technician/mailbox_failing"]


def test_a_mailbox_that_works_is_not_told(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way()})
    polled.start()
    for _ in range(3):
        polled.desk.later(hours=2)
        polled.visited()
        look(polled)
    assert told(polled) == []
