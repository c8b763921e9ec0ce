"""File a mailbox's old mail as closed requests, so that it can be found and linked. Nobody is answered.

examples:
  mailbot backfill office --since 2026-09-01

It logs in, reads what arrived since that day, and prints how many mails it filed and how many it knew. The desk may run
beside it, and must have run once before. The mailbox is only read: nothing is marked or moved. What was filed once is
not filed again, so that it may be stopped with Ctrl-C and started anew. Mail since the desk's first contact is the
desk's own.

exit status:
  0  all was filed
  1  the mailbox cannot be read, or some mails could not be filed
"""

import argparse

from mailbot.cli.usage.options import a_day


def arguments(parser: argparse.ArgumentParser) -> None:
    """The mailbox, and from which day on."""
    parser.add_argument("mailbox", metavar="ID", help="the name in [mailbox.ID] of config.toml; `mailbox list` has it")
    parser.add_argument("--since", required=True, type=a_day, metavar="DATE", help="the first day, such as 2026-09-01")
