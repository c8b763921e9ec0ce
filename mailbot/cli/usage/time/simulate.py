"""What would a year be like? Plays a span of time with invented people and mails
through the very desk that `mailbot run` starts, on a clock that jumps from one
moment to the next, and tells what came of it.

Nothing of your installation is touched: it reads your schools, calendars, levels
and technicians, and keeps all else in a folder that is gone afterwards. No mail
leaves this machine.

examples:
  mailbot simulate --from 2026-09-01 --to 2027-07-21 --requests-per-day 60
  mailbot simulate --from 2026-11-02 --to 2026-11-13      two weeks, quickly
  mailbot simulate ... --without "Tomasz Wilk"   what if he were away all along?
  mailbot simulate ... --requests-per-day 300   what if five times as much came?
  mailbot simulate ... --seed 2                 another year of the same kind

The same seed gives the same people, letters and illnesses, so that two runs which
differ in one option can be compared. A thousand requests take a good half
minute, a school year of 60 a day seven to eight minutes; ten times the requests, ten
times as long, and longer where the team is overrun.

While it plays it checks the desk's promises by arithmetic of its own: reminders
doubled, missed, or sent outside somebody's hours. Exit status 1 says that one of them
was broken.
"""

import argparse
from pathlib import Path

from mailbot.cli.usage.options import a_day, share

REQUESTS = 60.0
MOST_REQUESTS = 5_000.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """The span, how much, who is away, and the seed."""
    parser.add_argument(
        "--from", dest="first", type=a_day, metavar="DAY", help="the first day (default: the first day of your terms)"
    )
    parser.add_argument(
        "--to", dest="last", type=a_day, metavar="DAY", help="the last day (default: the last day of your terms)"
    )
    parser.add_argument(
        "--requests-per-day",
        type=_many,
        default=REQUESTS,
        metavar="N",
        help="new requests on a day of term, on average (default: 60)",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="NAME",
        help="a technician who is away all the time; may be given several times",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number, another year (default: 1)")
    parser.add_argument(
        "--model", action="store_true", help="find articles with the model of meaning too, which takes much longer"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the database that it was played in, in a new folder, to look into it",
    )
    share(parser, "--json", "--trust")


def _many(text: str) -> float:
    try:
        many = float(text)
    except ValueError:
        many = -1.0
    if not 0 < many <= MOST_REQUESTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of requests: more than 0, at most {MOST_REQUESTS:g}")
    return many
