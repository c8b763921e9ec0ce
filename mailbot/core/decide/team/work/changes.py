"""Carries out what a mail says about the ticket itself: its state, priority, time, tags, school and requester.

Each wish is put beside the request as it was; what does not differ is no effect and stands in no story.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.core.decide.case import Case, Desk
from mailbot.core.decide.participants import person_of
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.team.work import joining
from mailbot.core.decide.telling.entry import in_state
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_people import AddPerson, RemoveParticipant
from mailbot.core.model.effects.on_request import (
    LogTime,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
)
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request, RequestState
from mailbot.core.sla.durations import say_duration
from mailbot.core.sla.hours import next_opening
from mailbot.core.sla.promise import say_opening

_STATES: dict[str, RequestState] = {
    "solved": "solved",
    "pending": "pending",
    "hold": "on_hold",
    "reopen": "open",
    "spam": "spam",
}


def state_wished(orders: Orders) -> str:
    """Give the directive that puts the ticket into a state, without its `#`; '' where none does."""
    wished = {
        "solved": orders.solve,
        "pending": orders.pend,
        "hold": orders.hold is not None,
        "reopen": orders.reopen,
        "spam": orders.spam,
    }
    return next((name for name, holds in wished.items() if holds), "")


def with_details(case: Case, request: Request, orders: Orders) -> Request:
    """Give the request with everything but its state as the orders want it; mails are written from it."""
    person = _asked(case, request, orders)
    return replace(
        request,
        priority=orders.priority or request.priority,
        due_at=orders.due or request.due_at,
        due_set_at=case.desk.now if orders.due else request.due_set_at,
        tags=request.tags if orders.tags is None else orders.tags,
        school=_school(case, request, orders),
        requester=person or request.requester,
        participants=tuple(one for one in request.participants if person is None or one.key != person.key),
    )


def with_state(request: Request, orders: Orders, *, applied: bool, desk: Desk) -> Request:
    """Give the request in the state that is wished for, where that is `applied`; any word of theirs ends an offer."""
    wish = state_wished(orders) if applied else ""
    state: RequestState = _STATES.get(wish) or ("open" if request.state == "offered" else request.state)
    if not wish and state == request.state:
        return request
    return in_state(request, state, at=desk.now, until=until(request, orders, desk=desk))


def until(request: Request, orders: Orders, *, desk: Desk) -> datetime | None:
    """Give when (UTC) a pending ticket opens by itself: at the time named, or when the school opens after it."""
    if orders.until is None:
        return None
    return next_opening(orders.until, calendar=desk.school(request.school).calendar)


def detail_effects(case: Case, request: Request, orders: Orders, *, by: Technician) -> Iterator[Effect]:
    """Give the effects of everything but the state; `request` is as it was."""
    after, number = with_details(case, request, orders), request.number
    if after.requester.key != request.requester.key:
        yield from _new_requester(case, request, orders, person=after.requester)
    if after.school != request.school:
        yield SetSchool(number, after.school)
    if after.priority != request.priority:
        yield SetPriority(number, after.priority)
    if orders.due is not None:
        yield SetDue(number, after.due_at, after.due_set_at)
    if after.tags != request.tags:
        yield SetTags(number, after.tags)
    if orders.minutes:
        yield LogTime(number, by.id, orders.minutes)


def state_effects(before: Request, after: Request, orders: Orders, *, applied: bool, desk: Desk) -> Iterator[Effect]:
    """Give the effects of the state that is wished for; an answer makes an offer a ticket without any wish."""
    number, now, wish = before.number, desk.now, state_wished(orders) if applied else ""
    if before.state == "offered":
        yield from (RecordOutcome(number, "skipped"), CancelTimers(number, "offer_silence"))
    if not wish:
        if before.state == "offered":
            yield SetState(number, "open", now)
        return
    outcome = {"solved": "technician", "spam": "spam"}.get(wish, "")
    yield SetState(number, after.state, now, outcome=outcome, until=after.pending_until)
    yield CancelTimers(number, "close_solved")
    if wish == "solved":
        closing = now + timedelta(days=desk.policy.close_after_days)
        yield ScheduleTimer(number, "close_solved", round=after.next_entry - 1, due_at=closing)


def said(case: Case, request: Request, orders: Orders, *, applied: bool) -> tuple[str, ...]:
    """Give what the story keeps of it, a clause each: "on hold: a part is ordered", "20 min logged"."""
    return (
        *joining.said(orders, request),
        *_said_of_state(request, orders, applied=applied, desk=case.desk),
        *_said_of_details(case, request, orders),
    )


def _said_of_state(request: Request, orders: Orders, *, applied: bool, desk: Desk) -> Iterator[str]:
    wish = state_wished(orders) if applied else ""
    if wish == "pending" and orders.until is not None:
        yield f"waiting for the requester until {say_moment(until(request, orders, desk=desk), request, desk=desk)}"
    if wish == "hold":
        yield "on hold" + (f": {orders.hold}" if orders.hold else "")
    if wish == "reopen":
        yield "open again"
    if wish == "spam":
        yield "it is spam"


def _said_of_details(case: Case, request: Request, orders: Orders) -> Iterator[str]:
    after, policy = with_details(case, request, orders), case.desk.policy
    if after.requester.key != request.requester.key:
        yield f"asked by {after.requester.name or after.requester.address}, not {_named(request.requester)}"
    if after.school != request.school:
        yield f"at {case.desk.school(after.school).name}, not {case.desk.school(request.school).name}"
    if after.priority != request.priority:
        known = policy.priorities.get(after.priority)
        yield f"priority {known.name if known else after.priority}"
    if orders.due is not None:
        yield f"due {say_moment(orders.due, after, desk=case.desk)}"
    if after.tags != request.tags:
        yield f"tags: {', '.join(after.tags) or 'none'}"
    if orders.minutes:
        yield f"{say_duration(timedelta(minutes=orders.minutes))} logged"


def say_moment(moment: datetime | None, request: Request, *, desk: Desk) -> str:
    """Say a moment in the zone of the request's school: "15:00 tomorrow", "Monday 4 January, 09:00"."""
    return "" if moment is None else say_opening(moment, now=desk.now, calendar=desk.school(request.school).calendar)


def _named(person: Person) -> str:
    return person.name or person.address or "an unknown sender"


def _asked(case: Case, request: Request, orders: Orders) -> Person | None:
    """Whose request it is to be; None where that stays as it is."""
    found = person_of(case, orders.requester) if orders.requester is not None else None
    return found[0] if found is not None and found[0].key != request.requester.key else None


def _school(case: Case, request: Request, orders: Orders) -> str:
    """The school that is named; else a new requester's own, where the request is at none of theirs."""
    if orders.school is not None:
        return orders.school
    person = _asked(case, request, orders)
    schools = [one for one in person.schools if one in case.desk.policy.schools] if person is not None else []
    return schools[0] if schools and request.school not in schools else request.school


def _new_requester(case: Case, request: Request, orders: Orders, *, person: Person) -> Iterator[Effect]:
    found = person_of(case, orders.requester) if orders.requester is not None else None
    if found is not None and found[1]:
        yield AddPerson(person)
    if any(one.key == person.key for one in request.participants):
        yield RemoveParticipant(request.number, person.key)
    yield SetRequester(request.number, person)
