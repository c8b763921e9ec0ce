"""The only place that waits: a thread that does one thing again and again, and never dies of one bad turn.

`work` does a little and says whether there may be more. Trouble of the database is waited out and never counted
against a message; anything else is a bug, logged with its traceback, and the loop goes on.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from mailbot.daemon.log import log
from mailbot.store.errors import DatabaseUnavailable

SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 5.0

T = TypeVar("T")


def insist(work: Callable[[], T], *, stopping: threading.Event) -> T:
    """What `work` gives, called again and again while the database is unavailable.

    For what ends a claim, and names its epoch: nobody else can claim while nothing can be written, so however late it
    succeeds or raises StaleClaim. Without it a mail that is out already would go out again after its lease. Raises
    DatabaseUnavailable once `stopping` is set.
    """
    pause = 0.0
    while True:
        try:
            given = work()
        except DatabaseUnavailable as error:
            if stopping.is_set():
                raise
            if not pause:
                log.error("database.unavailable", why=str(error), insisting=True)
            pause = min(max(SHORTEST_PAUSE, pause * 2), LONGEST_PAUSE)
            stopping.wait(pause)
            continue
        if pause:
            log.info("database.available")
        return given


class Bell:
    """Wakes every loop that listens; a ring while a loop is busy is not lost."""

    def __init__(self) -> None:
        self._listeners: list[threading.Event] = []

    def listener(self) -> threading.Event:
        """An event that is set at each ring; whoever waits for it clears it."""
        event = threading.Event()
        self._listeners.append(event)
        return event

    def ring(self) -> None:
        """Wake all listeners."""
        for event in self._listeners:
            event.set()


class Loop:
    """One thread that calls `work` at once while it returns True, else after the bell or `idle` seconds."""

    def __init__(self, name: str, work: Callable[[], bool], *, bell: Bell, idle: float) -> None:
        self._name = name
        self._work = work
        self._wake = bell.listener()
        self._idle = idle
        self._stopping = threading.Event()
        self._pause = 0.0
        self._thread = threading.Thread(target=self._turn, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def work_off(self) -> bool:
        """Where the bell rang since, work in the caller's thread until nothing is left; gives whether it rang.

        For a loop that was not started. What the work raises is raised.
        """
        if not self._wake.is_set():
            return False
        self._wake.clear()
        while self._work():
            pass
        return True

    def stop(self) -> None:
        """Ask it to end after the turn at hand."""
        self._stopping.set()
        self._wake.set()

    def join(self, timeout: float) -> bool:
        """Wait for its end for at most `timeout` seconds; gives whether it ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _turn(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            if not self._one():
                self._wake.wait(self._pause or self._idle)

    def _one(self) -> bool:
        try:
            more = self._work()
        except DatabaseUnavailable as error:
            self._trouble("database.unavailable", why=str(error))
            return False
        except Exception:  # noqa: BLE001 -- a loop must outlive any bug of one turn; the traceback is in the log
            self._trouble("loop.failed", exc_info=True)
            return False
        if self._pause:
            log.info("loop.recovered", loop=self._name)
        self._pause = 0.0
        return more

    def _trouble(self, event: str, **facts: object) -> None:
        if not self._pause or "exc_info" in facts:
            log.error(event, loop=self._name, **facts)
        self._pause = min(max(SHORTEST_PAUSE, self._pause * 2), LONGEST_PAUSE)
