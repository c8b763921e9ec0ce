"""What Ctrl-C and `kill` mean to a command that runs until it is told to end."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue


def ended_by_signal() -> Callable[[float | None], bool]:
    """Take SIGINT and SIGTERM as a wish to end; a second one ends the process at once, with code 1.

    Gives a function that waits for the first for some seconds, None for ever, and gives whether it came. Nothing is
    raised, so no transaction breaks off half-way. SIGINT counts even where the parent had it ignored, as shells do
    for what a script starts in the background. To be called in the main thread.
    """
    came = False
    told: SimpleQueue[None] = SimpleQueue()  # unlike an Event's, its lock may be wanted by a handler amid a wait

    def on_signal(_number: int, _frame: object) -> None:
        nonlocal came
        if came:
            os._exit(1)
        came = True
        told.put(None)

    def ended(seconds: float | None) -> bool:
        if not came:
            with suppress(Empty):
                told.get(timeout=seconds)
        return came

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    return ended
