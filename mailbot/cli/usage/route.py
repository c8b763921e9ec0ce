"""Which school a sender's mail would go to, and which rule says so: asked of the very function that the desk uses.

examples:
  mailbot route jane@kestrelpark.example --to itsupport@kestrelpark.example
  mailbot route stranger@x.example --to helpdesk@tamselvalley.example
  mailbot route jane@kestrelpark.example --json

It prints the school, the rule with its reason, who the sender is known as, and notes where something is amiss; it
changes nothing. Persons come from the policy files and, where the desk has run, from its database. A reply to a request
goes to the school of that request, whatever is said here.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who writes, and to whom."""
    parser.add_argument("sender", metavar="ADDRESS", help="who writes")
    parser.add_argument(
        "--to", metavar="ADDRESS", help="the mailbox they write to; it decides where the sender does not"
    )
    share(parser, "--json", "--trust")
