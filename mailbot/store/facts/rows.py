"""Requests, entries, offers and people as frozen values: the bounded queries that snapshots are put together from.

Every query names the trust: no row of another one can come back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import String, and_, bindparam, exists, or_, select

from mailbot.core.model.article import Article
from mailbot.core.model.people import Person
from mailbot.core.model.request import Entry, OfferedArticle, Request, RequestBrief, StateChange
from mailbot.store.engine import Unit
from mailbot.store.facts.undoable import spent_on
from mailbot.store.kb.articles import article_of
from mailbot.store.tables import (
    ADDRESS,
    ARTICLE,
    ENTRY,
    LINK,
    MESSAGE,
    OFFER,
    PARTICIPANT,
    PERSON,
    PERSON_SCHOOL,
    REQUEST,
)
from mailbot.store.tables.base import AnyRow

FIRST_ENTRIES = 5
LAST_ENTRIES = 45
MOST_OFFERS = 20
MOST_PARTICIPANTS = 50
MOST_ADDRESSES = 50
MOST_LINKS = 100

_SOMEBODY = (PERSON.c.id, PERSON.c.key, PERSON.c.name, PERSON.c.technician, PERSON.c.role, PERSON.c.phone)
_SCHOOLS = (
    select(PERSON_SCHOOL.c.person, PERSON_SCHOOL.c.school)
    .where(PERSON_SCHOOL.c.person.in_(bindparam("persons", expanding=True)))
    .order_by(PERSON_SCHOOL.c.person, PERSON_SCHOOL.c.rank, PERSON_SCHOOL.c.school)
)
_TRUST = bindparam("trust", type_=String())
_AT_ADDRESS = (
    select(*_SOMEBODY, ADDRESS.c.address)
    .join(ADDRESS, ADDRESS.c.person == PERSON.c.id)
    .where(ADDRESS.c.trust == _TRUST, ADDRESS.c.address == bindparam("address"))
)
_AT_ADDRESSES = (
    select(*_SOMEBODY, ADDRESS.c.address)
    .join(ADDRESS, ADDRESS.c.person == PERSON.c.id)
    .where(ADDRESS.c.trust == _TRUST, ADDRESS.c.address.in_(bindparam("addresses", expanding=True)))
    .order_by(ADDRESS.c.address)
)
_BY_KEY = (
    select(*_SOMEBODY, ADDRESS.c.address)
    .join(ADDRESS, ADDRESS.c.person == PERSON.c.id)
    .where(PERSON.c.trust == _TRUST, PERSON.c.key.in_(bindparam("keys", expanding=True)))
    # technicians and others may write from several addresses: the token binds the person, the main one comes first
    .order_by(PERSON.c.id, ADDRESS.c.main.desc(), ADDRESS.c.address)
    .limit(MOST_ADDRESSES)
)
BARE = (
    select(REQUEST, *(column.label(f"person_{column.name}") for column in _SOMEBODY), ADDRESS.c.address)
    .join(PERSON, PERSON.c.id == REQUEST.c.requester)
    .outerjoin(ADDRESS, and_(ADDRESS.c.person == PERSON.c.id, ADDRESS.c.main))
)
_REQUESTS = BARE.where(REQUEST.c.trust == _TRUST, REQUEST.c.number.in_(bindparam("numbers", expanding=True)))
_PARTICIPANTS = (
    select(PARTICIPANT.c.request, *_SOMEBODY, ADDRESS.c.address)
    .join(PERSON, PERSON.c.id == PARTICIPANT.c.person)
    .outerjoin(ADDRESS, and_(ADDRESS.c.person == PERSON.c.id, ADDRESS.c.main))
    .where(PERSON.c.trust == _TRUST, PARTICIPANT.c.request.in_(bindparam("numbers", expanding=True)))
    .order_by(PARTICIPANT.c.request, PERSON.c.id)
)
_ENTRIES = (
    select(ENTRY, MESSAGE.c.message_id)
    .join(REQUEST, REQUEST.c.number == ENTRY.c.request)
    .outerjoin(MESSAGE, MESSAGE.c.id == ENTRY.c.message)
    .where(
        ENTRY.c.trust == _TRUST,
        ENTRY.c.request.in_(bindparam("numbers", expanding=True)),
        or_(ENTRY.c.number <= FIRST_ENTRIES, ENTRY.c.number >= REQUEST.c.next_entry - LAST_ENTRIES),
    )
    .order_by(ENTRY.c.request, ENTRY.c.number)
)
_LINKS = (
    select(LINK.c.request, LINK.c.other)
    .where(
        or_(
            LINK.c.request.in_(bindparam("numbers", expanding=True)),
            LINK.c.other.in_(bindparam("numbers", expanding=True)),
        ),
        # asked of each link: joined, all of the trust's requests would be gone through for them
        exists().where(REQUEST.c.number == LINK.c.request, REQUEST.c.trust == _TRUST),
    )
    .order_by(LINK.c.request, LINK.c.other)
    .limit(MOST_LINKS)
)
_OFFERS = (
    select(OFFER)
    .where(OFFER.c.trust == _TRUST, OFFER.c.request.in_(bindparam("numbers", expanding=True)))
    .order_by(OFFER.c.request, OFFER.c.offered_at, OFFER.c.rank)
)
_ARTICLES = select(ARTICLE).where(
    ARTICLE.c.trust == _TRUST, ARTICLE.c.article.in_(bindparam("articles", expanding=True))
)


def person_at(unit: Unit, *, trust: str, address: str) -> Sequence[AnyRow]:
    """The row of the person with this address (at most one); `people_of` makes values of rows."""
    return unit.rows(_AT_ADDRESS, {"trust": trust, "address": address}).all()


def persons_at(unit: Unit, *, trust: str, addresses: Sequence[str]) -> Sequence[AnyRow]:
    """The rows of the persons with these addresses, one for each address that somebody has."""
    return unit.rows(_AT_ADDRESSES, {"trust": trust, "addresses": list(addresses)}).all()


def persons_by_key(unit: Unit, *, trust: str, keys: Sequence[str]) -> Sequence[AnyRow]:
    """One row for each address of each of these persons, the main address first."""
    return unit.rows(_BY_KEY, {"trust": trust, "keys": list(keys)}).all()


def schools_of(unit: Unit, *, persons: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """The schools of each of these persons."""
    wanted = sorted(set(persons))
    if not wanted:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for row in unit.rows(_SCHOOLS, {"persons": wanted}):
        found[row.person].append(row.school)
    return {person: tuple(schools) for person, schools in found.items()}


def people_of(rows: Sequence[AnyRow], *, schools: Mapping[int, tuple[str, ...]]) -> tuple[Person, ...]:
    """Values of rows of persons, one for each address."""
    return tuple(_person(row, schools=schools) for row in rows)


def requests_of(unit: Unit, *, trust: str, numbers: Sequence[int]) -> dict[int, Request]:
    """The requests with these numbers, each with its first and last entries, offers and participants."""
    if not numbers:
        return {}
    given = {"trust": trust, "numbers": list(numbers)}
    found = unit.rows(_REQUESTS, given).all()
    if not found:
        return {}
    known = [int(row.number) for row in found]
    given["numbers"] = known
    entries = _grouped(unit.rows(_ENTRIES, given).all())
    offers = _grouped(unit.rows(_OFFERS, given).all())
    others = _grouped(unit.rows(_PARTICIPANTS, given).all())
    pairs = [(int(row.request), int(row.other)) for row in unit.rows(_LINKS, given)]
    spent = spent_on(unit, trust=trust, numbers=known)
    persons = [int(row.requester) for row in found]
    persons += [int(row.id) for rows in others.values() for row in rows]
    schools = schools_of(unit, persons=persons)
    requests = (
        _request(
            row,
            entries=entries[row.number],
            offers=offers[row.number][-MOST_OFFERS:],
            participants=people_of(others[row.number][:MOST_PARTICIPANTS], schools=schools),
            schools=schools,
            links=_linked(row.number, pairs=pairs),
        )
        for row in found
    )
    return {one.number: replace(one, spent=spent.get(one.number, {})) for one in requests}


def bare_request(row: AnyRow) -> Request:
    """The value of a row of `BARE`: a request as it stands, without entries, offers and participants."""
    return _request(row, entries=(), offers=(), participants=(), schools={}, links=())


def articles_of(unit: Unit, *, trust: str, ids: Iterable[str]) -> dict[str, Article]:
    """The articles with these ids, whatever their state."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = unit.rows(_ARTICLES, {"trust": trust, "articles": wanted})
    return {row.article: article_of(row) for row in rows}


def brief_of(row: AnyRow) -> RequestBrief:
    """The value of a row with the columns of `RequestBrief`."""
    return RequestBrief(
        number=row.number,
        version=row.version,
        school=row.school,
        state=row.state,
        subject=row.subject,
        opened_at=row.opened_at,
        assignee=row.assignee,
        sensitive=row.sensitive,
    )


def _linked(number: int, *, pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sorted({one for pair in pairs if number in pair for one in pair} - {number}))


def _grouped(rows: Sequence[AnyRow]) -> Mapping[int, list[AnyRow]]:
    groups: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        groups[row.request].append(row)
    return groups


def _person(row: AnyRow, *, schools: Mapping[int, tuple[str, ...]]) -> Person:
    return Person(
        id=row.id,
        key=row.key,
        name=row.name,
        address=row.address or "",
        schools=schools.get(row.id, ()),
        technician=row.technician,
        role=row.role,
        phone=row.phone,
    )


def _request(
    row: AnyRow,
    *,
    entries: Sequence[AnyRow],
    offers: Sequence[AnyRow],
    participants: tuple[Person, ...],
    schools: Mapping[int, tuple[str, ...]],
    links: tuple[int, ...],
) -> Request:
    requester = Person(
        id=row.requester,
        key=row.person_key,
        name=row.person_name,
        address=row.address or "",
        schools=schools.get(row.requester, ()),
        technician=row.person_technician,
        role=row.person_role,
        phone=row.person_phone,
    )
    return Request(
        number=row.number,
        tag=row.tag,
        reference=row.reference,
        version=row.version,
        trust=row.trust,
        school=row.school,
        state=row.state,
        subject=row.subject,
        requester=requester,
        opened_at=row.opened_at,
        priority=row.priority,
        line=row.line,
        assignee=row.assignee,
        ticket_at=row.ticket_at,
        sensitive=row.sensitive,
        participants=participants,
        offered=tuple(_offered(offer) for offer in offers),
        entries=tuple(_entry(entry) for entry in entries),
        last_requester_entry=row.last_requester_entry,
        next_entry=row.next_entry,
        linked_to=row.linked_to,
        changes=tuple(StateChange(datetime.fromisoformat(at), state) for at, state in row.changes),
        answered_at=row.answered_at,
        waiting_since=row.waiting_since,
        breaches={kind: datetime.fromisoformat(at) for kind, at in row.breaches.items()},
        covers_for=row.covers_for,
        due_at=row.due_at,
        due_set_at=row.due_set_at,
        pending_until=row.pending_until,
        tags=tuple(row.tags or ()),
        merged_into=row.merged_into,
        links=links,
    )


def _entry(row: AnyRow) -> Entry:
    return Entry(
        number=row.number,
        kind=row.kind,
        at=row.at,
        author=row.author,
        text=row.text,
        internal=row.internal,
        verified=row.verified,
        message_id=row.message_id,
        attachments=tuple(row.attachments),
    )


def _offered(row: AnyRow) -> OfferedArticle:
    return OfferedArticle(
        id=row.article,
        version=row.version,
        title=row.title,
        rank=row.rank,
        confidence=row.confidence,
        outcome=row.outcome,
    )
