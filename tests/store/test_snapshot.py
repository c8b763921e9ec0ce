"""What a snapshot finds: people, threads, the same message again; and never a row of another trust."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.people import Person
from mailbot.core.model.snapshot import Keys, Token
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.flow import inbox
from mailbot.store.flow.messages import Cause
from mailbot.store.tables import ADDRESS_STATE, MESSAGE, OUTBOX, PERSON, REQUEST
from tests.store.builders import (
    NOW,
    a_decision,
    a_delivery,
    act,
    claim_one,
    keep,
    keys_of,
    look,
    look_at,
    opening,
    take_in,
)

JANE = "jane@kestrelpark.example"


def test_a_stranger_is_met_with_an_empty_snapshot(database: Database) -> None:
    seen = look(database, Keys(trust="oak", address=JANE, content_key="v1:x"))
    assert (seen.people, seen.requests, seen.open_requests, seen.duplicate_of) == ((), {}, (), None)
    assert seen.addresses[JANE].version == 0


def test_every_way_to_a_thread_finds_it(database: Database) -> None:
    number, first = take_in(database, mails=True)
    with database.read() as unit:
        row = unit.connection.execute(select(REQUEST)).one()
        ours = unit.connection.execute(select(OUTBOX.c.message_id)).scalar_one()
        theirs = unit.connection.execute(select(MESSAGE.c.message_id)).scalar_one()
    token = Token(purpose="r", reference=row.reference, person=first.fresh.person_key, entry_seen=1, day=1)
    for keys in (
        Keys(trust="oak", address="", tokens=(token,)),
        Keys(trust="oak", address="", synthetic=(row.reference,)),
        Keys(trust="oak", address="", message_ids=(ours,)),
        Keys(trust="oak", address="", message_ids=("unknown@x.example", theirs)),
        Keys(trust="oak", address="", tag=(number, row.tag)),
    ):
        seen = look(database, keys)
        assert list(seen.requests) == [number], keys
        assert seen.addresses[JANE].automatic_at == (NOW,)
    assert look(database, Keys(trust="oak", address="", tag=(number, "wrong"))).requests == {}
    seen = look(database, Keys(trust="oak", address="", tokens=(token,), message_ids=(ours,)))
    assert [person.address for person in seen.people] == [JANE]
    assert seen.by_message_id == {ours: number}
    assert seen.references[row.reference].target == str(number)


def test_the_same_message_id_subject_and_sender_within_the_hour_is_a_variant(database: Database) -> None:
    keep(database, a_delivery(), senders=[JANE])
    claimed = claim_one(database)
    keys = keys_of(claimed, own_message_id="one@client.example")
    seen = look(database, keys)
    act(database, claimed, opening(seen, address=JANE), seen=seen, keys=keys)
    more = {"trust": "oak", "own_message_id": "one@client.example", "subject": "help", "content_key": "v1:other"}
    near, far = NOW + timedelta(minutes=59), NOW + timedelta(minutes=61)
    assert look(database, Keys(address=JANE, received_at=near, **more)).variant_of == seen.fresh.number  # type: ignore[arg-type]
    assert look(database, Keys(address=JANE, received_at=far, **more)).variant_of is None  # type: ignore[arg-type]
    assert look(database, Keys(address="tom@x.example", received_at=near, **more)).variant_of is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("minutes", "same"), [(0, True), (59, True), (61, False), (60 * 24, False)])
def test_bytes_without_an_identity_are_the_same_mail_within_the_hour_only(
    database: Database, minutes: int, same: bool
) -> None:
    keep(database, a_delivery(), senders=[JANE])
    claimed = claim_one(database)
    keys = keys_of(claimed, has_identity=False, own_message_id=None)
    seen = look(database, keys)
    act(database, claimed, opening(seen, address=JANE), seen=seen, keys=keys)
    later = keys_of(claimed, has_identity=False, own_message_id=None)
    later = Keys(
        trust="oak",
        address=JANE,
        content_key=later.content_key,
        has_identity=False,
        received_at=NOW + timedelta(minutes=minutes),
    )
    assert (look(database, later).duplicate_of is not None) is same


def test_former_requests_are_shown_apart_from_open_ones(database: Database) -> None:
    numbers = [take_in(database)[0] for _ in range(3)]
    with database.write() as unit:
        unit.connection.execute(REQUEST.update().where(REQUEST.c.number == numbers[0]).values(state="closed"))
        unit.commit()
    seen = look(database, Keys(trust="oak", address=JANE))
    assert [brief.number for brief in seen.previous_requests] == [numbers[0]]
    assert [brief.number for brief in seen.open_requests] == [numbers[2], numbers[1]]


def test_automatic_mails_of_more_than_a_day_ago_are_forgotten(database: Database) -> None:
    old, young = NOW - timedelta(hours=25), NOW - timedelta(hours=23)
    row = {"trust": "oak", "address": JANE, "automatic_at": [old.timestamp(), young.timestamp()]}
    with database.write() as unit:
        unit.connection.execute(ADDRESS_STATE.insert(), row)
        unit.commit()
    assert look(database, Keys(trust="oak", address=JANE)).addresses[JANE].automatic_at == (young,)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_row_of_another_trust_is_ever_in_a_snapshot(database: Database, data: st.DataObject) -> None:
    """Elm knows everything that oak has: addresses, keys, references, Message-IDs, tags, content keys."""
    with database.read() as unit:
        known = unit.connection.execute(select(REQUEST)).first() is not None
    if not known:
        take_in(database, trust="oak", mails=True)
    with database.read() as unit:
        row = unit.connection.execute(select(REQUEST)).one()
        key = unit.connection.execute(select(PERSON.c.key)).scalar_one()
        ids = list(unit.connection.execute(select(OUTBOX.c.message_id)).scalars())
        ids += list(unit.connection.execute(select(MESSAGE.c.message_id)).scalars())
        content = list(unit.connection.execute(select(MESSAGE.c.content_key)).scalars())
    token = Token(purpose="r", reference=row.reference, person=key, entry_seen=1, day=1)
    keys = Keys(
        trust=data.draw(st.sampled_from(["elm", "Oak", "oak "])),
        address=data.draw(st.sampled_from([JANE, ""])),
        tokens=data.draw(st.sampled_from([(), (token,)])),
        message_ids=tuple(data.draw(st.lists(st.sampled_from(ids), max_size=4))),
        synthetic=data.draw(st.sampled_from([(), (row.reference,)])),
        tag=data.draw(st.sampled_from([None, (row.number, row.tag)])),
        content_key=data.draw(st.sampled_from(content)),
        own_message_id=data.draw(st.sampled_from([None, *ids])),
        subject="help",
    )
    seen = look(database, keys)
    assert (seen.people, seen.requests, seen.references, seen.by_message_id) == ((), {}, {}, {})
    assert (seen.open_requests, seen.previous_requests, seen.workload, seen.articles) == ((), (), {}, {})
    assert (seen.duplicate_of, seen.variant_of) == (None, None)
    assert all(state.version == 0 for state in seen.addresses.values())
    other = look_at(database, row.number, trust=keys.trust)
    assert other.requests == {}


def test_one_address_in_two_trusts_is_two_persons(database: Database) -> None:
    take_in(database, trust="oak")
    take_in(database, trust="elm")
    people: list[Person | None] = [
        look(database, Keys(trust=one, address=JANE)).person_at(JANE) for one in ("oak", "elm")
    ]
    assert None not in people
    assert len({person.key for person in people if person}) == 2


def test_effects_on_another_trusts_request_are_refused(database: Database) -> None:
    number, _ = take_in(database, trust="oak")
    elm = look(database, Keys(trust="elm", address=""))
    cancel = CancelTimers(request=number, kind="close_solved")
    with pytest.raises(LookupError), database.write() as unit:
        apply(unit, a_decision(cancel), snapshot=elm, cause=Cause("timer:1:0"), outgoing=[], now=NOW)
    assert inbox.claim(database, limit=1, lease_seconds=60) == ()
