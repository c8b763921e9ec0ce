"""What must not or cannot wait for an article."""

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import JANE, RUTH, SENSITIVE, SIOBHAN, TECHNICIANS, TOMASZ, URGENT

NAMED = {RUTH.address, SIOBHAN.address}


def test_a_sensitive_mail_reaches_only_the_named_technicians_and_gets_no_article(desk: Desk) -> None:
    desk.asks(JANE, SENSITIVE)
    request = desk.request()
    assert (request.state, request.sensitive, request.assignee) == ("open", True, "")
    assert sorted(desk.sent()) == sorted([JANE.address, *NAMED])
    acknowledgement = desk.mail_to(JANE)
    for words in ("safeguarding", "searching for", "KB-"):
        assert not acknowledgement.says(words)


def test_a_reply_that_makes_it_sensitive_is_told_to_the_named_alone(desk: Desk) -> None:
    desk.asks(JANE, URGENT)
    told = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    desk.settle()
    desk.reply(told, "It began when a pupil made a disclosure to me, this is a safeguarding concern.")
    desk.settle()
    assert desk.request().sensitive
    assert not [mail for who in TECHNICIANS if who.address not in NAMED for mail in desk.unread(who)]
    assert desk.mail_to(RUTH).says("disclosure")


def test_no_article_is_made_of_a_sensitive_request(desk: Desk) -> None:
    desk.asks(JANE, SENSITIVE)
    told = desk.mail_to(RUTH)
    desk.reply(told, "Open the console, choose Reports, then Export, and send the file to the lead.\n\n#kb Reports")
    assert desk.mail_to(RUTH).says("becomes no article")
    desk.mail_to(JANE)
    assert not desk.unread(JANE)
    assert desk.rows("SELECT count(*) FROM article WHERE title = 'Reports'") == [(0,)]


def test_a_sensitive_ticket_cannot_be_given_to_somebody_who_may_not_see_it(desk: Desk) -> None:
    desk.asks(JANE, SENSITIVE)
    desk.reply(desk.mail_to(RUTH), "#assign tomasz")
    assert desk.mail_to(RUTH).says("not among those")
    assert not desk.unread(TOMASZ)


def test_an_urgent_mail_is_a_ticket_at_once(desk: Desk) -> None:
    desk.asks(JANE, URGENT)
    assert desk.mail_to(TOMASZ).says("encrypted")
    request = desk.request()
    assert (request.state, request.priority) == ("open", "P1")
