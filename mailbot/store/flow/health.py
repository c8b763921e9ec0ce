"""How the visits of each polled mailbox go, kept where `mailbot status` can read it from another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mailbot.store.engine import Unit
from mailbot.store.tables import HEALTH

_MOST_WHY = 1_000


@dataclass(frozen=True, slots=True)
class Health:
    """One mailbox: its last good visit, since when it fails (None: it works), how often in a row, and why. UTC."""

    last_success_at: datetime | None
    failing_since: datetime | None
    failures: int
    error: str | None


def worked(unit: Unit, *, mailbox: str, now: datetime) -> None:
    """A visit succeeded."""
    insert = unit.insert(HEALTH)
    good = {"last_success_at": now, "failing_since": None, "failures": 0, "error": None}
    unit.change(insert.on_conflict_do_update(index_elements=["mailbox"], set_=good), {"mailbox": mailbox, **good})


def failed(unit: Unit, *, mailbox: str, why: str, now: datetime) -> None:
    """A visit failed; `failing_since` stays that of the first failure in a row."""
    insert = unit.insert(HEALTH)
    again = insert.on_conflict_do_update(
        index_elements=["mailbox"],
        set_={
            "failing_since": func.coalesce(HEALTH.c.failing_since, insert.excluded.failing_since),
            "failures": HEALTH.c.failures + 1,
            "error": insert.excluded.error,
        },
    )
    unit.change(again, {"mailbox": mailbox, "failing_since": now, "failures": 1, "error": why[:_MOST_WHY]})


def all_health(unit: Unit) -> Mapping[str, Health]:
    """What is known of every polled mailbox, by id."""
    return {
        row.mailbox: Health(row.last_success_at, row.failing_since, row.failures, row.error)
        for row in unit.rows(select(HEALTH))
    }
