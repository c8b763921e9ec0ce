"""Leave and load: `[leave.NAME]` tables into `Leave` values, `[load]` into how work is weighed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.model.level import LoadPolicy
from mailbot.core.model.people import Leave
from mailbot.settings.toml.table import Table, shown

_DAY = timedelta(days=1)
_RIGHT = "Write 2026-12-21, or 2026-12-21T13:00:00 for a part of the day, without quotes."


def read_leave(tables: Mapping[str, Table], *, zone: ZoneInfo) -> tuple[Leave, ...]:
    """Read all `[leave.NAME]` tables, in the order of time; that the technicians exist is not checked.

    `from` and `to` are days of the trust's zone, both included, or moments of its clocks.
    """
    found = [_leave(table, zone=zone) for table in tables.values()]
    return tuple(sorted(found, key=lambda leave: (leave.start, leave.technician)))


def read_load(table: Table, *, priorities: Mapping[str, int]) -> LoadPolicy:
    """Read `[load]`; `priorities` are the ranks by id, from which weights follow where none are given."""
    base = LoadPolicy()
    weights = table.table("weights")
    given = {} if weights is None else {key: weights.integer(key, low=0, high=1_000) for key in weights}
    load = LoadPolicy(
        weights={**_by_rank(priorities), **given},
        cap=table.integer("cap", default=base.cap, low=1, high=100_000),
        fair_by=table.choice("fair_by", options=("hours", "people"), default=base.fair_by),
    )
    table.close()
    for priority in given:
        if priority not in priorities and weights is not None:
            known = ", ".join(sorted(priorities))
            weights.fault(priority, wrong="there is no such priority", right=f"Known are {known}.")
    return load


def _by_rank(priorities: Mapping[str, int]) -> Mapping[str, int]:
    """The least urgent weighs 1, each more urgent one twice as much as the one below it, 64 at most."""
    ranks = sorted(set(priorities.values()), reverse=True)
    return {priority: min(2 ** ranks.index(rank), 64) for priority, rank in priorities.items()}


def _leave(table: Table, *, zone: ZoneInfo) -> Leave:
    start = _moment(table, "from", zone=zone, through=False)
    end = _moment(table, "to", zone=zone, through=True)
    leave = Leave(
        technician=table.text("technician"),
        start=start,
        end=end,
        cover=table.text("cover", default="") or None,
        reason=table.text("reason", default="", longest=200),
    )
    table.close()
    if end <= start:
        table.fault("to", wrong="is not after `from`", right="Correct one of them.")
    return leave


def _moment(table: Table, key: str, *, zone: ZoneInfo, through: bool) -> datetime:
    """A day's beginning, or its end with `through`; or the moment itself where a time stands with it. In UTC."""
    node = table.entry(key)
    value = None if node is None else node.value
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(value, date):
        day = value + _DAY if through else value
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
    table.fault(key, wrong="is missing" if node is None else f"{shown(node)} is no day", right=_RIGHT)
    return datetime(2999 if through else 2000, 1, 1, tzinfo=UTC)
