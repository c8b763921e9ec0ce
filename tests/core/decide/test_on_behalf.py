"""A forwarded mail, a logged call, a mail to a technician's own address: whose request it is, and who is told what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.decide.case import Case, Desk, Verdict
from mailbot.core.decide.opening import open_ticket
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import HoldMessage
from mailbot.core.model.effects.on_people import AddParticipant, AddPerson
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest, SetPriority
from mailbot.core.model.effects.on_threads import LinkRequest
from mailbot.core.model.mails.requester import TicketOpenedMail
from mailbot.core.model.mails.technician import DoneMail, RefusedMail, WasItYouMail
from mailbot.core.model.message import Address, Forwarded
from mailbot.core.model.people import Leave, Somebody
from mailbot.core.model.policy import KnownPerson
from mailbot.core.model.request import Request
from tests.support.builders import (
    JANE,
    MONDAY,
    PRIYA,
    RUTH,
    SAM,
    SIOBHAN,
    TOM,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    an_index,
    arrived,
    decided,
    effect_of,
    mails,
    to,
)

JANES = Somebody(JANE.address, JANE.name, "known", "kestrel", ("kestrel",), JANE)
GRETAS = Somebody("greta@kestrelpark.example", "Greta Finch", "member", "kestrel", ("kestrel",))
TOMASZS = Somebody(TOMASZ.address, TOMASZ.name, "technician", "central", ("central",), TOMASZ, copied=True)
ORIGINAL = Forwarded(Address(JANE.name, JANE.address), JANE.name, "Board", "It is black since Monday")


def forwarded(above: str = "It is the one in the library", **changes: Any) -> Any:
    """The decision on a forward by Priya."""
    given: dict[str, Any] = {"person": PRIYA, "level": 2, "original": ORIGINAL, "named": (JANES,), "forwarded": "..."}
    policy, snapshot = changes.pop("policy", None), changes.pop("snapshot", None)
    return decided(arrived(above, **{"subject": "FW: Board", **given, **changes}), policy=policy, snapshot=snapshot)


def test_the_request_is_the_colleagues_and_the_line_above_a_note() -> None:
    decision = forwarded()
    opened = effect_of(decision, OpenRequest)
    assert (opened.requester_key, opened.school, opened.subject) == (JANE.key, "kestrel", "Board")
    message, note = (one for one in decision.effects if isinstance(one, AddEntry))
    assert (message.author_key, message.text, message.internal, message.part) == (JANE.key, ORIGINAL.text, False, 0)
    assert (note.kind, note.text, note.internal, note.part) == ("note", "It is the one in the library", True, 1)
    assert isinstance(to(decision, JANE)[0].content, TicketOpenedMail)
    assert "library" in to(decision, TOMASZ)[0].content.notice  # type: ignore[union-attr]
    assert isinstance(to(decision, PRIYA)[0].content, DoneMail)


def test_somebody_new_of_a_school_becomes_known() -> None:
    original = replace(ORIGINAL, sender=Address(GRETAS.name, GRETAS.address), name=GRETAS.name)
    decision = forwarded(original=original, named=(GRETAS,))
    person = effect_of(decision, AddPerson).person
    assert (person.address, person.schools) == (GRETAS.address, ("kestrel",))
    assert effect_of(decision, OpenRequest).requester_key == person.key


def test_a_head_that_shows_a_name_alone_is_one_person_of_the_record() -> None:
    only = replace(ORIGINAL, sender=None)
    assert effect_of(forwarded(original=only, named=()), OpenRequest).requester_key == JANE.key
    two = a_policy()
    two = replace(two, people=(*two.people, KnownPerson(JANE.name, ("j@brackenridge.example",), ("bracken",))))
    assert effect_of(forwarded(original=only, named=(), policy=two), OpenRequest).requester_key == PRIYA.key


@pytest.mark.parametrize("named", [(), (replace(JANES, standing="unknown", person=None),)])
def test_whose_it_is_is_asked_where_nobody_knows(named: tuple[Somebody, ...]) -> None:
    decision = forwarded(named=named)
    assert effect_of(decision, OpenRequest).requester_key == PRIYA.key
    assert effect_of(decision, Assign).technician == "priya"
    assert {mail.to.address for mail in mails(decision)} == {PRIYA.address}
    assert "Whose request is this?" in mails(decision)[0].content.notice  # type: ignore[union-attr]


def test_directives_wait_for_a_word_and_nothing_else_does() -> None:
    decision = forwarded("#take\nIt is the one in the library")
    assert effect_of(decision, OpenRequest).requester_key == JANE.key
    assert effect_of(decision, HoldMessage).request == effect_of(decision, OpenRequest).number
    asked = [mail for mail in to(decision, PRIYA) if isinstance(mail.content, WasItYouMail)]
    assert [mail.to.purpose for mail in asked] == ["c"]
    assert [one.technician for one in decision.effects if isinstance(one, Assign)] == ["tomasz"]


@pytest.mark.parametrize("above", ["#note", "#note she is in room 5", f"#requester {JANE.address}"])
def test_what_is_so_anyway_waits_for_no_word(above: str) -> None:
    decision = forwarded(above)
    assert not [one for one in decision.effects if isinstance(one, HoldMessage)]
    assert effect_of(decision, OpenRequest).requester_key == JANE.key


def test_a_confidential_one_is_told_to_the_named_and_its_words_to_nobody_else() -> None:
    decision = forwarded("This is a safeguarding matter")
    assert effect_of(decision, OpenRequest).sensitive
    (told,) = to(decision, PRIYA)
    assert isinstance(told.content, DoneMail)
    assert (told.reference, told.request) == ("", None)
    assert {mail.to.address for mail in mails(decision)} == {JANE.address, SIOBHAN.address, RUTH.address, PRIYA.address}


@pytest.mark.parametrize(
    "changes",
    [
        {"level": 1},
        {"level": 0},
        {"person": TOM},
        {"original": None},
        {"original": replace(ORIGINAL, sender=Address(PRIYA.name, PRIYA.address))},
    ],
)
def test_nobody_else_speaks_for_a_colleague(changes: dict[str, Any]) -> None:
    decision = forwarded(**changes)
    assert decision.rule != "forwarded for a colleague"
    assert effect_of(decision, OpenRequest).requester_key != JANE.key


def called(text: str, **changes: Any) -> Any:
    """The decision on Tomasz's mail about a call."""
    return decided(arrived(text, **{"person": TOMASZ, "level": 3, "named": (JANES,), **changes}))


def test_a_call_is_a_ticket_with_a_note_and_no_mail_to_the_caller() -> None:
    decision = called(f"#call {JANE.address} wrong input\n#priority P2\nTold her HDMI 2", subject="Board")
    opened, entries = effect_of(decision, OpenRequest), [one for one in decision.effects if isinstance(one, AddEntry)]
    assert (opened.requester_key, opened.subject, opened.opened_at) == (JANE.key, "Board", MONDAY)
    assert (entries[0].kind, entries[0].internal, entries[0].text) == ("note", True, "wrong input\nTold her HDMI 2")
    assert len({entry.part for entry in entries}) == len(entries)
    assert {mail.to.address for mail in mails(decision)} == {TOMASZ.address}
    assert effect_of(decision, Assign).technician == "tomasz"


def test_without_the_token_a_call_waits_for_a_word() -> None:
    decision = called(f"#call {JANE.address}", level=2)
    assert effect_of(decision, HoldMessage).request is None
    assert not [one for one in decision.effects if isinstance(one, OpenRequest)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("#call", "address behind it"),
        ("#call Jane", "address behind it"),
        ("#call kim@elsewhere.example", "neither known"),
        (f"#call {JANE.address}\n#call {JANE.address}", "one call"),
        (f"#call {JANE.address}\n#assign nobody", "Nobody of the team"),
    ],
)
def test_a_mistake_about_a_call_logs_nothing(text: str, reason: str) -> None:
    for level in (2, 3):
        decision = called(text, level=level)
        (mail,) = mails(decision)
        assert isinstance(mail.content, RefusedMail)
        assert reason in " ".join(fault.reason for fault in mail.content.faults)
        assert not [one for one in decision.effects if isinstance(one, OpenRequest | HoldMessage)]


def to_tomasz(text: str = "Can you look at the roof?", **changes: Any) -> Any:
    """The decision on Jane's mail to Tomasz with the desk in copy."""
    given = {"to": (Address("", TOMASZ.address),), "named": (TOMASZS,), **changes}
    leave = given.pop("leave", ())
    now = given.pop("now", MONDAY)
    return decided(arrived(text, **given), snapshot=a_snapshot(leave=leave), now=now)


def test_what_was_written_to_a_technician_is_theirs() -> None:
    decision = to_tomasz("The projector shows no signal")  # an article would answer it
    assert decision.rule == "written to a technician"
    assert effect_of(decision, Assign).technician == "tomasz"
    assert isinstance(to(decision, JANE)[0].content, TicketOpenedMail)


def test_while_they_are_away_it_is_somebody_elses() -> None:
    away = (Leave("tomasz", MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)),)
    assert effect_of(to_tomasz(leave=away), Assign).technician == "priya"


def test_written_to_the_desk_too_it_is_a_question_like_any() -> None:
    both = (Address("", "itsupport@kestrelpark.example"), Address("", TOMASZ.address))
    assert to_tomasz("The projector shows no signal", to=both).rule == "question"


def test_whoever_it_was_meant_for_a_confidential_ticket_is_nobodys_at_first() -> None:
    policy = a_policy()
    case = Case(arrived("It is private"), Desk(a_snapshot(), policy, an_index(), MONDAY), Verdict(sensitive=True))
    plan = open_ticket(case, owner=policy.technicians["tomasz"])
    assert not [effect for effect in plan.effects if isinstance(effect, Assign)]


def test_a_confidential_one_is_no_technicians_who_is_not_named() -> None:
    decision = to_tomasz("It is a safeguarding matter")
    assert decision.rule == "sensitive"
    assert not [one for one in decision.effects if isinstance(one, Assign)]


def test_a_tag_in_the_subject_of_a_forward_is_asked_about_and_is_not_the_colleagues() -> None:
    decision = decided(
        arrived("", person=PRIYA, subject="Fwd: Board #priority P1", original=ORIGINAL, named=(JANES,), forwarded="...")
    )
    assert effect_of(decision, OpenRequest).subject == "Board"
    [asked] = [one.content for one in mails(decision) if isinstance(one.content, WasItYouMail)]
    assert any(line.startswith("#priority P1") for line in asked.would)
    theirs = replace(ORIGINAL, subject="Board #help #priority P1")
    assert not [
        one
        for one in mails(forwarded(subject="FW: Board #help #priority P1", original=theirs))
        if isinstance(one.content, WasItYouMail)
    ]


def rang(text: str, *, subject: str = "", tickets: tuple[Request, ...] = ()) -> Decision:
    """The decision on Priya's mail about a call, with her word for it."""
    sams = Somebody(SAM.address, SAM.name, "known", "kestrel", ("kestrel",), SAM)
    mail = arrived(text, person=PRIYA, level=3, subject=subject, named=(JANES, sams))
    return decided(mail, snapshot=a_snapshot(*tickets))


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("#call jane@kestrelpark.example she is a nuisance", "Your phone call on Monday 23 November"),
        ("Jane rang #call jane@kestrelpark.example", "Jane rang"),
        ("Jane rang #priority P1", "Jane rang"),
    ],
)
def test_no_directive_stands_in_the_subject_of_a_call(subject: str, shown: str) -> None:
    text = "the board" if "#call" in subject else "#call jane@kestrelpark.example\nthe board"
    decision = rang(text, subject=subject)
    assert effect_of(decision, OpenRequest).subject == shown
    assert bool([one for one in decision.effects if isinstance(one, SetPriority)]) is ("#priority" in subject)


def test_who_is_in_copy_of_a_call_and_what_it_is_linked_with_is_so() -> None:
    decision = rang(
        "#call jane@kestrelpark.example the board\n#cc sam@kestrelpark.example\n#link 1042", tickets=(a_request(),)
    )
    number = effect_of(decision, OpenRequest).number
    assert effect_of(decision, AddParticipant) == AddParticipant(number, SAM.key)
    assert effect_of(decision, LinkRequest) == LinkRequest(number, 1042)
    [event] = [
        one for one in decision.effects if isinstance(one, AddEntry) and one.request == number and one.kind == "event"
    ]
    assert event.author_key == PRIYA.key  # hers, not the caller's
    assert not to(decision, JANE)
    assert not to(decision, SAM)


@pytest.mark.parametrize("wish", ["#send KB-1", "#merge 1042"])
def test_what_a_call_cannot_do_comes_back(wish: str) -> None:
    decision = rang(f"#call jane@kestrelpark.example the board\n{wish}", tickets=(a_request(),))
    assert decision.outcome == "directive_refused"
    assert not [one for one in decision.effects if isinstance(one, OpenRequest)]
