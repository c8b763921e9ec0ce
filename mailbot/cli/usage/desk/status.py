"""How the desk is: mailboxes, what waits, the day's balance, open tickets. Looks beside the daemon, changes nothing.

examples:
  mailbot status
  mailbot status --json | jq .mailboxes    for a monitoring system; times in UTC

A polled mailbox that fails says since when and why. "Today" begins at midnight at the schools; what was received is
the sum of what became of it, so that a mail that went missing would show. Exit status 0 says that there is a desk to
look at, not that all is well: a monitoring system reads `failing_since` and `quarantined`.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only the common ones."""
    share(parser, "--json")
