"""Ends what takes too long: one thread for a sender's mails, one after the other, and not one for each of them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_LOOKS = 10  # within the time given: so much of it may be added
_QUIET_LOOKS = 10  # after so many with nothing to watch the thread ends


class Watchdog:
    """Calls `bite` once when what runs inside of `watching` takes longer than `seconds` and a tenth.

    `bite` must be quick, what it raises is lost, and end what runs from another thread. For one run at a time.
    """

    def __init__(self, bite: Callable[[], None], *, seconds: float) -> None:
        self._bite = bite
        self._seconds = seconds
        self._lock = threading.Lock()
        self._until: float | None = None
        self._watches = False
        self._sleep = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """What runs inside is watched."""
        with self._lock:
            self._until = time.monotonic() + self._seconds
            if not self._watches:
                threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
                self._watches = True
        try:
            yield
        finally:
            with self._lock:  # not in the middle of a bite, which would reach what comes next
                self._until = None

    def _watch(self) -> None:
        quiet = 0
        while quiet < _QUIET_LOOKS or not self._ended():
            self._sleep.wait(self._seconds / _LOOKS)
            with self._lock:
                quiet = quiet + 1 if self._until is None else 0
                if self._until is not None and time.monotonic() >= self._until:
                    self._until = None
                    with suppress(Exception):  # the next one is watched, whatever became of this one
                        self._bite()

    def _ended(self) -> bool:
        with self._lock:
            if self._until is None:
                self._watches = False
            return not self._watches
