"""Threads that share one interpreter, kept on one core.

Only one of them runs at a time, so a second core gives them little; handing the interpreter from core to core several
dozen times a mail costs a fifth of the work, and more on a virtual machine.
"""

import contextlib
import os
import random
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """Whatever thread is begun meanwhile stays on one of this thread's cores, and so do those that it begins.

    Which one is left to chance: several desks of one machine shall not meet on the same. The thread that asks has its
    own cores again afterwards. Does nothing where the system offers no such thing.
    """
    if sys.platform != "linux":
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {random.choice(sorted(allowed))})  # noqa: S311 -- no secret
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def on_the_cores_of(process: int) -> None:
    """Let this process have the cores that another one's first thread has, which `on_one_core` leaves as they were."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # it has ended: then this one is about to
            os.sched_setaffinity(0, os.sched_getaffinity(process))
