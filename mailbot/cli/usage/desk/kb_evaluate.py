"""What is typed for `kb evaluate`."""

import argparse
from pathlib import Path

from mailbot.cli.usage.options import add_action

KINDS = ("one_article", "two_articles", "no_article", "sensitive", "urgent")

_EVALUATE = """
How good the matching is on mails whose right answers are known: hits, precision and coverage at each threshold,
reliability, and the worst misses. Changes nothing, but --fit writes the calibration.

examples:
  mailbot kb evaluate labelled.jsonl
  mailbot kb evaluate labelled.jsonl --fit     calibrate on them, for this trust
  mailbot kb evaluate labelled.jsonl --words-only --json

A line of the file:
  {"id": 1, "school": "oakfold", "from": "a@oakfold.example", "subject": "",
   "body": "cant print", "kind": "one_article", "acceptable_ids": ["KB-12"]}

It stands on one line. docs/knowledge.md says how to choose `[offer] confidence` by the tables. Exit status 1 where the
file cannot be used or holds too few mails to judge by.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """A file of labelled mails, `--fit`, `--into`, `--words-only`."""
    evaluating = add_action(
        parser,
        "evaluate",
        summary="hits, precision and coverage at each threshold, reliability and worst misses on labelled mails",
        page=_EVALUATE,
    )
    evaluating.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help='JSON lines as for `kb try`, each with "kind" (' + ", ".join(KINDS) + ') and "acceptable_ids"',
    )
    evaluating.add_argument("--fit", action="store_true", help="write the calibration that fits these mails")
    evaluating.add_argument(
        "--into",
        type=Path,
        metavar="FILE.toml",
        help="where --fit writes (default: confidence.toml of the trust's folder)",
    )
    evaluating.add_argument("--words-only", action="store_true", help="without the model of meaning")
