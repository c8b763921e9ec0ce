"""One person, one matter, two mails: sent twice by impatience, or asked again later that day."""

from email.message import EmailMessage

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    KESTREL_PARK,
    OLU,
    TOMASZ,
    UNANSWERED,
    Question,
    new_mail,
)

IN_OTHER_WORDS = Question(
    "the trombone", "The second slide of the trombone is bent since the concert, can someone look"
)
ANOTHER_MATTER = Question("Trombone", "Where do I find the list of instruments that can be lent to parents?")


def test_a_mail_that_was_sent_twice_is_one_and_answered_once(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.later(minutes=3)
    desk.asks(JANE, UNANSWERED)
    assert len(desk.requests()) == 1
    assert len(desk.mails_for(JANE)) == 1
    assert len(desk.mails_for(TOMASZ)) == 1
    assert desk.request().texts[-1] == "Jane Ashdown sent the same mail again."
    assert desk.outcomes() == ["ticket_opened", "entry_added"]


def test_an_offer_is_not_made_twice(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    desk.later(minutes=3)
    desk.asks(JANE, ANSWERED)
    assert not desk.unread(JANE)
    desk.reply(offer, "that solved it")
    desk.settle()
    assert desk.request().state == "self_solved"


def test_the_same_words_from_somebody_else_are_somebody_elses(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.asks(OLU, UNANSWERED)
    assert len(desk.requests()) == 2
    assert desk.mail_to(OLU)


def test_what_solved_the_same_for_somebody_else_stands_in_the_technicians_mail(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.reply(desk.mail_to(TOMASZ), "Warm the slide in your hands for a minute and it comes off by itself.\n\n#solved")
    desk.settle()
    desk.asks(OLU, UNANSWERED)
    told = desk.mail_to(TOMASZ)
    assert told.says("Solved before")
    assert told.says("Warm the slide in your hands")
    assert not desk.mail_to(OLU).says("Warm the slide")


def test_who_asks_nearly_the_same_later_that_day_gets_a_linked_ticket_with_the_same_owner(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    first = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    desk.later(hours=2)
    desk.asks(JANE, IN_OTHER_WORDS)
    second = desk.mail_to(JANE)
    told = desk.mail_to(TOMASZ)
    old, new = desk.requests()
    assert (new.linked_to, new.assignee) == (old.number, "tomasz")
    assert told.says(f"They asked nearly the same in request {old.number}")
    assert first.says(str(old.number))
    assert second.says(str(new.number))


def test_the_same_subject_is_linked_whatever_the_words(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.later(hours=2)
    desk.asks(JANE, ANOTHER_MATTER)
    old, new = desk.requests()
    assert new.linked_to == old.number
    assert desk.rows("SELECT request, other FROM link") == [(old.number, new.number)]


def test_a_day_later_it_is_a_matter_of_its_own(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.later(hours=25)
    desk.asks(JANE, UNANSWERED)
    old, new = desk.requests()
    assert new.linked_to is None
    assert old.number != new.number


def test_the_same_words_with_the_file_that_was_forgotten_reach_the_technician(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.later(minutes=2)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{JANE.name} <{JANE.address}>", KESTREL_PARK, UNANSWERED.subject
    mail["Message-ID"], mail["Date"] = "<again@kestrelpark.example>", "Tue, 24 Nov 2026 10:02:00 +0000"
    mail.set_content(UNANSWERED.text)
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="slide.pdf")
    desk.receives(bytes(mail).replace(b"\n", b"\r\n"))
    assert len(desk.requests()) == 2
    assert any(mail.says("slide.pdf") for mail in desk.mails_for(TOMASZ))


def test_somebody_unproven_who_sends_it_again_changes_nothing_else(desk: Desk) -> None:
    raw = new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now)
    desk.receives(raw)
    desk.settle()
    desk.asks(JANE, UNANSWERED, proof="fail")
    assert len(desk.requests()) == 2  # proven false: nobody is taken for her
