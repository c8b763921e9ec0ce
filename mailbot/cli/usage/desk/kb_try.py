"""What is typed for `kb try`."""

import argparse
from pathlib import Path

from mailbot.cli.usage.options import add_action

_TRY = """
What the desk would do about these mails, by the code of the daemon; stores and sends nothing.

examples:
  mailbot kb try mail.eml
  mailbot kb try last-month/              every file in a folder or Maildir
  mailbot kb try --json mails.jsonl > results.jsonl
  echo '{"id": 1, "school": "oakfold", "from": "a@oakfold.example", '\\
      '"subject": "", "body": "cant print"}' | mailbot kb try -

For each mail it prints the decision (offer, ticket, filed, sensitive, urgent), why, and the nearest articles with the
confidence of each; then the counts. With --json, one object on a line for each mail. Without a database it takes the
articles of the trust's folder.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Files of mails, `--words-only`."""
    trying = add_action(
        parser,
        "try",
        summary="what the desk would do about these mails, by the code of the daemon; stores and sends nothing",
        page=_TRY,
    )
    trying.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="mails (.eml), folders of them, JSON lines, or - (default)"
    )
    trying.add_argument("--words-only", action="store_true", help="without the model of meaning")
