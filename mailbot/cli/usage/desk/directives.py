"""What technicians can write in a mail: every directive and what it does, as #help mails it.

examples:
  mailbot directives
  mailbot directives --markdown    the table of docs/technicians.md

It needs no configuration and changes nothing.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form that it is printed in."""
    parser.add_argument("--markdown", action="store_true", help="as the table of the docs page")
    share(parser, "--json")
