"""Requests that are made one, parted, and linked by technicians; both numbers go on working."""

import pytest

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    JANE,
    KESTREL_PARK,
    KILN,
    OLU,
    SENSITIVE,
    SIOBHAN,
    TOM,
    TOMASZ,
    UNANSWERED,
    Mail,
    without_proof_of_thread,
)


@pytest.fixture
def two(desk: Desk) -> tuple[Mail, Mail]:
    """What Tomasz got of Jane's and of Olu's request, in this order; both have their acknowledgements."""
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.asks(OLU, KILN)
    assert desk.mail_to(JANE)
    assert desk.mail_to(OLU)
    mails = {mail.subject.partition("[")[0]: mail for mail in (desk.mail_to(TOMASZ), desk.mail_to(TOMASZ))}
    return tuple(mails[name] for name in sorted(mails, reverse=True))[0:2]  # type: ignore[return-value]


def numbers(desk: Desk) -> tuple[int, int]:
    """The older and the newer request."""
    first, second = (one.number for one in desk.requests())
    return first, second


def test_a_merged_request_goes_on_as_the_other_and_both_numbers_work(desk: Desk, two: tuple[Mail, Mail]) -> None:
    old, new = numbers(desk)
    olus_first = desk.mails_for(OLU)[0]
    desk.reply(two[1], f"#merge {old}")
    told = [desk.mail_to(JANE), desk.mail_to(OLU)]
    for mail in told:
        assert mail.says(f"Request {new} goes on as {old}")
    assert desk.request(new).state == "merged"
    assert desk.rows("SELECT merged_into FROM request WHERE number = :number", number=new) == [(old,)]
    # a reply to the mail of the old number, by its token
    desk.reply(olus_first, "It smells of burning now")
    answer = desk.mail_to(TOMASZ)
    assert answer.says("It smells of burning now")
    assert desk.request(old).texts[-1] == "It smells of burning now"
    # a reply that has kept nothing but the tag in its subject
    bare = without_proof_of_thread(desk.reply(olus_first, "again"), to=KESTREL_PARK)
    desk.settle()
    desk.receives(bare.replace(b"again", b"and once more").replace(b"Message-ID: <", b"Message-ID: <x"))
    desk.settle()
    assert desk.request(old).texts[-1].startswith("and once more")
    assert len(desk.requests()) == 2


def test_the_answer_on_it_reaches_the_people_of_both(desk: Desk, two: tuple[Mail, Mail]) -> None:
    old, _ = numbers(desk)
    desk.reply(two[1], f"Both are on my list for two.\n\n#merge {old}")
    for who in (JANE, OLU):
        mails = [desk.mail_to(who), desk.mail_to(who)]
        assert any(mail.says("Both are on my list for two.") for mail in mails)
    assert any("pottery kiln" in text for text in desk.request(old).texts)


def test_a_technicians_old_mail_of_the_merged_one_answers_on_the_other(desk: Desk, two: tuple[Mail, Mail]) -> None:
    old, _ = numbers(desk)
    desk.reply(two[1], f"#merge {old}")
    assert desk.mail_to(JANE)
    assert desk.mail_to(OLU)
    desk.reply(two[1], "I come at two.")
    assert desk.mail_to(JANE).says("I come at two.")
    assert desk.mail_to(OLU).says("I come at two.")
    assert desk.request(old).texts[-1] == "I come at two."


def test_what_must_not_be_one_is_refused_and_nothing_is_said(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(TOMASZ)
    desk.asks(TOM, KILN, to="helpdesk@brackenridge.example")
    desk.asks(OLU, SENSITIVE)
    desk.settle()
    _, toms, secret = (one.number for one in desk.requests())
    sent = len(desk.sent())
    for number, reason in (
        (toms, "is at another school"),
        (secret, f"There is no request {secret}."),
        (99_999, "There is no request 99999."),
    ):
        desk.reply(told, f"#merge {number}")
        assert desk.mail_to(TOMASZ).says(reason)
    assert set(desk.sent()[sent:]) == {TOMASZ.address}
    assert {one.state for one in desk.requests()} == {"open"}


def test_a_confidential_one_is_never_made_one_with_what_others_see(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.settle()
    desk.asks(OLU, SENSITIVE)
    first, _ = numbers(desk)
    desk.reply(desk.mail_to(SIOBHAN), f"#merge {first}")
    assert desk.mail_to(SIOBHAN).says("one is confidential")
    assert [one.state for one in desk.requests()] == ["open", "open"]


def test_the_later_part_becomes_a_request_of_its_own(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    first = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    desk.reply(first, "And the projector in the hall hums, could you look at that too?")
    second = desk.mail_to(TOMASZ)
    desk.reply(second, "The hall is on Thursday.\n\n#split Projector in the hall")
    mails = [desk.mail_to(JANE), desk.mail_to(JANE)]
    old, new = desk.requests()
    split = next(mail for mail in mails if mail.says("a number of its own"))
    answer = next(mail for mail in mails if mail.says("The hall is on Thursday."))
    assert split.says(f"request {new.number}")
    assert (new.subject, new.state, new.linked_to) == ("Projector in the hall", "open", old.number)
    assert new.texts[0].startswith("And the projector in the hall hums")
    assert not any("projector" in text and "hums" in text for text in old.texts)
    desk.reply(answer, "Thursday is fine, first lesson please")
    assert desk.mail_to(TOMASZ).says("first lesson please")
    desk.reply(first, "The trombone is urgent, by the way")
    assert desk.mail_to(TOMASZ).says("The trombone is urgent")
    assert desk.request(new.number).texts[-1] == "Thursday is fine, first lesson please"
    assert desk.request(old.number).texts[-1] == "The trombone is urgent, by the way"


def test_one_mail_cannot_be_split(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    desk.reply(desk.mail_to(TOMASZ), "#split")
    assert desk.mail_to(TOMASZ).says("There is one mail on it so far")


def test_linked_tickets_show_each_other_and_requesters_hear_nothing(desk: Desk, two: tuple[Mail, Mail]) -> None:
    old, new = numbers(desk)
    desk.reply(two[1], f"#link {old}")
    assert not desk.unread(JANE)
    assert not desk.unread(OLU)
    assert any(str(old) in text for text in desk.request(new).texts)
    assert any(str(new) in text for text in desk.request(old).texts)
    assert desk.rows("SELECT request, other FROM link") == [(old, new)]


def test_who_is_put_in_copy_gets_the_answer_and_is_taken_off_again(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(TOMASZ)
    desk.reply(told, f"Olu has the key.\n\n#cc {OLU.address}")
    assert desk.mail_to(OLU).says("Olu has the key.")
    desk.reply(told, f"#uncc {OLU.address}")
    desk.settle()
    desk.reply(told, "I am there now.")
    desk.settle()
    assert not desk.unread(OLU)
    assert any(mail.says("I am there now.") for mail in desk.mails_for(JANE))


def test_an_outsider_is_put_on_nothing(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    told = desk.mail_to(TOMASZ)
    assert desk.mail_to(JANE)
    desk.reply(told, "See below.\n\n#cc kim@elsewhere.example")
    assert desk.mail_to(TOMASZ).says("neither known nor of a school of yours")
    assert not desk.unread(JANE)
    assert not desk.unread("kim@elsewhere.example")


def test_undo_says_that_a_merge_stays(desk: Desk, two: tuple[Mail, Mail]) -> None:
    old, _ = numbers(desk)
    desk.reply(two[1], f"#merge {old}\n#tag kiln")
    assert desk.mail_to(JANE)
    desk.settle()
    desk.reply(two[1], "#undo")
    told = desk.mail_to(TOMASZ)
    assert told.says("Taken back: the tags."), told.text
    assert told.says(f"Not taken back: that it goes on as {old}")
