"""What directives say of a request becomes columns and rows; what a mail did can be taken back once, for a while."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_people import AddPerson
from mailbot.core.model.effects.on_request import (
    AddEntry,
    KeepUndo,
    LogTime,
    SetDue,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
    UseUndo,
)
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Keys, Snapshot, Token
from mailbot.core.model.undo import Marks, Rest, Undoable
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.facts import undoable
from mailbot.store.flow import outbox
from mailbot.store.tables import ENTRY, REQUEST, TIME_SPENT, UNDO
from tests.store.builders import NOW, a_decision, a_delivery, a_mail, act, claim_one, keep, keys_of, look, take_in, word

WAS = Marks("open", "kestrel", "janeaaaa", "P3", 1, due_at=NOW, tags=("hall",), waiting_since=NOW)
SAM = "sam@kestrelpark.example"


def found(database: Database, number: int, *, now: Any = NOW, purpose: str = "t") -> Snapshot:
    tokens = (Token(purpose, word(10), "tomaszaa", 1, 1),)  # type: ignore[arg-type]  # one of the purposes
    keys = Keys(trust="oak", address="tomasz@it.example", tag=(number, _tag(database, number)), tokens=tokens)
    return look(database, keys, now=now)


def _tag(database: Database, number: int) -> str:
    with database.read() as unit:
        return str(unit.connection.execute(select(REQUEST.c.tag).where(REQUEST.c.number == number)).scalar_one())


def do(database: Database, number: int, *effects: Effect, mails: Any = (), seen: Snapshot | None = None) -> None:
    keep(database, a_delivery())
    claimed = claim_one(database)
    keys = keys_of(claimed, tag=(number, _tag(database, number)))
    snapshot = seen or look(database, keys)
    act(database, claimed, a_decision(*effects), seen=snapshot, keys=keys, outgoing=mails)


def request_of(database: Database, number: int) -> Request:
    return found(database, number).requests[number]


def test_what_is_said_of_a_request_is_read_back(database: Database) -> None:
    number, _ = take_in(database)
    friday = NOW + timedelta(days=2)
    do(
        database,
        number,
        SetDue(number, friday, NOW),
        SetTags(number, ("hall", "gr\u00fcn")),
        SetSchool(number, "bracken"),
        SetState(number, "pending", NOW, until=friday),
        LogTime(number, "tomasz", 15),
        LogTime(number, "ruth", 5),
        LogTime(number, "tomasz", 30),
    )
    request = request_of(database, number)
    assert (request.due_at, request.due_set_at, request.pending_until) == (friday, NOW, friday)
    assert (request.tags, request.school, request.spent) == (
        ("hall", "gr\u00fcn"),
        "bracken",
        {"ruth": 5, "tomasz": 45},
    )
    do(database, number, SetState(number, "open", NOW), SetDue(number, None, None), LogTime(number, "ruth", -5))
    request = request_of(database, number)
    assert (request.due_at, request.pending_until, request.spent) == (None, None, {"tomasz": 45})


def test_a_request_becomes_somebody_elses_known_or_new(database: Database) -> None:
    number, _ = take_in(database)
    sam = Person(None, word(8), "Sam", SAM, ("kestrel",))
    do(database, number, AddPerson(sam), SetRequester(number, sam))
    request = request_of(database, number)
    assert (request.requester.key, request.requester.address, request.requester.name) == (sam.key, SAM, "Sam")


def an_undo(number: int, **changes: Any) -> Undoable:
    after = replace(WAS, state="solved", waiting_since=None, answered_at=NOW)
    return replace(Undoable(number, "tomasz", NOW, WAS, after, Rest(15, (2,), "KB-1@2", ("KB-9",))), **changes)


def answer(number: int, *, held: timedelta) -> Any:
    mail, ready = a_mail("jane@kestrelpark.example", request=number)
    content = AnswerMail("Jane", "Kestrel", number, "Tomasz", "Swap it.")
    return replace(mail, content=content, held_back=held), ready


def test_what_a_mail_did_is_read_back_for_a_technician_alone(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, KeepUndo(an_undo(number)))
    [kept] = found(database, number).undoable
    assert replace(kept, id=None) == an_undo(number)
    assert found(database, number, purpose="r").undoable == ()
    assert found(database, number, now=NOW + timedelta(hours=2)).undoable == ()


def test_mails_that_are_held_back_are_known_and_sent_later(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, KeepUndo(an_undo(number)), mails=[answer(number, held=timedelta(minutes=5))])
    [kept] = found(database, number).undoable
    assert (len(kept.waiting), kept.gone) == (1, 0)
    assert not outbox.claim(database, limit=9, lease_seconds=60, now=NOW)
    assert len(outbox.claim(database, limit=9, lease_seconds=60, now=NOW + timedelta(minutes=5))) == 1
    [late] = found(database, number, now=NOW + timedelta(minutes=5)).undoable
    assert (late.waiting, late.gone) == ((), 1)


def test_a_mail_of_which_nobody_knows_whether_it_left_is_not_said_to_be_unsent(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, KeepUndo(an_undo(number)), mails=[answer(number, held=timedelta())])
    assert [len(one.waiting) for one in found(database, number).undoable] == [1]
    (mail,) = outbox.claim(database, limit=9, lease_seconds=-1, now=NOW)  # its worker died with it
    assert [(one.waiting, one.gone) for one in found(database, number).undoable] == [((), 1)]
    with database.write() as unit:
        outbox.retry(unit, mail, not_before=NOW + timedelta(minutes=1), why="450 later")
        unit.commit()
    assert [(len(one.waiting), one.gone) for one in found(database, number).undoable] == [(1, 0)]


def taken_back(database: Database, number: int) -> UseUndo:
    entry = AddEntry(number, "answer", "Tomasz", "Swap it.", NOW)
    do(database, number, entry, KeepUndo(an_undo(number)), mails=[answer(number, held=timedelta(minutes=5))])
    [kept] = found(database, number).undoable
    assert kept.id is not None
    return UseUndo(number, kept.id, kept.waiting, (2,), None, NOW)


def test_taken_back_the_mail_is_never_sent_and_its_words_are_a_note(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, taken_back(database, number))
    assert not outbox.claim(database, limit=9, lease_seconds=60, now=NOW + timedelta(days=1))
    assert not outbox.claim_failures(database, limit=9, lease_seconds=60)
    request = request_of(database, number)
    assert (request.answered_at, request.waiting_since) == (None, NOW)
    with database.read() as unit:
        [words] = unit.connection.execute(select(ENTRY).where(ENTRY.c.request == number, ENTRY.c.number == 2)).all()
    assert (words.kind, words.internal) == ("note", True)
    assert found(database, number).undoable == ()


def test_a_second_undo_of_the_same_finds_it_gone(database: Database) -> None:
    number, _ = take_in(database)
    use = taken_back(database, number)
    do(database, number, use)
    with pytest.raises(StaleSnapshot, match="undone since"):
        do(database, number, use)


@pytest.mark.parametrize("gone", [False, True], ids=["leaves", "left"])
def test_a_mail_that_left_meanwhile_is_not_said_to_be_held(database: Database, gone: bool) -> None:
    number, _ = take_in(database)
    use = taken_back(database, number)
    (mail,) = outbox.claim(database, limit=9, lease_seconds=60, now=NOW + timedelta(minutes=6))
    if gone:
        with database.write() as unit:
            outbox.sent(unit, mail, now=NOW + timedelta(minutes=6))
            unit.commit()
    with pytest.raises(StaleSnapshot, match="on its way"):
        do(database, number, use)
    with database.read() as unit:
        assert unit.connection.execute(select(func.count()).where(UNDO.c.used_at.is_not(None))).scalar() == 0


def test_another_trust_sees_nothing_of_it(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, KeepUndo(an_undo(number)), LogTime(number, "tomasz", 15))
    with database.read() as unit:
        assert undoable.undoable_on(unit, trust="elm", numbers=[number], now=NOW) == ()
        assert undoable.spent_on(unit, trust="elm", numbers=[number]) == {}
        assert unit.connection.execute(select(func.count()).select_from(TIME_SPENT)).scalar() == 1
