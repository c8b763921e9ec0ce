"""The desk never argues with a machine, and bores nobody: automatic mail, bounces, caps."""

import pytest

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    ANSWERED,
    JANE,
    KESTREL_PARK,
    TECHNICIANS,
    TOMASZ,
    UNANSWERED,
    WENDY,
    WILLOWMERE,
    Question,
    bounce_of,
    new_mail,
    reply_to,
    with_header,
)
from tests.journeys.field.wait import until


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("List-Id", "Staff news <news.kestrelpark.example>"),
        ("X-Autoreply", "yes"),
    ],
)
def test_what_a_machine_wrote_gets_no_answer(desk: Desk, name: str, value: str) -> None:
    raw = with_header(new_mail(JANE, to=KESTREL_PARK, about=ANSWERED, at=desk.now), name, value)
    desk.receives(raw)
    assert desk.sent() == []
    assert desk.requests() == []
    assert desk.outcomes()[0] in ("auto_reply", "list")


def test_the_null_sender_gets_no_answer(desk: Desk) -> None:
    desk.receives(new_mail(JANE, to=KESTREL_PARK, about=ANSWERED, at=desk.now), envelope_from="")
    assert desk.sent() == []


def test_an_out_of_office_answer_settles_nothing_and_gets_no_answer(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    away = reply_to(offer, who=JANE, text="Thank you, that solved it! I am away until Monday.", at=desk.now)
    desk.receives(with_header(away, "Auto-Submitted", "auto-replied"))
    assert desk.request().state == "offered"
    assert desk.sent() == [JANE.address]
    assert len(desk.request().entries) == 2


def test_our_own_mail_that_comes_back_is_filed(desk: Desk) -> None:
    desk.asks(JANE, ANSWERED)
    offer = desk.mail_to(JANE)
    desk.receives(offer.raw, to=KESTREL_PARK)
    assert desk.outcomes()[-1] in ("own", "auto_reply")
    assert desk.sent() == [JANE.address]
    assert len(desk.requests()) == 1


def test_a_bounce_marks_the_address_and_tells_the_technician_once(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    acknowledgement = desk.mail_to(JANE)
    desk.mail_to(TOMASZ)
    for _ in range(2):
        desk.receives(bounce_of(acknowledgement), to=acknowledgement.envelope_from, envelope_from="")
        desk.settle()
    assert desk.mail_to(TOMASZ).says(JANE.address)
    assert not desk.unread(TOMASZ)
    assert desk.rows("SELECT count(*) FROM address_state WHERE bounced_at IS NOT NULL") == [(1,)]
    desk.asks(JANE, ANSWERED)
    assert [request.state for request in desk.requests()] == ["open", "open"]
    assert not desk.unread(JANE)  # an address that bounces is left alone for a day


def test_a_relay_that_refuses_for_good_tells_the_technician(desk: Desk) -> None:
    desk.sink.script("RCPT", "550 5.1.1 no such user", times=1)
    desk.asks(JANE, ANSWERED)
    desk.settle()
    told = desk.mail_to(TOMASZ)
    assert told.says("no such user")
    assert told.says(ANSWERED.text)
    assert desk.request().state == "open"
    assert not desk.mails_for(JANE)


def test_an_offer_that_bounces_is_not_taken_for_silence(desk: Desk) -> None:
    desk.asks(WENDY, ANSWERED, to=WILLOWMERE)  # her school closes what is met with silence
    offer = desk.mail_to(WENDY)
    desk.receives(bounce_of(offer), to=offer.envelope_from, envelope_from="")
    assert desk.request().state == "open"
    assert any(mail.says(WENDY.address) for who in TECHNICIANS for mail in desk.mails_for(who))


def test_a_relay_that_is_away_delays_and_loses_nothing(desk: Desk) -> None:
    desk.sink.stop()
    desk.asks(JANE, UNANSWERED)
    desk.sink.start()
    assert desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    assert len(desk.sent()) == 2


def test_a_greylisted_mail_is_sent_again_as_the_very_same_mail(desk: Desk) -> None:
    desk.sink.script("AFTER_DATA", "451 4.7.1 come back later", times=2)
    desk.asks(JANE, UNANSWERED)
    until(lambda: desk.rows("SELECT count(*) FROM outbox WHERE error IS NOT NULL") == [(2,)], "both put off")
    desk.later(minutes=5)
    desk.settle()
    assert len(desk.sink.mails) == 4
    by_recipient = {
        address: {mail.content for mail in desk.sink.mails if mail.envelope_to == (address,)}
        for address in (JANE.address, TOMASZ.address)
    }
    assert [len(copies) for copies in by_recipient.values()] == [1, 1]


def test_nobody_gets_more_than_four_automatic_mails_an_hour_and_no_ticket_is_lost(desk: Desk) -> None:
    for number in range(6):
        desk.asks(JANE, Question(f"Trombone {number}", UNANSWERED.text))
        desk.settle()
    assert len(desk.mails_for(JANE)) == 4
    assert [request.state for request in desk.requests()] == ["open"] * 6
    assert len(desk.mails_for(TOMASZ)) == 6
    desk.later(minutes=61)
    desk.asks(JANE, Question("Trombone 7", UNANSWERED.text))
    desk.settle()
    assert len(desk.mails_for(JANE)) == 5


def test_nobody_gets_more_than_twenty_automatic_mails_a_day(desk: Desk) -> None:
    for hour in range(6):
        for number in range(4):
            desk.asks(JANE, Question(f"Trombone {hour} {number}", UNANSWERED.text))
        desk.settle()
        desk.later(minutes=61)
    assert len(desk.mails_for(JANE)) == 20
    assert len(desk.requests()) == 24


def test_a_technicians_words_are_never_capped(desk: Desk) -> None:
    for number in range(5):
        desk.asks(JANE, Question(f"Trombone {number}", UNANSWERED.text))
        desk.settle()
    before = len(desk.mails_for(JANE))
    for told in desk.mails_for(TOMASZ):
        desk.reply(told, "I have a spare one.\n\n#solved")
    desk.settle()
    assert len(desk.mails_for(JANE)) == before + 5
