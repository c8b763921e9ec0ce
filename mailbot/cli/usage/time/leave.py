"""When technicians are away: what the rules say, and what was added since.

examples:
  mailbot leave list
  mailbot leave add megan --from 2026-12-07 --to 2026-12-11 --cover aaliyah
  mailbot leave add tomasz --from 2026-11-30T13:00 --to 2026-11-30
  mailbot leave remove 3

The running desk knows of it within seconds: tickets that cannot wait move to the cover from the first minute, and come
back with a summary. Leave that is known long before may stand in the trust's folder.
"""

import argparse

from mailbot.cli.usage.options import a_number, add_action, share

_LIST = """
List the leave that is not over, with who covers and why: what stands in the trust's folder has "rules" for a number.
Nothing is changed.

examples:
  mailbot leave list
  mailbot leave list --json
"""
_ADD = """
Say that a technician is away, for whole days or from an hour to another.

examples:
  mailbot leave add megan --from 2026-12-07 --to 2026-12-11 --cover aaliyah
  mailbot leave add tomasz --from 2026-11-30T13:00 --to 2026-11-30
  mailbot leave add megan --from 2026-12-07            # until `leave remove`

It prints the leave with its number. The desk must have run once; a running one moves tickets that cannot wait to the
cover within seconds, and gives back what is left afterwards with a summary. Exit status 1 where a name or a day is not
known; nothing is changed then.
"""
_REMOVE = """
Take a leave back that was added here, or by a technician's #away. What stands in the trust's folder is changed there.

examples:
  mailbot leave remove 3

It prints what was taken back; a running desk gives the technician their tickets again within seconds. Exit status 1
where there is no such leave.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`list`, `add` and `remove`."""
    add_action(parser, "list", summary="list the leave that is not over, with who covers", page=_LIST)
    add = add_action(parser, "add", summary="say that a technician is away", page=_ADD)
    add.add_argument("name", metavar="NAME", help="id, name or first name of the technician")
    add.add_argument("--from", dest="first", required=True, metavar="DAY", help="2026-12-07, or 2026-12-07T13:00")
    add.add_argument("--to", dest="last", metavar="DAY", help="the last day of it, included; left out: until told")
    add.add_argument("--cover", metavar="NAME", help="who takes the work (default: the covers in technicians.toml)")
    add.add_argument("--reason", default="", metavar="TEXT", help="shown to the team, never to a requester")
    remove = add_action(parser, "remove", summary="take a leave back that was added here", page=_REMOVE)
    remove.add_argument("id", type=a_number, metavar="ID", help="its number in `leave list`")
    share(parser, "--json", "--trust")
