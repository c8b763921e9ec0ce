"""Messages that could not be handled: look at them, try them again, or put them away for good.

examples:
  mailbot quarantine list
  mailbot quarantine show 17                     headers and error
  mailbot quarantine show 17 --raw > mail.eml    the mail as it came
  mailbot quarantine retry 17                    or: retry all
  mailbot quarantine drop 17 --why "spam run"

Nothing is ever deleted: what is dropped stays, counted as filed. A running daemon takes up a retry by itself.
"""

import argparse

from mailbot.cli.usage.options import a_number, add_action, share

_LIST = """
What lies in quarantine, oldest first: id, mailbox, sender, when it came, and why it could not be handled.

examples:
  mailbot quarantine list
  mailbot quarantine list --json

Nothing is changed. An empty quarantine says so, with exit status 0.
"""
_SHOW = """
One message: who sent it, where and when it came, how often it was tried, what went wrong, and its headers.

examples:
  mailbot quarantine show 17
  mailbot quarantine show 17 --raw > mail.eml
  mailbot quarantine show 17 --raw | mailbot parse -

Nothing is changed. Exit status 1 where no such message is in quarantine.
"""
_RETRY = """
Let the daemon try a message again from the start, as if it had just arrived: after a repair, or a new version.

examples:
  mailbot quarantine retry 17
  mailbot quarantine retry all

It puts the message back into the queue and prints how many there are. A running desk takes it up within seconds; what
fails again comes back here. Exit status 1 where no such message is in quarantine.
"""
_DROP = """
Put a message away: it stays on file, counted as filed, and nothing is done about it. Its sender is not told.

examples:
  mailbot quarantine drop 17 --why "spam run"

Its bytes are kept, and your reason with them. Exit status 1 where no such message is in quarantine.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, show, retry, drop."""
    add_action(parser, "list", summary="what lies in quarantine, oldest first", page=_LIST)
    show = add_action(parser, "show", summary="one message: its headers, and what went wrong", page=_SHOW)
    show.add_argument("id", type=a_number, metavar="ID", help="its number in `quarantine list`")
    show.add_argument("--raw", action="store_true", help="the bytes of the mail as it came, and nothing else")
    retry = add_action(parser, "retry", summary="let the daemon try it again from the start", page=_RETRY)
    retry.add_argument("id", type=_id_or_all, metavar="ID|all", help="its number in `quarantine list`, or all of them")
    drop = add_action(parser, "drop", summary="put it away: it stays on file and nothing is done", page=_DROP)
    drop.add_argument("id", type=a_number, metavar="ID", help="its number in `quarantine list`")
    drop.add_argument("--why", required=True, metavar="TEXT", help="kept with the message for whoever asks later")
    share(parser, "--json")


def _id_or_all(text: str) -> int | None:
    if text == "all":
        return None
    try:
        return a_number(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor `all`") from None
