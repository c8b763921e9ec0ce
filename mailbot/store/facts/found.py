"""What has been found for a decision, and its freezing: with requests come the people and the articles on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, bindparam, func, select, text

from mailbot.core.decide.repeat import folded_subject
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request, RequestBrief, SolvedRequest
from mailbot.core.model.snapshot import AddressState, Fresh, Held, Referenced, Snapshot, Waiting
from mailbot.core.model.undo import Undoable
from mailbot.store.engine import Unit
from mailbot.store.facts import duty, rows, similar
from mailbot.store.facts.lately import mailed_lately
from mailbot.store.kb import knowledge
from mailbot.store.tables import ADDRESS_STATE, ENTRY, REQUEST

MOST_OPEN = 20

MOST_PREVIOUS = 5

MOST_ASKED = 2_000

MOST_JUST_OPENED = 5

WITHIN_MINUTES = timedelta(minutes=15)

DAY = timedelta(hours=24)

UNSETTLED = ("offered", "open", "pending", "on_hold")
# the words of the index `ix_request_unsettled`, so that it is used
_IS_UNSETTLED = f"state IN {UNSETTLED}"

_TRUST = bindparam("trust", type_=String())
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
    REQUEST.c.sensitive,
)
_OPEN = (
    select(*_BRIEF)
    .where(REQUEST.c.requester == bindparam("person"), REQUEST.c.trust == _TRUST, text(_IS_UNSETTLED))
    .order_by(REQUEST.c.number.desc())
    .limit(MOST_OPEN)
)
_ASKED = select(ENTRY.c.request, func.substr(ENTRY.c.text, 1, MOST_ASKED).label("asked")).where(
    ENTRY.c.trust == _TRUST, ENTRY.c.request.in_(bindparam("numbers", expanding=True)), ENTRY.c.number == 1
)
_PREVIOUS = (
    select(*_BRIEF)
    .where(REQUEST.c.requester == bindparam("person"), REQUEST.c.trust == _TRUST, REQUEST.c.state.not_in(UNSETTLED))
    .order_by(REQUEST.c.number.desc())
    .limit(MOST_PREVIOUS)
)


@dataclass(slots=True)
class Found:
    """What has been found so far, before it is frozen."""

    subject: str = ""
    people: list[Person] = field(default_factory=list)
    references: dict[str, Referenced] = field(default_factory=dict)
    by_message_id: dict[str, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    articles: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    held: dict[str, Held] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    listed: tuple[Request, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    undoable: tuple[Undoable, ...] = ()
    tagged: tuple[str, ...] = ()
    similar: tuple[SolvedRequest, ...] | None = ()
    written: dict[int, str] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    duplicate_of: int | None = None
    variant_of: int | None = None


def frozen(unit: Unit, trust: str, *, sender: str, found: Found, fresh: Fresh, now: datetime) -> Snapshot:
    """Give the snapshot, with all that follows from what was found.

    `sender` is the address whose other requests count.
    """
    person = next((one.id for one in found.people if one.address == sender), None) if sender else None
    open_requests = _briefs(unit, trust, person=person, unsettled=True)
    _find_just_opened(unit, open_requests, trust=trust, found=found, now=now)
    named, offered = _named(found), {one.id for request in found.requests.values() for one in request.offered}
    articles = rows.articles_of(unit, trust=trust, ids=named | offered)
    mails, told = mailed_lately(unit, trust=trust, now=now)
    return Snapshot(
        trust=trust,
        fresh=fresh,
        people=tuple(found.people),
        references=found.references,
        requests=found.requests,
        by_message_id=found.by_message_id,
        addresses=_addresses(unit, trust, addresses=_on_these(found, sender=sender), now=now),
        open_requests=_with_words(unit, open_requests, trust=trust, now=now),
        previous_requests=_briefs(unit, trust, person=person, unsettled=False),
        workload=duty.workload_of(unit, trust=trust),
        leave=duty.leave_of(unit, trust=trust, now=now),
        school_mails=mails,
        articles=articles,
        earlier=knowledge.earlier_of(unit, trust=trust, articles=articles, ids=named),
        helped=knowledge.helped(unit, trust=trust, ids=offered),
        duplicate_of=found.duplicate_of,
        variant_of=found.variant_of,
        held=found.held,
        listed=found.listed,
        told=told,
        waiting=found.waiting,
        undoable=found.undoable,
        tagged=found.tagged,
        similar=found.similar,
        written=found.written,
    )


def find_similar(unit: Unit, trust: str, *, found: Found) -> None:
    """Solved requests about the same as the request that the mail belongs to; for a first mail they are left open."""
    request = next(iter(found.requests.values()), None)
    if request is None:
        found.similar = None
    elif not request.sensitive:
        asked = next((entry.text for entry in request.entries if entry.kind == "message"), "")
        found.similar = similar.solved_like(unit, trust=trust, question=f"{request.subject} {asked}")


def _on_these(found: Found, *, sender: str) -> list[str]:
    """The sender, the people that tokens name, and everybody on the requests: whoever may be answered."""
    addresses = [sender, *(person.address for person in found.people), *found.named]
    for request in found.requests.values():
        addresses.append(request.requester.address)
        addresses += [person.address for person in request.participants]
    return list(dict.fromkeys(address for address in addresses if address))


def _addresses(unit: Unit, trust: str, *, addresses: Sequence[str], now: datetime) -> Mapping[str, AddressState]:
    states = {address: AddressState(address=address) for address in addresses}
    if not addresses:
        return states
    since = (now - DAY).timestamp()
    for row in unit.rows(_ADDRESSES, {"trust": trust, "addresses": list(addresses)}):
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
    return tuple(rows.brief_of(row) for row in unit.rows(query, {"trust": trust, "person": person}))


def _find_just_opened(unit: Unit, briefs: tuple[RequestBrief, ...], *, trust: str, found: Found, now: datetime) -> None:
    """The sender's requests of the last minutes with this subject in full: the mail may be one of those sent again."""
    subject = folded_subject(found.subject)
    new = [
        one.number
        for one in briefs
        if one.opened_at >= now - WITHIN_MINUTES
        and one.number not in found.requests
        and folded_subject(one.subject) == subject
    ]
    found.requests |= rows.requests_of(unit, trust=trust, numbers=new[:MOST_JUST_OPENED])


def _with_words(unit: Unit, briefs: tuple[RequestBrief, ...], *, trust: str, now: datetime) -> tuple[RequestBrief, ...]:
    """Those of the last day with the beginning of what opened them: somebody may be asking the same again."""
    recent = [one.number for one in briefs if one.opened_at > now - DAY]
    if not recent:
        return briefs
    words = {row.request: row.asked for row in unit.rows(_ASKED, {"trust": trust, "numbers": recent})}
    return tuple(replace(one, asked=words.get(one.number, "")) for one in briefs)


def _named(found: Found) -> set[str]:
    """The articles that references point at ("KB-12@3"), those that directives name, and those that could be undone."""
    targets = [there.target for there in found.references.values() if there.kind == "article"]
    targets += [row.article for there in found.references.values() for row in there.rows if row.article]
    targets += [one.rest.article for one in found.undoable if one.rest.article]
    return {*(target.partition("@")[0] for target in targets), *found.articles}
