"""What became of one outgoing mail to one recipient: the four words that every sender answers with.

The texts are for the operator and for technicians; a requester never reads them. What follows from an outcome (when to
try again, whom to tell) is decided where the outbox is worked off.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side has taken responsibility; `text` is what it said."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Temporary:
    """Not now: try this mail again later. `code` 0: no answer came, so it may have arrived (the repeat is the same)."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Permanent:
    """Never: this mail to this recipient is refused for good."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class RelayDown:
    """No mail can leave this way now: connection, name, TLS or login. Nothing was sent; pause, mails do not age."""

    code: int
    text: str


Outcome = Delivered | Temporary | Permanent | RelayDown
