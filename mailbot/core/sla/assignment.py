"""Who gets a ticket, and how much everybody has: the nearest on duty, then who has the least, up to a cap.

Load is open weight: each open ticket weighs what the policy says for its priority. To compare people it is taken per
working hour of their week, so that who works half the week gets half the work (`fair_by = "people"` compares it as is).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from mailbot.core.model.level import LoadPolicy
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import TRIAGE, Hours, Policy, School, Technician
from mailbot.core.model.request import Request
from mailbot.core.sla.duty import Candidate, on_call, on_duty
from mailbot.core.sla.hours import next_opening

# open tickets by technician's id and priority id
Workload = Mapping[str, Mapping[str, int]]

_DAY = timedelta(days=1)
_NO_LEAVE: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets a ticket and why. `weight` is what they carry with it, `adds` what it weighs by itself.

    `theirs`: it is theirs whoever else has room.
    """

    technician: Technician
    reason: str
    weight: int
    cap: int
    adds: int
    theirs: bool = False

    @property
    def crosses_cap(self) -> bool:
        """Whether this very ticket takes them above the cap: their line's lead must be told, once and not each time."""
        return self.above_cap and self.weight - self.adds <= self.cap

    @property
    def above_cap(self) -> bool:
        """Whether this is more than one person should carry."""
        return self.weight > self.cap


@dataclass(frozen=True, slots=True)
class _Pick:
    """What a choice among candidates looks at."""

    policy: Policy
    workload: Workload
    adds: int

    def fits(self, candidate: Candidate) -> bool:
        one = candidate.technician
        return self.carries(one) <= cap_of(one, load=self.policy.load)

    def carries(self, technician: Technician) -> int:
        return weight_of(technician.id, workload=self.workload, load=self.policy.load) + self.adds

    def best(self, candidates: Iterable[Candidate]) -> Candidate | None:
        return min(candidates, key=self._order, default=None)

    def _order(self, candidate: Candidate) -> tuple[tuple[int, int], float, str]:
        one = candidate.technician
        weight = weight_of(one.id, workload=self.workload, load=self.policy.load)
        return candidate.rank, share_of(one, weight=weight, load=self.policy.load), one.id


def assignment(
    request: Request, *, policy: Policy, workload: Workload, at: datetime, leave: Iterable[Leave] = _NO_LEAVE
) -> Assignment | None:
    """Give who of the request's line gets it as a ticket; None when nobody of the line works that day.

    The day is that of `at` while the school is open on it still, else its next open day. Who is near comes first (see
    `on_duty`), among equals who has the least. Whoever would be above their cap is passed over while anybody else on
    duty has room. Where all who are near have gone home, it is for them on the next open day. An urgent ticket (its
    clock never stops) goes to somebody who is at work at `at`, out of hours to whoever is on call.
    """
    away = tuple(leave)
    school, line, priority = (
        policy.schools.get(request.school) or policy.schools[TRIAGE],
        request.line,
        request.priority,
    )
    pick = _Pick(policy, workload, policy.load.weights.get(priority, 1))
    today = on_duty(school, policy=policy, at=next_opening(at, calendar=school.calendar), leave=away, line=line)
    urgent = _urgent(priority, school=school, policy=policy, at=at, leave=away, line=line)
    pool = urgent or _near(today, school=school, policy=policy, at=at, leave=away, line=line)
    with_room = [one for one in pool if pick.fits(one)] or [one for one in urgent or today if pick.fits(one)]
    chosen = pick.best(with_room or pool)
    if chosen is None:
        return None
    return _assignment(chosen.technician, chosen.reason, pick=pick)


def owned_by(technician: Technician, request: Request, *, policy: Policy, workload: Workload) -> Assignment:
    """Give what it means that the request is this technician's as a ticket, whoever else has room."""
    pick = _Pick(policy, workload, policy.load.weights.get(request.priority, 1))
    return replace(_assignment(technician, "", pick=pick), theirs=True)


def _assignment(one: Technician, reason: str, *, pick: _Pick) -> Assignment:
    cap = cap_of(one, load=pick.policy.load)
    return Assignment(one, reason, weight=pick.carries(one), cap=cap, adds=pick.adds)


def weight_of(technician: str, *, workload: Workload, load: LoadPolicy) -> int:
    """Give the open weight that a technician (by id) carries."""
    return sum(count * load.weights.get(priority, 1) for priority, count in workload.get(technician, {}).items())


def cap_of(technician: Technician, *, load: LoadPolicy) -> int:
    """Give the most open weight that they should carry: their own cap, else the team's."""
    return load.cap if technician.cap is None else technician.cap


def share_of(technician: Technician, *, weight: int, load: LoadPolicy) -> float:
    """Give the weight as people are compared by it: for each hour of their week, or as it is."""
    return weight / max(hours_a_week(technician), 1.0) if load.fair_by == "hours" else float(weight)


def hours_a_week(technician: Technician) -> float:
    """Give how many hours their weekly pattern has."""
    return sum(_length(hours) for hours in technician.hours.values())


def _urgent(
    priority: str, *, school: School, policy: Policy, at: datetime, leave: tuple[Leave, ...], line: int
) -> tuple[Candidate, ...]:
    """Who can take at once what cannot wait: those at work now, else who is on call; nobody for what can wait."""
    known = policy.priorities.get(priority)
    if known is None or known.clock != "always":
        return ()
    here = [one for one in on_duty(school, policy=policy, at=at, leave=leave, line=line) if one.since <= at]
    called = on_call(policy=policy, at=at, leave=leave)
    return tuple(here) or ((called,) if called is not None else ())


def _near(
    today: tuple[Candidate, ...],
    *,
    school: School,
    policy: Policy,
    at: datetime,
    leave: tuple[Leave, ...],
    line: int,
) -> tuple[Candidate, ...]:
    """Those who are near today; where they have gone home, those of the next open day; else all of the line."""
    near = tuple(one for one in today if one.near)
    if near:
        return near
    zone = school.calendar.zone
    opening = next_opening(at, calendar=school.calendar)
    midnight = datetime.combine(opening.astimezone(zone).date(), time(), tzinfo=zone)
    morning = on_duty(school, policy=policy, at=midnight, leave=leave, line=line)
    if not any(one.near for one in morning):
        return today
    tomorrow = next_opening(midnight + _DAY, calendar=school.calendar)
    later = on_duty(school, policy=policy, at=tomorrow, leave=leave, line=line)
    return tuple(one for one in later if one.near) or today


def _length(hours: Hours) -> float:
    end = 24 * 60 if hours.end == time() else hours.end.hour * 60 + hours.end.minute
    return (end - hours.start.hour * 60 - hours.start.minute) / 60
