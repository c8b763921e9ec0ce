"""The work of `mailbot load`: everybody's open tickets, weight and cap."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.cli.desk.opened import now_utc, opened, policy_of, settings_of, trust_of
from mailbot.cli.page import alarm, say, say_json, strong, table, wrapped
from mailbot.cli.time.moves import moves_page
from mailbot.cli.time.people import moment_of, said
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, WEEKDAYS, Policy, Technician
from mailbot.core.sla.assignment import Workload, cap_of, hours_a_week, weight_of
from mailbot.core.sla.duty import leave_of, works_on
from mailbot.store.acts.moves import moves_between
from mailbot.store.facts import duty

COUNTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Load:
    """One technician's load; `today` is where they are, or why they are not here. `share` is weight by weekly hour."""

    technician: str
    name: str
    line: int
    open: Mapping[str, int]
    weight: int
    cap: int
    hours_a_week: float
    share: float
    today: str


def run(options: argparse.Namespace) -> int:
    """Print everybody's load."""
    settings = settings_of(options)
    policy = policy_of(settings, trust_of(options, settings))
    now = now_utc()
    since = moment_of(options.since, zone=policy.zone) if options.since else now - COUNTED
    until = moment_of(options.until, zone=policy.zone, through=True) if options.until else now
    with opened(settings) as database, database.read() as unit:
        workload = duty.workload_of(unit, trust=policy.trust)
        leave = (*policy.leave, *duty.leave_of(unit, trust=policy.trust, now=now))
        moved = moves_between(unit, trust=policy.trust, since=since, until=until)
    loads = loads_of(policy, workload=workload, leave=leave, now=now)
    if options.json:
        say_json({"cap": policy.load.cap, "fair_by": policy.load.fair_by, "technicians": loads, "moves": moved})
    else:
        said = f"from {options.since}" if options.since else "in the last 30 days"
        period = f"{said} to {options.until}" if options.until else said
        say([*_page(loads, policy=policy), *moves_page(moved, policy=policy, period=period)])
    return 0


def loads_of(policy: Policy, *, workload: Workload, leave: Sequence[Leave], now: datetime) -> list[Load]:
    """Everybody's load, line by line, the most loaded first."""
    loads = [_load(one, policy=policy, workload=workload, leave=leave, now=now) for one in policy.technicians.values()]
    return sorted(loads, key=lambda load: (load.line, -load.share, load.technician))


def _load(one: Technician, *, policy: Policy, workload: Workload, leave: Sequence[Leave], now: datetime) -> Load:
    weight, hours = weight_of(one.id, workload=workload, load=policy.load), hours_a_week(one)
    return Load(
        technician=one.id,
        name=one.name,
        line=one.line,
        open=workload.get(one.id, {}),
        weight=weight,
        cap=cap_of(one, load=policy.load),
        hours_a_week=hours,
        share=round(weight / max(hours, 1.0), 3),
        today=_today(one, policy=policy, leave=leave, now=now),
    )


def _today(one: Technician, *, policy: Policy, leave: Sequence[Leave], now: datetime) -> str:
    away = leave_of(one, at=now, leave=leave)
    if away is not None:
        return f"away: {said(away, zone=policy.zone)}"
    day = now.astimezone(policy.zone).date()
    if not works_on(one, day=day, school=policy.schools[CENTRAL]):
        return "off today"
    weekday = WEEKDAYS[day.weekday()]
    hours = one.hours[weekday]
    return f"{hours.start:%H:%M}-{hours.end:%H:%M} {', '.join(one.places.get(weekday, ()))}"


def _page(loads: Sequence[Load], *, policy: Policy) -> Iterator[str]:
    priorities = sorted(policy.priorities.values(), key=lambda priority: priority.rank)
    rows = [
        (
            load.line,
            load.name,
            *(load.open.get(priority.id, "-") for priority in priorities),
            f"{load.weight}/{load.cap}",
            f"{load.hours_a_week:g}",
            f"{load.share:.2f}",
            load.today,
        )
        for load in loads
    ]
    names = [priority.id for priority in priorities]
    head = ("line", "technician", *names, "load/cap", "h/week", "per h", "today")
    lines = table(rows, head=head, indent=0, whole=tuple(range(2, len(names) + 5)))
    yield strong(lines[0])
    for line, load in zip(lines[1:], loads, strict=True):
        yield alarm(line) if load.weight > load.cap else line
    yield ""
    weights = ", ".join(f"{priority.id} {policy.load.weights.get(priority.id, 1)}" for priority in priorities)
    fair = "per hour of somebody's week" if policy.load.fair_by == "hours" else "person by person"
    yield from wrapped(f"An open ticket weighs: {weights}. Shared out {fair}.")
    for load in loads:
        if load.weight > load.cap:
            yield from wrapped(f"{load.name} is above their cap: {load.weight} of {load.cap}.")
