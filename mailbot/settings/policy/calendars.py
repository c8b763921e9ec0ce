"""`[calendar.NAME]` tables into `Calendar` values; one may be like another and say only what differs."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import Calendar, Hours
from mailbot.settings.policy.bank_holidays import NATIONS, bank_holidays
from mailbot.settings.toml.fields import hours_in, nearest_right, read_hours, read_zone
from mailbot.settings.toml.table import Table

_KEYS = (
    "term_hours", "holiday_hours", "terms", "half_terms", "inset_days", "closed", "bank_holidays", "openings",
)  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_calendars(tables: Mapping[str, Table], *, zone: ZoneInfo) -> Mapping[str, Calendar]:
    """Read every calendar by name; `zone` counts where a calendar names none."""
    read: dict[str, Calendar] = {}
    for name in tables:
        _read(name, tables=tables, read=read, zone=zone, path=())
    return read


def _read(
    name: str, *, tables: Mapping[str, Table], read: dict[str, Calendar], zone: ZoneInfo, path: tuple[str, ...]
) -> Calendar:
    if name in read:
        return read[name]
    table = tables[name]
    base = Calendar(zone=zone, term_hours={})
    like = table.text("like", default="")
    if like in (*path, name):
        table.fault("like", wrong=f'"{like}" is like this calendar itself', right="Let one of them say all.")
    elif like and like not in tables:
        right = nearest_right(like, tables, otherwise=f"Add [calendar.{like}].")
        table.fault("like", wrong=f'there is no calendar "{like}"', right=right)
    elif like:
        base = _read(like, tables=tables, read=read, zone=zone, path=(*path, name))
    read[name] = calendar = Calendar(
        name=name,
        zone=read_zone(table, "zone", default=base.zone),
        term_hours=read_hours(table, "term_hours") if "term_hours" in table else base.term_hours,
        holiday_hours=read_hours(table, "holiday_hours") if "holiday_hours" in table else base.holiday_hours,
        terms=table.date_pairs("terms") if "terms" in table else base.terms,
        inset_days=table.dates("inset_days") if "inset_days" in table else base.inset_days,
        closed=_closed(table) if "closed" in table else base.closed,
        half_terms=table.date_pairs("half_terms") if "half_terms" in table else base.half_terms,
        bank_holidays=_bank_holidays(table) if "bank_holidays" in table else base.bank_holidays,
        openings=_openings(table) if "openings" in table else base.openings,
    )
    table.close(allowed=_KEYS)
    if "term_hours" not in table and not calendar.term_hours:
        table.fault("term_hours", wrong="is missing", right='Write term_hours = { mon = "08:00-16:30", ... }.')
    _check_terms(table, calendar=calendar)
    return calendar


def _bank_holidays(table: Table) -> Mapping[date, str]:
    nation = table.choice("bank_holidays", options=("none", *NATIONS), default="none")
    return {} if nation == "none" else bank_holidays(nation)


def _closed(table: Table) -> frozenset[date]:
    """Single days, and `[first, last]` pairs for a run of them."""
    days, pairs = table.days_and_pairs("closed")
    runs = (first + timedelta(days=n) for first, last in pairs for n in range((last - first).days + 1))
    return frozenset((*days, *runs))


def _openings(table: Table) -> Mapping[date, Hours]:
    """One-off hours by day: `2026-12-19 = "09:00-12:00"`."""
    inner = table.table("openings")
    if inner is None:
        return {}
    openings: dict[date, Hours] = {}
    for key in inner:
        hours = hours_in(inner.text(key))
        day = _day(key)
        if day is None:
            inner.fault(key, wrong="this is no day", right='Write 2026-12-19 = "09:00-12:00".')
        elif hours is None:
            inner.fault(key, wrong="these are no hours", right='Write "09:00-12:00", the start before the end.')
        else:
            openings[day] = hours
    return openings


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key) if _DAY.fullmatch(key) else None
    except ValueError:
        return None


def _check_terms(table: Table, *, calendar: Calendar) -> None:
    for key, spans in (("terms", calendar.terms), ("half_terms", calendar.half_terms)):
        if key not in table:
            continue
        for (_, end), (start, _) in pairwise(spans):
            if start <= end:
                wrong = f"the one from {start} begins before the one to {end} is over"
                table.fault(key, wrong=wrong, right="Correct one of the days.")
    both = sorted(calendar.closed & set(calendar.openings))
    if both and ("openings" in table or "closed" in table):
        key = "openings" if "openings" in table else "closed"
        table.fault(key, wrong=f"{both[0]} is among closed and among openings", right="Take it out of one of them.")
