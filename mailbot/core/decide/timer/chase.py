"""Asks a requester again while the desk waits for them, and solves the ticket when they never answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.opening import assign
from mailbot.core.decide.telling.entry import DESK, grown, in_state
from mailbot.core.decide.telling.mails import first_name, to_requester, withheld
from mailbot.core.decide.telling.notify import asked_again, notify
from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.mails.requester import ChaserMail
from mailbot.core.model.request import Request
from mailbot.core.model.stimulus import TimerDue
from mailbot.core.sla.hours import next_opening
from mailbot.core.sla.reminders import working_day_after

TRY_AGAIN = timedelta(hours=1)
OUTCOME = "no_answer"


def chasers_of(request: Request, *, desk: Desk) -> tuple[ScheduleTimer, ...]:
    """Give the timers of a ticket that waits for its requester: one a chaser, and the end. () in any other state.

    Each step is the number of working days; the round is the second at which the wait began. A wait until a moment
    that a technician named ends then: the ticket opens, and is not solved before.
    """
    reminders, until = desk.policy.reminders, request.pending_until
    if request.state != "pending" or not request.changes:
        return ()
    since = request.changes[-1].at
    number, started = request.number, int(since.timestamp())
    calendar = desk.school(request.school).calendar
    days_until = () if until is not None else (reminders.solve_after,)
    chasers = (
        ScheduleTimer(number, "chase", started, working_day_after(since, days=days, calendar=calendar), days)
        for days in ((*reminders.chase, *days_until) if reminders.chase else ())
    )
    if until is None:
        return tuple(chasers)
    return (*(one for one in chasers if one.due_at < until), ScheduleTimer(number, "pending_over", started, until))


def pending_over(stimulus: TimerDue, *, desk: Desk) -> Plan:
    """The time came until which a ticket was to wait: it is open again, and its owner hears of it."""
    request = stimulus.request
    waits = request.state == "pending" and request.changes and int(request.changes[-1].at.timestamp()) == stimulus.round
    if not waits or request.pending_until is None:
        return Plan("skipped", (), (f"the request is {request.state} by now, or waits for something new",))
    if request.pending_until > desk.now:
        return Plan("timer", (_again(stimulus, at=request.pending_until),), ("it waits longer than it was to",))
    text = "Open again: the time until which it was to wait is over."
    entry = AddEntry(request.number, "event", DESK, text, desk.now, internal=True)
    after, assigning, why = assign(in_state(grown(request, entry=entry), "open", at=desk.now), desk=desk)
    notice = f"You waited for {request.requester.name or 'the requester'} until now, and the ticket is open again."
    news = asked_again(after, event="message_added", notice=notice)
    opened = SetState(request.number, "open", desk.now)
    told = notify(after, news=news, desk=desk)
    return Plan("timer", (entry, opened, *assigning, *told), ("the time it was to wait until is over", *why))


def chase(stimulus: TimerDue, *, desk: Desk) -> Plan:
    """Ask again, or end the wait; nothing where they have answered or the ticket is in somebody's hands again."""
    request = stimulus.request
    if request.state != "pending" or not request.changes or int(request.changes[-1].at.timestamp()) != stimulus.round:
        return Plan("skipped", (), (f"the request is {request.state} by now, or waits for something new",))
    calendar = desk.school(request.school).calendar
    opening = next_opening(desk.now, calendar=calendar)
    if opening > desk.now:
        return Plan("timer", (_again(stimulus, at=opening),), ("the school is closed: it waits",))
    if stimulus.step >= desk.policy.reminders.solve_after:
        return _end(request, desk=desk)
    held_back = withheld(request.requester.address, school=request.school, desk=desk)
    if held_back is not None:
        return Plan("timer", (_again(stimulus, at=desk.now + TRY_AGAIN),), (held_back,))
    text = f"{request.requester.name or 'The requester'} was asked again, after {stimulus.step} working days."
    entry = AddEntry(request.number, "event", DESK, text, desk.now, internal=True)
    end = working_day_after(
        request.changes[-1].at, days=desk.policy.reminders.solve_after, calendar=calendar
    ).astimezone(calendar.zone)
    then = f"{end:%A} {end.day} {end:%B}" if request.pending_until is None else ""
    content = replace(_mail(request, desk=desk), then=then)
    mail = to_requester(content, request=request, person=request.requester, entry_seen=request.next_entry - 1)
    return Plan("timer", (entry, mail), (f"no answer for {stimulus.step} working days: they are asked again",))


def _end(request: Request, *, desk: Desk) -> Plan:
    """Solved, with a way back; where the caps hold the mail back, it is solved all the same."""
    entry = AddEntry(request.number, "event", DESK, "Solved: no answer came.", desk.now, internal=True)
    after = in_state(grown(request, entry=entry), "solved", at=desk.now)
    closing = desk.now + timedelta(days=desk.policy.close_after_days)
    solved = SetState(request.number, "solved", desk.now, outcome=OUTCOME)
    timer = ScheduleTimer(request.number, "close_solved", round=after.next_entry - 1, due_at=closing)
    plan = Plan("timer", (entry, solved, timer), ("no answer came: solved, and a reply opens it again",))
    held_back = withheld(request.requester.address, school=request.school, desk=desk)
    if held_back is not None:
        return plan.because_last(held_back)
    content = replace(_mail(request, desk=desk), solved=True)
    return plan.then(to_requester(content, request=after, person=request.requester, entry_seen=after.next_entry - 1))


def _mail(request: Request, *, desk: Desk) -> ChaserMail:
    asked = next((entry for entry in reversed(request.entries) if entry.kind == "answer"), None)
    private = {one.name for one in desk.policy.technicians.values() if one.private}
    return ChaserMail(
        name=first_name(request.requester.name),
        school=desk.school(request.school).name,
        number=request.number,
        technician=asked.author if asked and asked.author not in private else "",
        question=asked.text if asked else "",
    )


def _again(stimulus: TimerDue, *, at: datetime) -> ScheduleTimer:
    return ScheduleTimer(stimulus.request.number, stimulus.kind, stimulus.round, at, stimulus.step)
