"""Decisions become rows: all of them or none, once for each message, and only on what the snapshot saw."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mailbot.core.model.article import Article
from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, RecordOutcome, SaveArticle
from mailbot.core.model.effects.on_people import MarkAddress
from mailbot.core.model.effects.on_request import Assign, SetPriority, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.request import OfferedArticle
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.fault import install
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.errors import DuplicateMessage, StaleClaim, StaleSnapshot
from mailbot.store.flow import inbox, timers
from mailbot.store.flow.messages import Cause
from mailbot.store.tables import ADDRESS_STATE, AUDIT, ENTRY, INBOX, MESSAGE, METADATA, OUTBOX, REQUEST, TIMER
from tests.store.builders import (
    NOW,
    a_decision,
    a_delivery,
    a_mail,
    act,
    an_entry,
    claim_one,
    keep,
    keys_of,
    look,
    look_at,
    opening,
    some_fresh,
    take_in,
)

JANE = "jane@kestrelpark.example"


def test_a_new_sender_gets_a_person_a_request_an_entry_and_a_mail(database: Database) -> None:
    number, _ = take_in(database, mails=True)
    seen = look(database, Keys(trust="oak", address=JANE))
    person = seen.person_at(JANE)
    assert person is not None
    assert person.schools == ("kestrel",)
    assert [brief.number for brief in seen.open_requests] == [number]
    assert seen.addresses[JANE].automatic_at == (NOW,)
    request = _request(database, number)
    assert (request.state, request.next_entry, request.last_requester_entry) == ("open", 2, 1)
    assert (request.requester, request.ticket_at, request.version) == (person, NOW, 1)
    assert [entry.text for entry in request.entries] == ["help"]
    assert _count(database, OUTBOX) == _count(database, AUDIT) == 1


def test_hostile_texts_and_long_message_ids_become_a_request_like_any_other(database: Database) -> None:
    keep(database, a_delivery(), senders=[JANE])
    claimed = claim_one(database)
    long = "é" * 5_000
    keys = keys_of(claimed, own_message_id=long, content_key=f"v1:{long}", subject="a\0b\udc80")
    seen = look(database, keys)
    act(database, claimed, opening(seen, address=JANE, text="no\0thing \udcff"), seen=seen, keys=keys)
    assert look(database, keys).duplicate_of is not None
    again = look(database, Keys(trust="oak", address="", message_ids=(long,)))
    assert again.by_message_id == {long: seen.fresh.number}
    assert again.requests[seen.fresh.number].entries[0].text == "nothing ?"


def test_a_second_delivery_opens_no_second_ticket(database: Database) -> None:
    first, second = keep(database, a_delivery("same"), a_delivery("same"), senders=[JANE, "tom@x.example"])
    one, two = inbox.claim(database, limit=2, lease_seconds=60)
    keys = keys_of(one, address=JANE)
    seen = look(database, keys)
    act(database, one, opening(seen, address=JANE), seen=seen, keys=keys)
    # the other daemon took its snapshot before that commit
    blind = replace(seen, fresh=some_fresh())
    with pytest.raises(DuplicateMessage) as raised:
        act(database, two, opening(blind, address=JANE), seen=blind, keys=keys)
    assert raised.value.first_inbox == first
    assert _count(database, REQUEST) == 1
    again = look(database, keys)
    assert again.duplicate_of == raised.value.message
    with database.write() as unit:
        inbox.duplicate(unit, two, message=raised.value.message, now=NOW)
        unit.commit()
    with database.read() as unit:
        assert unit.connection.execute(select(INBOX.c.state).where(INBOX.c.id == second)).scalar() == "duplicate"


def test_two_mails_of_one_person_cannot_both_act_on_one_snapshot(database: Database) -> None:
    take_in(database)
    keep(database, a_delivery(), a_delivery(), senders=["a", "b"])
    one, two = inbox.claim(database, limit=2, lease_seconds=60)
    keys, others = keys_of(one, address=JANE), keys_of(two, address=JANE)
    seen = look(database, keys)
    act(database, one, opening(seen, address=JANE), seen=seen, keys=keys)
    before = _everything(database)
    blind = replace(seen, fresh=some_fresh())
    with pytest.raises(StaleSnapshot):
        act(database, two, opening(blind, address=JANE), seen=blind, keys=others, outgoing=[a_mail(JANE)])
    assert _everything(database) == before
    fresh = look(database, others)
    act(database, two, opening(fresh, address=JANE), seen=fresh, keys=others)
    assert _count(database, REQUEST) == 3


def test_a_request_that_changed_since_is_not_written(database: Database) -> None:
    number, _ = take_in(database)
    seen = _seen(database, number)
    _apply(database, seen, "timer:1:0", SetPriority(request=number, priority="P1"))
    before = _everything(database)
    with pytest.raises(StaleSnapshot):
        _apply(database, seen, "timer:2:0", an_entry(number), SetPriority(request=number, priority="P2"))
    assert _everything(database) == before
    assert _request(database, number).priority == "P1"
    assert _request(database, number).version == 2


def test_another_open_request_of_the_sender_that_changed_since_is_a_lost_swap(database: Database) -> None:
    number, _ = take_in(database)
    (row,) = keep(database, a_delivery())
    claimed = claim_one(database)
    keys = keys_of(claimed, address=JANE)
    seen = look(database, keys)
    _apply(database, _seen(database, number), "timer:1:0", Assign(request=number, technician="tomasz", line=1))
    with pytest.raises(StaleSnapshot):
        act(database, claimed, opening(seen, address=JANE), seen=seen, keys=keys)
    assert row == claimed.id


def test_the_caps_are_exact_because_a_mail_to_the_requester_swaps_their_address(database: Database) -> None:
    number, _ = take_in(database)
    seen = _seen(database, number)
    other = replace(seen, requests={}, open_requests=())
    mail, ready = a_mail(JANE)
    with database.write() as unit:
        apply(unit, a_decision(mail), snapshot=other, cause=Cause("timer:1:0"), outgoing=[(mail, ready)], now=NOW)
        unit.commit()
    mail, ready = a_mail(JANE)
    with pytest.raises(StaleSnapshot), database.write() as unit:
        apply(unit, a_decision(mail), snapshot=other, cause=Cause("timer:2:0"), outgoing=[(mail, ready)], now=NOW)


def test_a_stale_claim_takes_everything_back(database: Database) -> None:
    keep(database, a_delivery(), senders=[JANE])
    old = claim_one(database, lease_seconds=-1)
    claim_one(database)
    keys = keys_of(old)
    seen = look(database, keys)
    with pytest.raises(StaleClaim):
        act(database, old, opening(seen, address=JANE), seen=seen, keys=keys, outgoing=[a_mail(JANE)])
    assert _count(database, REQUEST) == _count(database, MESSAGE) == _count(database, OUTBOX) == 0


def test_one_cause_sends_one_mail_of_a_kind_to_a_recipient(database: Database) -> None:
    number, _ = take_in(database)
    seen = _seen(database, number)
    one, two = a_mail("lead@x.example"), a_mail("lead@x.example")
    with pytest.raises(IntegrityError), database.write() as unit:
        apply(unit, a_decision(), snapshot=seen, cause=Cause("timer:1:0"), outgoing=[one, two], now=NOW)
    assert _count(database, OUTBOX) == 0


def test_every_effect_is_written(database: Database) -> None:
    number, _ = take_in(database)
    article = Article(id="KB-7", trust="oak", title="Projector", body="Swap the lead", state="draft", line=1)
    offered = OfferedArticle(id="KB-7", version=1, title="Projector", rank=1, confidence=0.8)
    due = NOW + timedelta(hours=2)
    _apply(
        database,
        _seen(database, number),
        "timer:1:0",
        MakeOffer(request=number, articles=(offered,)),
        SaveArticle(article=article, reference="articleref", from_request=number),
        ScheduleTimer(request=number, kind="offer_silence", round=1, due_at=due),
        ScheduleTimer(request=number, kind="offer_silence", round=1, due_at=due),
        MarkAddress(address="gone@x.example", bounced_at=NOW),
        Assign(request=number, technician="tomasz", line=2),
    )
    seen = _seen(database, number)
    assert seen.requests[number].offered == (offered,)
    assert seen.articles == {"KB-7": article}
    assert seen.workload == {"tomasz": {"P3": 1}}
    assert (seen.requests[number].assignee, seen.requests[number].line) == ("tomasz", 2)
    _apply(
        database,
        seen,
        "timer:2:0",
        RecordOutcome(request=number, outcome="solved"),
        PublishArticle(id="KB-7", by="ruth"),
        CancelTimers(request=number, kind="offer_silence"),
        SetState(request=number, state="solved", at=NOW, outcome="solved"),
    )
    seen = _seen(database, number)
    assert seen.requests[number].offered[0].outcome == "solved"
    assert seen.articles["KB-7"].state == "published"
    assert seen.requests[number].state == "solved"
    assert timers.claim(database, now=due, limit=5, lease_seconds=60) == ()
    assert _count(database, TIMER) == 1
    with database.read() as unit:
        bounced = select(ADDRESS_STATE.c.bounced_at).where(ADDRESS_STATE.c.address == "gone@x.example")
        assert unit.connection.execute(bounced).scalar() == NOW


def test_two_approvals_of_one_draft_publish_it_once(database: Database) -> None:
    article = Article(id="KB-7", trust="oak", title="Projector", body="Swap the lead", state="draft")
    empty = look(database, Keys(trust="oak", address=""))
    _apply(database, empty, "timer:1:0", SaveArticle(article=article, reference="articleref"))
    seen = replace(empty, articles={"KB-7": article})
    _apply(database, seen, "timer:2:0", PublishArticle(id="KB-7", by="ruth"))
    with pytest.raises(StaleSnapshot):
        _apply(database, seen, "timer:3:0", PublishArticle(id="KB-7", by="megan"))


def test_a_new_article_never_overwrites_one_that_took_its_number(database: Database) -> None:
    article = Article(id="KB-7", trust="oak", title="Projector", body="Swap the lead")
    empty = look(database, Keys(trust="oak", address=""))
    _apply(database, empty, "timer:1:0", SaveArticle(article=article, reference="one"))
    with pytest.raises(StaleSnapshot):
        _apply(database, empty, "timer:2:0", SaveArticle(article=replace(article, body="Other"), reference="two"))


def test_a_decision_about_a_request_that_nobody_looked_at_is_a_bug(database: Database) -> None:
    number, _ = take_in(database)
    with pytest.raises(LookupError):
        _apply(database, look(database, Keys(trust="oak", address="")), "timer:1:0", an_entry(number))


def test_a_kill_at_any_point_before_the_commit_leaves_nothing(database: Database) -> None:
    points: list[str] = []
    install(points.append)
    try:
        take_in(database, mails=True)
    finally:
        install(None)
    inside = [name for name in dict.fromkeys(points) if name.startswith(("apply.", "inbox.end"))]
    assert len(inside) >= 9
    for nth, name in enumerate(inside):
        address = f"nth{nth}@kestrelpark.example"
        keep(database, a_delivery(), senders=[address])
        claimed = claim_one(database)
        keys = keys_of(claimed)
        seen = look(database, keys)
        before = _everything(database)
        install(_dying_at(name))
        try:
            with pytest.raises(KeyboardInterrupt):
                act(database, claimed, opening(seen, address=address), seen=seen, keys=keys, outgoing=[a_mail(address)])
        finally:
            install(None)
        assert _everything(database) == before, name
        act(database, claimed, opening(seen, address=address), seen=seen, keys=keys, outgoing=[a_mail(address)])


def _dying_at(point: str):  # type: ignore[no-untyped-def]  # a closure of a test
    def die(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    return die


def _seen(database: Database, number: int) -> Snapshot:
    return look_at(database, number)


def _request(database: Database, number: int):  # type: ignore[no-untyped-def]  # core's Request
    return _seen(database, number).requests[number]


def _apply(database: Database, seen: Snapshot, cause: str, *effects) -> None:  # type: ignore[no-untyped-def]  # effects
    with database.write() as unit:
        apply(unit, a_decision(*effects), snapshot=seen, cause=Cause(cause), outgoing=[], now=NOW)
        unit.commit()


def _count(database: Database, table) -> int:  # type: ignore[no-untyped-def]  # a table
    with database.read() as unit:
        return int(unit.connection.execute(select(func.count()).select_from(table)).scalar_one())


def _everything(database: Database) -> dict[str, list[object]]:
    with database.read() as unit:
        return {
            table.name: sorted(map(repr, unit.connection.execute(select(table)).all()))
            for table in METADATA.sorted_tables
        }


def test_entries_are_numbered_on_and_the_first_and_last_are_seen(database: Database) -> None:
    number, _ = take_in(database)
    entries = [replace(an_entry(number, text=f"n{part}", part=part), kind="note") for part in range(80)]
    _apply(database, _seen(database, number), "timer:1:0", *entries)
    request = _request(database, number)
    assert request.next_entry == 82
    assert [entry.number for entry in request.entries] == [*range(1, 6), *range(37, 82)]
    assert _count(database, ENTRY) == 81
