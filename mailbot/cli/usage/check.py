"""Validate configuration, rules and templates, and try every server: IMAP logins, the relay, ports, the database. All
mistakes at once, each with file, line and what would be right. Nothing is changed, and no mail is sent.

examples:
  mailbot check
  mailbot check --offline        the files alone

It may run beside the desk. A line with "note:" is worth knowing and no mistake, such as a calendar whose last term
ends soon. A desk that runs reads its files at its next start.

exit status:
  0  all is well
  1  there are mistakes: `mailbot run` would not start, or not reach a server
"""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--offline` beside the common ones."""
    parser.add_argument("--offline", action="store_true", help="do not try the servers")
