"""Requests as decisions see them: what a requester wants, from the first mail on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailbot.core.model.people import Person

RequestState = Literal["offered", "self_solved", "open", "pending", "on_hold", "solved", "closed", "spam", "merged"]
EntryKind = Literal["message", "answer", "note", "event"]
TargetKind = Literal["first_response", "next_response", "resolution"]
Outcome = Literal["waiting", "solved", "not_solved", "silent", "skipped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or note on a request. `number` runs from 1 within the request.

    `message` is from a requester or participant, `answer` a technician's words to them, `note` internal, `event` a
    sentence of the desk itself. `verified` is False where the sender was not proven to be who they say.
    """

    number: int
    kind: EntryKind
    at: datetime
    author: str
    text: str
    internal: bool = False
    verified: bool = True
    message_id: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedArticle:
    """An article as it was offered: its id and version then, title, rank (1 first), confidence, what came of it."""

    id: str
    version: int
    title: str
    rank: int
    confidence: float
    outcome: Outcome = "waiting"


@dataclass(frozen=True, slots=True)
class StateChange:
    """The request is in `state` from `at` (UTC) on, up to the next change. Clocks follow from these alone."""

    at: datetime
    state: RequestState


@dataclass(frozen=True, slots=True)
class RequestBrief:
    """A line about a request, for lists, a person's history and workload; `sensitive` ones are shown to few.

    `asked` is the beginning of what opened it, where it was opened within the last day.
    """

    number: int
    version: int
    school: str
    state: RequestState
    subject: str
    opened_at: datetime
    assignee: str | None = None
    sensitive: bool = False
    asked: str = ""


@dataclass(frozen=True, slots=True)
class SolvedRequest:
    """An earlier request about the same, for technicians: what was answered (cut short), by whom, solved when (UTC)."""

    number: int
    school: str
    subject: str
    answer: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One request with its thread. `number` is for life; `tag` are the random letters of `[#1042-k7f3q]`.

    `reference` is the random id (10 base32 characters) that tokens point at. `version` is what a commit must find.
    `ticket_at` is when it became a ticket, None while it is an offer. `participants` may see and answer beside the
    requester. `last_requester_entry` is the number of the newest entry by requester or participant.
    `changes` are all changes of state, oldest first. `answered_at` is when a technician first answered; `waiting_since`
    when they last wrote without an answer since. `breaches` says when a target was found missed: that stays.
    `covers_for` is the technician who is away and whose ticket the assignee looks after meanwhile.
    `merged_into` is the request that this one goes on as; `links` are those about the same.
    `due_at` is what a technician set at `due_set_at` in place of the resolution's own time, `pending_until` when a
    pending ticket opens by itself, `tags` are technicians' words for it, `spent` minutes by technician's id.
    """

    number: int
    tag: str
    reference: str
    version: int
    trust: str
    school: str
    state: RequestState
    subject: str
    requester: Person
    opened_at: datetime
    priority: str
    line: int = 1
    assignee: str | None = None
    ticket_at: datetime | None = None
    sensitive: bool = False
    participants: tuple[Person, ...] = ()
    offered: tuple[OfferedArticle, ...] = ()
    entries: tuple[Entry, ...] = ()
    last_requester_entry: int = 0
    next_entry: int = 1
    linked_to: int | None = None
    changes: tuple[StateChange, ...] = ()
    answered_at: datetime | None = None
    waiting_since: datetime | None = None
    breaches: Mapping[TargetKind, datetime] = field(default_factory=dict)
    covers_for: str | None = None
    merged_into: int | None = None
    links: tuple[int, ...] = ()
    due_at: datetime | None = None
    due_set_at: datetime | None = None
    pending_until: datetime | None = None
    tags: tuple[str, ...] = ()
    spent: Mapping[str, int] = field(default_factory=dict)
