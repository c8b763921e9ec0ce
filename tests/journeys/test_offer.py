"""A question that an article answers: the offer, "that solved it", "still stuck", silence."""

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import ANSWERED, JANE, SEVERAL, TOMASZ, UNANSWERED, WENDY, WILLOWMERE
from tests.journeys.field.wait import until


def test_an_offer_and_that_solved_it(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    assert offer.says("No signal")
    assert offer.says("Windows + P")
    assert desk.request().state == "offered"
    desk.reply(offer, "That solved it, thank you!")
    request = desk.request()
    assert (request.state, request.outcome, request.assignee) == ("self_solved", "self_solved", "")
    assert desk.sent() == [JANE.address]


def test_an_offer_looks_like_an_answer_and_says_that_a_machine_wrote_it(desk: Desk) -> None:
    asked = desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    asked_id = next(line for line in asked.decode().split("\r\n") if line.startswith("Message-ID:")).split()[1]
    assert offer.parsed["In-Reply-To"] == asked_id
    assert offer.parsed["References"].split()[-1] == asked_id
    assert f"[#{desk.request().number}-" in offer.subject
    assert offer.parsed["Auto-Submitted"] == "auto-replied"
    assert offer.parsed["X-Auto-Response-Suppress"] is not None
    assert offer.envelope_from.startswith("itsupport+")


def test_still_stuck_opens_a_ticket_with_the_story_and_no_more_articles(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    desk.reply(desk.mail_to(JANE), "tried that, still black, Y5 in at 9")
    acknowledgement, told = desk.mail_to(JANE), desk.mail_to(TOMASZ)
    request = desk.request()
    assert (request.state, request.assignee, request.priority) == ("open", "tomasz", "P2")
    assert request.texts == [ANSWERED.text, "tried that, still black, Y5 in at 9"]
    assert acknowledgement.says(str(request.number))
    assert not acknowledgement.says("Windows + P")
    for words in ("still black, Y5 in at 9", ANSWERED.text, "No signal", JANE.name):
        assert told.says(words), words
    assert not desk.unread(JANE)
    assert not desk.unread(TOMASZ)


def test_a_question_that_no_article_answers_is_a_ticket_at_once(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(TOMASZ).says("trombone")
    assert not desk.mail_to(JANE).says("trombone is bent")
    assert desk.request().state == "open"


def test_a_reply_to_ones_own_first_mail_joins_it(desk: Desk) -> None:
    first = desk.asks(JANE, UNANSWERED)
    desk.settle()
    own_id = next(line for line in first.decode().split("\r\n") if line.startswith("Message-ID:")).split()[1]
    again = desk_reply_to_own(first, own_id)
    desk.receives(again)
    assert len(desk.request().entries) == 2


def desk_reply_to_own(first: bytes, own_id: str) -> bytes:
    """What a mail program makes of "reply" on a mail in the Sent folder."""
    head, _, _ = first.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Message-ID:")]
    more = [b"Message-ID: <second@kestrelpark.example>", b"In-Reply-To: " + own_id.encode()]
    return b"\r\n".join([*lines, *more]) + b"\r\n\r\nAnd the tuba as well.\r\n"


def test_silence_opens_a_ticket_where_the_school_wants_it(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    desk.mail_to(JANE)
    desk.settle()
    desk.later(minutes=115)
    desk.settle()
    assert desk.request().state == "offered"
    desk.later(minutes=10)
    until(lambda: desk.request().state == "open", "a ticket after two working hours")
    assert desk.mail_to(TOMASZ).says("nothing was heard")
    assert desk.mail_to(JANE)


def test_silence_closes_the_request_where_the_school_wants_it(desk: Desk) -> None:
    desk.asks(WENDY, ANSWERED, to=WILLOWMERE)
    desk.mail_to(WENDY)
    desk.settle()
    desk.later(hours=3)
    until(lambda: desk.request().state == "closed", "the end after two working hours")
    assert desk.request().outcome == "silent"
    assert desk.sent() == [WENDY.address]


def test_working_time_stands_still_at_night(desk: Desk) -> None:
    desk.later(hours=6)
    desk.asks(JANE, ANSWERED)
    desk.mail_to(JANE)
    desk.settle()
    desk.later(hours=14)
    desk.settle()
    assert desk.request().state == "offered"


def test_the_second_article_comes_when_asked_for(desk: Desk) -> None:
    desk.asks(JANE, SEVERAL)
    offer = desk.mail_to(JANE)
    desk.reply(offer, "Can you send me the second one please")
    second = desk.mail_to(JANE)
    _, wanted, *_ = desk.rows("SELECT a.title FROM offer o JOIN article a ON a.article = o.article ORDER BY o.rank")
    assert second.says(wanted[0])
    assert desk.request().state == "offered"
