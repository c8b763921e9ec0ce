"""The work of `mailbot leave`: list, add, remove."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailbot.cli.desk.opened import now_utc, opened, policy_of, settings_of, trust_of
from mailbot.cli.known import technician_named
from mailbot.cli.page import say, say_json, table
from mailbot.cli.time.people import moment_of, said
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Policy
from mailbot.settings.installation import Settings
from mailbot.store.acts import absence
from mailbot.store.facts import duty


def run(options: argparse.Namespace) -> int:
    """Do the action; gives the exit code."""
    settings = settings_of(options)
    policy = policy_of(settings, trust_of(options, settings))
    now = now_utc()
    if options.action == "add":
        return _add(options, settings=settings, policy=policy, now=now)
    if options.action == "remove":
        return _remove(options, settings=settings, policy=policy, now=now)
    with opened(settings) as database, database.read() as unit:
        added = duty.leave_of(unit, trust=policy.trust, now=now)
    ruled = (leave for leave in policy.leave if leave.end is None or leave.end > now)
    found = sorted((*ruled, *added), key=lambda leave: (leave.start, leave.technician))
    if options.json:
        say_json(found)
    else:
        say(_page(found, policy=policy))
    return 0


def _add(options: argparse.Namespace, *, settings: Settings, policy: Policy, now: datetime) -> int:
    technician = technician_named(options.name, policy)
    cover = technician_named(options.cover, policy) if options.cover else None
    if cover is not None and cover.id == technician.id:
        sys.exit(f"{technician.name} cannot cover for themselves")
    start = moment_of(options.first, zone=policy.zone)
    end = None if options.last is None else moment_of(options.last, zone=policy.zone, through=True)
    if end is not None and end <= max(start, now):
        sys.exit(f"--to {options.last} is {'over already' if end > start else 'not after --from'}; nothing was changed")
    leave = Leave(
        technician.id, start, end, cover=cover.id if cover else None, source="command", reason=options.reason.strip()
    )
    with opened(settings, write=True) as database, database.write() as unit:
        number = duty.add_leave(unit, leave, trust=policy.trust, now=now)
        absence.wake_for(unit, leave, trust=policy.trust, now=now)
        unit.commit()
    return _tell(options, policy=policy, leave=leave, number=number, done="is away")


def _remove(options: argparse.Namespace, *, settings: Settings, policy: Policy, now: datetime) -> int:
    with opened(settings, write=True) as database, database.write() as unit:
        leave = duty.cancel_leave(unit, options.id, trust=policy.trust, now=now)
        if leave is not None:
            absence.wake_back(unit, leave.technician, trust=policy.trust, now=now)
        unit.commit()
    if leave is None:
        sys.exit(f"there is no leave {options.id} to take back; `mailbot leave list` shows them")
    return _tell(options, policy=policy, leave=leave, number=options.id, done="is not away after all")


def _tell(options: argparse.Namespace, *, policy: Policy, leave: Leave, number: int, done: str) -> int:
    if options.json:
        say_json({"id": number, "leave": leave})
    else:
        say([f"{_name(leave.technician, policy)} {done}: {said(leave, zone=policy.zone)} (leave {number})."])
    return 0


def _page(found: Sequence[Leave], *, policy: Policy) -> Iterator[str]:
    if not found:
        yield "Nobody is away, and no leave is planned."
        return
    rows = [
        (
            "rules" if leave.id is None else leave.id,
            _name(leave.technician, policy),
            said(leave, zone=policy.zone),
            _name(leave.cover, policy) if leave.cover else _usual(leave.technician, policy),
            leave.reason,
        )
        for leave in found
    ]
    yield from table(rows, head=("id", "technician", "away", "cover", "reason"), indent=0, whole=(0, 2))


def _name(technician: str, policy: Policy) -> str:
    known = policy.technicians.get(technician)
    return known.name if known is not None else technician


def _usual(technician: str, policy: Policy) -> str:
    known = policy.technicians.get(technician)
    return "as usual: " + ", ".join(known.cover) if known is not None and known.cover else "-"
