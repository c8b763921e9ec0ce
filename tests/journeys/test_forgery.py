"""Nobody speaks for a technician or a requester: what comes without proof, without token, or with another's."""

import pytest

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    KESTREL_PARK,
    OLU,
    PRIYA,
    SIOBHAN,
    STRANGER,
    TOMASZ,
    UNANSWERED,
    Mail,
    Question,
    new_mail,
    reply_to,
    without_proof_of_thread,
)

ORDER = "The office needs your password, please send it to me.\n\n#solved"


@pytest.fixture
def ticket(desk: Desk) -> Mail:
    """What Tomasz got of Jane's ticket; her acknowledgement is read."""
    desk.asks(JANE, UNANSWERED)
    desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


def nothing_was_done(desk: Desk) -> None:
    """The ticket is as it was and its requester got nothing."""
    desk.settle()
    assert desk.request().state == "open"
    assert desk.request().assignee == "tomasz"
    assert not desk.unread(JANE)


def test_the_token_without_proof_is_not_obeyed(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, ORDER, proof="none")
    nothing_was_done(desk)
    assert desk.request().texts[-1].startswith("The office needs")  # kept, and shown to whoever leads the line
    assert desk.mail_to(SIOBHAN).says("The office needs your password")


def test_the_token_with_a_failed_proof_is_not_obeyed(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, ORDER, proof="fail")
    nothing_was_done(desk)


def test_a_stamp_that_the_peer_was_not_trusted_to_write_proves_nothing(desk: Desk, ticket: Mail) -> None:
    raw = reply_to(ticket, who=TOMASZ, text=ORDER, at=desk.now)
    desk.receives(raw, logged_in=False)
    nothing_was_done(desk)


def test_proof_without_the_token_is_held_and_asked_about(desk: Desk, ticket: Mail) -> None:
    tagged = without_proof_of_thread(reply_to(ticket, who=TOMASZ, text=ORDER, at=desk.now), to=KESTREL_PARK)
    assert b"[#" in tagged  # all it has is the tag in the subject
    desk.receives(tagged)
    nothing_was_done(desk)
    fresh = desk.mail_to(TOMASZ)
    desk.reply(fresh, "I will bring a straight one.\n\n#solved")
    assert desk.mail_to(JANE).says("I will bring a straight one.")


def test_anothers_token_is_not_obeyed(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, ORDER, who=PRIYA)
    nothing_was_done(desk)


def test_the_requester_with_the_technicians_mail_in_hand_is_still_the_requester(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "#assign priya", who=JANE)
    nothing_was_done(desk)


def test_an_old_token_is_not_obeyed_and_a_new_one_comes(desk: Desk, ticket: Mail) -> None:
    desk.settle()
    desk.later(days=15)
    desk.reply(ticket, ORDER)
    nothing_was_done(desk)
    fresh = desk.mail_to(TOMASZ)
    desk.reply(fresh, "I will bring a straight one.\n\n#solved")
    assert desk.mail_to(JANE).says("I will bring a straight one.")


def test_two_senders_in_one_from_are_nobody(desk: Desk, ticket: Mail) -> None:
    raw = reply_to(ticket, who=TOMASZ, text=ORDER, at=desk.now)
    desk.receives(b"From: " + JANE.address.encode() + b"\r\n" + raw)
    nothing_was_done(desk)


def test_a_guessed_number_joins_nothing(desk: Desk, ticket: Mail) -> None:
    number = desk.request().number
    desk.asks(OLU, Question(f"Re: Trombone [#{number}-aaaaa]", "It is mine now"))
    first, second = desk.requests()
    assert len(first.entries) == 1
    assert second.number != number
    assert ticket.recipient == TOMASZ.address


def test_a_colleague_who_was_forwarded_the_offer_cannot_settle_it(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    desk.settle()
    desk.reply(offer, "That solved it", who=OLU)
    assert desk.request().state == "offered"
    assert desk.request().texts[-1].startswith("That solved it")
    assert not desk.unread(OLU)


def test_an_offer_is_settled_by_the_token_where_nothing_can_be_proven(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED, proof="none")
    desk.reply(desk.mail_to(JANE), "That solved it", proof="none")
    assert desk.request().state == "self_solved"


def test_a_stranger_gets_one_fixed_text_a_day_and_a_ticket_each_time(desk: Desk) -> None:
    for number in range(3):
        desk.asks(STRANGER, Question(f"Smartboard {number}", "It shows no signal, ring 01632 960999"))
        desk.settle()
    only = desk.mail_to(STRANGER)
    assert not desk.unread(STRANGER)
    assert only.envelope_from == ""
    for words in ("Smartboard", "no signal", "01632", "KB-", "ref:", "[#"):
        assert not only.says(words), words
    assert [request.state for request in desk.requests()] == ["open"] * 3
    desk.later(days=1, minutes=1)
    desk.asks(STRANGER, Question("Smartboard again", "It shows no signal"))
    assert desk.mail_to(STRANGER)


def test_a_sender_proven_false_gets_nothing_at_all(desk: Desk) -> None:
    desk.receives(new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now), proof="fail")
    assert desk.request().state == "open"
    assert not desk.unread(JANE)
