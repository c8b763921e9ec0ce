"""#cc, #uncc, #merge, #split, #link: what they do and what they refuse."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.family.joining import split_from
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_people import AddParticipant, RemoveParticipant
from mailbot.core.model.effects.on_request import AddEntry, OpenRequest, SetState
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries
from mailbot.core.model.mails.requester import MergedMail, SplitMail
from mailbot.core.model.mails.technician import NotificationMail, RefusedMail
from mailbot.core.model.people import Somebody
from mailbot.core.model.request import Request
from tests.support.builders import (
    JANE,
    MONDAY,
    SAM,
    SIOBHAN,
    TOM,
    TOMASZ,
    a_request,
    a_snapshot,
    an_entry,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

THIS = a_request()
OTHER = a_request(
    number=1040, reference="otherreqaa", tag="abcde", requester=SAM, subject="Lamp", version=9, next_entry=4
)
SAMS = Somebody(SAM.address, SAM.name, "known", "kestrel", ("kestrel",), SAM)
LONG = a_request(
    entries=(
        an_entry(),
        an_entry("Which room?", number=2, kind="answer", author="Tomasz Wilk", message_id=None),
        an_entry("Room 12. And the printer eats paper", number=3, at=MONDAY + timedelta(hours=1)),
    ),
    last_requester_entry=3,
    next_entry=4,
    participants=(SAM,),
)


def said(text: str, *, request: Request = THIS, other: Request = OTHER, **changes: Any) -> Decision:
    """Tomasz's (or the person's) reply on the request, beside the other one."""
    return decided(by_technician(text, request=request, **changes), snapshot=a_snapshot(request, other))


def why_not(decision: Decision) -> str:
    """The reasons of a refusal; nobody outside hears of it and nothing is done."""
    assert decision.outcome == "directive_refused", decision
    assert not [mail for mail in mails(decision) if mail.to.purpose == "r"]
    kinds = (AddParticipant, RemoveParticipant, MergeRequest, MoveEntries, LinkRequest, AddEntry)
    assert not [effect for effect in decision.effects if isinstance(effect, kinds)]
    (mail,) = (mail for mail in mails(decision) if isinstance(mail.content, RefusedMail))
    assert isinstance(mail.content, RefusedMail)
    return " ".join(fault.reason for fault in mail.content.faults)


def test_a_merge_ends_this_one_and_tells_everybody_once() -> None:
    decision = said("Both at two.\n\n#merge 1040")
    assert effect_of(decision, MergeRequest) == MergeRequest(1042, 1040)
    assert decision.effects[0] == MergeRequest(1042, 1040)  # before any entry: the copies come first
    assert [one for one in decision.effects if isinstance(one, SetState)] == [SetState(1042, "merged", MONDAY)]
    assert effect_of(decision, AddParticipant) == AddParticipant(1040, JANE.key)
    for person in (JANE, SAM):
        told = [mail.content for mail in to(decision, person)]
        assert [type(one).__name__ for one in told] == ["MergedMail", "AnswerMail"]
        assert isinstance(told[0], MergedMail)
        assert (told[0].number, told[0].former) == (1040, 1042)
    entries = [(one.request, one.kind) for one in decision.effects if isinstance(one, AddEntry)]
    assert entries == [(1042, "event"), (1040, "answer"), (1040, "event")]


@pytest.mark.parametrize(
    ("request_", "other", "reason"),
    [
        (THIS, replace(OTHER, school="bracken"), "at another school"),
        (THIS, replace(OTHER, requester=TOM), "not of this school"),
        (THIS, replace(OTHER, sensitive=True), "There is no request 1040."),
        (THIS, replace(OTHER, state="closed"), "is closed"),
        (THIS, replace(OTHER, state="offered"), "is offered"),
        (a_request("closed"), OTHER, "This ticket is closed"),
        (THIS, replace(OTHER, state="merged", merged_into=1042), "this very ticket"),
        (THIS, replace(OTHER, number=1041), "There is no request 1040."),
    ],
)
def test_what_must_stay_apart_does(request_: Request, other: Request, reason: str) -> None:
    assert reason in why_not(said("Both at two.\n#merge 1040", request=request_, other=other))


def test_who_may_see_confidential_ones_cannot_make_one_of_them_everybodys() -> None:
    decision = said("#merge 1040", other=replace(OTHER, sensitive=True), person=SIOBHAN)
    assert "one is confidential" in why_not(decision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("#merge", "missing"),
        ("#merge the lamp one", "Write its number"),
        ("#merge 1040\n#solved", "say in a reply to that"),
        ("#merge 1040\n#line 2", "say in a reply to that"),
        ("#merge 1040\n#split", "not both"),
        ("#split", "one mail on it"),
        ("#link 99", "There is no request 99."),
        ("#link 1042", "this very ticket"),
        ("#uncc sam@kestrelpark.example", "is not in copy"),
        ("#cc jane@kestrelpark.example", "neither known"),
        ("#cc Sam", "Write one address"),
    ],
)
def test_a_mistake_is_told_with_its_reason(text: str, reason: str) -> None:
    assert reason in why_not(said(text))


def test_two_requests_of_one_person_may_be_one_wherever_they_belong() -> None:
    here, there = a_request(school="triage"), replace(OTHER, school="triage", requester=JANE)
    assert effect_of(said("#merge 1040", request=here, other=there), MergeRequest)


def test_a_split_takes_what_was_replied_to_and_everything_after() -> None:
    decision = said("I bring paper.\n\n#split Printer", request=LONG)
    opened = effect_of(decision, OpenRequest)
    assert (opened.number, opened.subject, opened.requester_key, opened.linked_to) == (2001, "Printer", JANE.key, 1042)
    assert opened.opened_at == MONDAY + timedelta(hours=1)
    assert effect_of(decision, MoveEntries) == MoveEntries(1042, 2001, 3)
    assert effect_of(decision, LinkRequest) == LinkRequest(2001, 1042)
    assert effect_of(decision, AddParticipant) == AddParticipant(2001, SAM.key)
    for person in (JANE, SAM):
        split, answer = (mail.content for mail in to(decision, person))
        assert isinstance(split, SplitMail)
        assert (split.number, split.former, answer.number) == (2001, 1042, 2001)  # type: ignore[union-attr]


def test_the_part_is_whose_mail_it_begins_with() -> None:
    request = replace(LONG, entries=(*LONG.entries[:2], replace(LONG.entries[2], author=SAM.name)))
    assert effect_of(said("#split", request=request), OpenRequest).requester_key == SAM.key


@given(
    st.lists(st.tuples(st.sampled_from(["message", "answer", "note", "event"]), st.booleans()), min_size=1),
    st.integers(0, 60),
)
def test_a_split_never_leaves_nothing_and_begins_with_a_mail_from_outside(
    kinds: list[tuple[str, bool]], seen: int
) -> None:
    entries = tuple(
        an_entry(number=n, kind=kind, internal=internal) for n, (kind, internal) in enumerate(kinds, start=1)
    )
    start = split_from(a_request(entries=entries), seen=seen)
    if start is not None:
        assert start.number > 1
        assert (start.kind, start.internal) == ("message", False)
        assert not seen or start.number <= seen


def test_linked_ones_show_each_other_and_nobody_outside_hears_of_it() -> None:
    decision = said("#link 1040")
    assert effect_of(decision, LinkRequest) == LinkRequest(1042, 1040)
    texts = {one.request: one.text for one in decision.effects if isinstance(one, AddEntry)}
    assert "linked with 1040 (Lamp)" in texts[1042]
    assert "linked with 1042 (Projector)" in texts[1040]
    assert mails(decision) == ()


@pytest.mark.parametrize("secret", [THIS, OTHER])
def test_a_confidential_one_is_linked_with_no_other(secret: Request) -> None:
    here, there = (replace(one, sensitive=one is secret) for one in (THIS, OTHER))
    assert "confidential" in why_not(said("#link 1040", request=here, other=there, person=SIOBHAN))


def test_who_is_put_in_copy_gets_the_words_of_the_same_mail_and_who_is_taken_off_does_not() -> None:
    decision = said("I come at two.\n#cc sam@kestrelpark.example", named=(SAMS,))
    assert effect_of(decision, AddParticipant) == AddParticipant(1042, SAM.key)
    assert len(to(decision, SAM)) == len(to(decision, JANE)) == 1
    gone = said("I come at two.\n#uncc Sam Ade", request=a_request(participants=(SAM,)))
    assert effect_of(gone, RemoveParticipant) == RemoveParticipant(1042, SAM.key)
    assert not to(gone, SAM)
    assert to(gone, JANE)


@pytest.mark.parametrize(
    ("somebody", "reason"),
    [
        (replace(SAMS, standing="unknown", person=None), "neither known"),
        (replace(SAMS, pupil=True), "pupil"),
        (replace(SAMS, standing="technician"), "#assign"),
    ],
)
def test_outsiders_pupils_and_the_team_are_put_on_nothing(somebody: Somebody, reason: str) -> None:
    assert reason in why_not(said("See below.\n#cc sam@kestrelpark.example", named=(somebody,)))


def test_without_the_token_nothing_is_joined() -> None:
    arrived_so = replace(by_technician("#merge 1040", request=THIS), token=None)
    unproven = replace(arrived_so, sender=replace(arrived_so.sender, level=arrived_so.sender.level.__class__(2)))
    decision = decided(unproven, snapshot=a_snapshot(THIS, OTHER))
    assert decision.rule == "technician, proven"
    assert not [one for one in decision.effects if isinstance(one, MergeRequest)]
    assert {mail.to.address for mail in mails(decision)} == {TOMASZ.address}


def test_a_merge_is_refused_where_somebody_in_copy_of_another_school_would_read_both() -> None:
    reason = why_not(said("Both at two.\n\n#merge 1040", request=replace(THIS, participants=(TOM,))))
    assert "Tom Bracewell" in reason
    assert "#uncc" in reason
    why_not(said("Both at two.\n\n#merge 1040", other=replace(OTHER, participants=(TOM,))))
    both = (replace(THIS, participants=(TOM,)), replace(OTHER, participants=(TOM,)))
    assert effect_of(said("#merge 1040", request=both[0], other=both[1]), MergeRequest)


def test_what_a_ticket_goes_on_as_is_no_link_of_it() -> None:
    why_not(said("#merge 1040\n#link 1040"))
    why_not(said("#link 1040\n#merge 1040"))


def test_a_merged_ticket_is_shown_as_the_one_that_it_goes_on_as() -> None:
    merged = replace(THIS, state="merged", merged_into=1040)
    decision = said("#show 1042", request=OTHER, other=merged)
    [mail] = mails(decision)
    assert isinstance(mail.content, NotificationMail)
    assert (mail.content.number, mail.content.notice) == (1040, "1042 was merged: it goes on as 1040.")
    hidden = said("#show 1042", request=replace(OTHER, number=1050), other=replace(merged, sensitive=True))
    assert not [one for one in mails(hidden) if isinstance(one.content, NotificationMail)]
