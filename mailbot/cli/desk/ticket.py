"""List requests, newest first: by default those that are not settled, offers included.

examples:
  mailbot ticket list
  mailbot ticket list --school kestrel-park --state open
  mailbot ticket list --technician tomasz
  mailbot ticket list --all --json

The subjects of sensitive requests are left out of lists: only the technicians named for them read those.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, settings_of, zone_of
from mailbot.cli.page import add_action, counted, say, say_json, table
from mailbot.core.model.request import RequestState
from mailbot.store import lists
from mailbot.store.snapshot import UNSETTLED

WITHHELD = "(sensitive)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, with what narrows it."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = add_action(
        actions,
        "list",
        summary="requests, newest first",
        examples="mailbot ticket list\nmailbot ticket list --school kestrel-park --state open\n"
        "mailbot ticket list --technician tomasz\nmailbot ticket list --all",
    )
    listing.add_argument("--school", metavar="ID", help="of this school alone")
    listing.add_argument("--technician", metavar="ID", help="of this technician alone")
    which = listing.add_mutually_exclusive_group()
    which.add_argument("--state", choices=get_args(RequestState), metavar="STATE", help="one of %(choices)s")
    which.add_argument("--all", action="store_true", help="the settled ones, too")


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    settings = settings_of(options)
    states = () if options.all else (options.state,) if options.state else UNSETTLED
    with opened(settings) as database, database.read() as unit:
        found = lists.ticket_list(unit, states=states, school=options.school, technician=options.technician)
    rows = [{**row, "subject": WITHHELD if row["sensitive"] else row["subject"]} for row in found]
    if options.json:
        say_json(rows)
    else:
        say(_page(rows, zone=zone_of(settings), now=now_utc()))
    return 0


def _opened(at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """The hour of today's, the day of this year's."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%d %b}" if local.year == today.year else f"{local:%d %b %Y}"


def _page(rows: Sequence[Mapping[str, Any]], *, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    if not rows:
        yield "No such request. `mailbot ticket list --all` shows the settled ones, too."
        return
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
