"""What is typed to keep articles alive: `kb export`, `kb history`, `kb health`, `kb gaps`."""

import argparse
from functools import partial
from pathlib import Path

from mailbot.cli.usage.options import a_number, add_action

_DAYS = 28
_LEAST = 2

_EXPORT = """
Write every article as a file; files that say the same already are left as they are.

examples:
  mailbot kb export articles/

It prints each article as written, changed or unchanged. A file keeps its name whatever the title becomes, no other file
of the folder is touched, and `mailbot kb import` of the folder afterwards changes nothing.
"""
_HISTORY = """
Every version of an article, the newest last: who wrote, approved, updated, took back or retired it and when, and what
changed, as lines with - and +. Nothing is changed.

examples:
  mailbot kb history KB-1042

Exit status 1 where there is no such article.
"""
_HEALTH = """
What ails the published articles: those that fail people, that a newer one contradicts or repeats, that nobody meets,
that are old. A line for each with its reason; nothing is changed.

examples:
  mailbot kb health
  mailbot kb health --json

To mend one, answer a ticket with the new text and #update KB-12, or change the file and `mailbot kb add` it.
"""
_GAPS = """
What to write next: questions alike that no article answered, the largest group first, with the numbers of their
requests and a technician's best answer as a draft. Nothing is changed.

examples:
  mailbot kb gaps
  mailbot kb gaps --days 90 --least 5

To write one, save the draft as a file and `mailbot kb add` it, or reply to such a ticket with #kb.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """These four and their arguments."""
    out = add_action(
        parser,
        "export",
        summary="write every article as a file; files that say the same already are left as they are",
        page=_EXPORT,
    )
    out.add_argument("folder", type=Path, metavar="DIR", help="made where it is not there")
    past = add_action(
        parser, "history", summary="every version of an article, what changed, who did what and when", page=_HISTORY
    )
    past.add_argument("id", metavar="ID", help="such as KB-1042, or 1042")
    add_action(
        parser,
        "health",
        summary="articles that fail, that a newer one contradicts or repeats, that nobody meets, that are old",
        page=_HEALTH,
    )
    gaps = add_action(
        parser,
        "gaps",
        summary="questions alike that no article answered, with the best answer as a draft",
        page=_GAPS,
    )
    gaps.add_argument(
        "--days",
        type=partial(a_number, most=3_650),
        default=_DAYS,
        metavar="N",
        help="how far back (default %(default)s)",
    )
    gaps.add_argument(
        "--least",
        type=partial(a_number, most=1_000),
        default=_LEAST,
        metavar="N",
        help="at least so many questions (default %(default)s)",
    )
