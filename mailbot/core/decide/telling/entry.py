"""Entries as decisions write them: what stands in the story of a request. Pure building, no policy."""

from dataclasses import replace
from datetime import datetime

from mailbot.core.decide.case import Case
from mailbot.core.decide.telling.files import size
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.message import Message
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.request import Entry, EntryKind, Request, RequestState, StateChange
from mailbot.core.sla.targets import changes_of

DESK = "Helpdesk"
LONGEST_ENTRY = 64_000
PASSED_ON = "\n\nForwarded:\n"
CUT = "\n\n(This message is very large{}: only its beginning is shown here.)"


def words_of(message: Message) -> str:
    """Give what a mail says: its new text, or all its text where nothing new was found, and what it forwards."""
    said = message.new_text.strip() or message.text.strip()
    if message.forwarded.strip() and message.forwarded.strip() not in said:
        said = f"{said}{PASSED_ON}{message.forwarded.strip()}".strip()
    if message.unreadable is not None:
        said = f"This message could not be read ({message.unreadable}). The original is attached.\n\n{said}".strip()
    if message.truncated:
        cut = CUT.format(f", {size(message.full_size)}" if message.full_size is not None else "")
        said = f"{said[: LONGEST_ENTRY - len(cut)]}{cut}"
    return said[:LONGEST_ENTRY] or "(no text)"


def attachments_of(message: Message) -> tuple[str, ...]:
    """Give the names and sizes of the files that were sent, without pictures of the text itself."""
    files = (one for one in message.attachments if not one.inline)
    names = tuple(f"{one.name or 'a file without a name'} ({size(one.size)})" for one in files)
    return (*names, "original message") if message.unreadable is not None else names


def entry_of(
    case: Case, *, request: int, kind: EntryKind = "message", author: str | None = None, internal: bool = False
) -> AddEntry:
    """Give the entry for the message of the case: by its sender, verified from T2 on."""
    person = case.sender.person
    return AddEntry(
        request=request,
        kind=kind,
        author=author or case.author,
        text=words_of(case.message),
        at=case.arrived.received_at,
        author_key=person.key if person is not None else None,
        internal=internal,
        verified=case.level >= TrustLevel.T2,
        attachments=attachments_of(case.message),
    )


def in_state(request: Request, state: RequestState, *, at: datetime, until: datetime | None = None) -> Request:
    """Give the request as it will be in this state from `at` on; its clocks follow. A pending one opens at `until`."""
    before = changes_of(request)
    changed = not before or before[-1].state != state
    return replace(
        request,
        state=state,
        pending_until=until,
        ticket_at=request.ticket_at or (at if state == "open" else None),
        changes=(*before, StateChange(at, state)) if changed else before,
    )


def grown(request: Request, *, entry: AddEntry, message_id: str | None = None) -> Request:
    """Give the request as it will be with the entry added: what mails about it are written from."""
    added = Entry(
        number=request.next_entry,
        kind=entry.kind,
        at=entry.at,
        author=entry.author,
        text=entry.text,
        internal=entry.internal,
        verified=entry.verified,
        message_id=message_id,
        attachments=entry.attachments,
    )
    waiting, answered = request.waiting_since, request.answered_at
    theirs = {request.requester.key, *(person.key for person in request.participants)}
    if entry.kind == "answer":
        waiting, answered = None, answered or entry.at
    elif entry.kind == "message" and entry.wants_answer and not entry.internal and entry.author_key in theirs:
        waiting = waiting or entry.at
    return replace(
        request,
        entries=(*request.entries, added),
        next_entry=request.next_entry + 1,
        waiting_since=waiting,
        answered_at=answered,
    )
