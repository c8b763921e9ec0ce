"""`#pending until`, `#hold`, `#reopen`, `#spam`: the state a ticket is in from now on, and what goes with what."""

from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.level import ReminderPolicy
from mailbot.core.model.mails.technician import NotificationMail, RefusedMail
from mailbot.core.model.request import Request, StateChange
from mailbot.core.model.stimulus import TimerDue
from tests.support.builders import (
    JANE,
    MONDAY,
    TOMASZ,
    a_policy,
    a_request,
    a_token,
    by_technician,
    decided,
    effect_of,
    london,
    mails,
    to,
)

CHASED = a_policy(reminders=ReminderPolicy(at=(50, 100), chase=(2, 5), solve_after=10))


def a_ticket(state: str = "open", **changes: Any) -> Request:
    known = (StateChange(MONDAY, "open"), *((StateChange(MONDAY, state),) if state != "open" else ()))  # type: ignore[arg-type]  # one of the states
    return a_request(state, **{"changes": known, **changes})


def events(decision: Decision) -> list[str]:
    return [one.text for one in decision.effects if isinstance(one, AddEntry) and one.kind == "event"]


def refusals(text: str, **request: Any) -> list[tuple[str, str]]:
    decision = decided(by_technician(text, request=a_ticket(**request)))
    assert decision.outcome == "directive_refused"
    assert not to(decision, JANE)
    [mail] = mails(decision)
    assert isinstance(mail.content, RefusedMail)
    return [(fault.line, fault.reason) for fault in mail.content.faults]


def timers(decision: Decision) -> list[tuple[str, int, Any]]:
    return [(one.kind, one.step, one.due_at) for one in decision.effects if isinstance(one, ScheduleTimer)]


def test_pending_until_friday_chases_before_and_opens_then() -> None:
    decision = decided(by_technician("Which room?\n#pending until Friday", request=a_ticket()), policy=CHASED)
    assert effect_of(decision, SetState) == SetState(1042, "pending", MONDAY, until=london(2026, 11, 27, 9))
    assert timers(decision) == [
        ("chase", 2, london(2026, 11, 25, 8)),
        ("pending_over", 0, london(2026, 11, 27, 9)),
    ]
    assert events(decision) == ["Tomasz Wilk: waiting for the requester until Friday 27 November, 09:00."]


def test_it_opens_when_the_school_does() -> None:
    decision = decided(by_technician("#pending 5d", request=a_ticket()))  # a Saturday
    assert effect_of(decision, SetState).until == london(2026, 11, 30, 8)
    refused = refusals("#pending whenever")
    assert refused[0][1].startswith("\u201cwhenever\u201d is no time that I can read")


def test_another_time_replaces_the_one_before() -> None:
    waiting = a_ticket("pending", pending_until=london(2026, 11, 27, 9))
    decision = decided(by_technician("#pending until Thursday", request=waiting), policy=CHASED)
    cancelled = [one.kind for one in decision.effects if isinstance(one, CancelTimers)]
    assert {"chase", "pending_over"} <= set(cancelled)
    assert ("pending_over", 0, london(2026, 11, 26, 9)) in timers(decision)
    without = decided(by_technician("#pending", request=waiting), policy=CHASED)
    assert [kind for kind, _, _ in timers(without)] == ["chase", "chase", "chase"]


def due(request: Request, *, now: Any) -> Decision:
    stimulus = TimerDue(1, "pending_over", request, int(MONDAY.timestamp()), 0, london(2026, 11, 27, 9))
    return decided(stimulus, now=now, policy=CHASED)


def test_when_the_time_comes_it_is_open_and_its_owner_hears_of_it() -> None:
    waiting = a_ticket("pending", pending_until=london(2026, 11, 27, 9))
    decision = due(waiting, now=london(2026, 11, 27, 9))
    assert effect_of(decision, SetState).state == "open"
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.notice == "You waited for Jane Ashdown until now, and the ticket is open again."
    assert "pending_over" not in [one.kind for one in decision.effects if isinstance(one, CancelTimers)]


@pytest.mark.parametrize(
    ("state", "until"), [("open", None), ("pending", None), ("solved", None), ("on_hold", london(2026, 11, 27, 9))]
)
def test_nothing_happens_then_where_it_waits_no_more(state: str, until: Any) -> None:
    assert due(a_ticket(state, pending_until=until), now=london(2026, 11, 27, 9)).outcome == "skipped"


def test_a_wait_that_was_made_longer_goes_on() -> None:
    longer = a_ticket("pending", pending_until=london(2026, 11, 30, 9))
    decision = due(longer, now=london(2026, 11, 27, 9))
    assert timers(decision)[0] == ("pending_over", 0, london(2026, 11, 30, 9))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("#hold", "Tomasz Wilk: on hold."),
        ("#hold a part is ordered", "Tomasz Wilk: on hold: a part is ordered."),
        ("#hold why why why why", "Tomasz Wilk: on hold: why why why why."),
        ("#Hold: a part", "Tomasz Wilk: on hold: a part."),
    ],
)
def test_on_hold_the_clock_stands_and_the_reason_stays_inside(text: str, event: str) -> None:
    decision = decided(by_technician(text, request=a_ticket()))
    assert effect_of(decision, SetState).state == "on_hold"
    assert events(decision) == [event]
    assert not mails(decision)
    said = decided(by_technician(f"A part is ordered.\n\n{text}", request=a_ticket()))
    [mail] = to(said, JANE)
    assert "why" not in repr(mail.content)
    assert events(said) == [event]


@pytest.mark.parametrize("state", ["solved", "self_solved", "closed", "pending", "on_hold", "spam"])
def test_a_technician_opens_again_whatever_has_ended(state: str) -> None:
    decision = decided(by_technician("#reopen", request=a_ticket(state)))
    assert effect_of(decision, SetState).state == "open"
    assert CancelTimers(1042, "close_solved") in decision.effects
    assert events(decision) == ["Tomasz Wilk: open again."]


def test_who_opens_a_ticket_of_nobodys_again_owns_it() -> None:
    decision = decided(by_technician("#note\nHm.\n#reopen", request=a_ticket("closed", assignee=None)))
    assert effect_of(decision, Assign).technician == "tomasz"


def test_what_is_merged_or_open_is_not_opened() -> None:
    assert refusals("#reopen") == [("#reopen", "It is open.")]
    assert refusals("#reopen", state="merged")[0][1] == "It was merged: answer the ticket that it goes on as."
    assert refusals("#hold", state="merged")[0][1] == "It was merged: answer the ticket that it goes on as."


def test_spam_says_nothing_to_anybody() -> None:
    decision = decided(by_technician("#spam", request=a_ticket(assignee=None)))
    assert effect_of(decision, SetState) == SetState(1042, "spam", MONDAY, outcome="spam")
    assert not mails(decision)
    assert not [one for one in decision.effects if isinstance(one, Assign)]
    noted = decided(by_technician("#note\nThe same as last week.\n#spam", request=a_ticket()))
    assert effect_of(noted, SetState).state == "spam"
    for text in ("Go away.\n#spam", "#send KB-1\n#spam", "#spam\n#assign priya", "#spam\n#line 2"):
        assert refusals(text)[0][0] == "#spam"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Done\n#solved\n#pending", "A ticket is either solved or waits for an answer."),
        ("Done\n#pending\n#solved", "A ticket is either solved or waits for an answer."),
        ("Done\n#hold\n#solved", "A ticket is either solved or on hold."),
        ("Done\n#solved\n#reopen", "A ticket is either solved or open again."),
        ("Done\n#pending 3d\n#hold", "A ticket waits for its requester or for somebody else, not for both."),
        ("#note\nHm\n#spam\n#solved", "#spam and #solved do not go together."),
        ("#note\nHm\n#reopen\n#hold", "#reopen and #hold do not go together."),
        ("#note\nHm\n#pending\n#spam", "#pending and #spam do not go together."),
    ],
)
def test_a_mail_puts_a_ticket_into_one_state(text: str, reason: str) -> None:
    assert reason in [said for _, said in refusals(text, state="pending")]


@pytest.mark.parametrize("name", ["#pending", "#hold", "#spam"])
def test_what_came_since_is_read_first(name: str) -> None:
    request = a_ticket(last_requester_entry=4, next_entry=5)
    late = by_technician(name, request=request, token=a_token("t", person=TOMASZ, entry_seen=3))
    decision = decided(late)
    assert not [one for one in decision.effects if isinstance(one, SetState)]
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.notice.startswith(f"Nothing was sent, and {name} was not applied")
    assert events(decision) == [f"Tomasz Wilk: {name} was not applied."]


def test_opening_again_harms_nobody_whatever_came_since() -> None:
    request = a_ticket("solved", last_requester_entry=4, next_entry=5)
    late = by_technician("#reopen", request=request, token=a_token("t", person=TOMASZ, entry_seen=3))
    assert effect_of(decided(late), SetState).state == "open"


def test_a_reason_is_kept_whole_or_comes_back() -> None:
    assert events(decided(by_technician(f"#hold {'x' * 500}", request=a_ticket()))) == [
        f"Tomasz Wilk: on hold: {'x' * 500}."
    ]
    [(_, reason)] = refusals(f"#hold {'x' * 501}")
    assert "500" in reason


@pytest.mark.parametrize("state", ["solved", "closed"])
def test_what_is_solved_is_not_told_as_solved_twice(state: str) -> None:
    [(_, reason)] = refusals("#solved", state=state)
    assert "already" in reason
    decision = decided(by_technician("One more thing: the lead is yours.\n#solved", request=a_ticket(state)))
    assert len(to(decision, JANE)) == 1
