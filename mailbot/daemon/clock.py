"""The only reader of the system clock. Everybody else is handed a `Clock` or a `now`.

Leases use the database's clock and timeouts the monotonic one; this clock answers what time it is at the desk.
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is at the desk, as aware UTC."""

    def now(self) -> datetime:
        """The desk's time."""

    def at_desk(self, real: datetime) -> datetime:
        """The desk's time at a moment of the real world (an IMAP server's INTERNALDATE)."""


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC)

    def at_desk(self, real: datetime) -> datetime:
        """The same moment."""
        return real


class SteppingClock:
    """Runs at real speed from `start` on and can be put forward, never back: the demo's story moves it."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        """The desk's time, aware UTC."""
        with self._lock:
            return datetime.now(UTC) + self._offset

    def at_desk(self, real: datetime) -> datetime:
        """A real moment moved by as much as this clock is."""
        with self._lock:
            return real + self._offset

    def forward_to(self, moment: datetime) -> None:
        """Put the clock to `moment` where that is later than now; a moment already past changes nothing."""
        with self._lock:
            ahead = moment - (datetime.now(UTC) + self._offset)
            self._offset += max(ahead, timedelta())
