"""Who has how much: open tickets by technician, what they weigh, the cap, and whether they are here today.

examples:
  mailbot load
  mailbot load --since 2026-11-01 --until 2026-11-30
  mailbot load --json

Below stands how often tickets moved up and down between the lines (the last 30 days, or from --since to --until). An
open ticket weighs by its priority ([load] in the rules). Nobody passes the cap without their lead being told. Nothing
is changed.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """The period in which moves are counted, and the common ones."""
    parser.add_argument("--since", metavar="DAY", help="count moves between lines from this day on (default: 30 days)")
    parser.add_argument("--until", metavar="DAY", help="the last day that counts, included (default: today)")
    share(parser, "--json", "--trust")
