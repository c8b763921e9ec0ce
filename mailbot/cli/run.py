"""The work of `mailbot run`: the daemon in the foreground until a signal."""

import argparse
import sys

from mailbot.cli.ending import ended_by_signal
from mailbot.cli.installation import load_settings, or_exit
from mailbot.daemon.bootstrap import build
from mailbot.daemon.errors import StartError
from mailbot.daemon.log import set_up


def run(options: argparse.Namespace) -> int:
    """Run until a signal says stop; a second one ends the process at once."""
    settings = load_settings(options.config, create=True)
    set_up(options.log or settings.log)
    ended = ended_by_signal()
    try:
        daemon = or_exit(lambda: build(settings))
        daemon.start()
    except StartError as error:
        print(error, file=sys.stderr)
        return error.code
    ended(None)
    return 0 if daemon.stop() else 1
