"""What is told together: which news waits for a digest, and what the digest says of it when its moment comes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.telling.together import next_digest
from mailbot.core.decide.timer.digest import MOST_WAITING
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import PutOff, SaveList, SendMail, TellLater, ToldOf
from mailbot.core.model.level import Priority, ReminderPolicy
from mailbot.core.model.listing import ListMail
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Caps, Policy
from mailbot.core.model.request import Request, StateChange
from mailbot.core.model.snapshot import ListedRow, Waiting
from mailbot.core.model.stimulus import DigestDue, TimerDue
from mailbot.core.sla.reminders import Step
from tests.support.builders import (
    JANE,
    MONDAY,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    arrived,
    by_technician,
    decided,
    effect_of,
    london,
)

REMINDERS = ReminderPolicy(at=(50, 75, 90, 100))
HALF = MONDAY + timedelta(hours=2)


def a_ticket(number: int = 1042, **changes: Any) -> Request:
    base = {"number": number, "reference": f"request{number}"[:10], "waiting_since": MONDAY}
    return a_request(**{**base, "changes": (StateChange(MONDAY, "open"),), **changes})


def waits(number: int = 1042, *, row: int | None = None, event: str = "sla_warning", **changes: Any) -> Waiting:
    waiting = Waiting(
        row=row or number,
        technician="tomasz",
        request=number,
        event=event,
        notice="50 % of the time is used." if event.startswith("sla") else "",
        text="still black",
        at=HALF,
        due_at=HALF,
    )
    return replace(waiting, **changes)


def digest(*waiting: Waiting, tickets: tuple[Request, ...] = (), at: datetime = HALF, **changes: Any) -> Decision:
    """The decision on Tomasz's digest; one ticket comes in full, several without their stories."""
    alone = {"requests": {one.number: one for one in tickets}} if len(tickets) == 1 else {"listed": tickets}
    policy = changes.pop("policy", a_policy(reminders=REMINDERS))
    snapshot = a_snapshot(waiting=waiting, **{**alone, **changes})
    return decided(DigestDue(5, changes.pop("technician", "tomasz"), HALF), snapshot=snapshot, policy=policy, now=at)


def told(decision: Decision) -> dict[int, str]:
    return dict(effect_of(decision, ToldOf).rows)


def mail_of(decision: Decision) -> SendMail:
    mail = effect_of(decision, SendMail)
    assert isinstance(mail, SendMail)
    return mail


# -- which news waits ------------------------------------------------------------------------------------------------


def reminder(*, policy: Policy | None = None, request: Request | None = None, **changes: Any) -> Decision:
    ticket = request or a_ticket()
    stimulus = TimerDue(7, "remind_first_response", ticket, 1, Step(50).number, HALF)
    rules = policy or a_policy(reminders=REMINDERS)
    return decided(stimulus, snapshot=a_snapshot(ticket, **changes), policy=rules, now=HALF)


def test_a_reminder_waits_for_the_digest_of_its_own_moment() -> None:
    later = effect_of(reminder(), TellLater)
    assert (later.technician, later.person, later.due_at) == ("tomasz", TOMASZ.id, HALF)
    assert isinstance(later.mail.content, NotificationMail)


def test_what_counts_every_minute_comes_at_once_however_many_came_before() -> None:
    always = {"P3": Priority("P3", "P3", 3, clock="always")}
    policy = a_policy(reminders=REMINDERS, priorities={**a_policy().priorities, **always})
    stimulus = TimerDue(7, "remind_first_response", a_ticket(), 1, Step(50).number, HALF)
    snapshot = a_snapshot(a_ticket(), told={TOMASZ.address: 1_000})
    decision = decided(stimulus, snapshot=snapshot, policy=policy, now=HALF)
    # by the digest of this very moment, with whatever else falls to it
    assert effect_of(decision, TellLater).due_at == HALF
    assert not [one for one in decision.effects if isinstance(one, SendMail)]


@pytest.mark.parametrize(("count", "waiting"), [(0, 0), (29, 0), (30, 1), (31, 1), (2_000, 1)])
def test_past_thirty_within_an_hour_news_waits_for_the_next_full_ten_minutes(count: int, waiting: int) -> None:
    ticket = a_ticket()
    snapshot = a_snapshot(ticket, told={TOMASZ.address: count})
    decision = decided(arrived("And room 12 too", request=ticket), snapshot=snapshot)
    later = [one for one in decision.effects if isinstance(one, TellLater)]
    assert len(later) == waiting
    assert all(one.due_at == MONDAY + timedelta(minutes=10) for one in later)
    to_him = [one for one in decision.effects if isinstance(one, SendMail) and one.to.address == TOMASZ.address]
    assert len(to_him) == 1 - waiting


def test_the_cap_is_a_setting() -> None:
    policy = a_policy(caps=Caps(technician_per_hour=2))
    snapshot = a_snapshot(a_ticket(), told={TOMASZ.address: 2})
    decision = decided(arrived("And room 12 too", request=a_ticket()), snapshot=snapshot, policy=policy)
    assert effect_of(decision, TellLater)


def test_what_their_own_mail_brought_about_is_answered_at_once() -> None:
    ticket = a_ticket(last_requester_entry=3, next_entry=4)
    mail = by_technician("Bent it back.\n#solved", request=a_ticket(last_requester_entry=1))
    overtaken = decided(replace(mail, request=ticket), snapshot=a_snapshot(ticket, told={TOMASZ.address: 99}))
    assert "was not applied" in str(overtaken.effects)
    assert not [one for one in overtaken.effects if isinstance(one, TellLater)]


def test_a_requester_is_never_told_together() -> None:
    snapshot = a_snapshot(a_ticket(), told={JANE.address: 99})
    decision = decided(by_technician("Which room?", request=a_ticket()), snapshot=snapshot)
    assert mail_of(decision).to.address == JANE.address


@given(minutes=st.integers(0, 60 * 24 * 400), seconds=st.integers(0, 59))
def test_digests_come_at_full_ten_minutes_and_no_more_than_that_away(minutes: int, seconds: int) -> None:
    now = london(2026, 9, 1) + timedelta(minutes=minutes, seconds=seconds)
    moment = next_digest(now)
    assert timedelta() < moment - now <= timedelta(minutes=10)
    assert (moment.minute % 10, moment.second, moment.microsecond) == (0, 0, 0)


# -- what the digest says --------------------------------------------------------------------------------------------


def test_several_are_one_mail_with_numbered_rows_the_most_pressing_first() -> None:
    first, second = a_ticket(1042, priority="P3"), a_ticket(1050, priority="P2", next_entry=5)
    decision = digest(waits(1042), waits(1050), tickets=(first, second))
    mail = mail_of(decision)
    content = mail.content
    assert isinstance(content, ListMail)
    assert [(row.row, row.number, row.news) for row in content.rows] == [
        (1, 1050, ("50 % of the time is used.",)),
        (2, 1042, ("50 % of the time is used.",)),
    ]
    saved = effect_of(decision, SaveList)
    assert saved.rows == (ListedRow(1050, 4), ListedRow(1042, 1))
    assert (saved.reference, saved.technician) == (mail.reference, "tomasz")
    assert told(decision) == {1042: "", 1050: ""}


def test_news_of_one_ticket_alone_is_its_ordinary_notification() -> None:
    decision = digest(waits(), waits(row=2, event="message_added"), tickets=(a_ticket(),))
    content = mail_of(decision).content
    assert isinstance(content, NotificationMail)
    assert (content.event, content.notice) == ("message_added", "50 % of the time is used.")
    assert mail_of(decision).reference == a_ticket().reference
    assert not [one for one in decision.effects if isinstance(one, SaveList)]


@pytest.mark.parametrize(
    ("changes", "event", "why"),
    [
        ({"state": "solved"}, "sla_warning", "ticket 1042 is solved by now"),
        ({"state": "closed"}, "message_added", "ticket 1042 is closed by now"),
        ({"state": "pending"}, "sla_warning", "ticket 1042 is pending by now"),
        ({"state": "pending"}, "message_added", ""),
        ({"answered_at": HALF, "waiting_since": None, "priority": "P2"}, "sla_warning", "ticket 1042 waits"),
        ({"sensitive": True}, "message_added", "the ticket is not there for them any more"),
        ({"assignee": "priya"}, "assigned", "ticket 1042 is Priya Nambiar's by now"),
        ({"assignee": "priya"}, "message_added", "ticket 1042 is Priya Nambiar's by now"),
        ({"assignee": None}, "message_added", ""),
    ],
)
def test_what_makes_no_sense_any_more_is_left_out_with_the_reason(
    changes: dict[str, Any], event: str, why: str
) -> None:
    decision = digest(waits(event=event), waits(1050), tickets=(a_ticket(**changes), a_ticket(1050)))
    assert told(decision)[1042].startswith(why)
    assert bool(told(decision)[1042]) is bool(why)
    assert told(decision)[1050] == ""
    alone = digest(waits(event=event), tickets=(a_ticket(**changes),))
    assert (alone.outcome == "skipped") is bool(why)
    assert why in alone.reasons[-1]


def test_a_ticket_that_is_gone_is_left_out() -> None:
    assert told(digest(waits(), waits(1050), tickets=(a_ticket(1050),), listed=()))[1042]


def test_whoever_is_not_at_work_hears_it_when_they_are() -> None:
    evening = london(2026, 11, 23, 18)
    decision = digest(waits(), tickets=(a_ticket(),), at=evening)
    assert decision.effects == (PutOff(london(2026, 11, 24, 8)),)
    away = Leave("tomasz", MONDAY, london(2026, 11, 26))
    later = digest(waits(), tickets=(a_ticket(),), leave=(away,))
    assert later.effects == (PutOff(london(2026, 11, 26, 8)),)


def test_who_is_on_call_hears_at_night_of_what_counts_every_minute_and_of_nothing_else() -> None:
    evening = london(2026, 11, 23, 18)
    urgent = a_ticket(1050, priority="P1")
    always = {**a_policy().priorities, "P1": Priority("P1", "P1", 1, clock="always")}
    policy = a_policy(reminders=REMINDERS, priorities=always, on_call={MONDAY.date(): "tomasz"})
    decision = digest(waits(), waits(1050), tickets=(a_ticket(), urgent), at=evening, policy=policy)
    assert told(decision) == {1050: ""}
    assert effect_of(decision, PutOff) == PutOff(london(2026, 11, 24, 8))
    alone = digest(waits(1050), tickets=(urgent,), at=evening, policy=policy)
    assert not [one for one in alone.effects if isinstance(one, PutOff)]  # nothing is left that waits for the morning
    by_day = a_policy(reminders=REMINDERS, priorities=always)
    assert digest(waits(1050), tickets=(urgent,), at=evening, policy=by_day).effects == (
        PutOff(london(2026, 11, 24, 8)),
    )


def test_a_lead_who_is_told_of_anothers_ticket_hears_it_still() -> None:
    over = waits(event="message_added", notice="Priya Nambiar got this ticket and now carries an open weight of 41.")
    assert told(digest(over, waits(1050), tickets=(a_ticket(assignee="priya"), a_ticket(1050))))[1042] == ""


def test_who_is_on_leave_without_an_end_is_left_alone_and_loses_nothing() -> None:
    gone = Leave("tomasz", MONDAY - timedelta(days=1), None)
    decision = digest(waits(), tickets=(a_ticket(),), leave=(gone,))
    assert decision.effects == (PutOff(HALF + timedelta(days=1)),)


def test_in_the_morning_it_says_so_and_at_noon_it_does_not() -> None:
    tickets = (a_ticket(), a_ticket(1050))
    morning = digest(waits(), waits(1050), tickets=tickets, at=london(2026, 11, 24, 8))
    assert mail_of(morning).subject == "This morning: 2 tickets"
    noon = digest(waits(), waits(1050), tickets=tickets, at=london(2026, 11, 24, 12, 10))
    assert mail_of(noon).subject == "News of 2 tickets"
    assert "told as things stand now" in noon.reasons[0]


def test_with_nothing_left_it_is_skipped_and_a_leaver_gets_nothing() -> None:
    assert digest().outcome == "skipped"
    policy = a_policy()
    gone = {id_: one for id_, one in policy.technicians.items() if id_ != "tomasz"}
    left = digest(waits(), tickets=(a_ticket(),), policy=replace(policy, technicians=gone))
    assert left.outcome == "skipped"
    assert told(left) == {1042: "they have left"}


def test_of_a_confidential_ticket_a_digest_says_that_it_is_there_and_no_more() -> None:
    policy = a_policy()
    named = replace(policy.technicians["tomasz"], sensitive=True)
    trusted = replace(policy, technicians={**policy.technicians, "tomasz": named})
    tickets = (a_ticket(sensitive=True, subject="A disclosure"), a_ticket(1050))
    decision = digest(waits(event="message_added"), waits(1050), tickets=tickets, policy=trusted)
    content = mail_of(decision).content
    assert isinstance(content, ListMail)
    hidden = next(row for row in content.rows if row.number == 1042)
    assert (hidden.subject, hidden.requester, hidden.news, hidden.sensitive) == ("", "", (), True)


def test_a_bomb_is_one_bounded_mail() -> None:
    tickets = tuple(a_ticket(number) for number in range(5_000, 5_000 + MOST_WAITING))
    decision = digest(*(waits(one.number, event="assigned") for one in tickets), tickets=tickets)
    content = mail_of(decision).content
    assert isinstance(content, ListMail)
    assert (len(content.rows), content.more) == (50, MOST_WAITING - 50)
    assert len(told(decision)) == MOST_WAITING
    assert effect_of(decision, PutOff).due_at > HALF  # there may be more than a snapshot brings
