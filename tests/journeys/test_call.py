"""A technician logs a phone call by mail."""

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import JANE, KESTREL_PARK, TOMASZ, Mail, Question, new_mail

GRETA = Address("", "g.finch@kestrelpark.example")  # nobody of the record
WORDS = "The hall projector drops out after ten minutes. I told her to turn it off and on."


def calls(desk: Desk, text: str, *, subject: str = "", proof: str = "pass") -> None:
    """Tomasz sends this to the desk."""
    about = Question(subject, text)
    desk.receives(
        new_mail(TOMASZ, to=KESTREL_PARK, about=about, at=desk.now), proof="pass" if proof == "pass" else "none"
    )


def confirmed(desk: Desk) -> Mail:
    """What Tomasz gets after he has said that it was him."""
    asked = desk.mail_to(TOMASZ)
    assert asked.says("Was this you?")
    desk.reply(asked, "Yes")
    return desk.mail_to(TOMASZ)


def test_a_call_is_the_callers_ticket_and_nothing_is_sent_to_them(desk: Desk) -> None:
    calls(desk, f"#call {JANE.address}\n#time 15m\n\n{WORDS}")
    done = confirmed(desk)
    request = desk.request()
    assert (request.state, request.assignee, request.school) == ("open", "tomasz", "kestrel-park")
    assert request.subject == "Your phone call on Tuesday 24 November"
    note = request.entries[0]
    assert (note["kind"], bool(note["internal"]), note["author"], note["text"]) == ("note", True, "Tomasz Wilk", WORDS)
    assert desk.rows("SELECT minutes, technician FROM time_spent") == [(15, "tomasz")]
    assert done.says(str(request.number))
    assert not desk.unread(JANE)
    desk.reply(done, "Hi Jane, the new lamp is in.\n\n#solved")
    answer = desk.mail_to(JANE)
    assert answer.says("the new lamp is in")
    assert not answer.says("turn it off and on")
    desk.reply(answer, "It is dark again, sorry")
    assert desk.mail_to(TOMASZ).says("It is dark again")


def test_a_call_that_ended_well_is_solved_and_still_nothing_is_sent(desk: Desk) -> None:
    calls(desk, f"#call {JANE.address} she had the wrong input, HDMI 2\n#solved", subject="Board")
    confirmed(desk)
    request = desk.request()
    assert (request.state, request.subject) == ("solved", "Board")
    assert request.texts[0] == "she had the wrong input, HDMI 2"
    assert not desk.unread(JANE)


def test_a_colleague_who_never_wrote_can_call(desk: Desk) -> None:
    calls(desk, f"#call {GRETA.address}\n{WORDS}")
    desk.reply(confirmed(desk), "Which room was it?")
    assert desk.mail_to(GRETA).says("Which room was it?")


def test_without_the_word_no_call_is_logged_and_without_proof_nobody_is_asked(desk: Desk) -> None:
    calls(desk, f"#call {JANE.address}\n{WORDS}")
    asked = desk.mail_to(TOMASZ)
    assert asked.says("Was this you?")
    assert desk.requests() == []
    desk.reply(asked, "No, that was not me")
    assert desk.requests() == []
    calls(desk, f"#call {JANE.address}\n{WORDS}", proof="none")
    assert desk.request().entries[0]["author"] == "Tomasz Wilk"  # a question of the sender's, whoever that is
    assert not desk.unread(JANE)


def test_an_outsiders_address_or_a_wrong_line_comes_back(desk: Desk) -> None:
    calls(desk, f"#call kim@elsewhere.example\n{WORDS}")
    assert desk.mail_to(TOMASZ).says("neither known nor of a school of yours")
    calls(desk, f"#call {JANE.address}\n#priorty high\n{WORDS}")
    assert desk.mail_to(TOMASZ).says("#priorty")
    assert desk.requests() == []
