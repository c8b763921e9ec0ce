"""`#undo`: what the last mail did is kept, and taken back as far as it can be; what cannot be is said."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import RetireArticle, SaveArticle
from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    KeepUndo,
    LogTime,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
    UseUndo,
)
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.mails.technician import DoneMail, RefusedMail
from mailbot.core.model.request import Request, StateChange
from mailbot.core.model.undo import Marks, Rest, Undoable
from tests.support.builders import (
    JANE,
    MONDAY,
    PRIYA,
    RUTH,
    SAM,
    STAFF_ARTICLE,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    by_technician,
    decided,
    effect_of,
    london,
    mails,
    to,
)

WAS = Marks("open", "kestrel", JANE.key, "P3", 1, "tomasz", waiting_since=MONDAY)
NOTHING = Rest()
LATER = MONDAY + timedelta(minutes=9)
FRIDAY = london(2026, 11, 27, 17)


def kept(text: str, **changes: Any) -> Undoable:
    writer = changes.pop("writer", TOMASZ)
    mail = by_technician(text, request=a_request(waiting_since=MONDAY, **changes), person=writer)
    found = effect_of(decided(mail), KeepUndo)
    assert isinstance(found.undo, Undoable)
    return found.undo


def undo(last: Undoable | None, request: Request, *, at: Any = LATER, **known: Any) -> Decision:
    undoable = () if last is None else (last,)
    snapshot = a_snapshot(request, undoable=undoable, **known)
    return decided(by_technician("#undo", request=request, received_at=at), snapshot=snapshot, now=at)


def last_mail(after: Marks, rest: Rest = NOTHING, **changes: Any) -> Undoable:
    return replace(Undoable(1042, "tomasz", MONDAY, WAS, after, rest, id=5), **changes)


def lines(decision: Decision) -> tuple[str, ...]:
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, DoneMail)
    return mail.content.lines


def test_a_mail_keeps_what_it_changes() -> None:
    undo_of = kept("Swap it.\n#solved\n#priority P1\n#due Friday\n#tag hall\n#time 15m\n#assign priya")
    assert undo_of.before == WAS
    assert undo_of.after == replace(
        WAS,
        state="solved",
        priority="P1",
        assignee="priya",
        due_at=FRIDAY,
        due_set_at=MONDAY,
        tags=("hall",),
        answered_at=MONDAY,
        waiting_since=None,
    )
    assert undo_of.rest == Rest(minutes=15, sent=(2,))
    moved = kept("#note\nHm.\n#line 2")
    assert (moved.after.line, moved.after.assignee, moved.rest) == (2, "siobhan", Rest())


def test_a_note_alone_has_nothing_to_take_back() -> None:
    decision = decided(by_technician("#note\nShe sounded upset.", request=a_request()))
    assert not [one for one in decision.effects if isinstance(one, KeepUndo)]


def test_everything_is_as_it_was_before() -> None:
    after = replace(
        WAS,
        state="solved",
        school="bracken",
        requester=SAM.key,
        priority="P1",
        line=2,
        assignee="siobhan",
        due_at=FRIDAY,
        due_set_at=MONDAY,
        tags=("hall",),
        waiting_since=None,
        answered_at=MONDAY,
    )
    now = a_request(
        "solved",
        school="bracken",
        requester=SAM,
        priority="P1",
        line=2,
        assignee="siobhan",
        due_at=FRIDAY,
        due_set_at=MONDAY,
        tags=("hall",),
        changes=(StateChange(MONDAY, "open"), StateChange(MONDAY, "solved")),
    )
    decision = undo(last_mail(after, Rest(minutes=20, sent=(2,)), gone=1), now)
    assert effect_of(decision, SetState) == SetState(1042, "open", LATER)
    assert effect_of(decision, Assign).technician == "tomasz"
    assert effect_of(decision, SetPriority).priority == "P3"
    assert effect_of(decision, SetDue) == SetDue(1042, None, None)
    assert effect_of(decision, SetTags).tags == ()
    assert effect_of(decision, SetSchool).school == "kestrel"
    assert effect_of(decision, SetRequester).person == JANE
    assert effect_of(decision, LogTime) == LogTime(1042, "tomasz", -20)
    assert effect_of(decision, UseUndo) == UseUndo(1042, 5, waiting_since=MONDAY)
    assert lines(decision) == (
        "Taken back: the state (open again); the owner; the priority; the time it is due; the tags; the school;"
        " the requester; 20 min logged.",
        "Not taken back: your answer, which has been sent.",
    )
    assert effect_of(decision, AddEntry).kind == "event"
    assert not to(decision, JANE)


def test_what_changed_since_by_another_hand_stays() -> None:
    after = replace(WAS, state="solved", priority="P1", assignee="priya", school="bracken", requester=SAM.key)
    now = a_request("open", priority="P2", assignee="siobhan")
    decision = undo(last_mail(after), now)
    assert not [one for one in decision.effects if isinstance(one, SetState | SetPriority | Assign | SetSchool)]
    assert lines(decision) == (
        "Nothing was taken back.",
        "Not taken back: the state, which has changed since (open); the owner, changed since; the priority,"
        " changed since; the school, changed since; the requester, changed since.",
    )


def test_what_is_held_back_still_is_not_sent() -> None:
    after = replace(WAS, answered_at=MONDAY, waiting_since=None)
    decision = undo(last_mail(after, Rest(sent=(2,)), waiting=(31, 32)), a_request(next_entry=3))
    assert effect_of(decision, UseUndo) == UseUndo(1042, 5, (31, 32), (2,), None, MONDAY)
    assert lines(decision) == ("Taken back: your answer, which has not been sent.",)
    half = undo(last_mail(after, Rest(sent=(2,)), waiting=(32,), gone=1), a_request(next_entry=3))
    assert effect_of(half, UseUndo).mails == ()
    assert lines(half)[1] == "Not taken back: your answer, which has been sent."


def test_a_reopened_ticket_is_solved_again_and_closes_again() -> None:
    before = replace(WAS, state="solved")
    last = replace(last_mail(WAS), before=before)
    decision = undo(last, a_request())
    assert effect_of(decision, SetState).state == "solved"
    assert [one.kind for one in decision.effects if isinstance(one, ScheduleTimer)] == ["close_solved"]


def test_a_wait_that_was_ended_goes_on_where_it_is_not_over() -> None:
    before = replace(WAS, state="pending", pending_until=FRIDAY)
    last = replace(last_mail(WAS), before=before)
    assert effect_of(undo(last, a_request()), SetState).until == FRIDAY
    over = replace(last, before=replace(before, pending_until=MONDAY))
    assert effect_of(undo(over, a_request()), SetState).until is None


def test_an_offer_that_became_a_ticket_stays_one() -> None:
    last = replace(last_mail(WAS), before=replace(WAS, state="offered"))
    assert lines(undo(last, a_request())) == ("Nothing was taken back.", "Not taken back: that it is a ticket now.")


@pytest.mark.parametrize(("version", "kind"), [(1, RetireArticle), (2, SaveArticle)])
def test_an_article_is_taken_back_or_says_what_it_said(version: int, kind: type[object]) -> None:
    article = replace(STAFF_ARTICLE, version=version)
    earlier = {"KB-1": replace(STAFF_ARTICLE, version=1, body="Before.")} if version > 1 else {}
    last = last_mail(WAS, Rest(article=f"KB-1@{version}"))
    decision = undo(last, a_request(), articles={"KB-1": article}, earlier=earlier)
    assert effect_of(decision, kind)
    assert lines(decision) == ("Taken back: KB-1.",)
    changed = undo(replace(last, rest=Rest(article="KB-1@7")), a_request(), articles={"KB-1": article})
    assert lines(changed)[1] == "Not taken back: KB-1, changed since."


def test_what_no_undo_can_reach_is_said() -> None:
    assert kept("#retire KB-1", writer=RUTH).rest.lasting == ("KB-1, which is retired",)
    last = last_mail(WAS, Rest(lasting=("KB-1, which is retired",)))
    assert lines(undo(last, a_request()))[1] == "Not taken back: KB-1, which is retired."


@pytest.mark.parametrize(
    "last",
    [None, last_mail(replace(WAS, priority="P1"), technician="priya"), last_mail(WAS, request=1043)],
)
def test_only_ones_own_last_mail_on_this_ticket(last: Undoable | None) -> None:
    decision = undo(last, a_request())
    assert decision.outcome == "directive_refused"
    [mail] = mails(decision)
    assert isinstance(mail.content, RefusedMail)
    assert mail.content.faults[0].reason == "No mail of yours of the last 10 minutes changed this ticket."


def test_ten_minutes_and_no_more_but_as_long_as_answers_are_held_back() -> None:
    last = last_mail(replace(WAS, priority="P1"))
    late = MONDAY + timedelta(minutes=10, seconds=1)
    assert undo(last, a_request(priority="P1"), at=late).outcome == "directive_refused"
    request = a_request(priority="P1")
    policy = a_policy(undo_window=timedelta(minutes=30))
    mail = by_technician("#undo", request=request, received_at=late)
    held = decided(mail, snapshot=a_snapshot(request, undoable=(last,)), policy=policy, now=late)
    assert held.outcome == "directive_done"


@pytest.mark.parametrize("text", ["#undo\n#solved", "Sorry!\n#undo", "#undo\n#time 5m"])
def test_it_goes_alone(text: str) -> None:
    request = a_request()
    snapshot = a_snapshot(request, undoable=(last_mail(WAS, Rest(minutes=5)),))
    decision = decided(by_technician(text, request=request), snapshot=snapshot)
    assert decision.outcome == "directive_refused"
    assert not to(decision, JANE)


def test_answers_are_held_back_as_long_as_the_trust_says() -> None:
    policy = a_policy(undo_window=timedelta(minutes=5))
    decision = decided(by_technician("Swap it.\n#assign priya", request=a_request()), policy=policy)
    assert [mail.held_back for mail in to(decision, JANE)] == [timedelta(minutes=5)]
    assert [mail.held_back for mail in to(decision, PRIYA)] == [timedelta()]
