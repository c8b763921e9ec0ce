"""Participants, merges, moved entries and links as rows, on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_people import AddParticipant, AddPerson, RemoveParticipant
from mailbot.core.model.effects.on_request import OpenRequest, SetState
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries, UnmergeRequest
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.tables import ENTRY, MESSAGE
from tests.store.builders import (
    NOW,
    a_decision,
    a_delivery,
    act,
    an_entry,
    claim_one,
    keep,
    keys_of,
    look,
    take_in,
)

JANE, OLU = "jane@kestrelpark.example", "olu@kestrelpark.example"
TOMASZ = "tomasz@it.example"


def seen_of(database: Database, *numbers: int, **more: Any) -> Snapshot:
    """What the database knows of these requests."""
    return look(database, Keys(trust="oak", address="", numbers=numbers, **more))


def do(database: Database, *numbers: int, effects: Sequence[Effect], first: Snapshot | None = None) -> Snapshot:
    """Commit the effects of one mail of a technician's on these requests; gives what they rested on."""
    keep(database, a_delivery(), senders=[TOMASZ])
    claimed = claim_one(database)
    keys = keys_of(claimed, address=TOMASZ, numbers=numbers)
    seen = first or look(database, keys)
    act(database, claimed, a_decision(*effects), seen=seen, keys=keys)
    return seen


def request(database: Database, number: int) -> Request:
    """The request as it is now."""
    return seen_of(database, number).requests[number]


@pytest.fixture
def two(database: Database) -> tuple[int, int]:
    """Jane's request with two entries, and Olu's with one."""
    (first, seen), (second, _) = take_in(database, address=JANE), take_in(database, address=OLU)
    again = an_entry(first, text="and room 12", author_key=seen.fresh.person_key)
    do(database, first, effects=[again])
    return first, second


def test_a_participant_is_there_once_and_can_be_taken_off(database: Database, two: tuple[int, int]) -> None:
    first, second = two
    olu = request(database, second).requester
    for _ in range(2):
        do(database, first, effects=[AddParticipant(first, olu.key)])
    assert [person.address for person in request(database, first).participants] == [OLU]
    do(database, first, effects=[RemoveParticipant(first, olu.key)])
    assert request(database, first).participants == ()


def test_somebody_new_is_known_and_on_it_in_one_commit(database: Database, two: tuple[int, int]) -> None:
    greta = Person(None, "gretaaaa", "Greta", "greta@kestrelpark.example", ("kestrel",))
    do(database, two[0], effects=[AddPerson(greta), AddParticipant(two[0], greta.key)])
    (found,) = request(database, two[0]).participants
    assert (found.address, found.schools) == (greta.address, ("kestrel",))
    seen = look(database, Keys(trust="oak", address="", addresses=(greta.address,)))
    assert [person.key for person in seen.people] == [greta.key]
    assert greta.address in seen.addresses


def test_a_merge_copies_the_story_and_leads_on(database: Database, two: tuple[int, int]) -> None:
    first, second = two
    event = an_entry(second, text="goes on as the other", part=8)
    merged = [MergeRequest(second, first), SetState(second, "merged", NOW), event, an_entry(first, text="I come")]
    do(database, first, second, effects=merged)
    survivor, gone = request(database, first), request(database, second)
    assert [entry.text for entry in survivor.entries] == ["help", "and room 12", "help", "I come"]
    assert [entry.number for entry in survivor.entries] == [1, 2, 3, 4]
    assert survivor.next_entry == 5
    assert (gone.state, gone.merged_into) == ("merged", first)
    assert [entry.text for entry in gone.entries] == ["help", "goes on as the other"]
    # the number alone is enough to find what it goes on as, also through another merge
    assert set(seen_of(database, second).requests) == {first, second}
    third, _ = take_in(database, address="tom@kestrelpark.example")
    do(database, first, third, effects=[MergeRequest(first, third), SetState(first, "merged", NOW)])
    assert set(seen_of(database, second).requests) == {first, second, third}


def test_a_merge_that_was_taken_back_can_be_made_again(database: Database, two: tuple[int, int]) -> None:
    first, second = two
    there = [MergeRequest(second, first), an_entry(second, text="there", part=8), an_entry(first, text="here", part=8)]
    do(database, first, second, effects=there)
    do(database, first, second, effects=[UnmergeRequest(second), SetState(second, "open", NOW)])
    assert request(database, second).merged_into is None
    do(database, first, second, effects=there)
    numbers = [entry.number for entry in request(database, first).entries]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_merge_with_what_has_changed_since_is_not_written(database: Database, two: tuple[int, int]) -> None:
    first, second = two
    stale = seen_of(database, first, second)
    do(database, first, effects=[an_entry(first, text="meanwhile")])
    with pytest.raises(StaleSnapshot):
        do(database, first, second, effects=[MergeRequest(second, first)], first=stale)
    assert request(database, second).merged_into is None
    with database.read() as unit:
        assert unit.connection.execute(select(ENTRY).where(ENTRY.c.request == second)).all()


def test_moved_entries_are_numbered_anew_and_replies_to_them_follow(database: Database, two: tuple[int, int]) -> None:
    first, _ = two
    before = seen_of(database, first)
    old, fresh = before.requests[first], before.fresh
    opened = OpenRequest(
        number=fresh.number,
        tag=fresh.tag,
        reference=fresh.reference,
        school="kestrel",
        requester_key=old.requester.key,
        subject="room 12",
        state="open",
        priority="P3",
        opened_at=NOW - timedelta(hours=1),
        linked_to=first,
    )
    moved = MoveEntries(first, fresh.number, 2)
    do(database, first, effects=[opened, moved, an_entry(fresh.number, text="I come", part=1)], first=before)
    left, new = request(database, first), request(database, fresh.number)
    assert [entry.text for entry in left.entries] == ["help"]
    assert (left.last_requester_entry, left.waiting_since) == (1, None)
    assert [(entry.number, entry.text) for entry in new.entries] == [(1, "and room 12"), (2, "I come")]
    assert (new.next_entry, new.opened_at) == (3, NOW - timedelta(hours=1))
    with database.read() as unit:
        rows = unit.connection.execute(
            select(MESSAGE.c.request).join(ENTRY, ENTRY.c.message == MESSAGE.c.id).where(ENTRY.c.text == "and room 12")
        )
        assert rows.scalars().all() == [fresh.number]


def test_a_link_is_one_and_seen_from_both(database: Database, two: tuple[int, int]) -> None:
    first, second = two
    for effect in (LinkRequest(second, first), LinkRequest(first, second)):
        do(database, first, second, effects=[effect])
    assert request(database, first).links == (second,)
    assert request(database, second).links == (first,)
    with database.read() as unit:
        assert unit.connection.execute(text("SELECT count(*) FROM link")).scalar_one() == 1


def test_another_trust_neither_finds_a_number_nor_an_address(database: Database, two: tuple[int, int]) -> None:
    seen = look(database, Keys(trust="elm", address="", numbers=two, addresses=(JANE, OLU)))
    assert seen.requests == {}
    assert seen.people == ()


def test_what_was_asked_within_the_day_is_known_with_its_words(database: Database) -> None:
    number, _ = take_in(database, address=JANE)
    soon = look(database, Keys(trust="oak", address=JANE, subject="Re: Help!"), now=NOW + timedelta(minutes=5))
    assert [one.asked for one in soon.open_requests] == ["help"]
    assert number in soon.requests
    other = look(database, Keys(trust="oak", address=JANE, subject="the hall"), now=NOW + timedelta(minutes=5))
    assert [one.asked for one in other.open_requests] == ["help"]
    assert number not in other.requests
    later = look(database, Keys(trust="oak", address=JANE, subject="help"), now=NOW + timedelta(hours=2))
    assert [one.asked for one in later.open_requests] == ["help"]
    assert number not in later.requests
    tomorrow = look(database, Keys(trust="oak", address=JANE), now=NOW + timedelta(hours=25))
    assert [one.asked for one in tomorrow.open_requests] == [""]


def test_a_confidential_request_is_known_as_such_in_lists(database: Database) -> None:
    number, _ = take_in(database, address=JANE)
    do(database, number, effects=[SetState(number, "open", NOW, sensitive=True)])
    assert [one.sensitive for one in look(database, Keys(trust="oak", address=JANE)).open_requests] == [True]
    do(database, number, effects=[SetState(number, "closed", NOW)])
    assert [one.sensitive for one in look(database, Keys(trust="oak", address=JANE)).previous_requests] == [True]
