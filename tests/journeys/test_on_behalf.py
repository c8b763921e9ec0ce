"""What technicians pass on: a colleague's mail that was forwarded, and what was written to their own address."""

from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    KESTREL_PARK,
    OLU,
    SIOBHAN,
    STRANGER,
    TOMASZ,
    UNANSWERED,
    Question,
    new_mail,
    with_header,
)

MAILS = Path(__file__).parents[1] / "mails" / "forwards"
ABOVE = b"She caught me in the corridor as well, it is the one in the library."
CLIENTS = ("outlook", "outlook-mobile", "gmail", "apple-mail", "iphone", "attached")


def forward(client: str = "gmail", *, above: bytes = ABOVE, sender: bytes = b"") -> bytes:
    """Tomasz's forward of Jane's mail as that client writes it; `sender` replaces hers."""
    raw = (MAILS / f"{client}.eml").read_bytes().replace(ABOVE, above)
    raw = raw.replace(b"Jane Ashdown <jane.ashdown@kestrelpark.example>", sender) if sender else raw
    return raw.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("client", CLIENTS)
def test_a_forwarded_mail_is_its_writers_request(desk: Desk, client: str) -> None:
    desk.receives(forward(client))
    acknowledgement, notified = desk.mail_to(JANE), desk.mail_to(TOMASZ)
    request = desk.request()
    assert acknowledgement.says(str(request.number))
    assert not acknowledgement.says("in the corridor")
    assert (request.subject, request.state, request.school) == ("Visualiser", "open", "kestrel-park")
    first, note = request.entries
    assert (first["author"], first["kind"], note["kind"], note["part"]) == ("Jane Ashdown", "message", "note", 1)
    assert first["text"].startswith("Hi Tomasz,")
    assert "in the corridor" in note["text"]
    assert notified.says("Tomasz Wilk forwarded this mail")
    desk.reply(notified, "I come at two.")
    answer = desk.mail_to(JANE)
    assert answer.says("I come at two.")
    assert not answer.says("in the corridor")
    desk.reply(answer, "Perfect, thank you. The door is open")
    assert desk.mail_to(TOMASZ).says("The door is open")


def test_directives_above_it_wait_for_one_word_and_the_request_does_not(desk: Desk) -> None:
    desk.receives(forward(above=b"#assign siobhan\nThe same as last term."))
    assert desk.mail_to(JANE)
    assert desk.request().assignee == "tomasz"
    mails = [desk.mail_to(TOMASZ), desk.mail_to(TOMASZ)]
    asked = next(mail for mail in mails if mail.says("Was this you?"))
    assert asked.says("#assign siobhan")
    desk.reply(asked, "Yes")
    assert desk.mail_to(SIOBHAN).says("gave you this ticket")
    request = desk.request()
    assert request.assignee == "siobhan"
    assert not desk.unread(JANE)
    assert not any("#assign" in text for text in request.texts)


def test_a_mistake_above_it_leaves_the_request_and_comes_back(desk: Desk) -> None:
    desk.receives(forward(above=b"#asign siobhan"))
    assert desk.mail_to(JANE)
    mails = [desk.mail_to(TOMASZ), desk.mail_to(TOMASZ)]
    refused = next(mail for mail in mails if mail.says("#asign"))
    desk.reply(refused, "#assign siobhan")
    assert desk.mail_to(SIOBHAN)
    assert desk.request().assignee == "siobhan"


def test_of_an_outsiders_mail_the_technician_is_asked_whose_it_is(desk: Desk) -> None:
    desk.receives(forward(sender=b"Kim Sales <kim@elsewhere.example>"))
    told = desk.mail_to(TOMASZ)
    assert told.says("Whose request is this?")
    assert told.says("kim@elsewhere.example")
    assert told.says("the visualiser hums")
    assert desk.request().assignee == "tomasz"
    assert desk.sent() == [TOMASZ.address]


def test_the_technician_can_say_whose_it_is_above_it(desk: Desk) -> None:
    desk.receives(
        forward(sender=b"Jane at home <jane@elsewhere.example>", above=b"#requester o.adeyemi@kestrelpark.example")
    )
    assert desk.mail_to(OLU)
    assert desk.mail_to(TOMASZ)
    assert not desk.unread(TOMASZ)
    assert desk.request().entries[0]["author"] == "Olu Adeyemi"


def test_a_forward_that_is_not_proven_is_nobodys_but_its_senders(desk: Desk) -> None:
    desk.receives(forward(), proof="none")
    assert desk.request().entries[0]["author"] == "Tomasz Wilk"
    assert not desk.unread(JANE)


def test_a_stranger_who_forwards_speaks_for_nobody(desk: Desk) -> None:
    raw = with_header(forward(), "From", f"Tomasz Wilk <{STRANGER.address}>")
    desk.receives(raw, envelope_from=STRANGER.address)
    assert desk.mail_to(STRANGER)
    assert not desk.unread(JANE)
    assert not bool(desk.request().entries[0]["verified"])


def test_a_confidential_mail_that_was_forwarded_is_seen_by_the_named_alone(desk: Desk) -> None:
    raw = forward().replace(b"the visualiser hums", b"it is a safeguarding concern, the visualiser hums")
    desk.receives(raw)
    assert desk.mail_to(JANE)
    assert desk.mail_to(SIOBHAN).says("safeguarding")
    told = desk.mail_to(TOMASZ)
    assert told.says("The colleagues for it have it now")
    assert not told.says("visualiser hums")
    assert desk.request().sensitive


def to_tomasz(desk: Desk, about: Question, *, who: Address = JANE, proof: str = "pass") -> None:
    """Somebody writes to Tomasz himself with the helpdesk in copy."""
    raw = with_header(new_mail(who, to=TOMASZ.address, about=about, at=desk.now), "Cc", KESTREL_PARK)
    desk.receives(raw, to=KESTREL_PARK, proof="pass" if proof == "pass" else "none")


def test_what_was_written_to_a_technician_with_the_desk_in_copy_is_their_ticket(desk: Desk) -> None:
    to_tomasz(desk, ANSWERED)
    acknowledgement, told = desk.mail_to(JANE), desk.mail_to(TOMASZ)
    request = desk.request()
    assert (request.state, request.assignee) == ("open", "tomasz")
    assert acknowledgement.says(str(request.number))
    assert told.says("wrote to you")
    desk.reply(told, "On my way.")
    assert desk.mail_to(JANE).says("On my way.")


def test_another_schools_technician_owns_what_was_written_to_them(desk: Desk) -> None:
    raw = new_mail(JANE, to="priya.nambiar@it.tamselvalley.example", about=UNANSWERED, at=desk.now)
    desk.receives(with_header(raw, "Cc", KESTREL_PARK), to=KESTREL_PARK)
    assert desk.mail_to("priya.nambiar@it.tamselvalley.example")
    assert desk.request().assignee == "priya"
