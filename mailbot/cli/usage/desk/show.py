"""Why did it do that? The timeline of a request or of one mail: received, decided and why, sent; and what it waits for.

examples:
  mailbot show 1042
  mailbot show '<CAJ8x2Yv@mail.example>'     a Message-ID, theirs or ours
  mailbot show 1042 --json

A line "decided" has the rule, its reasons, and what was done; a line "mail" has to whom it went and when. Nothing is
changed. The words of a sensitive request are left out unless --sensitive asks for them. Exit status 1 where there is
nothing of that name.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to show."""
    parser.add_argument("what", metavar="NUMBER|MESSAGE-ID", help="a request's number (#1042 will do) or a Message-ID")
    parser.add_argument("--sensitive", action="store_true", help="the words of a sensitive request, too")
    share(parser, "--json")
