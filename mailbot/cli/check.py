"""Validate configuration, rules and templates, and try every server; all faults at once, each with file and line.

mailbot check
mailbot check --offline        the files alone
"""

import argparse
import os
import sys
from collections.abc import Callable
from typing import TypeVar

from mailbot.cli.installation import config_file
from mailbot.daemon.bootstrap import load_policies, load_templates
from mailbot.daemon.probe import probe
from mailbot.settings.check import check_policy
from mailbot.settings.config import load
from mailbot.settings.errors import Fault, SettingsError

Value = TypeVar("Value")


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--offline` beside the common ones."""
    parser.add_argument("--offline", action="store_true", help="do not try the servers")


def run(options: argparse.Namespace) -> int:
    """Print every fault; 1 when there is any."""
    file = config_file(options.config)
    faults: list[Fault] = []

    def tried(make: Callable[[], Value]) -> Value | None:
        try:
            return make()
        except SettingsError as error:
            faults.extend(error.faults)
            return None

    settings = tried(lambda: load(file, environ=os.environ))
    if settings is not None:
        policies = tried(lambda: load_policies(settings))
        if policies is not None:
            faults.extend(check_policy(settings, policies))
        tried(lambda: load_templates(settings))
        if not options.offline:
            faults.extend(probe(settings, progress=lambda what: print(f"trying {what} ...", file=sys.stderr)))
    for fault in dict.fromkeys(faults):
        print(fault)
    if faults:
        count = len(dict.fromkeys(faults))
        print(f"{count} mistake{'s' if count != 1 else ''} to put right in {file} and the folders it names")
        return 1
    print(f"{file}: all is well")
    return 0
