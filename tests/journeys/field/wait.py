"""Waiting for something to become true, with a deadline and a sentence for when it does not."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

GLANCE = 0.02
LONGEST = 20.0

T = TypeVar("T")


def until(found: Callable[[], T], what: str, *, seconds: float = LONGEST) -> T:
    """Look again and again until `found` gives something true, and give that; AssertionError says what never came."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        if time.monotonic() >= end:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        pause.wait(GLANCE)
