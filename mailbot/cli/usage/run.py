"""Start the desk: take mail in, decide, answer. It runs in the foreground until Ctrl-C or SIGTERM; what is in hand then
is finished first, which takes 15 s at most. A second Ctrl-C ends it at once.

examples:
  mailbot run                           with ./config.toml
  mailbot run --config /etc/desk.toml
  mailbot run --log json                for a program that collects logs

It makes the database at its first start, and brings one of an older version up to date. The log goes to standard error.
Try `mailbot check` first: it names every mistake and changes nothing.

exit status:
  0   it was stopped, and all in hand was finished
  1   it could not start, or could not finish in time; nothing is lost
  75  another desk holds the data folder
"""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--log` beside the common ones."""
    parser.add_argument("--log", choices=("text", "json"), help="how log lines look (default: as configured)")
