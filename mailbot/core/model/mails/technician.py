"""What the mails to technicians say."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from mailbot.core.model.article import Article, Removed
from mailbot.core.model.request import Entry, OfferedArticle, RequestBrief, SolvedRequest


@dataclass(frozen=True, slots=True)
class TooLargeMail:
    """To a requester or participant whose reply came, but not all that they sent with it: how to send that."""

    template: ClassVar[str] = "requester/too_large"
    name: str
    school: str
    number: int
    too_large: str


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
    target comes near), `sla_breach` (it was missed), `shown` (they asked to see it). `notice` is a sentence of the desk
    set at the top. `similar` are solved requests about the same, `people` who else is on this one, `links` the
    requests that it is linked with, `spent` the time that was logged on it in words, `attachments` a line a file.
    """

    event: Literal["assigned", "message_added", "sla_warning", "sla_breach", "shown"]
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
    similar: tuple[SolvedRequest, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    spent: str = ""
    links: tuple[str, ...] = ()

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
class OverlapMail:
    """To a technician whose answer waits: a colleague answered, at that moment (UTC), before they could have read it.

    `answers` are the colleagues' words, oldest first, `text` what waits; not `kept`, it must be written again.
    """

    template: ClassVar[str] = "technician/overlap"
    name: str
    number: int
    other: str
    at: datetime
    answers: tuple[str, ...]
    text: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class DirectiveFault:
    """One line that could not be obeyed: the line, the reason, the nearest valid directive, or how it is written.

    `whole` says that the words themselves are in question: a corrected line alone does not put that right.
    """

    line: str
    reason: str
    nearest: str = ""
    form: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RefusedMail:
    """To a technician: nothing was done or sent, and why; their own text stands below.

    `kept` says that the rest of it is kept, so that the corrected lines alone are enough.
    """

    template: ClassVar[str] = "technician/directive_refused"
    name: str
    number: int | None
    faults: tuple[DirectiveFault, ...]
    text: str
    kept: bool = False


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
