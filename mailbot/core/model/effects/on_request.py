"""Effects on one request: its state, owner, targets, time, and what can be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.core.model.people import Person
from mailbot.core.model.request import EntryKind, RequestState, TargetKind
from mailbot.core.model.undo import Undoable

AssignedHow = Literal["given", "line", "breach", "cover", "return"]


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
class SetState:
    """The request is in this state from now on. Becoming `open` from `offered` sets `ticket_at`.

    `sensitive` marks the request as such from now on; False leaves that as it was. `until` is when a `pending` one
    opens by itself.
    """

    request: int
    state: RequestState
    at: datetime
    outcome: str = ""
    sensitive: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """The technician who owns the request now; None takes it from everybody.

    A change of line is counted as a move, `how` it came and `by` whom (a technician's id, '' for the desk itself).
    `covers_for` is the technician, now away, whose ticket it stays.
    """

    request: int
    technician: str | None
    line: int
    how: AssignedHow = "given"
    by: str = ""
    covers_for: str | None = None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """The request's priority id from now on."""

    request: int
    priority: str


@dataclass(frozen=True, slots=True)
class SetDue:
    """The request is to be solved by `due_at`, said at `set_at` (UTC); None gives it back its own time."""

    request: int
    due_at: datetime | None
    set_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetTags:
    """All the words that technicians have for the request from now on."""

    request: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetSchool:
    """The request belongs to this school from now on: its calendar, level and mailbox."""

    request: int
    school: str


@dataclass(frozen=True, slots=True)
class SetRequester:
    """The request is this person's (their key) from now on; a new person's AddPerson comes first."""

    request: int
    person: Person


@dataclass(frozen=True, slots=True)
class LogTime:
    """A technician spent so many minutes on the request; fewer than nought take some back."""

    request: int
    technician: str
    minutes: int


@dataclass(frozen=True, slots=True)
class KeepUndo:
    """What the mail at hand changed, so that its technician can take it back."""

    undo: Undoable


@dataclass(frozen=True, slots=True)
class UseUndo:
    """The mail with this row is taken back: `mails` (rows of the outbox) are not sent any more, and the entries with
    the words that were not sent are notes from now on. `answered_at` and `waiting_since` are as before it.
    """

    request: int
    id: int
    mails: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    answered_at: datetime | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordBreach:
    """A target of the request was missed, first seen at that moment; the first record of its kind stays."""

    request: int
    target: TargetKind
    at: datetime
