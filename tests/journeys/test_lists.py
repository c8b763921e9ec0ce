"""What technicians ask to read, and numbered lists whose rows a reply acts on."""

import pytest

from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    OLU,
    PRIYA,
    RUTH,
    SIOBHAN,
    STRANGER,
    TOMASZ,
    UNANSWERED,
    Mail,
    Question,
)

CLARINET = Question("Clarinet", "The clarinet in the music room lost its reed holder, who orders one?")
TUBA = Question("Tuba", "The tuba is dented, it fell off the stage during the rehearsal")


def asks_to_read(desk: Desk, words: str, *, proof: str = "pass") -> None:
    desk.asks(TOMASZ, Question("list please", words), proof=proof)  # type: ignore[arg-type]


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Three tickets of Tomasz's, in the order in which they came; nobody has unread mail."""
    for who, question in ((JANE, UNANSWERED), (OLU, CLARINET), (JANE, TUBA)):
        desk.asks(who, question)
        desk.mail_to(TOMASZ)
        desk.mail_to(who)
    return [request.number for request in desk.requests()]


def a_list(desk: Desk, words: str = "#list") -> Mail:
    asks_to_read(desk, words)
    return desk.mail_to(TOMASZ)


def test_a_list_numbers_its_rows_and_a_reply_works_on_each(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    assert listed.subject.startswith("3 tickets of yours")
    for row, number in enumerate(three, 1):
        assert listed.says(f"{row} {number} ")
    desk.reply(listed, "1 solved\n2 Priya\n3 #note rang her, she will call back\n\nThanks,\nTomasz")
    assert desk.mail_to(JANE).says("Your request is solved.")
    assert desk.mail_to(PRIYA).says("Tomasz Wilk gave you this ticket")
    first, second, third = (desk.request(number) for number in three)
    assert (first.state, second.assignee, third.state) == ("solved", "priya", "open")
    assert third.texts[-1] == "rang her, she will call back"
    assert (third.entries[-1]["kind"], bool(third.entries[-1]["internal"])) == ("note", True)
    done = desk.mail_to(TOMASZ)
    assert done.says(f"Done: ticket {three[0]}, {first.subject} (1 solved)")
    assert not desk.unread(JANE)
    assert not desk.unread(OLU)


def test_one_wrong_row_and_nothing_of_the_mail_is_done(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    desk.reply(listed, "1 solved\n2 sovled\n9 take")
    refused = desk.mail_to(TOMASZ)
    assert refused.says("Nothing has been done or sent")
    assert refused.says("2 sovled")
    assert refused.says("#solved")
    assert refused.says("The list has the rows 1 to 3.")
    assert not desk.unread(JANE)
    assert {desk.request(number).state for number in three} == {"open"}
    desk.reply(refused, "1-2 solved")
    assert desk.mail_to(JANE)
    assert desk.mail_to(OLU)
    assert [desk.request(number).state for number in three] == ["solved", "solved", "open"]


def test_what_the_requester_wrote_after_the_list_is_not_overlooked(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    desk.reply(desk.mails_for(OLU)[0], "And the music stand is broken too")
    desk.mail_to(TOMASZ)
    desk.reply(listed, "2 solved")
    told = [mail for mail in desk.unread(TOMASZ) if mail.says("#solved was not applied")]
    assert len(told) == 1
    assert desk.request(three[1]).state == "open"
    assert not desk.unread(OLU)


def test_a_list_that_somebody_else_answers_does_nothing(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    for who in (PRIYA, JANE, STRANGER):
        desk.reply(listed, "1-3 solved", who=who)
    desk.settle()
    assert {desk.request(number).state for number in three} == {"open"}
    desk.reply(listed, "1-3 solved", proof="none")
    desk.settle()
    assert {desk.request(number).state for number in three} == {"open"}


def test_rows_in_an_unproven_mail_are_notes_that_the_lead_sees_and_nothing_more(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    lead = SIOBHAN
    desk.reply(listed, "1 solved\n3 #note she is in room 9", proof="none")
    desk.settle()
    first, second, third = (desk.request(number) for number in three)
    assert {first.state, second.state, third.state} == {"open"}
    assert first.texts[-1] == "1 solved"
    assert third.texts[-1] == "3 #note she is in room 9"
    assert len(second.texts) == 1
    assert {bool(first.entries[-1]["internal"]), bool(first.entries[-1]["verified"])} == {True, False}
    assert not desk.unread(JANE)
    told = [mail for mail in desk.mails_for(lead) if mail.says("nothing proves that")]
    assert len(told) == 2


def test_a_colleagues_answer_since_the_list_stops_the_mail(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    desk.asks(PRIYA, Question("list", "#list line 1"))
    other = desk.mail_to(PRIYA)
    desk.reply(other, "2 solved")
    desk.mail_to(OLU)
    desk.reply(listed, "1-2 solved")
    refused = desk.mail_to(TOMASZ)
    assert refused.says("It is solved already, and they were told")
    assert refused.says("Row 2")
    assert [desk.request(number).state for number in three] == ["open", "solved", "open"]
    assert not desk.unread(JANE)


def test_show_mails_the_ticket_and_a_reply_to_it_acts_on_it(desk: Desk, three: list[int]) -> None:
    asks_to_read(desk, f"#show {three[1]}")
    shown = desk.mail_to(TOMASZ)
    assert shown.says(f"Ticket {three[1]}, as it stands.")
    assert shown.says("lost its reed holder")
    desk.reply(shown, "Ordered one, it comes on Friday.\n\n#solved")
    assert desk.mail_to(OLU).says("it comes on Friday")
    assert desk.request(three[1]).state == "solved"
    asks_to_read(desk, "#show 999999")
    assert desk.mail_to(TOMASZ).says("There is no ticket 999999.")


def test_find_looks_through_articles_of_either_audience_and_requests(desk: Desk, three: list[int]) -> None:
    asks_to_read(desk, "#find reed holder")
    found = desk.mail_to(TOMASZ)
    assert found.says(f"1 {three[1]} Clarinet")
    asks_to_read(desk, "#find smartboard laptop")
    articles = desk.mail_to(TOMASZ)
    assert articles.says("KB-")
    assert articles.says("0 requests and")


def test_only_who_is_proven_gets_to_read_and_only_at_the_registered_address(desk: Desk, three: list[int]) -> None:
    before = len(desk.mails_for(TOMASZ))
    asks_to_read(desk, "#list", proof="none")
    asks_to_read(desk, "#list", proof="fail")
    desk.asks(JANE, Question("list", "#list\n#show 1\n#find tuba"))
    desk.asks(STRANGER, Question("list", f"#show {three[0]}"))
    desk.settle()
    assert not any(mail.says("as it stands") or mail.says("tickets of yours") for mail in desk.mails_for(JANE))
    assert not any(mail.says("tickets of yours") for mail in desk.mails_for(TOMASZ)[before:])


def test_a_confidential_ticket_is_in_nobodys_list_but_of_who_is_named(desk: Desk) -> None:
    desk.asks(JANE, Question("Worried about a child", "A child in my class made a disclosure to me, safeguarding"))
    desk.settle()
    number = desk.request().number
    asks_to_read(desk, "#list all")
    assert desk.mail_to(TOMASZ).says("There are no tickets")
    asks_to_read(desk, f"#show {number}")
    assert desk.mail_to(TOMASZ).says(f"There is no ticket {number}.")
    asks_to_read(desk, "#find disclosure")
    assert desk.mail_to(TOMASZ).says("0 requests")
    while desk.unread(RUTH):
        desk.mail_to(RUTH)
    desk.asks(RUTH, Question("list", "#list all"), to="helpdesk@tamselvalley.example")
    named = desk.mail_to(RUTH)
    assert named.says(f"1 {number} (confidential)")
    assert not named.says("Jane")


def test_lists_by_line_school_and_name(desk: Desk, three: list[int]) -> None:
    assert a_list(desk, "#list line 1").subject.startswith("3 tickets of line 1")
    assert a_list(desk, "#list line 3").says("There are no tickets of line 3.")
    assert a_list(desk, "#List kestrel").subject.startswith("3 tickets of Kestrel Park")
    assert a_list(desk, "#list priya").says("There are no tickets of Priya Nambiar.")
    assert a_list(desk, "#list the moon").says("There is no list of the moon")
    assert len(three) == 3


def test_an_article_in_a_row_and_a_request_for_help(desk: Desk, three: list[int]) -> None:
    listed = a_list(desk)
    assert listed.says(f"3 {three[2]} Tuba")
    desk.reply(listed, "3 #kb Dented tubas")
    assert desk.mail_to(TOMASZ).says("#kb is for a reply to the ticket's own mail")
    desk.reply(listed, "#help")
    assert desk.mail_to(TOMASZ).says("#solved")


def test_an_offer_is_no_ticket_and_stands_in_no_list(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.start()
    desk.asks(JANE, ANSWERED)
    desk.mail_to(JANE)
    asks_to_read(desk, "#list all")
    assert desk.mail_to(TOMASZ).says("There are no tickets")
