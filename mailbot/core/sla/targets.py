"""When a request's targets are due, by priority and service level, in its school's calendar.

Three targets: the first response to a ticket, the next response (to whatever the requester wrote since the last one),
and its resolution. Nothing here is stored but breaches: a target that was found missed stays missed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.model.level import Level
from mailbot.core.model.policy import TRIAGE, Calendar, Policy, School
from mailbot.core.model.request import Request, StateChange, TargetKind
from mailbot.core.sla.clock import Run, due, is_running, runs_of, used
from mailbot.core.sla.hours import working_time

_ENDED = ("solved", "closed", "merged", "spam")
TARGETS: tuple[TargetKind, ...] = ("first_response", "next_response", "resolution")


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as the policy has it: so long, in the calendar's working time, or by the clock where that is None."""

    kind: TargetKind
    duration: timedelta
    calendar: Calendar | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands to one target at a moment.

    `used` is the time taken of `promise.duration`. `due_at` is None while the clock stands with time left; `met_at` is
    when what was promised happened, in time or late. `breached_at` is the moment at which the target was missed.
    """

    promise: Promise
    used: timedelta
    running: bool
    due_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def fraction(self) -> float:
        """The share of the target that is used: 1.0 is when it is due."""
        return self.used / self.promise.duration


def promise_of(kind: TargetKind, *, policy: Policy, school: School, priority: str) -> Promise | None:
    """Give what the school's level promises for a priority; None where it promises nothing."""
    level = policy.levels.get(school.level)
    minutes = _minutes(level, kind).get(priority) if level is not None else None
    if minutes is None:
        return None
    known = policy.priorities.get(priority)
    always = known is not None and known.clock == "always"
    return Promise(kind, timedelta(minutes=minutes), None if always else school.calendar)


def standing(request: Request, *, kind: TargetKind, policy: Policy, now: datetime) -> Standing | None:
    """Give how the request stands to the target at `now`; None where nothing is promised or nobody waits yet."""
    promise = _promise_to(request, kind=kind, policy=policy)
    runs = _runs(request, kind=kind)
    if promise is None or not runs:
        return None
    if kind == "resolution" and (said := due_said(request)) is not None:
        return _standing_to(said, request=request, promise=promise, now=now)
    met_at = _met_at(request, kind=kind)
    until = now if met_at is None else min(met_at, now)
    due_at = due(runs, duration=promise.duration, calendar=promise.calendar)
    missed = due_at is not None and due_at < until
    return Standing(
        promise=promise,
        used=used(runs, until=until, calendar=promise.calendar),
        running=met_at is None and is_running(runs, at=now),
        due_at=due_at,
        met_at=met_at,
        breached_at=request.breaches.get(kind) or (due_at if missed else None),
    )


def waiting_for(request: Request, *, policy: Policy, now: datetime) -> Standing | None:
    """Give how the request stands to the next word that its requester waits for: the first response, else the next."""
    first = standing(request, kind="first_response", policy=policy, now=now)
    if first is not None and first.met_at is None:
        return first
    return standing(request, kind="next_response", policy=policy, now=now)


def reaches(request: Request, *, kind: TargetKind, fraction: float, policy: Policy) -> datetime | None:
    """Give when (UTC) the request has used this share of a target (0.5, 1.0, 1.5, ...), if its clock runs on till then.

    None where nothing is promised, where it is met, or while the clock stands before that share: ask again then.
    """
    promise = _promise_to(request, kind=kind, policy=policy)
    if promise is None or _met_at(request, kind=kind) is not None:
        return None
    said = due_said(request) if kind == "resolution" else None
    if said is not None:
        return (
            said[1]
            if fraction == 1
            else due(((said[0], None),), duration=promise.duration * fraction, calendar=promise.calendar)
        )
    runs = _runs(request, kind=kind)
    return due(runs, duration=promise.duration * fraction, calendar=promise.calendar)


def due_said(request: Request) -> tuple[datetime, datetime] | None:
    """Give since when and until when (UTC) a technician's own time for the resolution counts, None without one.

    It counts whatever state the request is in, and is over when the request was solved since and opened again.
    """
    if request.due_at is None or request.due_set_at is None:
        return None
    since = [change.state for change in changes_of(request) if change.at > request.due_set_at]
    reopened = any(state in _ENDED for state in since[:-1]) and since[-1] not in _ENDED
    return None if reopened else (request.due_set_at, request.due_at)


def changes_of(request: Request) -> tuple[StateChange, ...]:
    """Give the request's changes of state; of one that has none on record, what its own moments say."""
    if request.changes or request.ticket_at is None:
        return request.changes
    opened = StateChange(request.ticket_at, "open")
    return (opened,) if request.state == "open" else (opened, StateChange(request.ticket_at, request.state))


def _standing_to(said: tuple[datetime, datetime], *, request: Request, promise: Promise, now: datetime) -> Standing:
    """How the request stands to a moment that somebody named: it does not move, whatever the clock does."""
    since, due_at = said
    met_at = _met_at(request, kind="resolution")
    until = now if met_at is None else min(met_at, now)
    return Standing(
        promise=promise,
        used=used(((since, None),), until=until, calendar=promise.calendar),
        running=met_at is None,
        due_at=due_at,
        met_at=met_at,
        breached_at=request.breaches.get("resolution") or (due_at if due_at < until else None),
    )


def _minutes(level: Level, kind: TargetKind) -> Mapping[str, int]:
    if kind == "resolution":
        return level.resolution
    return (level.next_response if kind == "next_response" else {}) or level.first_response


def _promise_to(request: Request, *, kind: TargetKind, policy: Policy) -> Promise | None:
    school = policy.schools.get(request.school) or policy.schools[TRIAGE]
    said = due_said(request) if kind == "resolution" else None
    if said is not None:
        working = working_time(*said, calendar=school.calendar)
        return Promise(kind, working, school.calendar) if working else Promise(kind, said[1] - said[0], None)
    return promise_of(kind, policy=policy, school=school, priority=request.priority)


def _runs(request: Request, *, kind: TargetKind) -> tuple[Run, ...]:
    """The clock of the target: the next response counts from the word that waits for one, and only after a first."""
    if kind != "next_response":
        return runs_of(changes_of(request))
    if request.answered_at is None or request.waiting_since is None:
        return ()
    return runs_of(changes_of(request), since=request.waiting_since)


def _met_at(request: Request, *, kind: TargetKind) -> datetime | None:
    if kind == "first_response":
        return request.answered_at
    if kind == "resolution":
        changes = changes_of(request)
        return changes[-1].at if changes and changes[-1].state in _ENDED else None
    return None
