"""Timers: due once, done once, cancelled for good, given up after five attempts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.sla.reminders import Step
from mailbot.store.engine import Database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import timers
from mailbot.store.flow.timers import ClaimedTimer
from mailbot.store.tables import AUDIT, TIMER
from tests.store.builders import NOW

DUE = NOW + timedelta(hours=2)


def test_a_timer_is_claimed_when_due_and_done_once(database: Database) -> None:
    _schedule(database)
    _schedule(database)
    assert _claim(database, at=DUE - timedelta(seconds=1)) == ()
    (tick,) = _claim(database)
    assert (tick.request, tick.kind, tick.round, tick.due_at, tick.attempts) == (1001, "offer_silence", 1, DUE, 1)
    assert tick.cause == f"timer:{tick.id}:0"
    assert _claim(database) == ()
    with database.write() as unit:
        timers.done(unit, tick)
        unit.commit()
    _schedule(database)
    assert _claim(database, at=DUE + timedelta(days=9)) == ()


def test_who_is_told_that_a_ticket_moved_away_is_told_though_its_reminders_are_cancelled(database: Database) -> None:
    moved, own = Step(moved_from=7).number, Step(50).number
    with database.write() as unit:
        for step in (moved, own):
            effect = ScheduleTimer(1001, "remind_resolution", 1, DUE, step)
            timers.schedule(unit, effect, trust="oak")
        timers.cancel(unit, trust="oak", request=1001, kind="remind_resolution")
        unit.commit()
    assert [tick.step for tick in _claim(database)] == [moved]


def test_a_cancelled_timer_is_taken_from_whoever_holds_it_and_may_wait_again(database: Database) -> None:
    _schedule(database)
    (tick,) = _claim(database)
    with database.write() as unit:
        timers.cancel(unit, trust="elm", request=1001, kind="offer_silence")
        timers.cancel(unit, trust="oak", request=1001, kind="close_solved")
        timers.cancel(unit, trust="oak", request=1001, kind="offer_silence")
        unit.commit()
    with pytest.raises(StaleClaim), database.write() as unit:
        timers.done(unit, tick)
    assert _claim(database) == ()
    _schedule(database)
    assert [again.id for again in _claim(database)] == [tick.id]


def test_a_late_tick_changes_nothing(database: Database) -> None:
    _schedule(database)
    (old,) = _claim(database, lease_seconds=-1)
    (new,) = _claim(database)
    with pytest.raises(StaleClaim), database.write() as unit:
        timers.skip(unit, old, reason="late")
    with database.write() as unit:
        timers.skip(unit, new, reason="nothing to do")
        unit.commit()


def test_a_timer_that_fails_five_times_is_skipped_with_its_reason(database: Database) -> None:
    _schedule(database)
    for _ in range(5):
        (tick,) = _claim(database)
        with database.write() as unit:
            timers.failed(unit, tick, why="boom", delay_seconds=-1)
            unit.commit()
    assert _claim(database) == ()
    with database.read() as unit:
        row = unit.connection.execute(select(TIMER)).one()
    assert (row.state, row.reason) == ("skipped", "given up after 5 attempts")


def test_a_timer_given_back_is_not_counted(database: Database) -> None:
    _schedule(database)
    for _ in range(7):
        (tick,) = _claim(database)
        with database.write() as unit:
            timers.give_back(unit, tick)
            unit.commit()
    assert _claim(database)[0].attempts == 1
    with database.read() as unit:
        assert timers.next_due(unit) == DUE


def _schedule(database: Database) -> None:
    effect = ScheduleTimer(request=1001, kind="offer_silence", round=1, due_at=DUE)
    with database.write() as unit:
        timers.schedule(unit, effect, trust="oak")
        unit.commit()


def _claim(database: Database, *, at: datetime = DUE, lease_seconds: float = 60) -> tuple[ClaimedTimer, ...]:
    return timers.claim(database, now=at, limit=5, lease_seconds=lease_seconds)


def test_a_timer_that_is_put_off_comes_again_at_the_later_moment_under_another_cause(database: Database) -> None:
    _schedule(database)
    (tick,) = _claim(database)
    later = DUE + timedelta(hours=16)
    assert tick.is_put_off_by(ScheduleTimer(1001, "offer_silence", 1, later))
    assert not tick.is_put_off_by(ScheduleTimer(1001, "offer_silence", 1, later, step=1))
    with database.write() as unit:
        timers.put_off(unit, tick, due_at=later)
        unit.commit()
    with pytest.raises(StaleClaim), database.write() as unit:
        timers.put_off(unit, replace(tick, epoch=tick.epoch - 1), due_at=later)
    assert _claim(database) == ()
    (again,) = _claim(database, at=later)
    assert (again.id, again.attempts, again.due_at) == (tick.id, 1, later)
    assert len({tick.cause, tick.cause_of_waiting, again.cause_of_waiting}) == 3


def test_when_another_step_was_acted_on_is_known_once_it_is_done(database: Database) -> None:
    _schedule(database)
    (tick,) = _claim(database)

    def acted_at(step: int = 0) -> datetime | None:
        with database.read() as unit:
            return timers.acted_at(unit, like=tick, step=step)

    at = DUE + timedelta(minutes=3)
    with database.write() as unit:
        row = {"trust": "oak", "at": at, "rule": "a rule", "outcome": "timer", "reasons": [], "effects": []}
        unit.connection.execute(AUDIT.insert(), {**row, "cause": tick.cause})
        unit.commit()
    assert acted_at() is None
    with database.write() as unit:
        timers.done(unit, tick)
        unit.commit()
    assert (acted_at(), acted_at(1)) == (at, None)


def test_a_waiting_timer_is_brought_forward_unless_it_moved_meanwhile(database: Database) -> None:
    _schedule(database)
    earlier = DUE - timedelta(hours=1)
    with database.write() as unit:
        (waiting,) = timers.waiting_of(unit, trust="oak", kinds=("offer_silence",), after=0)
        assert timers.waiting_of(unit, trust="elm", kinds=("offer_silence",), after=0) == []
        assert timers.waiting_of(unit, trust="oak", kinds=("chase",), after=0) == []
        assert timers.waiting_of(unit, trust="oak", kinds=("offer_silence",), after=waiting.id) == []
        timers.bring_forward(unit, replace(waiting, due_at=earlier), due_at=earlier)
        unit.commit()
    assert _claim(database, at=earlier) == ()
    with database.write() as unit:
        timers.bring_forward(unit, waiting, due_at=earlier)
        unit.commit()
    assert [tick.due_at for tick in _claim(database, at=earlier)] == [earlier]


def test_a_timer_that_waits_again_for_the_same_morning_has_another_cause(database: Database) -> None:
    morning = DUE + timedelta(hours=16)
    causes = []
    for _ in range(2):
        _schedule(database)
        (tick,) = _claim(database)
        causes.append(tick.cause_of_waiting)
        with database.write() as unit:
            timers.put_off(unit, tick, due_at=morning)
            timers.cancel(unit, trust="oak", request=1001, kind="offer_silence")
            unit.commit()
    assert len(set(causes)) == 2
