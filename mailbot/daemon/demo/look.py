"""What the database says of a mail that was sent to the desk, and of a request. Reads only, never what is in memory.

What does not live here: queries (store), and how it is shown.
"""

from dataclasses import dataclass
from typing import Protocol

from mailbot.daemon.demo.show import RequestSeen


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one message. `request` is its request's number, `unsent` how many mails it caused still wait."""

    outcome: str
    request: int | None
    reasons: tuple[str, ...]
    unsent: int


class Look(Protocol):
    """The two questions that the demo asks."""

    def handled(self, message_id: str) -> Handled | None:
        """What became of the message with this Message-ID; None while it has not been dealt with."""

    def request(self, number: int) -> RequestSeen | None:
        """The request with this number as it is now."""

    def request_of(self, message_id: str) -> int | None:
        """The number of the request that a mail of ours is about."""
