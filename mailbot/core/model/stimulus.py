"""What makes the desk think: a message came, a time came, a mail could not be delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.core.model.message import Message
from mailbot.core.model.people import Route, Sender, Somebody
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held, Referenced, Token

JoinedBy = Literal["none", "token", "our_message_id", "their_message_id", "synthetic", "tag", "variant"]
TimerKind = Literal[
    "offer_silence",
    "close_solved",
    "remind_first_response",
    "remind_next_response",
    "remind_resolution",
    "chase",
    "pending_over",
]
CareTimerKind = Literal["knowledge_week"]
LeaveTimerKind = Literal["leave_said", "leave_start", "leave_cover", "leave_end"]


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """One message, understood and identified. `request` is the thread it belongs to, if any, and `joined_by` how.

    `token` is the token of the mail that verified for its sender (or, for purpose b, for anybody); `on_request` says
    whether the sender is the request's requester, a participant or a technician. `article` is the id that the token's
    reference points at when it is about an article, `held` the mail that waits for a word when it confirms one.
    `mailbox` is the id of the one that took the mail. `listed` is the list or digest of ours whose rows it answers.
    `history`: old mail that an operator wants filed, and nobody answered.
    `named` are those whom it names beside its sender: in To, Cc, above a mail that it forwards, and on lines with a
    directive; none of our own mailboxes.
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
    listed: Referenced | None = None
    envelope_from: str | None = None
    own: bool = False
    history: bool = False
    named: tuple[Somebody, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerDue:
    """A timer's moment came. `round` is what started it (the entry's number), `step` counts repeats from 0.

    For a daily reminder `late_told` is when (UTC) its owner heard that the target was missed, None where they have not.
    """

    timer: int
    kind: TimerKind
    request: Request
    round: int
    step: int
    due_at: datetime
    late_told: datetime | None = None


@dataclass(frozen=True, slots=True)
class DigestDue:
    """The moment came to tell a technician (their id) together what has waited for them; `due_at` UTC."""

    timer: int
    technician: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LeaveDue:
    """A technician (id) goes, is back, or somebody is to be told of it.

    `leave_said` names whom by person's id in `step` and the leave by its id in `round`. `leave_cover` is about who
    looks after tickets; `step` names whose. Of `leave_end` step 1 says that it was said so, 0 that the time is over.
    """

    timer: int
    kind: LeaveTimerKind
    technician: str
    round: int
    step: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class KnowledgeWeekDue:
    """The moment came to tell a lead (id) what to write and what to look after; `round` is the Monday's ordinal."""

    timer: int
    technician: str
    round: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A mail of ours will never arrive: refused for good or expired. `request` is the one it was about, if any."""

    outbox: int
    recipient: str
    kind: str
    why: str
    request: Request | None


Stimulus = MessageArrived | TimerDue | DigestDue | LeaveDue | KnowledgeWeekDue | DeliveryFailed
