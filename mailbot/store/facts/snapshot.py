"""Keys -> rows -> one frozen Snapshot: the only reader for decisions, and the hot path.

A fixed number of bounded queries in one read transaction, each skipped when there is nothing to look for; all of them
name the trust. What is only shown or weighed (workload, former requests, articles) is read here and never fenced.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import String, bindparam, select, union_all

from mailbot.core.model.snapshot import Fresh, Held, Keys, Referenced, Snapshot
from mailbot.store.engine import Unit
from mailbot.store.facts import reading, rows, undoable
from mailbot.store.facts.found import Found, find_similar, frozen
from mailbot.store.facts.similar import solved_like
from mailbot.store.flow import inbox as inboxes
from mailbot.store.flow import notifications
from mailbot.store.flow.messages import SAME_WITHIN, keys_of_the_same
from mailbot.store.kb import knowledge
from mailbot.store.tables import MESSAGE, OUTBOX, REFERENCE, REQUEST
from mailbot.store.texts import key_text, storable

MOST_REQUESTS = 10
MOST_REFERENCES = 20
MOST_MESSAGE_IDS = 40
MOST_HELD = 5
MOST_ROWS = 50
MOST_NAMED = 20
MOST_MERGES = 10


_TEAM = ("t", "c")


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
_OWN_SUBJECTS = select(MESSAGE.c.subject).where(
    MESSAGE.c.trust == _TRUST,
    MESSAGE.c.message_id.in_(bindparam("ids", expanding=True)),
    MESSAGE.c.sender == bindparam("sender"),
)
_OUR_TAG = re.compile(r"\[#\d{1,10}-[a-z2-7]{5}\]", re.IGNORECASE)
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


def snapshot(unit: Unit, keys: Keys, *, fresh: Fresh, now: datetime) -> Snapshot:
    """Everything the database knows about one message, as of one moment.

    A request's entries are its first 5 and last 45; open requests of the sender at most 20, former ones 5; at most 10
    requests are read in full. `addresses` has the sender and whoever is on those requests.
    """
    found = Found(articles=keys.articles, subject=keys.subject)
    _find_people(unit, keys, found=found)
    _find_threads(unit, keys, found=found)
    _find_the_same(unit, keys, at=keys.received_at or now, found=found)
    _find_asked(unit, keys, found=found)
    numbers = [*_first(found.numbers), *found.rows]
    found.requests = rows.requests_of(unit, trust=keys.trust, numbers=list(dict.fromkeys(numbers)))
    _find_survivors(unit, keys.trust, found=found)
    _find_orders(unit, keys, now=now, found=found)
    find_similar(unit, keys.trust, found=found)
    return frozen(unit, keys.trust, sender=keys.address, found=found, fresh=fresh, now=now)


def with_similar(unit: Unit, found: Snapshot, *, question: str) -> Snapshot:
    """The snapshot of a first mail with the solved requests that are about its question, as of now.

    Nothing depends on them, a technician is shown them.
    """
    return replace(found, similar=solved_like(unit, trust=found.trust, question=question))


def _find_people(unit: Unit, keys: Keys, *, found: Found) -> None:
    found.named = keys.addresses[:MOST_NAMED]
    written = [address for address in (keys.address, *found.named) if address]
    somebody = list(rows.persons_at(unit, trust=keys.trust, addresses=written)) if written else []
    wanted = sorted({token.person for token in keys.tokens[:MOST_REFERENCES]})
    if wanted:
        known = {(row.id, row.address) for row in somebody}
        by_key = rows.persons_by_key(unit, trust=keys.trust, keys=wanted)
        somebody += [row for row in by_key if (row.id, row.address) not in known]
    schools = rows.schools_of(unit, persons=[row.id for row in somebody])
    found.people = list(rows.people_of(somebody, schools=schools))


def _find_threads(unit: Unit, keys: Keys, *, found: Found) -> None:
    """Which requests the mail may belong to, the most certain first."""
    named = [token.reference for token in keys.tokens[:MOST_REFERENCES]] + list(keys.synthetic[:MOST_REFERENCES])
    if named:
        ids = list(dict.fromkeys(named))
        for row in unit.rows(_REFERENCES, {"trust": keys.trust, "ids": ids}):
            found.references[row.id] = Referenced(
                reference=row.id,
                kind=row.kind,
                target=row.target,
                used_at=row.used_at,
                rows=tuple(notifications.row_from_json(one) for one in (row.rows or ())[:MOST_ROWS]),
            )
        there = [found.references[reference] for reference in ids if reference in found.references]
        found.numbers += [number for one in there if (number := _number_of(one)) is not None]
        _find_held(unit, keys, found=found)
    if keys.message_ids:
        ids = list(dict.fromkeys(keys.message_ids))[:MOST_MESSAGE_IDS]
        stored = {key_text(one): one for one in ids}
        for row in unit.rows(_BY_MESSAGE_ID, {"trust": keys.trust, "ids": list(stored)}):
            found.by_message_id.setdefault(stored[row.message_id], row.request)
        found.numbers += [found.by_message_id[one] for one in ids if one in found.by_message_id]
    if keys.tag is not None:
        given = {"trust": keys.trust, "number": keys.tag[0], "tag": keys.tag[1]}
        found.numbers += [int(number) for number in unit.rows(_TAGGED, given).scalars()]
    found.numbers += keys.numbers


def _find_asked(unit: Unit, keys: Keys, *, found: Found) -> None:
    """What a technician's mail asks to read, and the requests on the rows of the list that it answers."""
    if not any(one.technician for one in found.people if one.address == keys.address):
        return
    mailed = {token.reference for token in keys.tokens if token.purpose == "t"}
    answered = next((one for one in found.references.values() if one.kind == "list" and one.reference in mailed), None)
    listed = answered.rows if answered is not None else ()
    found.rows += [row.request for row in listed if row.request]
    to_write = [row.request for row in listed if row.what == "write"]
    if to_write:
        made = knowledge.written_from(unit, trust=keys.trust, requests=to_write)
        found.written = {request: article for request, (article, _) in made.items()}
    found.rows += [one.number for one in keys.asked if one.kind == "show"]
    found.listed = reading.listed(unit, trust=keys.trust, asked=keys.asked)


def _find_survivors(unit: Unit, trust: str, *, found: Found) -> None:
    """Where what they were merged into goes on, step by step: that may have been merged since."""
    for _ in range(MOST_MERGES):
        into = {one.merged_into for one in found.requests.values() if one.merged_into is not None}
        missing = sorted(into - found.requests.keys())
        if not missing:
            return
        found.requests |= rows.requests_of(unit, trust=trust, numbers=missing[:MOST_REQUESTS])


def _number_of(reference: Referenced) -> int | None:
    """The request that it is about: "1042", or "1042:17" for a mail that waits (its inbox row last)."""
    number = reference.target.partition(":")[0]
    return int(number) if reference.kind in ("request", "held") and number.isdecimal() else None


def _find_held(unit: Unit, keys: Keys, *, found: Found) -> None:
    """The mails that the message's tokens point at (one waits for a word, or was refused), with their bytes."""
    for reference in dict.fromkeys(token.reference for token in keys.tokens[:MOST_HELD] if token.purpose in _TEAM):
        there = found.references.get(reference)
        inbox = there.target.rpartition(":")[2] if there is not None and there.kind == "held" else ""
        if there is None or not inbox.isdecimal():
            continue
        raw = inboxes.raw_of(unit, int(inbox))
        found.held[reference] = Held(reference, _number_of(there), raw=raw or b"", used_at=there.used_at)


def _find_orders(unit: Unit, keys: Keys, *, now: datetime, found: Found) -> None:
    """For a technician's mail: what they could undo, and the subjects of their own mails that it answers."""
    if not any(token.purpose in _TEAM for token in keys.tokens):
        return
    found.undoable = undoable.undoable_on(unit, trust=keys.trust, numbers=list(found.requests), now=now)
    if keys.message_ids and _OUR_TAG.sub("", keys.subject).count("#"):
        stored = [key_text(one) for one in keys.message_ids[:MOST_MESSAGE_IDS]]
        given = {"trust": keys.trust, "ids": stored, "sender": keys.address}
        found.tagged = tuple(unit.rows(_OWN_SUBJECTS, given).scalars())


def _find_the_same(unit: Unit, keys: Keys, *, at: datetime, found: Found) -> None:
    if keys.content_key:
        same = keys_of_the_same(keys, at=at)
        for row in unit.rows(_SAME_KEY, {"trust": keys.trust, "same": list(same)}):
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
        found.variant_of = unit.rows(_VARIANT, given).scalar()
        if found.variant_of is not None:
            found.numbers.append(found.variant_of)


def _first(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))[:MOST_REQUESTS]
