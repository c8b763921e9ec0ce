"""The work of `mailbot ticket`: requests as a list."""

import argparse
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, policies_of, settings_of, zone_of
from mailbot.cli.known import only, technicians_named, unknown
from mailbot.cli.page import counted, say, say_json, table, wrapped
from mailbot.core.model.policy import Policy
from mailbot.store.facts.found import UNSETTLED
from mailbot.store.look import lists

WITHHELD = "(sensitive)"


def run(options: argparse.Namespace) -> int:
    """Print the list; 1 where nothing has the school or technician that is named."""
    settings = settings_of(options)
    states = () if options.all else (options.state,) if options.state else UNSETTLED
    policies = policies_of(settings) if options.school or options.technician else {}
    technician = _technician(options.technician, policies) if options.technician else None
    with opened(settings) as database, database.read() as unit:
        found = lists.ticket_list(unit, states=states, school=options.school, technician=technician)
    if not found:
        # a school or technician that is gone from the policy still has requests
        _refuse_unknown(options, policies)
    rows = [{**row, "subject": WITHHELD if row["sensitive"] else row["subject"]} for row in found]
    if options.json:
        say_json(rows)
    else:
        say(_page(rows, zone=zone_of(settings), now=now_utc()) if rows else wrapped(_none(options)))
    return 0


def _technician(name: str, policies: Mapping[str, Policy]) -> str:
    """The id of who is named; the name itself where nobody has it."""
    team = (one for policy in policies.values() for one in policy.technicians.values())
    found = {one.id: one for one in technicians_named(name, team)}
    return only(name, list(found.values())).id if found else name


def _refuse_unknown(options: argparse.Namespace, policies: Mapping[str, Policy]) -> None:
    """Exit with 1 where a school or technician is named that no policy has. Says nothing where none can be read."""
    if not policies:
        return
    schools = {id_ for policy in policies.values() for id_ in policy.schools}
    if options.school and options.school not in schools:
        sys.exit(unknown("school", options.school, schools))
    team = {id_: one for policy in policies.values() for id_, one in policy.technicians.items()}
    if options.technician and not technicians_named(options.technician, team.values()):
        sys.exit(unknown("technician", options.technician, team))


def _none(options: argparse.Namespace) -> str:
    """Why the list is empty, and what would show more."""
    wanted = [
        f"--{name} {shlex.quote(value)}"
        for name in ("school", "technician", "state")
        if (value := getattr(options, name))
    ]
    if options.all:
        return f"No request fits {' '.join(wanted)}." if wanted else "There is no request yet."
    told = f"No request fits {' '.join(wanted)}." if wanted else "No request is open."
    rest = " ".join(["mailbot ticket list --all", *(one for one in wanted if not one.startswith("--state"))])
    return f"{told} Those that are settled, too: {rest}"


def _opened(at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The hour of today's, the day of this year's."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%d %b}" if local.year == today.year else f"{local:%d %b %Y}"


def _page(rows: Sequence[Mapping[str, Any]], *, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    yield from table(
        [
            (
                row["number"],
                row["state"],
                row["priority"],
                row["school"],
                row["assignee"] or "-",
                _opened(row["opened_at"], zone=zone, now=now),
                row["requester"] or row["address"] or "-",
                row["subject"],
            )
            for row in rows
        ],
        head=("no.", "state", "", "school", "with", "opened", "requester", "subject"),
        indent=0,
        whole=(0, 1, 2, 5),
    )
    more = "; older ones are left out: narrow it by school, state or technician" if len(rows) >= lists.MOST else ""
    yield ""
    yield f"{counted(len(rows), 'request')}{more}. Why it did what: mailbot show NUMBER"
