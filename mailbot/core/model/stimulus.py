"""What makes the desk think: a message came, a time came, a mail could not be delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.core.model.message import Message
from mailbot.core.model.people import Route, Sender
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held, Token

JoinedBy = Literal["none", "token", "our_message_id", "their_message_id", "synthetic", "tag", "variant"]
TimerKind = Literal[
    "offer_silence", "close_solved", "remind_first_response", "remind_next_response", "remind_resolution", "chase"
]


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """One message, understood and identified. `request` is the thread it belongs to, if any, and `joined_by` how.

    `token` is the token of the mail that verified for its sender (or, for purpose b, for anybody); `on_request` says
    whether the sender is the request's requester, a participant or a technician. `article` is the id that the token's
    reference points at when it is about an article, `held` the mail that waits for a word when it confirms one.
    `mailbox` is the id of the one that took the mail.
    """

    inbox: int
    message: Message
    mailbox: str
    received_at: datetime
    sender: Sender
    route: Route
    request: Request | None = None
    joined_by: JoinedBy = "none"
    token: Token | None = None
    token_expired: bool = False
    on_request: bool = False
    article: str | None = None
    article_version: int = 0
    held: Held | None = None
    envelope_from: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class TimerDue:
    """A timer's moment came. `round` is what started it (the entry's number), `step` counts repeats from 0."""

    timer: int
    kind: TimerKind
    request: Request
    round: int
    step: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A mail of ours will never arrive: refused for good or expired. `request` is the one it was about, if any."""

    outbox: int
    recipient: str
    kind: str
    why: str
    request: Request | None


Stimulus = MessageArrived | TimerDue | DeliveryFailed
