"""A mail that waits for a word: kept by its reference, found with its bytes, and the word counts once."""

import pytest
from sqlalchemy import select

from mailbot.core.model.effects.on_mail import HoldMessage, UseReference
from mailbot.core.model.snapshot import Keys, Snapshot, Token
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.tables import REQUEST
from tests.store.builders import NOW, a_decision, a_delivery, act, an_entry, claim_one, keep, keys_of, look, take_in

REFERENCE = "heldaaaaaa"


def _asking(purpose: str = "c") -> Keys:
    token = Token(purpose, REFERENCE, "tomaszaa", 1, 1)  # type: ignore[arg-type]  # one of the purposes
    return Keys(trust="oak", address="tomasz@it.example", tokens=(token,))


def _held(database: Database, *, request: int | None) -> Snapshot:
    """A mail waits, about this request; gives what a confirmation finds."""
    keep(database, a_delivery("the mail that waits"))
    claimed = claim_one(database)
    keys = keys_of(claimed, tag=_tag(database, request))
    entry = () if request is None else (an_entry(request),)
    decision = a_decision(*entry, HoldMessage(REFERENCE, claimed.id, request), outcome="unverified")
    act(database, claimed, decision, seen=look(database, keys), keys=keys)
    return look(database, _asking())


def _tag(database: Database, number: int | None) -> tuple[int, str] | None:
    with database.read() as unit:
        found = unit.connection.execute(select(REQUEST.c.tag).where(REQUEST.c.number == number)).scalar()
    return (number, found) if number is not None and found is not None else None


def test_it_is_found_by_its_token_with_its_bytes_and_its_request(database: Database) -> None:
    number, _ = take_in(database)
    found = _held(database, request=number)
    held = found.held[REFERENCE]
    assert (held.request, held.used_at) == (number, None)
    assert b"the mail that waits" in held.raw
    assert number in found.requests


def test_it_may_be_about_no_request(database: Database) -> None:
    found = _held(database, request=None)
    assert found.held[REFERENCE].request is None
    assert not found.requests


def test_only_a_confirmation_token_brings_its_bytes(database: Database) -> None:
    _held(database, request=None)
    assert not look(database, _asking("b")).held


def test_a_word_for_it_counts_once(database: Database) -> None:
    seen = _held(database, request=None)
    words = []
    for text in ("yes", "yes again"):
        keep(database, a_delivery(text))
        words.append(claim_one(database))
    decision = a_decision(UseReference(REFERENCE), outcome="directive_done")
    act(database, words[0], decision, seen=seen, keys=keys_of(words[0]))
    with pytest.raises(StaleSnapshot):
        act(database, words[1], decision, seen=seen, keys=keys_of(words[1]))
    assert look(database, _asking()).held[REFERENCE].used_at == NOW
