"""The `mailbot` command: finds the command's module by name and imports that one alone, so that `--help` is quick.

Exit codes: 0 done, 1 something is wrong and was said, 2 wrong usage, 75 another daemon holds the data folder.
"""

import argparse
import difflib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from mailbot import __version__


class Command(Protocol):
    """What each module of `cli/` offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; gives the exit code."""


# name -> (module, one line of help): the only table of modules found by name.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "put a commented config.toml and the demo trust into a folder, to change into your own"),
    "run": ("run", "start the desk: take mail in, decide, answer, until Ctrl-C"),
    "demo": ("demo", "watch a school morning with real mails on this machine; or send your own"),
    "check": ("check", "validate configuration, rules and templates, and try every server"),
    "mailbox": ("mailbox", "list mailboxes; log in to one, look around, and say what its newest mails would become"),
    "status": ("desk.status", "mailboxes, queues and the day's balance"),
    "show": ("desk.show", "why did it do that? the timeline of a request number or a Message-ID"),
    "ticket": ("desk.ticket", "list requests"),
    "queue": ("desk.queue", "what waits to be understood and what waits to be sent"),
    "quarantine": ("desk.quarantine", "messages that could not be handled: list, show, retry, drop"),
    "kb": ("desk.kb", "articles: list, show, add, import, search; try mails, evaluate the matching"),
    "calendar": ("time.calendar", "a school's month, and term dates from an .ics file"),
    "leave": ("time.leave", "who is away: list, add, remove"),
    "load": ("time.load", "who has how much: open tickets, their weight and the cap"),
    "parse": ("parse", "print what was understood of a mail file, as JSON"),
    "route": ("route", "which school a sender's mail would go to, and which rule says so"),
}

EPILOG = """\
start here:
  mailbot demo                  see it work, nothing to set up
  mailbot check                 is the configuration right?
  mailbot run                   start the desk with ./config.toml
  mailbot COMMAND --help        what a command takes, with examples
"""


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mailbot",
        description="A helpdesk that schools' staff and technicians use by mail alone.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mailbot {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter)
        command.add_argument(
            "--config",
            type=Path,
            metavar="FILE",
            help="the installation's configuration (default: ./config.toml, else the one that mailbot brings)",
        )
        if name in names:
            loaded = cast("Command", importlib.import_module(f"mailbot.cli.{module}"))
            command.description = (sys.modules[f"mailbot.cli.{module}"].__doc__ or summary).strip()
            loaded.arguments(command)
            command.set_defaults(run=loaded.run)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command with these arguments (without the program's name); gives the exit code."""
    named = [word for word in arguments if word in COMMANDS][:1]
    parser = _parser(named)
    if not arguments:
        parser.print_help()
        return 2
    if arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        near = difflib.get_close_matches(arguments[0], COMMANDS, n=1)
        meant = f" Did you mean `mailbot {near[0]}`?" if near else ""
        print(f"There is no command {arguments[0]!r}.{meant} `mailbot --help` lists them all.", file=sys.stderr)
        return 2
    options = parser.parse_args(arguments)
    return int(options.run(options))


def entry() -> None:
    """The console script: `main` with the process's arguments; a closed pipe and Ctrl-C end quietly."""
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0
    sys.exit(code)
