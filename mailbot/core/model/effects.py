"""What a decision wants done: a closed union of frozen values, written by store/apply in one transaction.

Effects name requests by number: a new one's number is reserved before deciding. Order is the order of writing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.model.article import Article
from mailbot.core.model.mail import MailContent, Recipient
from mailbot.core.model.people import Person
from mailbot.core.model.request import EntryKind, OfferedArticle, Outcome, RequestState, TargetKind
from mailbot.core.model.stimulus import TimerKind


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Somebody new wrote: remember them with their address and schools."""

    person: Person


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A new request, opened by the message at hand; its version starts at 1."""

    number: int
    tag: str
    reference: str
    school: str
    requester_key: str
    subject: str
    state: RequestState
    priority: str
    line: int = 1
    sensitive: bool = False
    opened_at: datetime | None = None
    linked_to: int | None = None


@dataclass(frozen=True, slots=True)
class AddEntry:
    """One entry on a request; `part` 0 is the mail itself, 1 a note beside it. `author_key` is their person.

    `wants_answer` says whether a requester's message waits for the next response; a thank-you does not.
    """

    request: int
    kind: EntryKind
    author: str
    text: str
    at: datetime
    author_key: str | None = None
    internal: bool = False
    verified: bool = True
    part: int = 0
    attachments: tuple[str, ...] = ()
    wants_answer: bool = True


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """These articles were offered on the request, in this order."""

    request: int
    articles: tuple[OfferedArticle, ...]


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What came of the articles that were offered and still waited for an answer; of one alone where `article` says."""

    request: int
    outcome: Outcome
    article: str = ""


@dataclass(frozen=True, slots=True)
class SetState:
    """The request is in this state from now on. Becoming `open` from `offered` sets `ticket_at`.

    `sensitive` marks the request as such from now on; False leaves that as it was.
    """

    request: int
    state: RequestState
    at: datetime
    outcome: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    """The technician who owns the request now; None takes it from everybody."""

    request: int
    technician: str | None
    line: int


@dataclass(frozen=True, slots=True)
class SetPriority:
    """The request's priority id from now on."""

    request: int
    priority: str


@dataclass(frozen=True, slots=True)
class RecordBreach:
    """A target of the request was missed, first seen at that moment; the first record of its kind stays."""

    request: int
    target: TargetKind
    at: datetime


@dataclass(frozen=True, slots=True)
class ScheduleTimer:
    """Wake up for this request at `due_at` (UTC); the same subject, kind, round and step is one timer."""

    request: int
    kind: TimerKind
    round: int
    due_at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """No timer of this kind is wanted on the request any more."""

    request: int
    kind: TimerKind


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """A new article, or a new version of the one with the same id. `reference` is a new row that replies can name."""

    article: Article
    reference: str
    from_request: int | None = None


@dataclass(frozen=True, slots=True)
class PublishArticle:
    """The draft with this id is published by this technician."""

    id: str
    by: str


@dataclass(frozen=True, slots=True)
class HoldMessage:
    """The delivery `inbox` waits for its technician's word; `reference` is a new row that the one-time token names."""

    reference: str
    inbox: int
    request: int | None = None


@dataclass(frozen=True, slots=True)
class UseReference:
    """The one-time token that names this reference has been used; a second use finds it so."""

    reference: str


@dataclass(frozen=True, slots=True)
class RetireArticle:
    """The article with this id, draft or published, is taken back by this technician; its versions are kept."""

    id: str
    by: str


@dataclass(frozen=True, slots=True)
class MarkAddress:
    """Mail to this address bounced at that moment."""

    address: str
    bounced_at: datetime


@dataclass(frozen=True, slots=True)
class SendMail:
    """One mail to one recipient.

    `school` says whose mailbox it comes from. `reference` is what its token points at; `thread` the request's own
    reference, which makes the synthetic first id of References. `automatic` mails to requesters count for the caps.
    `in_reply_to` and `references` are Message-IDs without brackets. `expires_after` is counted from the decision.
    `original` attaches the mail that was decided on, as it came: never to a requester.
    """

    to: Recipient
    content: MailContent
    school: str
    subject: str
    reference: str = ""
    thread: str = ""
    request: int | None = None
    tag: str = ""
    entry_seen: int = 0
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    automatic: bool = True
    expires_after: timedelta = timedelta(hours=48)
    original: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """Nothing is done beyond keeping the message; `outcome` is the word for the balance ("auto_reply", "own", ...)."""

    outcome: str


Effect = (
    AddPerson
    | OpenRequest
    | AddEntry
    | MakeOffer
    | RecordOutcome
    | SetState
    | Assign
    | SetPriority
    | RecordBreach
    | ScheduleTimer
    | CancelTimers
    | SaveArticle
    | PublishArticle
    | RetireArticle
    | HoldMessage
    | UseReference
    | MarkAddress
    | SendMail
    | File
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, why (sentences kept for `mailbot show`), and the one word for the day's balance.

    `rule` is the name of the row of the decision table that hit. `outcome` is one of ticket_opened, offer_made,
    entry_added, self_solved, directive_done, directive_refused, auto_reply, bounce, list, own,
    filed, timer, skipped (a timer that makes no sense any more; the last reason says why), unverified.
    """

    rule: str
    outcome: str
    effects: tuple[Effect, ...]
    reasons: tuple[str, ...]
