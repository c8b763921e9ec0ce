"""`#pending`, `#escalate` and `#line`: the ticket waits for its requester, or changes lines with its story."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_request import AddEntry, Assign, SetState
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.level import ReminderPolicy
from mailbot.core.model.mails.technician import NotificationMail, RefusedMail
from mailbot.core.model.request import Request, StateChange
from tests.support.builders import (
    JANE,
    MONDAY,
    PRIYA,
    RUTH,
    SIOBHAN,
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


def a_ticket(**changes: Any) -> Request:
    return a_request(**{"changes": (StateChange(MONDAY, "open"),), "waiting_since": MONDAY, **changes})


def notice(decision: Decision, person: Any) -> str:
    [mail] = to(decision, person)
    assert isinstance(mail.content, NotificationMail)
    return mail.content.notice


def events(decision: Decision) -> list[str]:
    return [one.text for one in decision.effects if isinstance(one, AddEntry) and one.kind == "event"]


def test_pending_sends_the_answer_and_the_clock_stands_until_they_reply() -> None:
    policy = a_policy(reminders=ReminderPolicy(at=(50, 100), chase=(2, 5), solve_after=10))
    decision = decided(by_technician("Which room are you in?\n\n#pending", request=a_ticket()), policy=policy)
    assert effect_of(decision, SetState) == SetState(1042, "pending", MONDAY)
    assert len(to(decision, JANE)) == 1
    timers = [(one.kind, one.step, one.due_at) for one in decision.effects if isinstance(one, ScheduleTimer)]
    assert timers == [
        ("chase", 2, london(2026, 11, 25, 8)),
        ("chase", 5, london(2026, 11, 30, 8)),
        ("chase", 10, london(2026, 12, 7, 8)),
    ]


def test_pending_alone_asks_nothing_and_is_kept_in_the_story() -> None:
    decision = decided(by_technician("#pending", request=a_ticket()))
    assert effect_of(decision, SetState).state == "pending"
    assert events(decision) == ["Tomasz Wilk: waiting for the requester."]
    assert mails(decision) == ()


def test_pending_is_not_applied_when_they_wrote_after_the_mail_that_was_replied_to() -> None:
    ticket = a_ticket(last_requester_entry=5, next_entry=6)
    seen = a_token("t", person=TOMASZ, entry_seen=1)
    decision = decided(by_technician("Which room?\n\n#pending", request=ticket, token=seen))
    assert not [one for one in decision.effects if isinstance(one, SetState)]
    assert "#pending was not applied" in notice(decision, TOMASZ)


def test_escalate_gives_the_ticket_to_the_next_line_with_the_reason() -> None:
    decision = decided(by_technician("#escalate needs the firewall", request=a_ticket()))
    assert effect_of(decision, Assign) == Assign(1042, "siobhan", 2, how="line", by="tomasz")
    assert notice(decision, SIOBHAN) == "Tomasz Wilk handed it up from line 1 to line 2. needs the firewall"
    assert events(decision) == [
        "Tomasz Wilk: moved from line 1 (Tomasz Wilk) to line 2 (Siobhan Keane). needs the firewall"
    ]
    assert to(decision, JANE) == ()
    assert decision.outcome == "directive_done"


def test_an_answer_and_escalate_in_one_mail_do_both() -> None:
    decision = decided(by_technician("I have asked a colleague.\n\n#escalate", request=a_ticket()))
    assert len(to(decision, JANE)) == 1
    assert effect_of(decision, Assign).line == 2


KNOW_HOW = """Open the wall plate, press the grey lead into its socket until it clicks and close the plate again.
Then choose HDMI 2 on the remote of the projector and wait for a whole minute.

#line 1
#note
#kb/technician Projector: the wall plate at Kestrel Park"""


def test_line_1_hands_it_down_with_the_article_that_says_how() -> None:
    ticket = a_ticket(line=3, assignee="ruth")
    decision = decided(by_technician(KNOW_HOW, request=ticket, person=RUTH))
    given = effect_of(decision, Assign)
    assert (given.technician, given.line) == ("tomasz", 1)
    assert notice(decision, TOMASZ) == (
        "Ruth Lindqvist handed it down from line 3 to line 1. "
        "KB-501 says how to do it: Projector: the wall plate at Kestrel Park"
    )
    assert to(decision, JANE) == ()


def test_where_nobody_of_the_line_is_there_its_lead_hears_of_it() -> None:
    policy = a_policy()
    off = replace(policy.technicians["siobhan"], hours={}, cover=())
    policy = replace(policy, technicians={**policy.technicians, "siobhan": off})
    decision = decided(by_technician("#escalate", request=a_ticket()), policy=policy)
    assert effect_of(decision, Assign) == Assign(1042, None, 2, how="line", by="tomasz")
    assert notice(decision, RUTH) == "Tomasz Wilk handed it up from line 1 to line 2."


@pytest.mark.parametrize(
    ("words", "changes", "why"),
    [
        ("#escalate", {"line": 3}, "It is at line 3 already; #assign gives it to somebody."),
        ("#line 4", {}, "Say which line: #line 1, #line 2 or #line 3."),
        ("#line 1", {}, "It is at line 1 already."),
        ("#line 2\n#line 3", {}, "The ticket cannot go to two lines."),
        ("#solved\n#line 2", {}, "A solved ticket moves nowhere."),
        ("#line 2\n#solved", {}, "A solved ticket moves nowhere."),
        ("#pending\n#solved", {}, "A ticket is either solved or waits for an answer."),
        ("#line 2\n#assign priya", {}, "The ticket cannot be both Priya Nambiar's and anybody's of line 2."),
        ("#solved\n#pending", {}, "A ticket is either solved or waits for an answer."),
        ("#assign priya\n#line 2", {}, "The ticket cannot be both Priya Nambiar's and anybody's of line 2."),
        ("#line 2", {"state": "closed"}, "It is closed: open it again first."),
    ],
)
def test_what_cannot_be_comes_back_with_the_reason(words: str, changes: dict[str, Any], why: str) -> None:
    decision = decided(by_technician(words, request=a_ticket(**changes)))
    [mail] = mails(decision)
    assert isinstance(mail.content, RefusedMail)
    assert why in [fault.reason for fault in mail.content.faults]
    assert not [one for one in decision.effects if isinstance(one, Assign | SetState)]


def test_a_confidential_ticket_goes_up_without_an_owner_and_without_news() -> None:
    ticket = a_ticket(sensitive=True, assignee="siobhan", line=2)
    decision = decided(by_technician("#line 1", request=ticket, person=SIOBHAN))
    assert effect_of(decision, Assign) == Assign(1042, None, 1, how="line", by="siobhan")
    assert not to(decision, PRIYA)
    assert not to(decision, TOMASZ)
