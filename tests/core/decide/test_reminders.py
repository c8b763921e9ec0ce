"""Reminders and breaches: who is told at which share of a target, once each, and never outside their hours."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_request import AddEntry, Assign, RecordBreach, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.level import Priority, ReminderPolicy
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Hours, Policy
from mailbot.core.model.request import Request, StateChange, TargetKind
from mailbot.core.model.stimulus import TimerDue
from mailbot.core.sla.reminders import KIND_OF, Step, step_of
from tests.support.builders import (
    JANE,
    MONDAY,
    TOMASZ,
    WEEK,
    a_policy,
    a_request,
    a_snapshot,
    arrived,
    by_technician,
    decided,
    effect_of,
    london,
    mails,
    to,
)

REMINDERS = ReminderPolicy(at=(50, 75, 90, 100))
# the first answer to a P3 ticket of Monday 9:30 is due at 13:30
DUE = MONDAY + timedelta(hours=4)


def team(**changes: Any) -> Policy:
    return a_policy(**{"reminders": REMINDERS, **changes})


def a_ticket(**changes: Any) -> Request:
    return a_request(**{"changes": (StateChange(MONDAY, "open"),), "waiting_since": MONDAY, **changes})


def a_stimulus(step: Step, *, ticket: Request, at: datetime, kind: TargetKind = "first_response") -> TimerDue:
    return TimerDue(7, KIND_OF[kind], ticket, 1, step.number, at)


def fired(
    step: Step,
    *,
    at: datetime,
    request: Request | None = None,
    policy: Policy | None = None,
    kind: TargetKind = "first_response",
    **known: Any,
) -> Decision:
    """The decision on the reminder's moment."""
    ticket = request or a_ticket()
    stimulus = a_stimulus(step, ticket=ticket, at=at, kind=kind)
    return decided(stimulus, snapshot=a_snapshot(ticket, **known), policy=policy or team(), now=at)


def scheduled(decision: Decision, kind: str = "remind_first_response") -> dict[Step, datetime]:
    timers = (one for one in decision.effects if isinstance(one, ScheduleTimer) and one.kind == kind)
    return {step_of(one.step): one.due_at for one in timers}


def told(decision: Decision) -> set[str]:
    return {mail.to.name for mail in mails(decision)}


@pytest.mark.parametrize(
    "step",
    [
        Step(50),
        Step(90, "second"),
        Step(100, "above"),
        Step(150, "manager"),
        Step(day=date(2026, 11, 27)),
        Step(moved_from=41),
    ],
)
def test_a_step_is_read_back_from_its_number(step: Step) -> None:
    assert step_of(step.number) == step
    assert step.number < 2**31


def test_a_new_ticket_waits_for_half_of_each_target_and_an_offer_for_none() -> None:
    opened = decided(arrived("ransomware on every screen"), policy=team())
    assert scheduled(opened) == {Step(50): MONDAY + timedelta(minutes=15)}
    assert scheduled(opened, "remind_resolution") == {}
    assert scheduled(opened, "remind_next_response") == {}
    offered = decided(arrived("projector shows no signal"), policy=team())
    assert offered.outcome == "offer_made"
    assert scheduled(offered) == {}


def test_at_half_the_owner_is_told_and_the_next_share_waits() -> None:
    at = MONDAY + timedelta(hours=2)
    decision = fired(Step(50), at=at)
    [mail] = mails(decision)
    assert mail.to.address == TOMASZ.address
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.template == "technician/sla_warning"
    assert mail.content.notice == "First answer by 13:30 today. 50 % of the time is used."
    assert mail.reference == "requestaaa"  # the token of a reply acts on the ticket
    assert scheduled(decision) == {Step(75): MONDAY + timedelta(hours=3)}


def test_at_ninety_percent_the_cover_is_told_too() -> None:
    decision = fired(Step(90, "second"), at=MONDAY + timedelta(minutes=216))
    assert told(decision) == {"Priya Nambiar"}
    [mail] = mails(decision)
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.notice.endswith("It is Tomasz Wilk's.")


def test_without_a_cover_at_work_the_lead_of_the_line_is_told_at_ninety_percent() -> None:
    away = Leave("priya", MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    assert told(fired(Step(90, "second"), at=MONDAY + timedelta(minutes=216), leave=(away,))) == {"Siobhan Keane"}


def test_a_missed_target_is_recorded_once_and_the_line_above_is_told() -> None:
    decision = fired(Step(100), at=DUE)
    assert effect_of(decision, RecordBreach) == RecordBreach(1042, "first_response", DUE)
    assert told(decision) == {"Tomasz Wilk"}
    [mail] = mails(decision)
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.template == "technician/sla_breach"
    assert mail.content.notice == "First answer was due at 13:30 today."
    assert scheduled(decision) == {
        Step(90, "second"): MONDAY + timedelta(minutes=216),  # done by now, as a rule: its key knows
        Step(100, "above"): DUE,
        Step(150, "manager"): MONDAY + timedelta(hours=6),
        Step(day=date(2026, 11, 24)): london(2026, 11, 24, 8),
    }
    known = a_ticket(breaches={"first_response": DUE})
    above = fired(Step(100, "above"), at=DUE, request=known)
    assert told(above) == {"Ruth Lindqvist"}
    assert not [one for one in above.effects if isinstance(one, RecordBreach)]


def test_at_one_and_a_half_the_manager_is_told_and_every_morning_the_owner() -> None:
    known = a_ticket(breaches={"first_response": DUE})
    assert told(fired(Step(150, "manager"), at=MONDAY + timedelta(hours=6), request=known)) == {"Ruth Lindqvist"}
    morning = fired(Step(day=date(2026, 11, 24)), at=london(2026, 11, 24, 8), request=known)
    assert told(morning) == {"Tomasz Wilk"}
    assert scheduled(morning)[Step(day=date(2026, 11, 25))] == london(2026, 11, 25, 8)


def test_who_heard_this_morning_that_it_was_missed_has_no_daily_one_beside_it() -> None:
    known = a_ticket(breaches={"first_response": DUE})
    day, at = Step(day=date(2026, 11, 26)), london(2026, 11, 26, 8)
    # the owner was on leave until now: what of that can still be reckoned says that they heard on the day itself
    heard = replace(a_stimulus(day, ticket=known, at=at), late_told=london(2026, 11, 26, 7, 45))
    decision = decided(heard, snapshot=a_snapshot(known), policy=team(), now=at)
    assert (decision.outcome, mails(decision)) == ("skipped", ())
    assert scheduled(decision)[Step(day=date(2026, 11, 27))] == london(2026, 11, 27, 8)
    before = replace(heard, late_told=london(2026, 11, 25, 7, 45))
    assert told(decided(before, snapshot=a_snapshot(known), policy=team(), now=at)) == {"Tomasz Wilk"}


def test_after_an_outage_only_the_daily_one_of_the_day_at_hand_is_told() -> None:
    known, now = a_ticket(breaches={"first_response": DUE}), london(2026, 11, 26, 10)
    past = fired(Step(day=date(2026, 11, 24)), at=now, request=known)
    assert (past.outcome, mails(past)) == ("skipped", ())
    assert scheduled(past)[Step(day=date(2026, 11, 26))] == london(2026, 11, 26, 8)
    assert told(fired(Step(day=date(2026, 11, 26)), at=now, request=known)) == {"Tomasz Wilk"}


def test_a_daily_one_does_not_wait_for_another_day() -> None:
    known = a_ticket(breaches={"first_response": DUE}, assignee="ruth")
    away = Leave("ruth", london(2026, 11, 25), london(2026, 11, 27))
    decision = fired(Step(day=date(2026, 11, 25)), at=london(2026, 11, 25, 8), request=known, leave=(away,))
    assert (decision.outcome, mails(decision)) == ("skipped", ())
    ahead = scheduled(decision)
    assert Step(day=date(2026, 11, 25)) not in ahead
    assert ahead[Step(day=date(2026, 11, 26))] == london(2026, 11, 26, 8)


def test_out_of_hours_nobody_is_written_to() -> None:
    late = london(2026, 11, 23, 14, 15)
    ticket = a_ticket(changes=(StateChange(late, "open"),), ticket_at=late)
    at = london(2026, 11, 23, 16, 15)
    decision = fired(Step(50), at=at, request=ticket)
    assert mails(decision) == ()
    assert scheduled(decision)[Step(50)] == london(2026, 11, 24, 8)
    assert Step(75) in scheduled(decision)
    assert decision.reasons[-1] == "Tomasz Wilk is not at work: it waits until they are at work"
    assert told(fired(Step(50), at=london(2026, 11, 24, 8), request=ticket)) == {"Tomasz Wilk"}


def test_the_cover_of_who_is_away_that_day_hears_it_at_once() -> None:
    away = Leave("tomasz", london(2026, 11, 23), london(2026, 11, 24))
    decision = fired(Step(50), at=MONDAY + timedelta(hours=2), leave=(away,))
    assert told(decision) == {"Priya Nambiar"}


@pytest.mark.parametrize(
    ("leave", "covers_from", "at", "heard"),
    [
        # the cover begins at noon of a day on which the owner does not work
        ((london(2026, 11, 23), london(2026, 12, 7)), 12, london(2026, 11, 23, 11, 30), london(2026, 11, 23, 12)),
        # the owner has gone home and is away from tomorrow on
        ((london(2026, 11, 24), london(2026, 12, 7)), 8, london(2026, 11, 23, 16, 15), london(2026, 11, 24, 8)),
        # the owner is back on the day on which the cover is next
        ((london(2026, 11, 23), london(2026, 11, 24)), 7, london(2026, 11, 23, 16, 15), london(2026, 11, 24, 8)),
    ],
)
def test_a_cover_who_is_not_at_work_yet_hears_it_when_they_are_and_not_the_owner_weeks_later(
    leave: tuple[datetime, datetime], covers_from: int, at: datetime, heard: datetime
) -> None:
    policy = team()
    hours = dict.fromkeys(WEEK, Hours(time(covers_from), time(16)))
    priya = replace(policy.technicians["priya"], hours=hours)
    policy = replace(policy, technicians={**policy.technicians, "priya": priya})
    late = at - timedelta(hours=2)
    ticket = a_ticket(changes=(StateChange(late, "open"),), ticket_at=late)
    away = (Leave("tomasz", *leave),)
    waits = fired(Step(50), at=at, request=ticket, policy=policy, leave=away)
    assert mails(waits) == ()
    assert scheduled(waits)[Step(50)] == heard
    then = fired(Step(50), at=heard, request=ticket, policy=policy, leave=away)
    assert told(then) == {"Tomasz Wilk" if heard >= leave[1] else "Priya Nambiar"}


URGENT = {"P1": Priority("P1", "Urgent", 1, clock="always"), "P3": Priority("P3", "Normal", 3)}


def test_at_night_an_urgent_ticket_reaches_who_is_on_call_and_an_ordinary_one_nobody() -> None:
    night = london(2026, 11, 24, 3)
    policy = team(priorities=URGENT, on_call={date(2026, 11, 23): "priya"})
    ticket = a_ticket(priority="P1", assignee="priya", changes=(StateChange(night, "open"),), ticket_at=night)
    at = night + timedelta(minutes=15)
    assert told(fired(Step(50), at=at, request=ticket, policy=policy)) == {"Priya Nambiar"}
    theirs = replace(ticket, assignee="tomasz")
    assert told(fired(Step(50), at=at, request=theirs, policy=policy)) == {"Priya Nambiar"}
    nobody = fired(Step(50), at=at, request=theirs, policy=team(priorities=URGENT))
    assert scheduled(nobody)[Step(50)] == london(2026, 11, 24, 8)
    assert mails(nobody) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": "solved", "changes": (StateChange(MONDAY, "open"), StateChange(DUE, "solved"))}, "solved by now"),
        ({"state": "pending", "changes": (StateChange(MONDAY, "open"), StateChange(DUE, "pending"))}, "pending by now"),
        ({"answered_at": MONDAY + timedelta(hours=1)}, "has been given"),
    ],
)
def test_what_makes_no_sense_any_more_is_skipped_with_the_reason(changes: dict[str, Any], why: str) -> None:
    decision = fired(Step(75), at=MONDAY + timedelta(hours=3), request=a_ticket(**changes))
    assert (decision.outcome, mails(decision)) == ("skipped", ())
    assert why in decision.reasons[-1]


def test_of_several_shares_that_an_outage_brought_due_together_only_the_latest_is_told() -> None:
    at = MONDAY + timedelta(minutes=220)
    first = fired(Step(50), at=at)
    assert (first.outcome, mails(first)) == ("skipped", ())
    assert Step(90) in scheduled(first)
    assert told(fired(Step(90), at=at)) == {"Tomasz Wilk"}


def test_a_calendar_that_was_edited_moves_the_moment() -> None:
    policy = team()
    closed = replace(policy.schools["kestrel"].calendar, closed=frozenset({date(2026, 11, 23)}))
    schools = {**policy.schools, "kestrel": replace(policy.schools["kestrel"], calendar=closed)}
    decision = fired(Step(50), at=MONDAY + timedelta(hours=2), policy=replace(policy, schools=schools))
    assert mails(decision) == ()
    assert scheduled(decision) == {Step(50): london(2026, 11, 24, 10)}


def test_an_answer_ends_the_reminders_and_a_reply_begins_those_of_the_next_answer() -> None:
    answered = decided(by_technician("Swap the lead.", request=a_ticket()), policy=team())
    assert CancelTimers(1042, "remind_first_response") in answered.effects
    assert scheduled(answered) == {}
    waiting = a_ticket(answered_at=MONDAY, waiting_since=None)
    reply = decided(arrived("It is room 12", request=waiting), policy=team())
    assert scheduled(reply, "remind_next_response") == {Step(50): MONDAY + timedelta(hours=2)}
    thanks = decided(arrived("Thank you!", request=waiting), policy=team())
    assert scheduled(thanks, "remind_next_response") == {}


def test_a_higher_priority_brings_the_reminders_forward() -> None:
    decision = decided(arrived("the whole school is down", request=a_ticket()), policy=team())
    assert CancelTimers(1042, "remind_first_response") in decision.effects
    assert scheduled(decision) == {Step(50): MONDAY + timedelta(minutes=15)}


def test_an_answer_that_comes_late_records_the_breach_that_no_timer_saw() -> None:
    at = DUE + timedelta(minutes=1)
    decision = decided(by_technician("Swap the lead.", request=a_ticket()), now=at)
    assert effect_of(decision, RecordBreach) == RecordBreach(1042, "first_response", DUE)
    early = decided(by_technician("Swap the lead.", request=a_ticket()), now=DUE)
    assert not [one for one in early.effects if isinstance(one, RecordBreach)]


UP = replace(REMINDERS, move_up_on=("first_response",))


def test_a_missed_target_moves_the_ticket_up_a_line_with_its_story() -> None:
    decision = fired(Step(100), at=DUE, policy=team(reminders=UP))
    assert effect_of(decision, Assign) == Assign(1042, "siobhan", 2, how="breach")
    entry = effect_of(decision, AddEntry)
    assert (entry.kind, entry.internal) == ("event", True)
    assert entry.text == (
        "The first answer was due at 13:30 today. Moved from line 1 (Tomasz Wilk) to line 2 (Siobhan Keane)."
    )
    assert told(decision) == {"Siobhan Keane"}
    assert Step(moved_from=TOMASZ.id) in scheduled(decision)
    moved = a_ticket(assignee="siobhan", line=2, breaches={"first_response": DUE})
    former = fired(Step(moved_from=TOMASZ.id), at=DUE, request=moved, policy=team(reminders=UP))
    [mail] = to(former, TOMASZ)
    assert isinstance(mail.content, NotificationMail)
    assert mail.content.notice.endswith("It has moved to line 2 and is Siobhan Keane's now.")


def test_the_last_line_and_confidential_tickets_move_nowhere() -> None:
    for ticket in (a_ticket(line=3, assignee="ruth"), a_ticket(sensitive=True, assignee="ruth")):
        decision = fired(Step(100), at=DUE, request=ticket, policy=team(reminders=UP))
        assert not [one for one in decision.effects if isinstance(one, Assign)]
        effect_of(decision, RecordBreach)


def test_news_of_a_confidential_ticket_reaches_the_named_alone() -> None:
    ticket = a_ticket(sensitive=True, assignee="ruth", line=1)
    everybody: set[str] = set()
    for step in (Step(50), Step(90, "second"), Step(100), Step(100, "above"), Step(150, "manager")):
        minutes = 240 * step.percent / 100
        everybody |= told(fired(step, at=MONDAY + timedelta(minutes=minutes), request=ticket))
    assert everybody <= {"Siobhan Keane", "Ruth Lindqvist"}


CHASE = ReminderPolicy(chase=(2, 5), solve_after=7)
WAITING = london(2026, 11, 20, 15)  # a Friday


def chased(days: int, *, at: datetime, **changes: Any) -> Decision:
    ticket = a_ticket(
        **{"state": "pending", "changes": (StateChange(MONDAY, "open"), StateChange(WAITING, "pending")), **changes},
    )
    stimulus = TimerDue(7, "chase", ticket, int(WAITING.timestamp()), days, at)
    return decided(stimulus, policy=team(reminders=CHASE), now=at)


def test_a_requester_who_does_not_answer_is_asked_again_and_in_the_end_it_is_solved_with_a_way_back() -> None:
    first = chased(2, at=london(2026, 11, 24, 8))
    [mail] = mails(first)
    assert (mail.to.address, mail.content.template) == (JANE.address, "requester/chaser")
    assert not [one for one in first.effects if isinstance(one, SetState)]
    end = chased(7, at=london(2026, 12, 1, 8))
    assert effect_of(end, SetState).state == "solved"
    assert scheduled(end, "close_solved")
    [last] = mails(end)
    assert last.content == replace(last.content, solved=True)


def test_nobody_is_chased_who_has_answered() -> None:
    decision = chased(2, at=london(2026, 11, 24, 8), state="open")
    assert (decision.outcome, mails(decision)) == ("skipped", ())


def test_a_reply_ends_the_chasers() -> None:
    ticket = a_ticket(state="pending", changes=(StateChange(MONDAY, "open"), StateChange(MONDAY, "pending")))
    decision = decided(arrived("It is room 12", request=ticket), policy=team(reminders=CHASE))
    assert CancelTimers(1042, "chase") in decision.effects


def test_a_share_that_was_put_off_is_not_told_after_the_manager_was() -> None:
    # all of it and half as much again are used: what was missed is old news to its owner
    decision = fired(Step(75), at=DUE + timedelta(hours=2, minutes=10))
    assert decision.outcome == "skipped"
    assert not mails(decision)
