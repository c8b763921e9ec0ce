"""Leave, load and the moments from which clocks follow, as the database keeps them."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from mailbot.core.model.effects.on_request import AddEntry, Assign, RecordBreach, SetState
from mailbot.core.model.people import Leave
from mailbot.core.model.request import Request, StateChange
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.facts import duty
from mailbot.store.flow.messages import Cause
from tests.store.builders import NOW, a_decision, look_at, take_in

HOUR = timedelta(hours=1)
_causes = count()
AWAY = Leave("megan", NOW - HOUR, NOW + HOUR, cover="jordan", source="command", reason="dentist")


def seen_now(database: Database, number: int) -> Snapshot:
    return look_at(database, number)


def request_of(database: Database, number: int) -> Request:
    return seen_now(database, number).requests[number]


def do(database: Database, number: int, *effects: object) -> None:
    seen = seen_now(database, number)
    with database.write() as unit:
        apply(unit, a_decision(*effects), snapshot=seen, cause=Cause(f"test:{next(_causes)}"), outgoing=[], now=NOW)  # type: ignore[arg-type]
        unit.commit()


def added(database: Database, leave: Leave, *, trust: str = "oak") -> int:
    with database.write() as unit:
        number = duty.add_leave(unit, leave, trust=trust, now=NOW)
        unit.commit()
    return number


def test_leave_comes_with_the_snapshot_until_it_is_over_or_taken_back(database: Database) -> None:
    number, _ = take_in(database)
    id_ = added(database, AWAY)
    added(database, replace(AWAY, start=NOW - 2 * HOUR, end=NOW))
    added(database, AWAY, trust="elm")
    endless = replace(AWAY, technician="ruth", start=NOW, end=None)
    other = added(database, endless)
    assert seen_now(database, number).leave == (replace(AWAY, id=id_), replace(endless, id=other))
    with database.write() as unit:
        assert duty.cancel_leave(unit, id_, trust="elm", now=NOW) is None
        assert duty.cancel_leave(unit, id_, trust="oak", now=NOW) == replace(AWAY, id=id_)
        assert duty.cancel_leave(unit, id_, trust="oak", now=NOW) is None
        unit.commit()
    assert seen_now(database, number).leave == (replace(endless, id=other),)


def test_the_same_leave_twice_is_one_with_the_newest_cover(database: Database) -> None:
    number, _ = take_in(database)
    first = added(database, AWAY)
    assert added(database, replace(AWAY, cover="aaliyah")) == first
    assert [leave.cover for leave in seen_now(database, number).leave] == ["aaliyah"]


def test_every_change_of_state_is_kept_and_the_same_state_again_is_none(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, SetState(number, "pending", NOW + HOUR), SetState(number, "pending", NOW + 2 * HOUR))
    do(database, number, SetState(number, "open", NOW + 3 * HOUR))
    do(database, number, SetState(number, "open", NOW + 4 * HOUR, sensitive=True))
    assert request_of(database, number).changes == (
        StateChange(NOW, "open"),
        StateChange(NOW + HOUR, "pending"),
        StateChange(NOW + 3 * HOUR, "open"),
    )


def test_an_answer_is_remembered_and_ends_the_waiting(database: Database) -> None:
    number, _ = take_in(database)
    request = request_of(database, number)
    assert (request.answered_at, request.waiting_since) == (None, NOW)
    do(database, number, AddEntry(number, "answer", "Tomasz", "swap the lead", NOW + HOUR))
    thanks = AddEntry(number, "message", "Jane", "ta", NOW + 2 * HOUR, request.requester.key, wants_answer=False)
    do(database, number, thanks)
    request = request_of(database, number)
    assert (request.answered_at, request.waiting_since) == (NOW + HOUR, None)
    word = replace(thanks, text="still black", at=NOW + 3 * HOUR, wants_answer=True)
    do(database, number, word, replace(word, at=NOW + 4 * HOUR))
    assert request_of(database, number).waiting_since == NOW + 3 * HOUR
    do(database, number, AddEntry(number, "note", "Ruth", "hm", NOW + 5 * HOUR, internal=True))
    assert request_of(database, number).waiting_since == NOW + 3 * HOUR
    do(database, number, AddEntry(number, "answer", "Tomasz", "coming", NOW + 6 * HOUR))
    request = request_of(database, number)
    assert (request.answered_at, request.waiting_since) == (NOW + HOUR, None)


def test_a_breach_once_recorded_stays_as_it_was(database: Database) -> None:
    number, _ = take_in(database)
    do(database, number, RecordBreach(number, "first_response", NOW + HOUR))
    do(database, number, RecordBreach(number, "first_response", NOW + 2 * HOUR))
    do(database, number, RecordBreach(number, "resolution", NOW + 3 * HOUR))
    assert request_of(database, number).breaches == {"first_response": NOW + HOUR, "resolution": NOW + 3 * HOUR}


def test_load_is_counted_by_technician_and_priority_of_open_tickets(database: Database) -> None:
    one, _ = take_in(database)
    other, _ = take_in(database, address="tom@brackenridge.example")
    for number in (one, other):
        do(database, number, Assign(number, "tomasz", 1))
    assert seen_now(database, one).workload == {"tomasz": {"P3": 2}}
    do(database, other, SetState(other, "pending", NOW))
    assert seen_now(database, one).workload == {"tomasz": {"P3": 1}}
