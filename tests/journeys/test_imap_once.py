"""One message, one effect: renumbered folders, second deliveries, missing and borrowed Message-IDs, races, restarts."""

import os
from datetime import datetime, timedelta

import pytest

from mailbot.core.model.message import Address
from tests.journeys.conftest import OpenPolled
from tests.journeys.field.desk import ADDRESSES
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    OLU,
    TOM,
    TOMASZ,
    UNANSWERED,
    Question,
    new_mail,
    with_header,
    without,
)
from tests.journeys.field.polled import BRACKEN, KESTREL, WILLOW, Polled, Way
from tests.journeys.field.wait import until

# The whole figure of the reliability targets takes a minute: MAILBOT_RENUMBER="500 10" (mails, changes).
MAILS, CHANGES = map(int, os.environ.get("MAILBOT_RENUMBER", "60 3").split())


@pytest.mark.parametrize("after", ["flag", "move"])
def test_a_mailbox_renumbered_again_and_again_under_load_loses_and_doubles_nothing(
    open_polled: OpenPolled, after: str
) -> None:
    polled = open_polled({KESTREL: Way(after=after)})
    polled.start()
    share = MAILS // CHANGES
    for change in range(CHANGES):
        numbers = range(change * share, (change + 1) * share)
        before, unread = numbers[: share * 3 // 4], numbers[share * 3 // 4 :]
        for number in before:
            _put(polled, number, received=polled.server_now())
        until(lambda: _received(polled) >= numbers.start + share // 2, "most of it taken in")  # noqa: B023
        for number in unread:  # these get lower numbers than what was read before
            _put(polled, number)
        wanted = polled.renumber()
        until(lambda: polled.desk.rows("SELECT uidvalidity FROM mailbox_cursor") == [(wanted,)], "noticed")  # noqa: B023
    until(
        lambda: polled.desk.rows("SELECT count(*) FROM request") >= [(MAILS,)],
        "all requests",
        seconds=20 + MAILS / 10,
    )
    polled.visited()
    polled.visited()
    polled.desk.settle(seconds=30 + MAILS / 5)
    subjects = polled.desk.rows("SELECT subject FROM request")
    assert sorted(subjects) == sorted((f"Trombone {number}",) for number in range(MAILS))
    assert polled.desk.rows("SELECT count(*) FROM entry WHERE kind = 'message'") == [(MAILS,)]
    states = dict(polled.desk.rows("SELECT state, count(*) FROM inbox GROUP BY state"))
    assert set(states) <= {"done", "duplicate"}
    assert polled.desk.rows("SELECT count(DISTINCT uidvalidity) FROM inbox")[0][0] >= CHANGES
    acknowledgements = [one for one in polled.desk.sink.mails if one.envelope_to[0].startswith("person")]
    assert len(acknowledgements) == MAILS


def _put(polled: Polled, number: int, *, received: datetime | None = None) -> None:
    about = Question(f"Trombone {number}", UNANSWERED.text)
    who = Address("", f"person{number}@kestrelpark.example")
    polled.puts(new_mail(who, to=ADDRESSES[KESTREL], about=about, at=polled.desk.now), received=received)


def _received(polled: Polled) -> int:
    return int(polled.desk.rows("SELECT count(DISTINCT raw) FROM inbox")[0][0])


def test_what_is_older_than_the_floor_is_filed_after_a_renumbering_and_shown(polled: Polled) -> None:
    polled.asks(JANE, UNANSWERED)
    polled.desk.mail_to(TOMASZ)
    polled.desk.stop()
    late, old = Question("Tuba", UNANSWERED.text), Question("Very old", UNANSWERED.text)
    polled.puts(new_mail(OLU, to=ADDRESSES[KESTREL], about=late, at=polled.desk.now), received=polled.server_now())
    long_ago = polled.server_now() - timedelta(days=400)
    polled.puts(new_mail(TOM, to=ADDRESSES[KESTREL], about=old, at=polled.desk.now), received=long_ago)
    polled.renumber()
    polled.start()
    polled.visited()
    assert [one.subject for one in polled.desk.requests()] == ["Trombone", "Tuba"]
    assert polled.health()["filed"] == 1
    states = polled.desk.rows("SELECT state, count(*) FROM inbox GROUP BY state ORDER BY state")
    assert states == [("done", 2), ("duplicate", 1), ("filed", 1)]


def test_a_second_delivery_opens_no_second_ticket(polled: Polled) -> None:
    raw = polled.asks(JANE, UNANSWERED)
    polled.puts(raw)
    polled.desk.mail_to(TOMASZ)
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox WHERE state = 'duplicate'") == [(1,)], "the second")
    assert len(polled.desk.requests()) == 1
    assert len(polled.desk.sent()) == 2


def test_mails_without_a_message_id_are_told_apart_and_recognised(polled: Polled) -> None:
    first = without(new_mail(JANE, to=ADDRESSES[KESTREL], about=UNANSWERED, at=polled.desk.now), "Message-ID", "Date")
    other = first.replace(b"trombone", b"euphonium")
    polled.puts(first)
    polled.puts(other)
    polled.visited()
    assert len(polled.desk.requests()) == 2
    polled.renumber()
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(4,)], "all read again")
    assert len(polled.desk.requests()) == 2


def test_another_mail_with_a_known_message_id_is_a_message_of_its_own(polled: Polled) -> None:
    raw = polled.asks(JANE, UNANSWERED)
    (line,) = (line for line in raw.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    other = new_mail(OLU, to=ADDRESSES[KESTREL], about=Question("Tuba", "It has a hole"), at=polled.desk.now)
    polled.puts(with_header(other, "Message-ID", line.partition(b": ")[2].decode()))
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(2,)], "both")
    assert sorted(one.subject for one in polled.desk.requests()) == ["Trombone", "Tuba"]


def test_one_message_in_three_mailboxes_of_a_trust_is_one_request_of_the_first_named_school(
    open_polled: OpenPolled,
) -> None:
    polled = open_polled({KESTREL: Way(), BRACKEN: Way(after="move"), WILLOW: Way()})
    polled.start()
    for number in range(4):
        raw = new_mail(JANE, to=ADDRESSES[BRACKEN], about=Question(f"T {number}", UNANSWERED.text), at=polled.desk.now)
        raw = with_header(raw, "Cc", f"{ADDRESSES[KESTREL]}, {ADDRESSES[WILLOW]}")
        for box in (KESTREL, WILLOW, BRACKEN):
            polled.puts(raw, box=box)
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(12,)], "all twelve")
    assert [one.subject for one in sorted(polled.desk.requests(), key=lambda one: one.subject)] == [
        f"T {number}" for number in range(4)
    ]
    states = dict(polled.desk.rows("SELECT state, count(*) FROM inbox GROUP BY state"))
    assert states == {"done": 4, "duplicate": 8}


def test_technician_and_requester_who_answer_at_the_same_moment_are_both_kept(polled: Polled) -> None:
    people = [Address("", f"pair{number}@kestrelpark.example") for number in range(4)]
    for number, who in enumerate(people):
        polled.asks(who, Question(f"Trombone {number}", UNANSWERED.text))
    acknowledged = [polled.desk.mail_to(who) for who in people]
    polled.desk.settle()
    told = {mail.subject.split()[1]: mail for mail in polled.desk.mails_for(TOMASZ)}
    told = {str(number): next(m for m in told.values() if f"Trombone {number}" in m.subject) for number in range(4)}
    polled.desk.stop()  # all eight lie in the mailbox when the two workers begin
    for number, mail in enumerate(acknowledged):
        polled.reply(mail, f"And the tuba {number} has a hole")
        polled.reply(told[str(number)], f"Bent number {number} back.\n\n#solved")
    polled.start()
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(12,)], "all replies")
    for number, request in enumerate(sorted(polled.desk.requests(), key=lambda one: one.subject)):
        assert request.state == "open"  # whoever came first: she has a problem that he did not know of
        assert any(f"And the tuba {number} has a hole" in text for text in request.texts)
        assert any(f"Bent number {number} back." in text for text in request.texts)
        answers = [mail for mail in polled.desk.mails_for(people[number]) if mail.says(f"Bent number {number} back.")]
        assert len(answers) == 1


def test_what_the_requester_wrote_meanwhile_keeps_the_ticket_open_and_the_technician_hears_of_it(
    polled: Polled,
) -> None:
    polled.asks(JANE, UNANSWERED)
    acknowledgement, told = polled.desk.mail_to(JANE), polled.desk.mail_to(TOMASZ)
    polled.reply(acknowledgement, "And the tuba has a hole")
    polled.desk.mail_to(TOMASZ)
    polled.reply(told, "Bent it back.\n\n#solved")
    assert polled.desk.mail_to(JANE).says("Bent it back.")
    assert polled.desk.mail_to(TOMASZ).says("#solved was not applied")
    assert polled.desk.request().state == "open"


def test_a_restart_in_between_answers_nothing_twice(polled: Polled) -> None:
    polled.asks(JANE, ANSWERED)
    offer = polled.desk.mail_to(JANE)
    for _ in range(2):
        polled.desk.stop()
        polled.start()
        polled.visited()
    polled.reply(offer, "Still stuck")
    polled.desk.stop()
    polled.start()
    assert polled.desk.mail_to(TOMASZ).says("Still stuck")
    polled.visited()
    assert sorted(polled.desk.sent()) == sorted([JANE.address, JANE.address, TOMASZ.address])
