"""Actions of a command (`kb list`), and the options that many commands share and take before or behind an action."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from mailbot.cli.help import Help

# what every database can keep as a number
_MOST_NUMBER = 2**62

_SHARED: dict[str, dict[str, Any]] = {
    "--config": {
        "type": Path,
        "metavar": "FILE",
        "help": "the installation's configuration (default: ./config.toml)",
    },
    "--json": {"action": "store_true", "help": "everything as JSON, times in UTC"},
    "--trust": {"metavar": "ID", "help": "whose; needed only where the installation has several trusts"},
    "--folder": {
        "type": Path,
        "metavar": "DIR",
        "help": "where demos keep their folders (default: the configured data folder)",
    },
}


def add_action(parser: argparse.ArgumentParser, name: str, *, summary: str, page: str) -> argparse.ArgumentParser:
    """One action of a command: `summary` is its line in the command's help, `page` the text of its own help."""
    below = _below(parser) or parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    action: argparse.ArgumentParser = below.add_parser(
        name, help=summary, description=page.strip(), formatter_class=Help
    )
    return action


def share(parser: argparse.ArgumentParser, *flags: str) -> None:
    """Give these options to `parser` and to all commands and actions below it, so that their place does not matter.

    To be called when those below are there. An option that a parser has of its own stays as it is.
    """
    for flag in flags:
        _add(parser, flag, **_SHARED[flag])


def _add(parser: argparse.ArgumentParser, flag: str, **how: Any) -> None:
    if flag not in parser._option_string_actions:
        parser.add_argument(flag, **how)
    for inner in words_below(parser).values():
        # without a default of its own it leaves alone what was said before the action
        _add(inner, flag, **{**how, "default": argparse.SUPPRESS})


def words_below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers one word further down, by that word: the commands of `mailbot`, the actions of a command."""
    below = _below(parser)
    return dict(below.choices) if below is not None else {}


def _below(parser: argparse.ArgumentParser) -> Any:
    return next((one for one in parser._actions if isinstance(one, argparse._SubParsersAction)), None)


def a_day(text: str) -> date:
    """The type of an argument that is a day, such as 2026-09-01, from 2000 on. Raises argparse.ArgumentTypeError."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 2000 <= found.year < 3000:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-09-01")
    return found


def a_number(text: str, *, most: int = _MOST_NUMBER) -> int:
    """The type of an argument that is a number from 1 to `most`. Raises argparse.ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and 1 <= int(text) <= most):
        upto = f" to {most}" if most != _MOST_NUMBER else " on"
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1{upto}")
    return int(text)
