"""Keeps the timers of a ticket's clocks right: whatever a decision does to a request, its reminders follow.

One place instead of one in each branch: the request as it was and as it will be are compared, and where its reminders
differ the old ones are cancelled and the new ones wait. What was done once is never done again (the timers' keys).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.entry import grown, in_state
from mailbot.core.decide.timer.chase import chasers_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    OpenRequest,
    RecordBreach,
    SetDue,
    SetPriority,
    SetSchool,
    SetState,
)
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request, TargetKind
from mailbot.core.model.stimulus import TimerKind
from mailbot.core.sla.reminders import KIND_OF, reminders_of
from mailbot.core.sla.targets import TARGETS, standing


def with_timers(plan: Plan, *, desk: Desk, fired: TimerKind | None = None) -> Plan:
    """Give the plan with what its effects mean for the timers of the requests it acts on, and for their breaches.

    `fired` is the kind of the timer that is being acted on: its own branch says what follows of it.
    """
    more: list[Effect] = []
    for number in _numbers(plan.effects):
        before = desk.snapshot.requests.get(number)
        after = request_after(before, plan.effects, number=number, desk=desk)
        if after is not None:
            more += _of_one(before, after, done=plan.effects, desk=desk, fired=fired)
    return plan.then(*more)


def request_after(before: Request | None, effects: Sequence[Effect], *, number: int, desk: Desk) -> Request | None:
    """Give a request as it will be: what its clocks depend on. None for one that neither is nor opens."""
    request = before
    for effect in effects:
        if isinstance(effect, OpenRequest) and effect.number == number:
            request = _opened(effect, desk=desk)
        elif request is not None and getattr(effect, "request", None) == number:
            request = _changed(request, effect)
    return request


def _of_one(
    before: Request | None, after: Request, *, done: Sequence[Effect], desk: Desk, fired: TimerKind | None
) -> Iterator[Effect]:
    for kind in TARGETS:
        if KIND_OF[kind] != fired:
            yield from _reminders(before, after, kind=kind, desk=desk)
        if before is not None and not any(isinstance(effect, RecordBreach) for effect in done):
            yield from _breach(before, kind=kind, desk=desk)
    if fired != "chase":
        old = chasers_of(before, desk=desk) if before is not None else ()
        new = chasers_of(after, desk=desk)
        if old != new:
            kinds = dict.fromkeys(one.kind for one in old if one.kind != fired)
            yield from (CancelTimers(after.number, kind) for kind in kinds)
            yield from new


def _reminders(before: Request | None, after: Request, *, kind: TargetKind, desk: Desk) -> Iterator[Effect]:
    old = reminders_of(before, kind=kind, policy=desk.policy, now=desk.now) if before is not None else ()
    new = reminders_of(after, kind=kind, policy=desk.policy, now=desk.now)
    if old == new and (before is None or before.assignee == after.assignee):
        return
    if old:
        yield CancelTimers(after.number, KIND_OF[kind])
    yield from new


def _breach(before: Request, *, kind: TargetKind, desk: Desk) -> Iterator[Effect]:
    """A target that was missed without its reminder having come is recorded by whatever happens next."""
    if kind in before.breaches or before.state != "open":
        return
    found = standing(before, kind=kind, policy=desk.policy, now=desk.now)
    if found is not None and found.met_at is None and found.breached_at is not None:
        yield RecordBreach(before.number, kind, found.breached_at)


def _numbers(effects: Sequence[Effect]) -> tuple[int, ...]:
    """The requests that are acted on, without those that open as an offer and stay one: no clock of theirs runs."""
    moved = {effect.request for effect in effects if isinstance(effect, SetState)}
    offers = {effect.number for effect in effects if isinstance(effect, OpenRequest) and effect.state == "offered"}
    acted_on = (
        effect.number if isinstance(effect, OpenRequest) else effect.request
        for effect in effects
        if isinstance(effect, OpenRequest | AddEntry | SetState | SetPriority | SetDue | SetSchool | Assign)
    )
    return tuple(number for number in dict.fromkeys(acted_on) if number in moved or number not in offers)


def _opened(effect: OpenRequest, *, desk: Desk) -> Request:
    opened_at = effect.opened_at or desk.now
    bare = Request(
        number=effect.number,
        tag=effect.tag,
        reference=effect.reference,
        version=1,
        trust=desk.policy.trust,
        school=effect.school,
        state=effect.state,
        subject=effect.subject,
        requester=Person(None, effect.requester_key, "", ""),
        opened_at=opened_at,
        priority=effect.priority,
        line=effect.line,
        sensitive=effect.sensitive,
    )
    return in_state(bare, effect.state, at=opened_at)


def _changed(request: Request, effect: Effect) -> Request:
    match effect:
        case AddEntry():
            return grown(request, entry=effect)
        case SetState():
            return replace(
                in_state(request, effect.state, at=effect.at, until=effect.until),
                sensitive=request.sensitive or effect.sensitive,
            )
        case SetPriority():
            return replace(request, priority=effect.priority)
        case SetDue():
            return replace(request, due_at=effect.due_at, due_set_at=effect.set_at)
        case SetSchool():
            return replace(request, school=effect.school)
        case Assign():
            return replace(request, assignee=effect.technician, line=effect.line)
        case _:
            return request
