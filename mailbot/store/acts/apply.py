"""A Decision -> rows, inside the caller's transaction. The caller marks the cause done in the same unit and commits.

Either all of it becomes true or nothing does: a lost fence or a known message raises, and leaving the unit rolls back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, select, update

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import HoldMessage, SendMail, TellLater, ToldOf
from mailbot.core.model.effects.on_request import AddEntry, OpenRequest
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.mails.outgoing import Outgoing
from mailbot.core.model.snapshot import Snapshot
from mailbot.fault import fault
from mailbot.store.acts import absence, details, joining, moves
from mailbot.store.acts.audit import write_audit
from mailbot.store.acts.fences import check_open_requests, swap_addresses, swap_requests
from mailbot.store.acts.plan import plan_of
from mailbot.store.acts.planned import Plan
from mailbot.store.engine import NewInsert, Unit
from mailbot.store.errors import DuplicateMessage, StaleSnapshot
from mailbot.store.facts.people import add_person, ids_by_key
from mailbot.store.flow import notifications, timers
from mailbot.store.flow.messages import Arrival, Cause
from mailbot.store.kb import articles
from mailbot.store.tables import ENTRY, MESSAGE, OFFER, OUTBOX, REFERENCE, REQUEST

_FIRST = select(MESSAGE.c.id, MESSAGE.c.inbox).where(
    MESSAGE.c.trust == bindparam("in_trust"), MESSAGE.c.content_key == bindparam("key")
)
_OUTCOME = (
    update(OFFER)
    .where(
        OFFER.c.trust == bindparam("in_trust"),
        OFFER.c.request == bindparam("the_request"),
        OFFER.c.outcome == "waiting",
    )
    .values(outcome=bindparam("came_of_it"), settled_at=bindparam("moment"))
)
_OUTCOME_OF_ONE = _OUTCOME.where(OFFER.c.article == bindparam("the_article"))
_USE = (
    update(REFERENCE)
    .where(
        REFERENCE.c.id == bindparam("reference"),
        REFERENCE.c.trust == bindparam("in_trust"),
        REFERENCE.c.used_at.is_(None),
    )
    .values(used_at=bindparam("moment"))
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the message's row (None for a timer), the numbers of the requests acted on, how many mails."""

    message: int | None
    requests: tuple[int, ...]
    mails: int


def apply(
    unit: Unit,
    decision: Decision,
    *,
    snapshot: Snapshot,
    cause: Cause,
    outgoing: Sequence[tuple[SendMail, Outgoing]],
    now: datetime,
) -> Applied:
    """Write everything a decision wants. `outgoing` are its mails, already composed; `now` is the decision's moment.

    Raises DuplicateMessage where the message was acted on already, StaleSnapshot where what the decision rests on has
    changed: roll back and decide again from a new snapshot. Anything else is a bug or DatabaseUnavailable.
    """
    fault("apply.begin")
    message = _write_message(unit, decision, trust=snapshot.trust, arrival=cause.arrival)
    fault("apply.message")
    plan = plan_of(decision.effects, snapshot=snapshot, message=message, now=now)
    added = {person.key: add_person(unit, person, trust=snapshot.trust) for person in plan.people}
    fault("apply.people")
    swap_addresses(unit, plan, sender=cause.arrival.sender if cause.arrival else "")
    _open_requests(unit, plan, added=added)
    _name_requesters(unit, plan, added=added)
    swap_requests(unit, plan)
    check_open_requests(unit, snapshot, but=plan.changed)
    for joint in plan.joined:
        joining.write(unit, joint, snapshot=snapshot)
    _write_thread(unit, plan)
    _write_timers(unit, plan)
    moves.write(unit, plan.moves)
    for gone in plan.absences:
        absence.write(unit, gone, trust=snapshot.trust, now=now)
    _write_articles(unit, plan)
    _write_references(unit, plan)
    details.carry_out(unit, plan.orders, trust=snapshot.trust, cause=cause.text, now=now)
    _write_together(unit, plan, cause=cause.text)
    fault("apply.effects")
    _write_outbox(unit, plan, outgoing=outgoing, cause=cause.text)
    fault("apply.outbox")
    write_audit(unit, decision, plan=plan, cause=cause.text)
    fault("apply.before_commit")
    return Applied(message=message, requests=plan.requests, mails=len(outgoing))


def _new_message(new: NewInsert) -> Executable:
    return new(MESSAGE).on_conflict_do_nothing(index_elements=["trust", "content_key"]).returning(MESSAGE.c.id)


def _write_message(unit: Unit, decision: Decision, *, trust: str, arrival: Arrival | None) -> int | None:
    """The new row of the message at hand. Its key is the promise that one message has one effect."""
    if arrival is None:
        return None
    found = unit.rows(
        unit.made(_new_message),
        {
            "trust": trust,
            "content_key": arrival.key,
            "message_id": arrival.message_id,
            "sender": arrival.sender,
            "subject": arrival.subject,
            "received_at": arrival.received_at,
            "inbox": arrival.inbox,
            "request": _thread_of(decision),
        },
    ).scalar()
    if found is None:
        first = unit.rows(_FIRST, {"in_trust": trust, "key": arrival.key}).one()
        raise DuplicateMessage(message=first.id, first_inbox=first.inbox)
    return int(found)


def _thread_of(decision: Decision) -> int | None:
    """The request that later replies to this message belong to."""
    for effect in decision.effects:
        if isinstance(effect, OpenRequest):
            return effect.number
    return next((effect.request for effect in decision.effects if isinstance(effect, AddEntry)), None)


def _open_requests(unit: Unit, plan: Plan, *, added: Mapping[str, int]) -> None:
    if not plan.opened:
        return
    opened = list(plan.opened.values())
    persons = _ids(unit, plan, [columns["requester_key"] for columns in opened], added=added)
    references = [_reference(plan, columns["reference"], "request", str(columns["number"])) for columns in opened]
    unit.add(REFERENCE, *references)
    rows = [{**columns, "requester": persons[columns["requester_key"]]} for columns in opened]
    for row in rows:
        del row["requester_key"]
    unit.add(REQUEST, *rows)
    fault("apply.opened")


def _name_requesters(unit: Unit, plan: Plan, *, added: Mapping[str, int]) -> None:
    """Whose requests they are from now on, where a decision says so: by the person's row instead of the key."""
    renamed = [columns for columns in plan.changed.values() if "requester_key" in columns]
    if renamed:
        persons = _ids(unit, plan, [columns["requester_key"] for columns in renamed], added=added)
        for columns in renamed:
            columns["requester"] = persons[columns.pop("requester_key")]


def _ids(unit: Unit, plan: Plan, keys: Sequence[str], *, added: Mapping[str, int]) -> Mapping[str, int]:
    """The ids of the persons with these keys, which never change: those the snapshot has are not looked for again."""
    known = {**{one.key: one.id for one in plan.snapshot.people if one.id is not None}, **added}
    return known if all(key in known for key in keys) else ids_by_key(unit, trust=plan.snapshot.trust, keys=keys)


def _reference(plan: Plan, reference: str, kind: str, target: str) -> dict[str, Any]:
    return {
        "id": reference,
        "trust": plan.snapshot.trust,
        "kind": kind,
        "target": target,
        "created_at": plan.now,
    }


def _write_thread(unit: Unit, plan: Plan) -> None:
    if plan.entries:
        unit.add(ENTRY, *plan.entries)
        fault("apply.entries")
    # what was waiting for a word is settled before something new is offered
    for effect in plan.outcomes:
        given: dict[str, object] = {
            "in_trust": plan.snapshot.trust,
            "the_request": effect.request,
            "came_of_it": effect.outcome,
            "moment": plan.now,
        }
        one = _OUTCOME_OF_ONE if effect.article else _OUTCOME
        unit.change(one, given | ({"the_article": effect.article} if effect.article else {}))
    if plan.offers:
        unit.add(OFFER, *plan.offers)
        fault("apply.offers")


def _write_timers(unit: Unit, plan: Plan) -> None:
    for effect in plan.timers:
        if isinstance(effect, CancelTimers):
            timers.cancel(unit, trust=plan.snapshot.trust, request=effect.request, kind=effect.kind)
        else:
            timers.schedule(unit, effect, trust=plan.snapshot.trust)


def _write_articles(unit: Unit, plan: Plan) -> None:
    for effect in plan.articles:
        if isinstance(effect, SaveArticle):
            articles.save(unit, effect, now=plan.now)
            shown = f"{effect.article.id}@{effect.article.version}"
            unit.add(REFERENCE, _reference(plan, effect.reference, "article", shown))
        elif isinstance(effect, RetireArticle):
            articles.retire(unit, effect, snapshot=plan.snapshot, now=plan.now)
        else:
            articles.publish(unit, effect, snapshot=plan.snapshot, now=plan.now)


def _write_references(unit: Unit, plan: Plan) -> None:
    """One-time tokens: what a new one points at, and the only use of an old one."""
    for effect in plan.references:
        if isinstance(effect, HoldMessage):
            target = f"{effect.request or ''}:{effect.inbox}"
            unit.add(REFERENCE, _reference(plan, effect.reference, "held", target))
            continue
        given = {"reference": effect.reference, "in_trust": plan.snapshot.trust, "moment": plan.now}
        if unit.change(_USE, given) != 1:
            raise StaleSnapshot(f"the one-time token of {effect.reference} has been used since")


def _write_together(unit: Unit, plan: Plan, *, cause: str) -> None:
    """News that waits for a digest, what a digest told, and the numbered rows that replies can name."""
    for effect in plan.together:
        if isinstance(effect, TellLater):
            notifications.put(unit, effect, trust=plan.snapshot.trust, cause=cause, now=plan.now)
        elif isinstance(effect, ToldOf):
            notifications.told(unit, effect, trust=plan.snapshot.trust, now=plan.now)
        else:
            rows = [notifications.row_as_json(row) for row in effect.rows]
            listed = _reference(plan, effect.reference, "list", effect.technician)
            unit.add(REFERENCE, {**listed, "rows": rows})


def _write_outbox(unit: Unit, plan: Plan, *, outgoing: Sequence[tuple[SendMail, Outgoing]], cause: str) -> None:
    """The mails as final bytes: from now on a repeat is the same mail. Their unique key meets a second decision."""
    if not outgoing:
        return
    rows = [
        {
            "trust": plan.snapshot.trust,
            "request": mail.request,
            "school": mail.school,
            "cause": cause,
            "kind": mail.content.template,
            "recipient": ready.recipient,
            "reference": mail.reference,
            "message_id": ready.message_id,
            "envelope_from": ready.envelope_from,
            "data": ready.data,
            "not_before": plan.now + mail.held_back,
            "expires_at": plan.now + mail.held_back + mail.expires_after,
            "created_at": plan.now,
        }
        for mail, ready in outgoing
    ]
    unit.add(OUTBOX, *rows)
