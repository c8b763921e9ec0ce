"""Nobody speaks for a technician or a requester: what comes without proof, without token, or with another's."""

import pytest

from tests.journeys.field.desk import Desk, Proof
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
    with_header,
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


def lost_the_thread(desk: Desk, ticket: Mail, words: str) -> Mail:
    """Tomasz writes from a program that loses the reference; gives what he is asked."""
    tagged = without_proof_of_thread(reply_to(ticket, who=TOMASZ, text=words, at=desk.now), to=KESTREL_PARK)
    assert b"[#" in tagged  # all it has is the tag in the subject
    desk.receives(tagged)
    return desk.mail_to(TOMASZ)


def test_proof_without_the_token_waits_and_a_yes_applies_it_as_it_was(desk: Desk, ticket: Mail) -> None:
    question = lost_the_thread(desk, ticket, "I will bring a straight one.\n\n#solved")
    nothing_was_done(desk)
    for words in ("Was this you?", "I will bring a straight one.", "#solved", "Jane Ashdown"):
        assert question.says(words), words
    desk.reply(question, "Yes, that was me")
    answer = desk.mail_to(JANE)
    assert answer.says("I will bring a straight one.")
    assert not answer.says("that was me")
    assert desk.request().state == "solved"


def test_a_yes_counts_once(desk: Desk, ticket: Mail) -> None:
    question = lost_the_thread(desk, ticket, "I will bring a straight one.")
    desk.reply(question, "Yes")
    desk.mail_to(JANE)
    desk.reply(question, "Yes, really")
    assert desk.mail_to(TOMASZ).says("counts once")
    assert not desk.unread(JANE)
    assert desk.rows("SELECT kind, count(*) FROM reference WHERE used_at IS NOT NULL GROUP BY kind") == [("held", 1)]


def test_a_no_throws_it_out_and_tells_the_lead(desk: Desk, ticket: Mail) -> None:
    question = lost_the_thread(desk, ticket, ORDER)
    desk.reply(question, "No, that was not me.")
    nothing_was_done(desk)
    assert desk.mail_to(SIOBHAN).says("was not theirs")
    desk.reply(question, "Yes")
    nothing_was_done(desk)


@pytest.mark.parametrize("proof", ["none", "fail"])
def test_the_question_in_the_hands_of_a_forger_is_worth_nothing(desk: Desk, ticket: Mail, proof: Proof) -> None:
    question = lost_the_thread(desk, ticket, ORDER)
    desk.reply(question, "Yes", proof=proof)
    nothing_was_done(desk)


def test_a_colleague_cannot_confirm_for_another(desk: Desk, ticket: Mail) -> None:
    question = lost_the_thread(desk, ticket, ORDER)
    desk.reply(question, "Yes", who=PRIYA)
    nothing_was_done(desk)


def test_an_absence_note_confirms_nothing(desk: Desk, ticket: Mail) -> None:
    question = lost_the_thread(desk, ticket, ORDER)
    away = reply_to(question, who=TOMASZ, text="Yes, I am away until Monday.", at=desk.now)
    desk.receives(with_header(away, "Auto-Submitted", "auto-replied"))
    nothing_was_done(desk)


def test_anothers_token_is_not_obeyed(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, ORDER, who=PRIYA)
    nothing_was_done(desk)


def test_the_requester_with_the_technicians_mail_in_hand_is_still_the_requester(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "#assign priya", who=JANE)
    nothing_was_done(desk)


def test_an_old_token_is_not_obeyed_until_he_confirms(desk: Desk, ticket: Mail) -> None:
    desk.settle()
    desk.later(days=15)
    desk.reply(ticket, ORDER)
    nothing_was_done(desk)
    desk.reply(desk.mail_to(TOMASZ), "Yes")
    assert desk.mail_to(JANE).says("The office needs your password")


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
