"""What one mail of a technician changed, kept so that they can take it back."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model.request import RequestState


@dataclass(frozen=True, slots=True)
class Marks:
    """What a request says about itself beside its entries: all that a mail changes and `#undo` changes back.

    `requester` is their person's key. Times are UTC.
    """

    state: RequestState
    school: str
    requester: str
    priority: str
    line: int
    assignee: str | None = None
    due_at: datetime | None = None
    due_set_at: datetime | None = None
    pending_until: datetime | None = None
    tags: tuple[str, ...] = ()
    answered_at: datetime | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """What else the mail did: minutes logged, words sent in the entries named, an article written ("KB-12@3"), and
    what stays as it is however often it is undone, a sentence each.
    """

    minutes: int = 0
    sent: tuple[int, ...] = ()
    article: str = ""
    lasting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoable:
    """A technician's mail of the last minutes: the request before and after it, and what of it is not sent yet.

    `id` is the database's, None for one that is only being written. `waiting` are the ids of its mails to the people on
    the request that are held back still, `gone` counts those that are not.
    """

    request: int
    technician: str
    at: datetime
    before: Marks
    after: Marks
    rest: Rest = Rest()
    id: int | None = None
    waiting: tuple[int, ...] = ()
    gone: int = 0
