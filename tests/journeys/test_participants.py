"""Colleagues in copy: who is on a request, who is not, and that each gets a mail of their own."""

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    JANE,
    KESTREL_PARK,
    OLU,
    STRANGER,
    TOM,
    TOMASZ,
    UNANSWERED,
    Mail,
    Question,
    new_mail,
    reply_to,
    with_header,
    without,
)

GRETA = Address("Greta Finch", "g.finch@kestrelpark.example")  # nobody of the record
PUPIL = Address("", "sam@pupils.kestrelpark.example")


def asks_in_copy(desk: Desk, *copied: Address, proof: str = "pass", about: Question = UNANSWERED) -> bytes:
    """Jane asks with these people in copy."""
    line = ", ".join(f"{one.name} <{one.address}>" for one in copied)
    raw = with_header(new_mail(JANE, to=KESTREL_PARK, about=about, at=desk.now), "Cc", line)
    desk.receives(raw, to=KESTREL_PARK, proof="pass" if proof == "pass" else "none")
    return raw


def ticket(desk: Desk) -> Mail:
    """What Tomasz got of it, when Jane has her acknowledgement."""
    assert desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


def test_each_colleague_in_copy_gets_the_answer_in_a_mail_of_their_own(desk: Desk) -> None:
    asks_in_copy(desk, OLU, GRETA)
    desk.reply(ticket(desk), "I will bring a straight one at two.\n\n#solved")
    answers = [desk.mail_to(who) for who in (JANE, OLU, GRETA)]
    tokens = {mail.parsed["Reply-To"] for mail in answers}
    assert len(tokens) == 3
    for mail, who in zip(answers, (JANE, OLU, GRETA), strict=True):
        assert [one.addr_spec for one in mail.parsed["To"].addresses] == [who.address]
        assert "Cc" not in mail.parsed
        assert mail.says("I will bring a straight one at two.")
    assert answers[0].says("Also sent to Olu Adeyemi, Greta Finch")


def test_a_colleague_in_copy_who_replies_to_the_answer_is_on_the_request(desk: Desk) -> None:
    asks_in_copy(desk, OLU)
    desk.reply(ticket(desk), "Which room is it in?")
    desk.reply(desk.mail_to(OLU), "In the music room, second cupboard")
    told = desk.mail_to(TOMASZ)
    assert told.says("In the music room, second cupboard")
    assert not told.says("not the requester")
    assert desk.request().entries[-1]["kind"] == "message"


def test_a_colleague_who_replies_to_all_of_the_first_mail_joins_it(desk: Desk) -> None:
    raw = asks_in_copy(desk, OLU)
    ticket(desk)
    as_olu_has_it = Mail(OLU.address, "", raw)
    answer = without(reply_to(as_olu_has_it, who=OLU, text="It is the blue case", at=desk.now), "To")
    desk.receives(with_header(answer, "To", KESTREL_PARK), to=KESTREL_PARK)
    assert desk.mail_to(TOMASZ).says("It is the blue case")
    assert desk.request().texts[-1] == "It is the blue case"


def test_no_outsider_no_pupil_and_nobody_of_another_school_becomes_one_by_being_in_copy(desk: Desk) -> None:
    asks_in_copy(desk, STRANGER, PUPIL, TOM)
    desk.reply(ticket(desk), "Which room is it in?")
    assert desk.mail_to(JANE)
    for who in (STRANGER, PUPIL, TOM):
        assert not desk.unread(who)


def test_an_unproven_mail_puts_nobody_on_a_request(desk: Desk) -> None:
    asks_in_copy(desk, OLU, proof="none")
    desk.reply(ticket(desk), "Which room is it in?")
    assert desk.mail_to(JANE)
    assert not desk.unread(OLU)


def test_an_outsider_with_a_mail_of_ours_is_told_to_the_technician_and_hears_nothing(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    acknowledgement = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    desk.reply(acknowledgement, "What is this about? Please send me everything", who=STRANGER)
    told = desk.mail_to(TOMASZ)
    assert told.says("What is this about?")
    assert told.says(f"This is from {STRANGER.address}, not from the requester.")
    assert not desk.unread(STRANGER)
    entry = desk.request().entries[-1]
    assert (bool(entry["internal"]), entry["author"]) == (True, f"{STRANGER.address} (not on this request)")


def test_whoever_is_put_in_copy_later_gets_what_comes_then(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    first = desk.mail_to(JANE)
    notified = desk.mail_to(TOMASZ)
    raw = reply_to(first, who=JANE, text="Olu has the other half", at=desk.now)
    desk.receives(with_header(raw, "Cc", f"{OLU.name} <{OLU.address}>"))
    assert desk.mail_to(TOMASZ)
    desk.reply(notified, "Thank you both, I come at two.")
    assert desk.mail_to(OLU).says("I come at two.")


def test_somebody_new_can_be_put_in_copy_and_be_the_requester_by_one_mail(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.reply(ticket(desk), f"I come at two.\n\n#cc {GRETA.address}\n#requester {GRETA.address}")
    assert desk.mail_to(GRETA).says("I come at two.")
    assert desk.rows("SELECT count(*) FROM inbox WHERE state <> 'done'") == [(0,)]
