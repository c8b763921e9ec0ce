"""What a technician's mail wants, as values: orders, what they are read in, and the form of a directive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mailbot.core.model.article import Article, Audience
from mailbot.core.model.level import Priority
from mailbot.core.model.people import Leave, Person, Somebody
from mailbot.core.model.policy import School, Technician
from mailbot.core.model.request import Entry, Request

_UTC = ZoneInfo("UTC")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ArticleWish:
    """An article from the answer: its title ('' to make one), for whom, and whether for this school alone."""

    title: str
    audience: Audience = "staff"
    school_only: bool = False


ListingKind = Literal["mine", "all", "state", "nobody", "line", "school", "schools", "technician"]


@dataclass(frozen=True, slots=True)
class Listing:
    """Which tickets a list shows: `value` is the state, the line, or the id of the school or technician."""

    kind: ListingKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail asks to read: a request by its number, a list, or what has these words."""

    kind: Literal["show", "list", "find"]
    number: int = 0
    listing: Listing = Listing("mine")
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `start` up to `end` (UTC; None = until told), or `back` from `start` on."""

    technician: Technician
    start: datetime
    end: datetime | None = None
    back: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """What a technician's mail wants, all of it; `text` is what is left for people to read.

    `merge` is the request that this one goes on as, `split` the entry from which on it is one of its own, with that
    `subject`. `until` is when a pending ticket opens by itself, `hold` why it waits ('' for no reason given). `tags`
    are all those that the ticket is to have.
    """

    text: str = ""
    internal: bool = False
    solve: bool = False
    pend: bool = False
    until: datetime | None = None
    hold: str | None = None
    reopen: bool = False
    spam: bool = False
    undo: bool = False
    priority: str | None = None
    due: datetime | None = None
    minutes: int = 0
    tags: tuple[str, ...] | None = None
    school: str | None = None
    requester: Somebody | None = None
    line: int | None = None
    why: str = ""
    assign: Technician | None = None
    article: ArticleWish | None = None
    new: bool = False
    update: Article | None = None
    send: Article | None = None
    retire: Article | None = None
    approve: Article | None = None
    help: bool = False
    cc: tuple[Somebody, ...] = ()
    uncc: tuple[Person, ...] = ()
    merge: Request | None = None
    split: Entry | None = None
    subject: str = ""
    links: tuple[Request, ...] = ()
    reading: Reading | None = None
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who may say of others that they are away (ids of leads and the manager), the trust's zone, and all leave."""

    ids: frozenset[str] = frozenset()
    zone: ZoneInfo = _UTC
    leave: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Who writes, on which request, whom it could be given to, and the articles that the mail names.

    `requests` are those that it names, `seen` the newest entry in the mail that it replies to (0: nobody knows).
    `publish_line` is the line from which on a technician's word is enough for an article. Dates and times are read in
    the school's `zone`, as of `now` (aware UTC).
    """

    writer: Technician
    request: Request
    technicians: Mapping[str, Technician]
    articles: Mapping[str, Article] = field(default_factory=dict)
    publish_line: int = 2
    requests: Mapping[int, Request] = field(default_factory=dict)
    seen: int = 0
    schools: Mapping[str, School] = field(default_factory=dict)
    priorities: Mapping[str, Priority] = field(default_factory=dict)
    zone: ZoneInfo = _UTC
    now: datetime = _NEVER
    named: tuple[Somebody, ...] = ()
    speakers: Speakers = Speakers()


Answer = Orders | str
Act = Callable[[Orders, str, Context], Answer]


@dataclass(frozen=True, slots=True)
class Form:
    """How a directive is written, what it does in a sentence, whether it takes an argument, and its function.

    `reads` says that it changes nothing, so that a proven mail without the token is answered too.
    """

    usage: str
    help: str
    argument: Literal["none", "optional", "needed"]
    act: Act
    reads: bool = False
