"""What the database knows about one stimulus: keys to look up, and the frozen rows found, all bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailbot.core.model.article import Article
from mailbot.core.model.care import Question, Use
from mailbot.core.model.message import Message
from mailbot.core.model.people import Leave, Person
from mailbot.core.model.request import Request, RequestBrief, SolvedRequest
from mailbot.core.model.undo import Undoable

ReferenceKind = Literal["request", "held", "list", "article"]
RowKind = Literal["ticket", "write", "care"]
TokenPurpose = Literal["r", "t", "c", "b"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of ours that verified: for what, which reference, which person's key, the entry they had seen, the day.

    `day` counts days since 2020-01-01 (UTC). An `expired` token names a conversation and gives no authority.
    """

    purpose: TokenPurpose
    reference: str
    person: str
    entry_seen: int
    day: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mail asks to read, as far as the database must know: open tickets, one request, or requests with words."""

    kind: Literal["show", "list", "find"]
    number: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that has to be looked up to decide on one message.

    `address` is the strict sender or ''. `message_ids` are those the mail answers (In-Reply-To first, then References,
    newest first), without brackets. `tag` is number and letters of a subject tag. `content_key` tells the same message
    again; `own_message_id` and `subject` tell a variant of it. `synthetic` are references named by our synthetic ids.
    `ours` says that the mail's own Message-ID is one that we signed. `articles` are the ids that lines with a `#` name.
    `received_at` is when the mail came (UTC): the hour in which the same bytes are the same mail is counted from it.
    `asked` is what directives ask to read; only a technician's are looked up. `addresses` are whom else the mail names,
    `numbers` the requests that it is to be joined with, `question` what it says, for requests about the same.
    """

    trust: str
    address: str
    tokens: tuple[Token, ...] = ()
    message_ids: tuple[str, ...] = ()
    synthetic: tuple[str, ...] = ()
    tag: tuple[int, str] | None = None
    content_key: str = ""
    has_identity: bool = True
    own_message_id: str | None = None
    subject: str = ""
    received_at: datetime | None = None
    ours: bool = False
    articles: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Numbers and random ids reserved before deciding; what is not used leaves a harmless gap.

    `person_key` is for the sender where they are new, `more_keys` for others whom the mail names.
    """

    number: int
    tag: str
    reference: str
    person_key: str
    article_number: int
    article_reference: str
    more_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One numbered row of a list or digest: the request, and its newest entry when the list was written.

    In the week's mail about articles a row is something to `write` (`seen` is the entry of the answer that a draft is
    made from, 0 for none) or an `article` to look after, without a request (0).
    """

    request: int
    seen: int
    what: RowKind = "ticket"
    article: str = ""


@dataclass(frozen=True, slots=True)
class Referenced:
    """What a reference points at: the number of a request, the id of an article (`KB-1042`), or the rows of a list."""

    reference: str
    kind: ReferenceKind
    target: str
    used_at: datetime | None = None
    rows: tuple[ListedRow, ...] = ()

    @property
    def about_articles(self) -> bool:
        """Whether it is the week's mail about articles."""
        return any(row.what != "ticket" for row in self.rows)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that was not mailed by itself: it is told with others at `due_at` (UTC). `row` is the database's.

    `event` is that of the mail it would have been, `notice` what the desk said in it, `text` the beginning of the words
    that were new; `at` is when it came about.
    """

    row: int
    technician: str
    request: int
    event: str
    notice: str
    text: str
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A technician's mail that waits for his word that it was him: what the reference of a `c` token points at.

    Of a `t` token it is one that came back with a mistake and waits for the corrected line.

    `request` is the one it would act on, None for a mail without a thread. `raw` are its bytes as they came (b"" where
    they are not kept any more) and `message` the same, understood; `used_at` is when the one word for it came.
    """

    reference: str
    request: int | None
    raw: bytes = field(default=b"", repr=False)
    message: Message | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddressState:
    """When an address got automatic mail within the last day (UTC, oldest first), and whether it bounces."""

    address: str
    version: int = 0
    automatic_at: tuple[datetime, ...] = ()
    bounced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows as they were before deciding. A commit finds the versions of what it acts on unchanged, or runs again.

    `people` are the sender and whoever else the mail names (by address), and the persons that tokens name (by key).
    `by_message_id` maps a Message-ID of the thread to its request's number. `duplicate_of` is the id of a message row
    with the same content key; `variant_of` the request of a message with the same Message-ID, From and Subject within
    the hour. `technicians` are the trust's technicians by the id of the policy files: whoever gets a notification needs
    their key for the token.
    `workload` counts open tickets by technician's id and priority id. `leave` is what stands in the database and is not
    over: the policy has its own. `school_mails` counts the automatic mails of the last hour to a school's requesters;
    schools far below every cap may be left out.
    `earlier` are the articles that tokens and directives name as they were one version before, `helped` says how many
    requests each offered article has solved. `held` are the mails that the message's confirmation tokens point at, by
    reference. `listed` are the requests that the message asks to read, without their entries; `told` counts the
    notifications of the last hour by the address that got them. `waiting` are the notifications that one
    technician is to be told of together. `undoable` are the technicians' mails of the last minutes on those requests,
    newest first; `tagged` the subjects of the sender's own mails that the message answers. `similar` are solved
    requests about the same, for technicians to look at; no confidential ones; None where nobody has looked for them
    yet, as for a first question, which is most often answered without. `unanswered` are the questions that no
    article solved lately, `uses` how each article did (by id): for the week's mail. `written` are the articles that
    were made from the requests on the rows of such a mail.
    """

    trust: str
    fresh: Fresh
    people: tuple[Person, ...] = ()
    references: Mapping[str, Referenced] = field(default_factory=dict)
    requests: Mapping[int, Request] = field(default_factory=dict)
    by_message_id: Mapping[str, int] = field(default_factory=dict)
    addresses: Mapping[str, AddressState] = field(default_factory=dict)
    open_requests: tuple[RequestBrief, ...] = ()
    previous_requests: tuple[RequestBrief, ...] = ()
    workload: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    leave: tuple[Leave, ...] = ()
    school_mails: Mapping[str, int] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    earlier: Mapping[str, Article] = field(default_factory=dict)
    helped: Mapping[str, int] = field(default_factory=dict)
    duplicate_of: int | None = None
    variant_of: int | None = None
    technicians: Mapping[str, Person] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    listed: tuple[Request, ...] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()
    undoable: tuple[Undoable, ...] = ()
    tagged: tuple[str, ...] = ()
    similar: tuple[SolvedRequest, ...] | None = ()
    unanswered: tuple[Question, ...] = ()
    uses: Mapping[str, Use] = field(default_factory=dict)
    written: Mapping[int, str] = field(default_factory=dict)

    def person_at(self, address: str) -> Person | None:
        """The person whose address this is, if any of the snapshot's people is."""
        return next((person for person in self.people if person.address == address), None)
