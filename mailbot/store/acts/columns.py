"""What the effects on one request mean for the columns of its row, beside the entry or the move that they add."""

from datetime import datetime
from typing import Any, assert_never

from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    OpenRequest,
    RecordBreach,
    SetState,
)
from mailbot.store.acts.moves import move_of
from mailbot.store.acts.planned import Plan
from mailbot.store.texts import storable

_MOST_SUBJECT = 998


def change_request(plan: Plan, effect: OpenRequest | AddEntry | SetState | Assign | RecordBreach) -> None:
    """Set what the effect means for its request's columns, after what earlier effects set, and add its own rows."""
    match effect:
        case OpenRequest():
            plan.opened[effect.number] = _opened(plan, effect)
        case AddEntry():
            _add_entry(plan, effect)
        case SetState():
            _set_state(plan, effect)
        case Assign():
            _assign(plan, effect)
        case RecordBreach():
            _breach(plan, effect)
        case _:
            assert_never(effect)


def _assign(plan: Plan, effect: Assign) -> None:
    columns, known = plan.columns(effect.request), plan.snapshot.requests.get(effect.request)
    if known is not None:
        line, assignee = columns.get("line", known.line), columns.get("assignee", known.assignee)
        move = move_of(effect, snapshot=plan.snapshot, line=line, assignee=assignee, at=plan.now)
        plan.moves += [move] if move else []
    columns.update(assignee=effect.technician, line=effect.line, covers_for=effect.covers_for)


def _opened(plan: Plan, effect: OpenRequest) -> dict[str, Any]:
    opened_at = effect.opened_at or plan.now
    return {
        "number": effect.number,
        "version": 1,
        "trust": plan.snapshot.trust,
        "school": effect.school,
        "state": effect.state,
        "tag": effect.tag,
        "reference": effect.reference,
        "subject": storable(effect.subject[:_MOST_SUBJECT]),
        "requester_key": effect.requester_key,
        # a message opens one request; a second one of the same message is found through its entry
        "opened_by": plan.message if not plan.opened else None,
        "opened_at": opened_at,
        "ticket_at": None if effect.state == "offered" else opened_at,
        "changed_at": plan.now,
        "priority": effect.priority,
        "line": effect.line,
        "assignee": None,
        "sensitive": effect.sensitive,
        "linked_to": effect.linked_to,
        "merged_into": None,
        "next_entry": 1,
        "last_requester_entry": 0,
        "changes": [[opened_at.isoformat(), effect.state]],
        "answered_at": None,
        "waiting_since": None,
        "breaches": {},
        "covers_for": None,
        "outcome": "",
        "solved_at": None,
        "closed_at": None,
    }


def _add_entry(plan: Plan, effect: AddEntry) -> None:
    columns = plan.columns(effect.request)
    known = plan.snapshot.requests.get(effect.request)
    number = int(columns.get("next_entry") or (known.next_entry if known else 1))
    columns["next_entry"] = number + 1
    if effect.kind == "message" and not effect.internal and effect.author_key in _their_keys(plan, effect.request):
        columns["last_requester_entry"] = number
        if effect.wants_answer and _now_of(plan, effect.request, "waiting_since") is None:
            columns["waiting_since"] = effect.at
    if effect.kind == "answer":
        columns["waiting_since"] = None
        columns["answered_at"] = _now_of(plan, effect.request, "answered_at") or effect.at
    plan.entries.append(
        {
            "trust": plan.snapshot.trust,
            "request": effect.request,
            "number": number,
            "kind": effect.kind,
            "at": effect.at,
            "author": storable(effect.author),
            "author_key": effect.author_key,
            "text": storable(effect.text),
            "internal": effect.internal,
            "verified": effect.verified,
            "message": plan.message,
            "part": effect.part,
            "attachments": [storable(name) for name in effect.attachments],
        }
    )


def _their_keys(plan: Plan, number: int) -> set[str]:
    """The keys of the requester and the participants, whose words a technician must have seen to close."""
    if number in plan.opened:
        return {str(plan.opened[number]["requester_key"])}
    request = plan.snapshot.requests[number]
    return {request.requester.key, *(person.key for person in request.participants)}


def _now_of(plan: Plan, number: int, column: str) -> datetime | None:
    """A moment of a request as it is after the effects so far."""
    columns = plan.columns(number)
    found = columns[column] if column in columns else getattr(plan.snapshot.requests.get(number), column, None)
    return found if isinstance(found, datetime) else None


def _breach(plan: Plan, effect: RecordBreach) -> None:
    columns = plan.columns(effect.request)
    known = plan.snapshot.requests.get(effect.request)
    before = {kind: at.isoformat() for kind, at in known.breaches.items()} if known else {}
    columns["breaches"] = {effect.target: effect.at.isoformat(), **before, **columns.get("breaches", {})}


def _note_change(plan: Plan, effect: SetState) -> None:
    """Remember since when the request is in this state; the same state again is no change."""
    columns = plan.columns(effect.request)
    known = plan.snapshot.requests.get(effect.request)
    noted = [[change.at.isoformat(), change.state] for change in known.changes] if known else []
    changes = columns.get("changes", noted)
    if not changes or changes[-1][1] != effect.state:
        columns["changes"] = [*changes, [effect.at.isoformat(), effect.state]]


def _set_state(plan: Plan, effect: SetState) -> None:
    columns = plan.columns(effect.request)
    _note_change(plan, effect)
    columns["state"] = effect.state
    columns["pending_until"] = effect.until
    if effect.sensitive:  # what is sensitive once stays so
        columns["sensitive"] = True
    if effect.outcome:
        columns["outcome"] = effect.outcome
    if effect.state in ("solved", "self_solved"):
        columns["solved_at"] = effect.at
    elif effect.state == "closed":
        columns["closed_at"] = effect.at
    elif effect.state == "open":
        known = plan.snapshot.requests.get(effect.request)
        if columns.get("ticket_at") is None and (known is None or known.ticket_at is None):
            columns["ticket_at"] = effect.at
