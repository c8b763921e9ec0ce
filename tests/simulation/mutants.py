"""Ways in which the desk could break its promises about reminders, each of which the checker must see.

They change the running program from outside and are kept, so that whoever changes the checker finds out.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import SendMail, TellLater
from mailbot.core.sla.reminders import step_of
from mailbot.daemon import ticks
from mailbot.store.acts.apply import apply as store_apply
from mailbot.store.engine import Unit
from mailbot.store.flow import timers
from mailbot.store.flow.claims import FREE_LEASE, write_back
from mailbot.store.flow.timers import ClaimedTimer
from mailbot.store.tables import TIMER

Mutant = Callable[[pytest.MonkeyPatch], list[str]]


def drop_one(patch: pytest.MonkeyPatch) -> list[str]:
    """One timer of a target's owner is ended without any of its effects. Gives what was dropped."""
    dropped: list[str] = []
    real = store_apply

    def apply(unit: Unit, decision: Decision, **rest: Any) -> object:
        cause = str(rest["cause"].text)
        if not dropped and _reminds_owner(cause, decision):
            dropped.append(cause)
            decision, rest["outgoing"] = replace(decision, effects=()), ()
        return real(unit, decision, **rest)

    patch.setattr(ticks, "apply", apply)
    return dropped


def double_one(patch: pytest.MonkeyPatch) -> list[str]:
    """One timer of a target's owner is done and comes again a minute later all the same."""
    doubled: list[str] = []
    real = timers.done

    def done(unit: Unit, claimed: ClaimedTimer) -> None:
        if doubled or not claimed.kind.startswith("remind_") or not _of_owner(claimed.step):
            real(unit, claimed)
            return
        doubled.append(claimed.cause)
        again = {**FREE_LEASE, "due_at": claimed.due_at + timedelta(minutes=1), "attempts": 0}
        write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values=again)

    patch.setattr(timers, "done", done)
    # what else would stop it: one cause has one decision
    cause = property(lambda claimed: f"timer:{claimed.id}:{claimed.step}#{claimed.epoch}")
    patch.setattr(ClaimedTimer, "cause", cause)
    return doubled


def disturb(patch: pytest.MonkeyPatch) -> list[str]:
    """Everybody counts as reachable at any hour."""
    for module in ("mailbot.core.decide.timer.receivers", "mailbot.core.decide.timer.digest"):
        patch.setattr(f"{module}.is_reachable", lambda *_, **__: True)
    return ["everybody"]


def _reminds_owner(cause: str, decision: Decision) -> bool:
    number = cause.removeprefix("timer:").partition(":")[2]
    tells = any(isinstance(effect, TellLater | SendMail) for effect in decision.effects)
    return decision.rule.startswith("remind_") and number.isdecimal() and _of_owner(int(number)) and tells


def _of_owner(number: int) -> bool:
    step = step_of(number)
    return step.day is None and step.moved_from is None and step.role == "owner" and step.percent < 100
