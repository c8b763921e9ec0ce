"""What somebody's leave means for their tickets: which cannot wait, and who looks after those meanwhile. Pure.

A ticket cannot wait when one of its targets is due before its owner is at work again; where nobody knows when that is,
none of them can.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Policy, Technician
from mailbot.core.model.request import Request
from mailbot.core.sla.assignment import Workload, assignment, cap_of, weight_of
from mailbot.core.sla.duty import leave_of, next_at_work, stand_ins
from mailbot.core.sla.targets import TARGETS, standing

_NO_LEAVE: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """One ticket of somebody who is away, who looks after it meanwhile (None: nobody is there to), and why."""

    request: Request
    technician: Technician | None
    reason: str


def away_at(technician: Technician, *, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE) -> bool:
    """Tell whether the technician is on leave at the moment `at`, by the rules or by what was said since."""
    return leave_of(technician, at=at, leave=(*policy.leave, *leave)) is not None


def first_due(request: Request, *, policy: Policy, now: datetime) -> datetime | None:
    """Give when (UTC) the first of a ticket's targets that is not met yet is due; None where no clock runs."""
    if request.state != "open":
        return None
    found = (standing(request, kind=kind, policy=policy, now=now) for kind in TARGETS)
    return min((one.due_at for one in found if one and one.met_at is None and one.due_at is not None), default=None)


def cannot_wait(request: Request, *, back: datetime | None, policy: Policy, now: datetime) -> bool:
    """Tell whether an open ticket is due before its owner is `back` at work (UTC, None: nobody knows when)."""
    if request.state != "open":
        return False
    due = first_due(request, policy=policy, now=now)
    return back is None or (due is not None and due < back)


def shared_out(
    absent: Technician,
    requests: Iterable[Request],
    *,
    policy: Policy,
    workload: Workload,
    at: datetime,
    leave: Iterable[Leave] = _NO_LEAVE,
) -> Iterator[Share]:
    """Give who looks after each of these tickets from `at` on, while their owner is away.

    The first cover who is at work in time and has room; else whoever a new ticket would go to. `workload` is what
    everybody has; what is given here counts for the next one.
    """
    away = tuple(leave)
    load = {name: dict(counts) for name, counts in workload.items()}
    for request in requests:
        share = _shared(absent, request, policy=policy, load=load, at=at, leave=away)
        if share.technician is not None:
            mine = load.setdefault(share.technician.id, {})
            mine[request.priority] = mine.get(request.priority, 0) + 1
        yield share


def _shared(
    absent: Technician,
    request: Request,
    *,
    policy: Policy,
    load: dict[str, dict[str, int]],
    at: datetime,
    leave: tuple[Leave, ...],
) -> Share:
    adds = policy.load.weights.get(request.priority, 1)
    covers = [
        one
        for one in _in_time(absent, request, policy=policy, at=at, leave=leave)
        if weight_of(one.id, workload=load, load=policy.load) + adds <= cap_of(one, load=policy.load)
    ]
    if covers:
        return Share(request, covers[0], f"{covers[0].name} covers for {absent.name}")
    if request.sensitive:
        return Share(request, None, "only the technicians named for it are told")
    # the leave of a moment ago may be known to nobody else yet: whoever is away gets nothing
    gone = (*leave, Leave(absent.id, at, None))
    found = assignment(request, policy=policy, workload=load, at=at, leave=gone)
    if found is None:
        return Share(request, None, f"nobody of line {request.line} is there")
    return Share(request, found.technician, found.reason)


def _in_time(
    absent: Technician, request: Request, *, policy: Policy, at: datetime, leave: tuple[Leave, ...]
) -> Iterator[Technician]:
    """The covers who are at work before the ticket is due, in their order; then those who come before its owner.

    Of what counts every minute those who are at work at once.
    """
    known = policy.priorities.get(request.priority)
    urgent = known is not None and known.clock == "always"
    back = next_at_work(absent, at=at, policy=policy, leave=leave)
    due = max(first_due(request, policy=policy, now=at) or at, at)
    later = []
    for one in stand_ins(absent, policy=policy, at=at, leave=leave):
        comes = next_at_work(one, at=at, policy=policy, leave=leave)
        if comes is None or (request.sensitive and not one.sensitive) or (back is not None and comes >= back):
            continue
        if comes == at or (comes <= due and not urgent):
            yield one
        elif not urgent:
            later.append((comes, one))
    yield from (one for _, one in sorted(later, key=lambda pair: pair[0]))
