"""Effects sorted by the rows they become. Pure: no SQL here, and nothing is written.

The order of effects is kept within each table; for a column of a request that several effects set, the last one wins.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, assert_never

from mailbot.core.model.effects import (
    AddEntry,
    AddPerson,
    Assign,
    CancelTimers,
    Effect,
    File,
    HoldMessage,
    MakeOffer,
    MarkAddress,
    OpenRequest,
    PublishArticle,
    RecordBreach,
    RecordOutcome,
    RetireArticle,
    SaveArticle,
    ScheduleTimer,
    SendMail,
    SetPriority,
    SetState,
    UseReference,
)
from mailbot.core.model.people import Person
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.texts import storable

_MOST_SUBJECT = 998


@dataclass(slots=True)
class Plan:
    """What one decision writes. `opened` and `changed` are columns of requests by number, all others whole rows.

    `automatic` counts the automatic mails to each requester's address.
    """

    snapshot: Snapshot
    message: int | None
    now: datetime
    people: list[Person] = field(default_factory=list)
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[RecordOutcome] = field(default_factory=list)
    timers: list[ScheduleTimer | CancelTimers] = field(default_factory=list)
    articles: list[SaveArticle | PublishArticle | RetireArticle] = field(default_factory=list)
    references: list[HoldMessage | UseReference] = field(default_factory=list)
    bounced: dict[str, datetime] = field(default_factory=dict)
    automatic: Counter[str] = field(default_factory=Counter)

    @property
    def requests(self) -> tuple[int, ...]:
        """The numbers of the requests acted on, new ones first."""
        return (*self.opened, *self.changed)

    def columns(self, number: int) -> dict[str, Any]:
        """The columns to set on a request that is acted on. Raises LookupError for one the snapshot does not hold."""
        if number in self.opened:
            return self.opened[number]
        if number not in self.snapshot.requests:
            raise LookupError(f"a decision acts on request {number}, which its snapshot does not hold")
        return self.changed.setdefault(number, {"changed_at": self.now})


def plan_of(effects: Sequence[Effect], *, snapshot: Snapshot, message: int | None, now: datetime) -> Plan:
    """The rows that these effects become. Raises LookupError where an effect names what nobody knows (a bug)."""
    plan = Plan(snapshot=snapshot, message=message, now=now)
    for effect in effects:
        _sort_in(plan, effect)
    return plan


def _sort_in(plan: Plan, effect: Effect) -> None:
    match effect:
        case OpenRequest() | AddEntry() | SetState() | Assign() | SetPriority() | RecordBreach():
            _change_request(plan, effect)
        case MakeOffer() | RecordOutcome():
            _offer(plan, effect)
        case ScheduleTimer() | CancelTimers():
            plan.columns(effect.request)
            plan.timers.append(effect)
        case SaveArticle() | PublishArticle() | RetireArticle():
            plan.articles.append(effect)
        case HoldMessage() | UseReference():
            plan.references.append(effect)
        case AddPerson() | MarkAddress():
            _know(plan, effect)
        case SendMail() | File():
            _send(plan, effect)
        case _:
            assert_never(effect)


def _change_request(
    plan: Plan, effect: OpenRequest | AddEntry | SetState | Assign | SetPriority | RecordBreach
) -> None:
    match effect:
        case OpenRequest():
            plan.opened[effect.number] = _opened(plan, effect)
        case AddEntry():
            _add_entry(plan, effect)
        case SetState():
            _set_state(plan, effect)
        case Assign():
            plan.columns(effect.request).update(assignee=effect.technician, line=effect.line)
        case SetPriority():
            plan.columns(effect.request).update(priority=effect.priority)
        case RecordBreach():
            _breach(plan, effect)
        case _:
            assert_never(effect)


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
        "next_entry": 1,
        "last_requester_entry": 0,
        "changes": [[opened_at.isoformat(), effect.state]],
        "answered_at": None,
        "waiting_since": None,
        "breaches": {},
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


def _offer(plan: Plan, effect: MakeOffer | RecordOutcome) -> None:
    plan.columns(effect.request)
    if isinstance(effect, RecordOutcome):
        plan.outcomes.append(effect)
        return
    plan.offers += [
        {
            "trust": plan.snapshot.trust,
            "request": effect.request,
            "article": article.id,
            "version": article.version,
            "title": article.title,
            "rank": article.rank,
            "confidence": article.confidence,
            "outcome": article.outcome,
            "offered_at": plan.now,
        }
        for article in effect.articles
    ]


def _know(plan: Plan, effect: AddPerson | MarkAddress) -> None:
    if isinstance(effect, AddPerson):
        plan.people.append(effect.person)
    else:
        plan.bounced[effect.address.lower()] = effect.bounced_at


def _send(plan: Plan, effect: SendMail | File) -> None:
    if isinstance(effect, File):
        return
    if effect.request is not None and (effect.request in plan.opened or effect.request in plan.snapshot.requests):
        plan.columns(effect.request)
    # technicians are bundled, not capped
    if effect.automatic and effect.to.purpose == "r":
        plan.automatic[effect.to.address.lower()] += 1
