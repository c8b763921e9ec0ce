"""Two ways to break the clockwork, each put into the program for one test: the checker must see both."""

import secrets

import pytest

from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.store.engine import Unit
from mailbot.store.flow import timers
from mailbot.store.flow.timers import ClaimedTimer

REMINDER = "remind_first_response"


def drop_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reminder of a first response is forgotten, and with it all that would follow on it."""
    schedule, dropped = timers.schedule, list[ScheduleTimer]()

    def forgetful(unit: Unit, effect: ScheduleTimer, *, trust: str) -> None:
        if effect.kind == REMINDER and (not dropped or effect == dropped[0]):
            dropped.append(effect)
            return
        schedule(unit, effect, trust=trust)

    monkeypatch.setattr(timers, "schedule", forgetful)


def double_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reminder of a first response that comes is not marked as done, and comes again."""
    done, doubled = timers.done, list[int]()

    def forgetful(unit: Unit, claimed: ClaimedTimer) -> None:
        if claimed.kind == REMINDER and not doubled:
            doubled.append(claimed.id)
            timers.put_off(unit, claimed, due_at=claimed.due_at)
            return
        done(unit, claimed)

    def another(claimed: ClaimedTimer) -> str:
        again = f" {secrets.token_hex(4)}" if claimed.id in doubled else ""
        return f"timer:{claimed.id}:{claimed.step}{again}"

    monkeypatch.setattr(timers, "done", forgetful)
    monkeypatch.setattr(ClaimedTimer, "cause", property(another))
