"""Effects sorted by the rows they become. Pure: no SQL here, and nothing is written.

The order of effects is kept within each table; for a column of a request that several effects set, the last one wins.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import (
    File,
    HoldMessage,
    PutOff,
    SaveList,
    SendMail,
    TellLater,
    ToldOf,
    UseReference,
)
from mailbot.core.model.effects.on_people import (
    AddLeave,
    AddParticipant,
    AddPerson,
    EndLeave,
    MarkAddress,
    RemoveParticipant,
    WakeTechnician,
)
from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    KeepUndo,
    LogTime,
    OpenRequest,
    RecordBreach,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
    UseUndo,
)
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries, UnmergeRequest
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.acts import details
from mailbot.store.acts.columns import change_request
from mailbot.store.acts.joining import Joining, join_columns
from mailbot.store.acts.planned import Plan

_Beside = (
    WakeTechnician
    | AddLeave
    | EndLeave
    | SaveArticle
    | PublishArticle
    | RetireArticle
    | HoldMessage
    | UseReference
    | TellLater
    | ToldOf
    | PutOff
    | SaveList
    | AddPerson
    | MarkAddress
)


def plan_of(effects: Sequence[Effect], *, snapshot: Snapshot, message: int | None, now: datetime) -> Plan:
    """The rows that these effects become. Raises LookupError where an effect names what nobody knows (a bug)."""
    plan = Plan(snapshot=snapshot, message=message, now=now)
    for effect in effects:
        _sort_in(plan, effect)
    return plan


def _sort_in(plan: Plan, effect: Effect) -> None:
    match effect:
        case OpenRequest() | AddEntry() | SetState() | Assign() | RecordBreach():
            change_request(plan, effect)
        case SetPriority() | SetDue() | SetTags() | SetSchool() | SetRequester():
            plan.columns(effect.request).update(details.columns_of(effect))
        case MakeOffer() | RecordOutcome() | LogTime() | KeepUndo() | UseUndo():
            _beside(plan, effect)
        case ScheduleTimer() | CancelTimers():
            plan.columns(effect.request)
            plan.timers.append(effect)
        case AddParticipant() | RemoveParticipant() | MergeRequest() | UnmergeRequest() | MoveEntries() | LinkRequest():
            _join(plan, effect)
        case SendMail() | File():
            _send(plan, effect)
        case _:
            _sort_beside(plan, effect)


def _sort_beside(plan: Plan, effect: _Beside) -> None:
    """What is written beside requests: people, leave, articles, tokens, news that is told together."""
    match effect:
        case WakeTechnician() | AddLeave() | EndLeave():
            plan.absences.append(effect)
        case SaveArticle() | PublishArticle() | RetireArticle():
            plan.articles.append(effect)
        case HoldMessage() | UseReference():
            plan.references.append(effect)
        case TellLater() | ToldOf() | PutOff() | SaveList():
            _tell_together(plan, effect)
        case AddPerson() | MarkAddress():
            _know(plan, effect)
        case _:
            assert_never(effect)


def _beside(plan: Plan, effect: MakeOffer | RecordOutcome | details.Order) -> None:
    """What stands in rows of its own beside the request, whose version it raises."""
    columns = plan.columns(effect.undo.request if isinstance(effect, KeepUndo) else effect.request)
    if isinstance(effect, LogTime | KeepUndo | UseUndo):
        plan.orders.append(effect)
        if isinstance(effect, UseUndo) and effect.entries:  # nobody was answered
            columns.update(answered_at=effect.answered_at, waiting_since=effect.waiting_since)
        return
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
        if all(one.key != effect.person.key for one in plan.people):  # put in copy and made the requester by one mail
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


def _tell_together(plan: Plan, effect: TellLater | ToldOf | PutOff | SaveList) -> None:
    if isinstance(effect, TellLater):
        if effect.mail.request is None:
            raise LookupError("only news on a request is told together with other news")
        plan.columns(effect.mail.request)
    if not isinstance(effect, PutOff):  # the worker who holds the timer puts it off
        plan.together.append(effect)


def _join(plan: Plan, effect: Joining) -> None:
    """Participants, merges, entries that move, links: the columns that they change, and their own rows."""
    columns, into = plan.columns(effect.request), dict[str, Any]()
    if isinstance(effect, MergeRequest | MoveEntries):
        into = plan.columns(effect.into)
    elif isinstance(effect, LinkRequest) and effect.other in plan.snapshot.requests:
        plan.columns(effect.other)  # else it is one of the sender's own, and fenced as such
    join_columns(effect, snapshot=plan.snapshot, columns=columns, into=into)
    plan.joined.append(effect)
