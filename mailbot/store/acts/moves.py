"""Each move of a ticket to another line: written with the decision that moved it, counted for a period."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from mailbot.core.model.effects.on_request import Assign
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.engine import Unit
from mailbot.store.tables import MOVE


def move_of(effect: Assign, *, snapshot: Snapshot, line: int, assignee: str | None, at: datetime) -> dict[str, Any]:
    """The row of a ticket that was at `line` with `assignee` and goes to another; {} where its line stays."""
    known = snapshot.requests.get(effect.request)
    if known is None or line == effect.line:
        return {}
    return {
        "trust": snapshot.trust,
        "request": effect.request,
        "school": known.school,
        "at": at,
        "how": effect.how,
        "by": effect.by,
        "from_line": line,
        "to_line": effect.line,
        "from_technician": assignee,
        "to_technician": effect.technician,
    }


def write(unit: Unit, moves: Sequence[dict[str, Any]]) -> None:
    """Keep these moves."""
    if moves:
        unit.add(MOVE, *moves)


def moves_between(unit: Unit, *, trust: str, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """The moves from `since` up to `until` (UTC), counted by lines, school, persons and how they came."""
    columns = (
        MOVE.c.from_line,
        MOVE.c.to_line,
        MOVE.c.school,
        MOVE.c.from_technician,
        MOVE.c.to_technician,
        MOVE.c.by,
        MOVE.c.how,
    )
    within = and_(MOVE.c.trust == trust, MOVE.c.at >= since, MOVE.c.at < until)
    query = select(*columns, func.count().label("moves")).where(within).group_by(*columns).order_by(*columns)
    return [dict(row._mapping) for row in unit.rows(query)]
