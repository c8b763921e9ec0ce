"""Which installation a command works on: the file named, else ./config.toml; errors as sentences on standard error."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mailbot.settings.config import load
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import Settings

Value = TypeVar("Value")

NO_CONFIG = """\
There is no config.toml in {folder}.

  mailbot demo          watch a school morning; needs no configuration
  mailbot init          write a first config.toml and a trust's folder here
  mailbot --help        all commands; each takes --config FILE"""


def config_file(named: Path | None) -> Path:
    """The configuration to use. Exits with 1 and what to do next where there is none."""
    file = named or Path("config.toml")
    if not file.is_file():
        if named is not None:
            sys.exit(f"{named}: no such file. Name the config.toml of the desk, or write one: mailbot init")
        sys.exit(NO_CONFIG.format(folder=Path.cwd()))
    return file


def load_settings(named: Path | None, *, create: bool = False, secrets: bool = True) -> Settings:
    """The installation; every fault is printed and the process exits with 1 where there is one."""
    file = config_file(named)
    return or_exit(lambda: load(file, environ=os.environ, create=create, secrets=secrets))


def one_line(error: Exception) -> str:
    """What an error says, without line breaks, marks or a full stop at its end, to stand inside a sentence."""
    return " ".join(str(error).split()).rstrip(".?! ")


def or_exit(make: Callable[[], Value]) -> Value:
    """What `make` gives; a SettingsError is printed fault by fault and exits with 1."""
    try:
        return make()
    except SettingsError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        count = len(error.faults)
        sys.exit(f"{count} mistake{'s' if count != 1 else ''} to put right; nothing was done")
