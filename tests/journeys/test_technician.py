"""A technician's answers and directives, and what the requester gets of them."""

import pytest

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import JANE, PRIYA, RUTH, TOMASZ, UNANSWERED, Mail
from tests.journeys.field.wait import until


@pytest.fixture
def ticket(desk: Desk) -> Mail:
    """What Tomasz got of Jane's ticket; she has her acknowledgement."""
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


def test_the_requester_gets_the_technicians_words_and_only_his_words(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Hi Jane,\nI will bring a straight one at two.\n\nTomasz\n#solved")
    answer = desk.mail_to(JANE)
    assert answer.says("I will bring a straight one at two.")
    for words in ("#solved", "wrote:", "Priority", "ref:", TOMASZ.address):
        assert not answer.text.startswith(">")
        assert words not in answer.text or words == "ref:"
    assert answer.parsed["To"].addresses[0].addr_spec == JANE.address
    assert "Cc" not in answer.parsed
    assert desk.request().state == "solved"


def test_an_answer_without_a_directive_leaves_the_ticket_open(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Which room are you in?")
    answer = desk.mail_to(JANE)
    assert desk.request().state == "open"
    desk.reply(answer, "The music room")
    assert desk.mail_to(TOMASZ).says("The music room")
    assert not desk.unread(JANE)


def test_a_problem_reopens_what_was_solved(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Bent it back, it plays again.\n\n#solved")
    desk.reply(desk.mail_to(JANE), "It is bent again, can you have another look?")
    assert desk.mail_to(TOMASZ).says("It is bent again")
    assert desk.mail_to(JANE)
    assert desk.request().state == "open"
    assert len(desk.request().entries) == 3


@pytest.mark.parametrize("thanks", ["Thank you!", "Brilliant, thanks so much Tomasz", "That's great, cheers"])
def test_a_thank_you_reopens_nothing_and_bothers_nobody(desk: Desk, ticket: Mail, thanks: str) -> None:
    desk.reply(ticket, "Bent it back, it plays again.\n\n#solved")
    desk.reply(desk.mail_to(JANE), thanks)
    desk.settle()
    assert desk.request().state == "solved"
    assert desk.request().texts[-1] == thanks
    assert not desk.unread(TOMASZ)
    assert not desk.unread(JANE)


def test_a_solved_ticket_is_closed_in_time_and_a_later_problem_opens_a_linked_request(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Bent it back, it plays again.\n\n#solved")
    answer = desk.mail_to(JANE)
    desk.settle()
    desk.later(days=13)
    desk.settle()
    assert desk.request().state == "solved"
    desk.later(days=1, minutes=5)
    until(lambda: desk.request().state == "closed", "closed after a fortnight")
    desk.reply(answer, "It happened again and now the trombone is stuck as well")
    first, second = desk.requests()
    assert (first.state, second.state, second.linked_to) == ("closed", "open", first.number)


def test_a_note_never_reaches_the_requester(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "#note\nShe breaks one a month, between us.")
    desk.settle()
    desk.reply(ticket, "Which room are you in?")
    answer = desk.mail_to(JANE)
    desk.reply(answer, "The music room")
    assert desk.mail_to(TOMASZ).says("between us")  # the team sees it in the story
    assert not any(mail.says("between us") for mail in desk.mails_for(JANE))
    note = desk.request().entries[1]
    assert (note["kind"], bool(note["internal"])) == ("note", True)


def test_assigning_hands_the_ticket_over_with_its_story(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "#assign priya")
    told = desk.mail_to(PRIYA)
    assert told.says("trombone")
    assert told.says("Tomasz Wilk gave you this ticket")
    assert desk.request().assignee == "priya"
    assert not desk.unread(JANE)
    desk.reply(told, "I have a spare one.\n\n#solved")
    assert desk.mail_to(JANE).says("I have a spare one.")


def test_a_mistake_in_a_directive_sends_nothing_and_says_what_is_right(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "It plays again.\n\n#sovled")
    refused = desk.mail_to(TOMASZ)
    assert refused.says("#sovled")
    assert refused.says("#solved")
    assert not desk.unread(JANE)
    assert desk.request().state == "open"
    desk.reply(refused, "It plays again.\n\n#solved")
    assert desk.mail_to(JANE).says("It plays again.")
    assert desk.request().state == "solved"


def test_solving_what_the_requester_has_just_written_about_is_not_done(desk: Desk, ticket: Mail) -> None:
    desk.reply(desk.mails_for(JANE)[0], "And the tuba has a hole")
    desk.mail_to(TOMASZ)
    desk.reply(ticket, "Bent it back.\n\n#solved")
    assert desk.mail_to(JANE).says("Bent it back.")
    assert desk.mail_to(TOMASZ).says("#solved was not applied")
    assert desk.request().state == "open"


def test_a_technician_who_asks_for_himself_is_a_requester(desk: Desk) -> None:
    desk.asks(RUTH, UNANSWERED, to="helpdesk@tamselvalley.example")
    acknowledgement = desk.mail_to(RUTH)
    assert not acknowledgement.says("#solved")
    assert desk.request().school == "central"
