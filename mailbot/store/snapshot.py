"""Keys -> rows -> one frozen Snapshot: the only reader for decisions, and the hot path.

A fixed number of bounded queries in one read transaction, each skipped when there is nothing to look for; all of them
name the trust. What is only shown or weighed (workload, former requests, articles) is read here and never fenced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, bindparam, select, union_all

from mailbot.core.model.people import Person
from mailbot.core.model.request import Request, RequestBrief
from mailbot.core.model.snapshot import AddressState, Fresh, Held, Keys, Referenced, Snapshot
from mailbot.fault import fault
from mailbot.store import duty, knowledge, rows
from mailbot.store import inbox as inboxes
from mailbot.store.caps import school_mails
from mailbot.store.engine import Database, Unit
from mailbot.store.messages import SAME_WITHIN, keys_of_the_same
from mailbot.store.tables import ADDRESS_STATE, MESSAGE, OUTBOX, REFERENCE, REQUEST
from mailbot.store.texts import key_text, storable

MOST_OPEN = 20
MOST_PREVIOUS = 5
MOST_REQUESTS = 10
MOST_REFERENCES = 20
MOST_MESSAGE_IDS = 40
MOST_HELD = 5
DAY = timedelta(hours=24)
UNSETTLED = ("offered", "open", "pending", "on_hold")

_TRUST = bindparam("trust", type_=String())
_REFERENCES = select(REFERENCE).where(REFERENCE.c.trust == _TRUST, REFERENCE.c.id.in_(bindparam("ids", expanding=True)))
_BY_MESSAGE_ID = union_all(
    select(OUTBOX.c.message_id, OUTBOX.c.request).where(
        OUTBOX.c.trust == _TRUST,
        OUTBOX.c.message_id.in_(bindparam("ids", expanding=True)),
        OUTBOX.c.request.is_not(None),
    ),
    select(MESSAGE.c.message_id, MESSAGE.c.request).where(
        MESSAGE.c.trust == _TRUST,
        MESSAGE.c.message_id.in_(bindparam("ids", expanding=True)),
        MESSAGE.c.request.is_not(None),
    ),
)
_SAME_KEY = select(MESSAGE.c.id, MESSAGE.c.content_key, MESSAGE.c.received_at).where(
    MESSAGE.c.trust == _TRUST, MESSAGE.c.content_key.in_(bindparam("same", expanding=True))
)
_VARIANT = (
    select(MESSAGE.c.request)
    .where(
        MESSAGE.c.trust == _TRUST,
        MESSAGE.c.message_id == bindparam("own"),
        MESSAGE.c.sender == bindparam("sender"),
        MESSAGE.c.subject == bindparam("subject"),
        MESSAGE.c.received_at.between(bindparam("since"), bindparam("until")),
        MESSAGE.c.request.is_not(None),
    )
    .order_by(MESSAGE.c.id)
    .limit(1)
)
_TAGGED = select(REQUEST.c.number).where(
    REQUEST.c.trust == _TRUST, REQUEST.c.number == bindparam("number"), REQUEST.c.tag == bindparam("tag")
)
_ADDRESSES = select(ADDRESS_STATE).where(
    ADDRESS_STATE.c.trust == _TRUST, ADDRESS_STATE.c.address.in_(bindparam("addresses", expanding=True))
)
_BRIEF = (
    REQUEST.c.number,
    REQUEST.c.version,
    REQUEST.c.school,
    REQUEST.c.state,
    REQUEST.c.subject,
    REQUEST.c.opened_at,
    REQUEST.c.assignee,
)
_OPEN = (
    select(*_BRIEF)
    .where(REQUEST.c.requester == bindparam("person"), REQUEST.c.trust == _TRUST, REQUEST.c.state.in_(UNSETTLED))
    .order_by(REQUEST.c.number.desc())
    .limit(MOST_OPEN)
)
_PREVIOUS = (
    select(*_BRIEF)
    .where(REQUEST.c.requester == bindparam("person"), REQUEST.c.trust == _TRUST, REQUEST.c.state.not_in(UNSETTLED))
    .order_by(REQUEST.c.number.desc())
    .limit(MOST_PREVIOUS)
)


@dataclass(slots=True)
class _Found:
    """What has been found so far, before it is frozen."""

    people: list[Person] = field(default_factory=list)
    references: dict[str, Referenced] = field(default_factory=dict)
    by_message_id: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    articles: tuple[str, ...] = ()
    held: dict[str, Held] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    duplicate_of: int | None = None
    variant_of: int | None = None


def snapshot(database: Database, keys: Keys, *, fresh: Fresh, now: datetime) -> Snapshot:
    """Everything the database knows about one message, as of one moment. Raises DatabaseUnavailable.

    A request's entries are its first 5 and last 45; open requests of the sender at most 20, former ones 5; at most 10
    requests are read in full. `addresses` has the sender and whoever is on those requests.
    """
    found = _Found(articles=keys.articles)
    with database.read() as unit:
        fault("snapshot.begin")
        _find_people(unit, keys, found=found)
        _find_threads(unit, keys, found=found)
        _find_the_same(unit, keys, at=keys.received_at or now, found=found)
        found.requests = rows.requests_of(unit, trust=keys.trust, numbers=_first(found.numbers))
        return _frozen(unit, keys.trust, sender=keys.address, found=found, fresh=fresh, now=now)


def snapshot_of_request(database: Database, *, trust: str, number: int | None, fresh: Fresh, now: datetime) -> Snapshot:
    """The same for a timer or a failed delivery: the one request (if there is one) and its requester's other ones."""
    found = _Found()
    with database.read() as unit:
        fault("snapshot.begin")
        if number is not None:
            found.requests = rows.requests_of(unit, trust=trust, numbers=[number])
            found.people = [request.requester for request in found.requests.values()]
        sender = found.people[0].address if found.people else ""
        return _frozen(unit, trust, sender=sender, found=found, fresh=fresh, now=now)


def _find_people(unit: Unit, keys: Keys, *, found: _Found) -> None:
    somebody = list(rows.person_at(unit, trust=keys.trust, address=keys.address)) if keys.address else []
    wanted = sorted({token.person for token in keys.tokens[:MOST_REFERENCES]})
    if wanted:
        known = {(row.id, row.address) for row in somebody}
        by_key = rows.persons_by_key(unit, trust=keys.trust, keys=wanted)
        somebody += [row for row in by_key if (row.id, row.address) not in known]
    schools = rows.schools_of(unit, persons=[row.id for row in somebody])
    found.people = list(rows.people_of(somebody, schools=schools))


def _find_threads(unit: Unit, keys: Keys, *, found: _Found) -> None:
    """Which requests the mail may belong to, the most certain first."""
    named = [token.reference for token in keys.tokens[:MOST_REFERENCES]] + list(keys.synthetic[:MOST_REFERENCES])
    if named:
        ids = list(dict.fromkeys(named))
        for row in unit.connection.execute(_REFERENCES, {"trust": keys.trust, "ids": ids}):
            found.references[row.id] = Referenced(
                reference=row.id, kind=row.kind, target=row.target, used_at=row.used_at
            )
        there = [found.references[reference] for reference in ids if reference in found.references]
        found.numbers += [number for one in there if (number := _number_of(one)) is not None]
        _find_held(unit, keys, found=found)
    if keys.message_ids:
        ids = list(dict.fromkeys(keys.message_ids))[:MOST_MESSAGE_IDS]
        stored = {key_text(one): one for one in ids}
        for row in unit.connection.execute(_BY_MESSAGE_ID, {"trust": keys.trust, "ids": list(stored)}):
            found.by_message_id.setdefault(stored[row.message_id], row.request)
        found.numbers += [found.by_message_id[one] for one in ids if one in found.by_message_id]
    if keys.tag is not None:
        given = {"trust": keys.trust, "number": keys.tag[0], "tag": keys.tag[1]}
        found.numbers += [int(number) for number in unit.connection.execute(_TAGGED, given).scalars()]


def _number_of(reference: Referenced) -> int | None:
    """The request that it is about: "1042", or "1042:17" for a mail that waits (its inbox row last)."""
    number = reference.target.partition(":")[0]
    return int(number) if reference.kind in ("request", "held") and number.isdecimal() else None


def _find_held(unit: Unit, keys: Keys, *, found: _Found) -> None:
    """The mails that the message's confirmation tokens point at, with their bytes."""
    for reference in dict.fromkeys(token.reference for token in keys.tokens[:MOST_HELD] if token.purpose == "c"):
        there = found.references.get(reference)
        inbox = there.target.rpartition(":")[2] if there is not None and there.kind == "held" else ""
        if there is None or not inbox.isdecimal():
            continue
        raw = inboxes.raw_of(unit, int(inbox))
        found.held[reference] = Held(reference, _number_of(there), raw=raw or b"", used_at=there.used_at)


def _find_the_same(unit: Unit, keys: Keys, *, at: datetime, found: _Found) -> None:
    if keys.content_key:
        same = keys_of_the_same(keys, at=at)
        for row in unit.connection.execute(_SAME_KEY, {"trust": keys.trust, "same": list(same)}):
            if row.content_key == same[0] or abs(row.received_at - at) <= SAME_WITHIN:
                found.duplicate_of = row.id
    if keys.own_message_id and found.duplicate_of is None:
        given = {
            "trust": keys.trust,
            "own": key_text(keys.own_message_id),
            "sender": keys.address,
            "subject": storable(keys.subject),
            "since": at - SAME_WITHIN,
            "until": at + SAME_WITHIN,
        }
        found.variant_of = unit.connection.execute(_VARIANT, given).scalar()
        if found.variant_of is not None:
            found.numbers.append(found.variant_of)


def _frozen(unit: Unit, trust: str, *, sender: str, found: _Found, fresh: Fresh, now: datetime) -> Snapshot:
    person = next((one.id for one in found.people if one.address == sender), None) if sender else None
    named, offered = _named(found), {one.id for request in found.requests.values() for one in request.offered}
    articles = rows.articles_of(unit, trust=trust, ids=named | offered)
    return Snapshot(
        trust=trust,
        fresh=fresh,
        people=tuple(found.people),
        references=found.references,
        requests=found.requests,
        by_message_id=found.by_message_id,
        addresses=_addresses(unit, trust, addresses=_on_these(found, sender=sender), now=now),
        open_requests=_briefs(unit, trust, person=person, unsettled=True),
        previous_requests=_briefs(unit, trust, person=person, unsettled=False),
        workload=duty.workload_of(unit, trust=trust),
        leave=duty.leave_of(unit, trust=trust, now=now),
        school_mails=school_mails(unit, trust=trust, now=now),
        articles=articles,
        earlier=knowledge.earlier_of(unit, trust=trust, articles=articles, ids=named),
        helped=knowledge.helped(unit, trust=trust, ids=offered),
        duplicate_of=found.duplicate_of,
        variant_of=found.variant_of,
        held=found.held,
    )


def _on_these(found: _Found, *, sender: str) -> list[str]:
    """The sender, the people that tokens name, and everybody on the requests: whoever may be answered."""
    addresses = [sender, *(person.address for person in found.people)]
    for request in found.requests.values():
        addresses.append(request.requester.address)
        addresses += [person.address for person in request.participants]
    return list(dict.fromkeys(address for address in addresses if address))


def _addresses(unit: Unit, trust: str, *, addresses: Sequence[str], now: datetime) -> Mapping[str, AddressState]:
    states = {address: AddressState(address=address) for address in addresses}
    if not addresses:
        return states
    since = (now - DAY).timestamp()
    for row in unit.connection.execute(_ADDRESSES, {"trust": trust, "addresses": list(addresses)}):
        states[row.address] = AddressState(
            address=row.address,
            version=row.version,
            automatic_at=tuple(datetime.fromtimestamp(at, UTC) for at in row.automatic_at if at > since),
            bounced_at=row.bounced_at,
        )
    return states


def _briefs(unit: Unit, trust: str, *, person: int | None, unsettled: bool) -> tuple[RequestBrief, ...]:
    if person is None:
        return ()
    query = _OPEN if unsettled else _PREVIOUS
    return tuple(rows.brief_of(row) for row in unit.connection.execute(query, {"trust": trust, "person": person}))


def _named(found: _Found) -> set[str]:
    """The articles that references point at ("KB-12@3") and those that directives name."""
    targets = (there.target for there in found.references.values() if there.kind == "article")
    return {*(target.partition("@")[0] for target in targets), *found.articles}


def _first(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))[:MOST_REQUESTS]
