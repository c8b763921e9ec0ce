"""What each mail of ours says, before words and layout: one frozen value per template folder.

`template` is `<audience>/<event>` under templates/. Nothing here is markup; compose escapes at the edge.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from mailbot.core.model.article import Article, Removed
from mailbot.core.model.request import Entry, OfferedArticle, RequestBrief


@dataclass(frozen=True, slots=True)
class OfferMail:
    """To a requester, before a ticket: the best article in full, up to two more as summaries.

    `on_silence` says what happens by itself after `wait` ("two working hours"; '' says nothing about how long).
    """

    template: ClassVar[str] = "requester/offer"
    name: str
    school: str
    best: Article
    also: tuple[Article, ...] = ()
    on_silence: Literal["open", "close"] = "open"
    wait: str = ""


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
    is the best of the articles that they were sent: they may still help themselves.
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


@dataclass(frozen=True, slots=True)
class AnswerMail:
    """To a requester or participant: a technician's words and only those. `solved` adds the way back."""

    template: ClassVar[str] = "requester/reply"
    name: str
    school: str
    number: int
    technician: str
    text: str
    solved: bool = False
    article: Article | None = None


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
class UnknownSenderMail:
    """To an address that no school is known for: one fixed text that repeats nothing of theirs."""

    template: ClassVar[str] = "requester/unknown_sender"
    desk: str


@dataclass(frozen=True, slots=True)
class SuggestedArticle:
    """An article in a technician's notification: what it is called, who may see it, how near it is."""

    id: str
    title: str
    audience: str
    summary: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NotificationMail:
    """To a technician: who asks, the new words first, then the story, what was tried, what may help.

    `event` picks the template: `assigned` (new or handed over), `message_added` (somebody wrote), `sla_warning` (a
    target comes near), `sla_breach` (it was missed). `notice` is a sentence of the desk set at the top.
    """

    event: Literal["assigned", "message_added", "sla_warning", "sla_breach"]
    name: str
    number: int
    subject: str
    school: str
    priority: str
    state: str
    requester: str
    requester_address: str
    requester_role: str
    requester_phone: str
    verified: bool
    new_text: str
    notice: str = ""
    due: str = ""
    story: tuple[Entry, ...] = ()
    offered: tuple[OfferedArticle, ...] = ()
    previous: tuple[RequestBrief, ...] = ()
    suggestions: tuple[SuggestedArticle, ...] = ()
    attachments: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def template(self) -> str:
        """The template folder of the event."""
        return f"technician/{self.event}"


@dataclass(frozen=True, slots=True)
class WasItYouMail:
    """To a technician's registered address: a mail in their name came without their token, and waits for their word.

    `would` says what it would do, a sentence each, `text` what it says; `newest` are the last words on the ticket, so
    that who confirms has seen them.
    """

    template: ClassVar[str] = "technician/held"
    name: str
    number: int | None
    would: tuple[str, ...]
    text: str
    newest: str = ""


@dataclass(frozen=True, slots=True)
class DirectiveFault:
    """One line that could not be obeyed: the line, the reason, and the nearest valid directive."""

    line: str
    reason: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class RefusedMail:
    """To a technician: nothing was done or sent, and why; their own text stands below."""

    template: ClassVar[str] = "technician/directive_refused"
    name: str
    number: int | None
    faults: tuple[DirectiveFault, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DoneMail:
    """To a technician: what their directives did, one sentence each (answers to #help and confirmations)."""

    template: ClassVar[str] = "technician/directive_done"
    name: str
    number: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleMail:
    """To a technician: an article of theirs was published, or waits as a draft for somebody's word (`why`).

    `near` is the article that says nearly the same: with it the event is `article_near`, and they choose.
    """

    event: Literal["article_published", "article_draft", "article_near"]
    name: str
    article: Article
    removed: tuple[Removed, ...] = ()
    why: str = ""
    author: str = ""
    near: Article | None = None

    @property
    def template(self) -> str:
        """The template folder of the event."""
        return f"technician/{self.event}"


@dataclass(frozen=True, slots=True)
class ArticleHelpedMail:
    """To an article's author: it has solved its first, tenth, hundredth question."""

    template: ClassVar[str] = "technician/article_helped"
    name: str
    article: Article
    times: int


@dataclass(frozen=True, slots=True)
class DeliveryFailedMail:
    """To a technician: a mail to somebody on the request did not arrive."""

    template: ClassVar[str] = "technician/delivery_failed"
    name: str
    number: int
    recipient: str
    why: str


@dataclass(frozen=True, slots=True)
class MailboxMail:
    """To the lead: a mailbox has not been read since then, and why; or it is read again. `since` is a text."""

    event: Literal["mailbox_failing", "mailbox_back"]
    name: str
    mailbox: str
    address: str
    since: str
    why: str = ""

    @property
    def template(self) -> str:
        """The template folder of the event."""
        return f"technician/{self.event}"


MailContent = (
    OfferMail
    | ArticleSentMail
    | TicketOpenedMail
    | AnswerMail
    | ChaserMail
    | UnknownSenderMail
    | NotificationMail
    | WasItYouMail
    | RefusedMail
    | DoneMail
    | ArticleMail
    | ArticleHelpedMail
    | DeliveryFailedMail
    | MailboxMail
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets one mail. `key` is the person's random id ('' for a stranger: such a mail carries no token).

    `purpose` is what that token is for: `r` a requester's, `t` a technician's, `c` their one word on a held mail.
    """

    address: str
    name: str
    key: str
    purpose: Literal["r", "t", "c"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail as final bytes, ready for the outbox row."""

    message_id: str
    envelope_from: str
    recipient: str
    data: bytes = field(repr=False)
