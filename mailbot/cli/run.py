"""The work of `mailbot run`: the daemon in the foreground until a signal."""

import argparse
import os
import signal
import sys
import threading

from mailbot.cli.installation import load_settings, or_exit
from mailbot.daemon.bootstrap import build
from mailbot.daemon.errors import StartError
from mailbot.daemon.log import set_up


def run(options: argparse.Namespace) -> int:
    """Run until a signal says stop; a second one ends the process at once."""
    settings = load_settings(options.config, create=True)
    set_up(options.log or settings.log)
    stop = threading.Event()

    def on_signal(_number: int, _frame: object) -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    try:
        daemon = or_exit(lambda: build(settings))
        daemon.start()
    except StartError as error:
        print(error, file=sys.stderr)
        return error.code
    stop.wait()
    return 0 if daemon.stop() else 1
