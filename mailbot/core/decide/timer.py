"""What follows when a timer's moment came: silence on an offer, and the end of a solved request."""

from dataclasses import replace
from typing import assert_never

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.opening import assign
from mailbot.core.decide.telling.entry import DESK
from mailbot.core.decide.telling.mails import acknowledgement, to_requester, withheld
from mailbot.core.decide.telling.notify import News, newest_question, notify
from mailbot.core.model.effects import AddEntry, Effect, RecordOutcome, SetState
from mailbot.core.model.request import Request
from mailbot.core.model.stimulus import TimerDue


def timer_due(stimulus: TimerDue, *, desk: Desk) -> Plan:
    """Do what the timer is for, unless the request has moved on since."""
    match stimulus.kind:
        case "offer_silence":
            return _silence(stimulus.request, desk=desk)
        case "close_solved":
            return _close(stimulus.request, desk=desk)
        case _:
            assert_never(stimulus.kind)


def _silence(request: Request, *, desk: Desk) -> Plan:
    """The school decides: a ticket after all, or closed without counting as solved."""
    if request.state != "offered":
        return Plan("timer", (), (f"the request is {request.state} by now",))
    silent = RecordOutcome(request.number, "silent")
    if desk.school(request.school).on_silence == "close":
        closed = SetState(request.number, "closed", desk.now, outcome="silent")
        return Plan("timer", (silent, closed), ("nothing was heard: closed, as the school wants it",))
    return _ticket_after_all(request, silent=silent, desk=desk)


def _ticket_after_all(request: Request, *, silent: RecordOutcome, desk: Desk) -> Plan:
    offered = tuple(replace(article, outcome="silent") for article in request.offered if article.outcome == "waiting")
    settled = tuple(article for article in request.offered if article.outcome != "waiting")
    opened = replace(request, state="open", ticket_at=desk.now, offered=(*settled, *offered))
    after, assigning, why = assign(opened, desk=desk)
    asked = newest_question(after)
    news = News(
        event="assigned",
        text=asked.text if asked else "",
        notice="Articles were sent and nothing was heard since.",
        verified=asked.verified if asked else True,
        attachments=asked.attachments if asked else (),
    )
    effects: tuple[Effect, ...] = (
        silent,
        SetState(request.number, "open", desk.now),
        *assigning,
        *notify(after, news=news, desk=desk),
    )
    held_back = withheld(request.requester.address, desk=desk)
    reasons = ("nothing was heard: a ticket, as the school wants it", *why)
    if held_back is not None:
        return Plan("ticket_opened", effects, (*reasons, held_back))
    content, seen = acknowledgement(after, desk=desk), after.next_entry - 1
    mail = to_requester(content, request=after, person=after.requester, entry_seen=seen)
    return Plan("ticket_opened", (*effects, mail), reasons)


def _close(request: Request, *, desk: Desk) -> Plan:
    if request.state != "solved":
        return Plan("timer", (), (f"the request is {request.state} by now",))
    entry = AddEntry(request.number, "event", DESK, "Closed: nothing more was heard.", desk.now, internal=True)
    closed = SetState(request.number, "closed", desk.now)
    return Plan("timer", (entry, closed), ("solved, and nothing more was heard",))
