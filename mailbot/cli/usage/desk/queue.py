"""What waits: deliveries to be understood, and mails to be sent with their attempts, next try and why.

examples:
  mailbot queue
  mailbot queue --json

A healthy desk has nothing here for longer than seconds. What fails for a while is tried again by itself at "next try",
and "why" says what the server answered. Nothing is changed by looking. Mails that could not be understood at all are
not here: see `mailbot quarantine list`.
"""

import argparse

from mailbot.cli.usage.options import share


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only the common ones."""
    share(parser, "--json")
