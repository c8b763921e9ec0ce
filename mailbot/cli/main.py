"""The `mailbot` command: finds the command's two modules by name and imports each when it is wanted.

What is typed stands in `cli/usage/`, the work beside it under the same name: `--help` and wrong usage import the first
alone, which is light, and only a command that runs imports its work.

Exit codes: 0 done, 1 something is wrong and was said, 2 wrong usage, 75 another daemon holds the data folder.
"""

import argparse
import difflib
import importlib
import sys
from collections.abc import Collection, Sequence
from typing import Protocol, cast

from mailbot import __version__
from mailbot.cli.help import Help, Parser
from mailbot.cli.usage.options import share, words_below


class Usage(Protocol):
    """What each module of `cli/usage/` offers; its docstring is the help page."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""


class Work(Protocol):
    """What the module of the same name beside `usage/` offers."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; gives the exit code."""


# name -> (module, one line of help): the only table of modules found by name.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("start.init", "write a first configuration: a few questions, or flags, or the invented trust"),
    "run": ("run", "start the desk: take mail in, decide, answer, until Ctrl-C"),
    "demo": ("demo", "watch a school morning with real mails on this machine; or send your own"),
    "check": ("check", "validate configuration, rules and templates, and try every server"),
    "mailbox": ("mailbox", "list mailboxes; log in to one, look around, and say what its newest mails would become"),
    "status": ("desk.status", "mailboxes, queues and the day's balance"),
    "show": ("desk.show", "why did it do that? the timeline of a request number or a Message-ID"),
    "ticket": ("desk.ticket", "list requests"),
    "queue": ("desk.queue", "what waits to be understood and what waits to be sent"),
    "quarantine": ("desk.quarantine", "messages that could not be handled: list, show, retry, drop"),
    "directives": ("desk.directives", "what technicians can write in a mail, and what it does"),
    "kb": ("desk.kb", "articles: list, show, add, import, search; try mails, evaluate the matching"),
    "calendar": ("time.calendar", "a school's month, and term dates from an .ics file"),
    "leave": ("time.leave", "who is away: list, add, remove"),
    "load": ("time.load", "who has how much: open tickets, their weight and the cap"),
    "simulate": ("time.simulate", "a school year in minutes: what if somebody were away, or twice as much came?"),
    "backfill": ("backfill", "file a mailbox's old mail as closed requests; answers nobody"),
    "backup": ("backup", "copy the database while the desk runs, and look through the copy"),
    "parse": ("parse", "print what was understood of a mail file, as JSON"),
    "route": ("route", "which school a sender's mail would go to, and which rule says so"),
}

EPILOG = """\
start here:
  mailbot demo                  see it work, nothing to set up
  mailbot init desk             write a first configuration, in a folder `desk`
  mailbot check                 is the configuration right?
  mailbot run                   start the desk with ./config.toml
  mailbot COMMAND --help        what a command takes, with examples

exit status:
  0  done
  1  something is wrong, and was said
  2  wrong usage
"""


def parser_for(names: Collection[str]) -> argparse.ArgumentParser:
    """The parser of `mailbot`, with the arguments of these commands; of the others it knows name and summary."""
    parser = Parser(
        prog="mailbot",
        description="A helpdesk that schools' staff and technicians use by mail alone.",
        epilog=EPILOG,
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=f"mailbot {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, formatter_class=Help)
        if name in names:
            usage = importlib.import_module(f"mailbot.cli.usage.{module}")
            command.description = (usage.__doc__ or summary).strip()
            cast("Usage", usage).arguments(command)
    share(parser, "--config")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command with these arguments (without the program's name); gives the exit code."""
    # a word that only looks like a command's name costs one light import
    parser = parser_for({word for word in arguments if word in COMMANDS})
    if not arguments:
        parser.print_help()
        return 2
    if arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        near = difflib.get_close_matches(arguments[0], COMMANDS, n=1)
        meant = f" Did you mean `mailbot {near[0]}`?" if near else ""
        print(f"There is no command {arguments[0]!r}.{meant} `mailbot --help` lists them all.", file=sys.stderr)
        return 2
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        _refuse(unknown, parser=parser, options=options)
    work = cast("Work", importlib.import_module(f"mailbot.cli.{COMMANDS[options.command][0]}"))
    return int(work.run(options))


def _refuse(unknown: Sequence[str], *, parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Say what is not known as the innermost word's own mistake, with the nearest option; exits with 2."""
    for word in (options.command, getattr(options, "action", None) or ""):
        parser = words_below(parser).get(word, parser)
    near = difflib.get_close_matches(unknown[0].partition("=")[0], parser._option_string_actions, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    parser.error(f"unknown: {' '.join(unknown)}{meant}")


def entry() -> None:
    """The console script: `main` with the process's arguments; a closed pipe and Ctrl-C end quietly."""
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0
    sys.exit(code)
