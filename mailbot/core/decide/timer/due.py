"""What follows when a timer's moment came; silence on an offer and the end of a solved request stand here."""

from dataclasses import replace
from typing import assert_never

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.opening import ticket_after_all
from mailbot.core.decide.telling.entry import DESK
from mailbot.core.decide.timer.chase import chase, pending_over
from mailbot.core.decide.timer.remind import remind
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.core.model.request import Request
from mailbot.core.model.stimulus import TimerDue
from mailbot.core.sla.reminders import TARGET_OF


def timer_due(stimulus: TimerDue, *, desk: Desk) -> Plan:
    """Do what the timer is for, unless the request has moved on since."""
    match stimulus.kind:
        case "offer_silence":
            return _silence(stimulus.request, desk=desk)
        case "close_solved":
            return _close(stimulus.request, desk=desk)
        case "remind_first_response" | "remind_next_response" | "remind_resolution":
            return remind(stimulus, kind=TARGET_OF[stimulus.kind], desk=desk)
        case "chase":
            return chase(stimulus, desk=desk)
        case "pending_over":
            return pending_over(stimulus, desk=desk)
        case _:
            assert_never(stimulus.kind)


def _silence(request: Request, *, desk: Desk) -> Plan:
    """The school decides: a ticket after all, or closed without counting as solved."""
    if request.state != "offered":
        return Plan("skipped", (), (f"the request is {request.state} by now",))
    doubtful = any(entry.kind == "message" and entry.internal for entry in request.entries)
    if desk.school(request.school).on_silence == "close" and not doubtful:
        silent = RecordOutcome(request.number, "silent")
        closed = SetState(request.number, "closed", desk.now, outcome="silent")
        return Plan("timer", (silent, closed), ("nothing was heard: closed, as the school wants it",))
    notice = "Articles were sent and nothing was heard since."
    if doubtful:
        notice = "Articles were sent, and what was heard since came from somebody who is not proven. See the story."
    plan = ticket_after_all(request, notice=notice, desk=desk)
    return replace(plan, reasons=("nothing was heard: a ticket, as the school wants it", *plan.reasons))


def _close(request: Request, *, desk: Desk) -> Plan:
    if request.state != "solved":
        return Plan("skipped", (), (f"the request is {request.state} by now",))
    entry = AddEntry(request.number, "event", DESK, "Closed: nothing more was heard.", desk.now, internal=True)
    closed = SetState(request.number, "closed", desk.now)
    return Plan("timer", (entry, closed), ("solved, and nothing more was heard",))
