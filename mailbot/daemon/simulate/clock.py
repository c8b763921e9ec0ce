"""The clock of a simulation: it stands still until it is put forward, and never reads the real time."""

from datetime import UTC, datetime


class JumpingClock:
    """Says the moment that it was last put to. One thread uses it."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The desk's time, aware UTC."""
        return self._now

    def at_desk(self, real: datetime) -> datetime:
        """The desk's time: no moment of the real world means anything here."""
        del real
        return self._now

    def forward_to(self, moment: datetime) -> None:
        """Put the clock to `moment`; one that is already past changes nothing."""
        self._now = max(self._now, moment.astimezone(UTC))
