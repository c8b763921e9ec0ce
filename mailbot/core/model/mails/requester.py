"""What the mails to requesters say."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from mailbot.core.model.article import Article


@dataclass(frozen=True, slots=True)
class OfferMail:
    """To a requester, before a ticket: the best article in full, up to two more as summaries.

    `on_silence` says what happens by itself after `wait` ("two working hours"; '' says nothing about how long).
    `too_large` says that of what they sent not all got here, and how to send it.
    """

    template: ClassVar[str] = "requester/offer"
    name: str
    school: str
    best: Article
    also: tuple[Article, ...] = ()
    on_silence: Literal["open", "close"] = "open"
    wait: str = ""
    too_large: str = ""


@dataclass(frozen=True, slots=True)
class ArticleSentMail:
    """To a requester who asked for another of the offered articles."""

    template: ClassVar[str] = "requester/article"
    name: str
    school: str
    best: Article


@dataclass(frozen=True, slots=True)
class TicketOpenedMail:
    """To a requester: a technician has it now. `expect` is the honest time ("by 10:40 today").

    While the school is closed, `opens` says until when, `on_call` that somebody has been told all the same, and `again`
    is the best of the articles that they were sent: they may still help themselves. `too_large` says that of what they
    sent not all got here, and how to send it.
    """

    template: ClassVar[str] = "requester/ticket_opened"
    name: str
    school: str
    number: int
    expect: str
    closed_now: bool = False
    reopened: bool = False
    sensitive: bool = False
    opens: str = ""
    on_call: bool = False
    again: Article | None = None
    too_large: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMail:
    """To a requester or participant: a technician's words and only those. `solved` adds the way back.

    `others` are the names of whoever else gets them.
    """

    template: ClassVar[str] = "requester/reply"
    name: str
    school: str
    number: int
    technician: str
    text: str
    solved: bool = False
    article: Article | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChaserMail:
    """To a requester whose answer a technician waits for: once more the question, or (`solved`) that it ends here.

    `then` says by when it ends without an answer ("on Monday 4 January"; '' where it does not).
    """

    template: ClassVar[str] = "requester/chaser"
    name: str
    school: str
    number: int
    technician: str
    question: str
    then: str = ""
    solved: bool = False


@dataclass(frozen=True, slots=True)
class MergedMail:
    """To everybody on two requests that are one from now on: `former` goes on as `number`."""

    template: ClassVar[str] = "requester/merged"
    name: str
    school: str
    number: int
    former: int
    subject: str


@dataclass(frozen=True, slots=True)
class SplitMail:
    """To everybody on a request a part of which is one of its own now: what came from `since` (UTC) on is `number`."""

    template: ClassVar[str] = "requester/split"
    name: str
    school: str
    number: int
    former: int
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class UnknownSenderMail:
    """To an address that no school is known for: one fixed text that repeats nothing of theirs."""

    template: ClassVar[str] = "requester/unknown_sender"
    desk: str
