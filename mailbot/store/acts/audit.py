"""Why the desk did what it did: one row for each decision, kept for years and read by `mailbot show`."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_mail import SendMail, TellLater
from mailbot.store.acts.planned import Plan
from mailbot.store.engine import Unit
from mailbot.store.tables import AUDIT
from mailbot.store.texts import storable

_MOST_CHARACTERS = 200
_MOST_ITEMS = 20
_MOST_DEPTH = 4


def write_audit(unit: Unit, decision: Decision, *, plan: Plan, cause: str) -> None:
    """Keep rule, outcome, reasons and effects of a decision. One cause has one decision: a second one raises."""
    unit.add(
        AUDIT,
        {
            "cause": cause,
            "trust": plan.snapshot.trust,
            "at": plan.now,
            "rule": decision.rule,
            "outcome": decision.outcome,
            "reasons": [storable(reason) for reason in decision.reasons],
            "effects": effects_of(decision.effects),
            "request": next(iter(plan.requests), None),
            "message": plan.message,
        },
    )


def effects_of(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    """Effects as JSON values: the name of each, and its fields, long texts cut (they stand in their own rows)."""
    return [_effect(effect) for effect in effects]


def _effect(effect: Effect) -> dict[str, Any]:
    if isinstance(effect, SendMail):
        return _mail(effect)
    if isinstance(effect, TellLater):
        due_at = effect.due_at.isoformat()
        return {**_mail(effect.mail), "effect": "TellLater", "technician": effect.technician, "due_at": due_at}
    found: dict[str, Any] = _plain(effect, depth=0)
    return found


def _mail(effect: SendMail) -> dict[str, Any]:
    """A mail by what it is and who gets it; its words are in the outbox."""
    return {
        "effect": "SendMail",
        "template": effect.content.template,
        "to": effect.to.address,
        "subject": storable(effect.subject[:_MOST_CHARACTERS]),
        "request": effect.request,
        "automatic": effect.automatic,
    }


def _plain(value: Any, *, depth: int) -> Any:
    if isinstance(value, str):
        return storable(value) if len(value) <= _MOST_CHARACTERS else storable(value[:_MOST_CHARACTERS]) + " ..."
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (timedelta, bytes)):
        return value.total_seconds() if isinstance(value, timedelta) else f"{len(value)} bytes"
    if depth >= _MOST_DEPTH:
        return "..."
    if isinstance(value, (tuple, list)):
        return [_plain(item, depth=depth + 1) for item in value[:_MOST_ITEMS]]
    names = _names(value.__class__)
    if names is None:
        return str(value)[:_MOST_CHARACTERS]
    named = {name: _plain(getattr(value, name), depth=depth + 1) for name in names}
    return {"effect": value.__class__.__name__, **named} if depth == 0 else named


@lru_cache(maxsize=200)
def _names(kind: type) -> tuple[str, ...] | None:
    """The names of the fields of values of this kind; None where it has none."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else None
