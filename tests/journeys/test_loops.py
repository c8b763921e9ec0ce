"""Robots that answer everything, over real SMTP: the desk falls silent, and every mail of theirs is kept."""

from collections.abc import Callable

import pytest

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import KESTREL_PARK, UNANSWERED, Mail, Question, bounce_of, new_mail, reply_to

ROBOT = Address("Blue team", "blue.team@kestrelpark.example")
ROUNDS = 12


def _replies(desk: Desk, mail: Mail) -> bytes:
    return reply_to(mail, who=ROBOT, text="Ta! Somebody of the blue team comes round.", at=desk.now)


def _writes_anew(desk: Desk, mail: Mail) -> bytes:
    about = Question(f"Blue team {len(mail.raw)}", "Ta! Somebody of the blue team comes round.")
    return new_mail(ROBOT, to=KESTREL_PARK, about=about, at=desk.now)


@pytest.mark.parametrize("answer", [_replies, _writes_anew])
def test_a_desk_without_any_mark_gets_four_mails_an_hour(desk: Desk, answer: Callable[[Desk, Mail], bytes]) -> None:
    desk.asks(ROBOT, UNANSWERED)
    newest = desk.mail_to(ROBOT)
    for _ in range(ROUNDS):
        desk.receives(answer(desk, newest))
        desk.settle()
        newest = desk.mails_for(ROBOT)[-1]
    assert len(desk.mails_for(ROBOT)) <= 4
    assert len(desk.outcomes()) == ROUNDS + 1
    assert sum(len(request.entries) for request in desk.requests()) >= ROUNDS


def test_two_mailboxes_of_ours_do_not_talk_to_each_other(desk: Desk) -> None:
    desk.asks(ROBOT, UNANSWERED)
    ours = desk.mail_to(ROBOT)
    for to in (KESTREL_PARK, "helpdesk@brackenridge.example", "helpdesk@tamselvalley.example"):
        desk.receives(ours.raw, to=to)
        desk.receives(new_mail(Address("", KESTREL_PARK), to=to, about=UNANSWERED, at=desk.now))
    desk.settle()
    assert len(desk.mails_for(ROBOT)) == 1
    assert not desk.mails_for(KESTREL_PARK)
    assert len(desk.requests()) == 1


def test_a_mailbox_that_bounces_everything_is_left_alone(desk: Desk) -> None:
    desk.asks(ROBOT, UNANSWERED)
    first = desk.mail_to(ROBOT)
    for _ in range(ROUNDS):
        desk.receives(bounce_of(first), to=first.envelope_from, envelope_from="")
        desk.asks(ROBOT, UNANSWERED)
        desk.settle()
    assert len(desk.mails_for(ROBOT)) == 1
    assert not desk.mails_for("MAILER-DAEMON@kestrelpark.example")
