"""List requests, newest first: by default those that are not settled, offers included.

examples:
  mailbot ticket list
  mailbot ticket list --school kestrel-park --state open
  mailbot ticket list --technician tomasz
  mailbot ticket list --all --json

The subjects of sensitive requests are left out of lists: only the technicians named for them read those. One request
with its whole story: `mailbot show NUMBER`.
"""

import argparse
from typing import get_args

from mailbot.cli.usage.options import add_action, share
from mailbot.core.model.request import RequestState

_LIST = """
Requests, newest first: by default those that are not settled, which are offered, open, pending and on_hold.

examples:
  mailbot ticket list
  mailbot ticket list --school kestrel-park --state open
  mailbot ticket list --technician tomasz
  mailbot ticket list --all

It prints a line for each: number, state, priority, school, who has it, when it was opened, requester and subject; at
most 500, and says so. Nothing is changed.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, with what narrows it."""
    listing = add_action(parser, "list", summary="requests, newest first", page=_LIST)
    listing.add_argument("--school", metavar="ID", help="of this school alone")
    listing.add_argument("--technician", metavar="NAME", help="of this technician alone: id, name or first name")
    which = listing.add_mutually_exclusive_group()
    which.add_argument("--state", choices=get_args(RequestState), metavar="STATE", help="one of %(choices)s")
    which.add_argument("--all", action="store_true", help="the settled ones, too")
    share(parser, "--json")
