"""What technicians say about a ticket by mail: its state, times, tags, owner; taken back, corrected, in the subject."""

from typing import Any

import pytest

from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import (
    JANE,
    KESTREL_PARK,
    OLU,
    TOMASZ,
    UNANSWERED,
    Mail,
    reply_to,
    with_header,
    without_proof_of_thread,
)
from tests.journeys.field.wait import until


@pytest.fixture
def ticket(desk: Desk) -> Mail:
    """What Tomasz got of Jane's ticket; she has her acknowledgement."""
    return opened(desk)


def opened(desk: Desk) -> Mail:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


def row(desk: Desk, *columns: str) -> tuple[Any, ...]:
    desk.settle()
    [found] = desk.rows(f"SELECT {', '.join(columns)} FROM request")  # noqa: S608 -- names of columns
    return found


def tagged(desk: Desk, mail: Mail, words: str, *, tags: str) -> bytes:
    """He answers and writes tags behind the subject."""
    raw = reply_to(mail, who=TOMASZ, text=words, at=desk.now)
    raw = with_header(raw, "Subject", f"Re: {mail.subject} {tags}")
    desk.receives(raw)
    return raw


def test_a_ticket_waits_for_a_part_and_is_open_again(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "A new slide is ordered.\n\n#hold the shop says two weeks")
    assert desk.mail_to(JANE).says("A new slide is ordered.")
    assert desk.request().state == "on_hold"
    assert desk.request().texts[-1] == "Tomasz Wilk: on hold: the shop says two weeks."
    assert not any(mail.says("two weeks") for mail in desk.mails_for(JANE))
    desk.reply(ticket, "#reopen")
    assert desk.request().state == "open"
    assert not desk.unread(TOMASZ)


def test_a_closed_ticket_is_opened_again_by_its_technician(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Bent it back.\n\n#solved")
    desk.settle()
    desk.later(days=14, minutes=5)
    until(lambda: desk.request().state == "closed", "closed after a fortnight")
    desk.reply(ticket, "#reopen")
    until(lambda: desk.request().state == "open", "open again")


def test_a_ticket_that_waits_until_friday_comes_back_on_friday(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Send me a photo, please.\n\n#pending until Friday")
    assert desk.mail_to(JANE).says("Send me a photo")
    assert desk.request().state == "pending"
    desk.settle()
    while desk.now.weekday() != 4 or desk.now.hour < 9:
        desk.later(hours=1)
        desk.settle()
    seen = desk.mail_to(TOMASZ)
    assert seen.says("the ticket is open again")
    assert desk.request().state == "open"
    assert row(desk, "pending_until") == (None,)


def test_who_answers_before_friday_ends_the_wait(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Send me a photo, please.\n\n#pending until Friday")
    desk.reply(desk.mail_to(JANE), "Here it is")
    assert desk.mail_to(TOMASZ).says("Here it is")
    assert desk.request().state == "open"
    desk.later(days=3)
    desk.settle()
    assert not any(mail.says("the ticket is open again") for mail in desk.mails_for(TOMASZ))


def test_priority_due_time_and_tags_are_kept_shown_and_reminded_of(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "I look at it.\n#priority high\n#due tomorrow 15:00\n#time 1h30\n#tag trombone, brass")
    assert desk.mail_to(JANE).says("I look at it.")
    request = desk.request()
    assert request.priority == "P2"
    assert request.texts[-1] == (
        "Tomasz Wilk: priority High; due 15:00 tomorrow; tags: trombone, brass; 1 h 30 min logged."
    )
    assert str(row(desk, "due_at")[0]).startswith("2026-11-25 15:00")
    assert desk.rows("SELECT technician, minutes FROM time_spent") == [("tomasz", 90)]
    assert not desk.unread(JANE)
    while desk.now.date().isoformat() != "2026-11-25" or desk.now.hour < 15:
        desk.later(minutes=30)
        desk.settle()
    said = [mail for mail in desk.mails_for(TOMASZ) if mail.says("olution by 15:00")]
    late = [mail for mail in desk.mails_for(TOMASZ) if mail.says("olution was due at 15:00")]
    assert said
    assert late


def test_a_ticket_moves_to_the_school_and_person_it_is_about(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, f"#note\nIt is Olu's.\n#requester {OLU.address}\n#school willowmere")
    assert desk.request().school == "willowmere"
    desk.reply(ticket, "Hi Olu, I come by at two.")
    answer = desk.mail_to(OLU)
    assert answer.says("I come by at two.")
    assert not desk.unread(JANE)
    assert "it" in answer.parsed["Reply-To"].addresses[0].username
    assert answer.parsed["Reply-To"].addresses[0].domain == "willowmere.example"
    desk.reply(answer, "Perfect, room 4")
    assert desk.mail_to(TOMASZ).says("Perfect, room 4")


def test_nobody_outside_becomes_a_requester(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Hi,\nhere you are.\n#requester somebody@elsewhere.example")
    refused = desk.mail_to(TOMASZ)
    assert refused.says("somebody@elsewhere.example is no address of a school of yours")
    assert not desk.unread(JANE)
    assert not desk.mails_for("somebody@elsewhere.example")


def test_spam_bothers_nobody_outside(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "#spam")
    assert desk.request().state == "spam"
    assert not desk.unread(JANE)
    desk.reply(desk.mails_for(JANE)[0], "Buy now!")
    assert not desk.unread(TOMASZ)
    assert not desk.unread(JANE)


def test_a_directive_in_the_subject_counts_once(desk: Desk, ticket: Mail) -> None:
    first = tagged(desk, ticket, "Bent it back.", tags="#solved #time 20m")
    answer = desk.mail_to(JANE)
    assert answer.says("Bent it back.")
    assert "#" not in answer.subject.replace("[#", "")
    assert desk.request().state == "solved"
    desk.reply(answer, "It is bent again, please come")
    until(lambda: desk.request().state == "open", "open again")
    # he goes on from the mail in his sent folder: its tags have counted
    sent = Mail(TOMASZ.address, "", first)
    token = ticket.parsed["Reply-To"].addresses[0].addr_spec
    raw = with_header(reply_to(sent, who=TOMASZ, text="I come at two.", at=desk.now), "To", token)
    desk.receives(raw, to=token)
    until(lambda: any(mail.says("I come at two.") for mail in desk.mails_for(JANE)), "his words")
    assert desk.request().state == "open"
    assert desk.rows("SELECT sum(minutes) FROM time_spent") == [(20,)]


def test_a_tag_that_is_mistyped_sends_nothing(desk: Desk, ticket: Mail) -> None:
    tagged(desk, ticket, "Bent it back.", tags="#sovled")
    assert desk.mail_to(TOMASZ).says("#solved")
    assert not desk.unread(JANE)


def test_the_corrected_line_alone_is_enough(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Hi Jane,\n\nI bent it back.\n\nTomasz\n\n#sovled\n#time 20m")
    refused = desk.mail_to(TOMASZ)
    assert refused.says("corrected line")
    assert not desk.unread(JANE)
    desk.reply(refused, "#solved")
    answer = desk.mail_to(JANE)
    assert answer.says("I bent it back.")
    assert desk.request().state == "solved"
    assert desk.rows("SELECT sum(minutes) FROM time_spent") == [(20,)]
    # once: the same again is a word of its own
    desk.reply(refused, "#reopen")
    assert desk.request().state == "open"
    assert not desk.unread(JANE)


def test_what_is_corrected_wrongly_comes_back_again(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "I bent it back.\n\n#assign nobody-here")
    desk.reply(desk.mail_to(TOMASZ), "#assign nobody-there")
    again = desk.mail_to(TOMASZ)
    assert again.says("I bent it back.")
    assert not desk.unread(JANE)
    desk.reply(again, "#assign priya")
    assert desk.mail_to(JANE).says("I bent it back.")
    assert desk.request().assignee == "priya"


def test_the_last_mail_is_taken_back_and_what_was_sent_is_said(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Bent it back.\n\n#solved\n#priority critical\n#time 15m\n#tag brass")
    assert desk.mail_to(JANE).says("Bent it back.")
    desk.settle()
    desk.later(minutes=9)
    desk.reply(ticket, "#undo")
    told = desk.mail_to(TOMASZ)
    assert told.says("Taken back: the state (open again); the priority; the tags; 15 min logged.")
    assert told.says("Not taken back: your answer, which has been sent.")
    request = desk.request()
    assert (request.state, request.priority) == ("open", "P3")
    assert row(desk, "tags") in (("[]",), ([],))
    assert desk.rows("SELECT sum(minutes) FROM time_spent") == [(0,)]
    desk.reply(ticket, "#undo")
    assert desk.mail_to(TOMASZ).says("No mail of yours of the last 10 minutes changed this ticket.")


def test_after_ten_minutes_nothing_is_taken_back(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, "Bent it back.\n\n#solved")
    desk.settle()
    desk.later(minutes=11)
    desk.reply(ticket, "#undo")
    assert desk.mail_to(TOMASZ).says("No mail of yours")
    assert desk.request().state == "solved"


def test_where_answers_are_held_back_undo_stops_them(open_desk: OpenDesk, trust_that_waits: Any) -> None:
    desk = open_desk(trust=trust_that_waits)
    desk.start()
    ticket = opened(desk)
    desk.reply(ticket, "Oh bother, the wrong ticket.\n\n#solved")
    until(lambda: desk.rows("SELECT count(*) FROM outbox WHERE kind = 'requester/reply'") == [(1,)], "held back")
    desk.later(minutes=4)
    desk.reply(ticket, "#undo")
    told = desk.mail_to(TOMASZ)
    assert told.says("Taken back: your answer, which has not been sent; the state (open again).")
    desk.later(minutes=30)
    assert not desk.unread(JANE)
    request = desk.request()
    assert request.state == "open"
    assert row(desk, "answered_at") == (None,)
    assert [(entry["kind"], bool(entry["internal"])) for entry in request.entries[1:]] == [
        ("note", True),
        ("event", True),
    ]


def test_where_answers_are_held_back_they_go_when_the_time_is_over(open_desk: OpenDesk, trust_that_waits: Any) -> None:
    desk = open_desk(trust=trust_that_waits)
    desk.start()
    ticket = opened(desk)
    desk.reply(ticket, "Bent it back.\n\n#solved")
    until(lambda: desk.rows("SELECT count(*) FROM outbox WHERE kind = 'requester/reply'") == [(1,)], "held back")
    assert not [mail for mail in desk.mails_for(JANE) if mail.says("Bent it back.")]
    desk.later(minutes=5, seconds=1)
    assert desk.mail_to(JANE).says("Bent it back.")
    desk.reply(ticket, "#undo")
    assert desk.mail_to(TOMASZ).says("your answer, which has been sent")


@pytest.fixture
def trust_that_waits(demo_trust: Any, tmp_path: Any) -> Any:
    """The demo's trust, holding answers back for five minutes."""
    trust = copy_trust(demo_trust, tmp_path / "waits")
    (trust / "undo.toml").write_text("[sla]\nundo_window = 5\n")
    return trust


def test_without_the_token_what_a_directive_names_is_still_known_after_the_yes(desk: Desk, ticket: Mail) -> None:
    raw = reply_to(ticket, who=TOMASZ, text=f"Hi Olu,\nI come at two.\n#requester {OLU.address}", at=desk.now)
    desk.receives(without_proof_of_thread(raw, to=KESTREL_PARK))
    asked = desk.mail_to(TOMASZ)
    assert asked.says("#requester")
    assert not desk.unread(OLU)
    desk.reply(asked, "Yes")
    assert desk.mail_to(OLU).says("I come at two.")
    assert not desk.unread(JANE)
