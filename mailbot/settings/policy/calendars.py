"""`[calendar.NAME]` tables into `Calendar` values; one may be like another and say only what differs."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import Calendar
from mailbot.settings.toml.fields import nearest_right, read_hours, read_zone
from mailbot.settings.toml.table import Table


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
        zone=read_zone(table, "zone", default=base.zone),
        term_hours=read_hours(table, "term_hours") if "term_hours" in table else base.term_hours,
        holiday_hours=read_hours(table, "holiday_hours") if "holiday_hours" in table else base.holiday_hours,
        terms=table.date_pairs("terms") if "terms" in table else base.terms,
        inset_days=table.dates("inset_days") if "inset_days" in table else base.inset_days,
        closed=table.dates("closed") if "closed" in table else base.closed,
    )
    table.close()
    if "term_hours" not in table and not calendar.term_hours:
        table.fault("term_hours", wrong="is missing", right='Write term_hours = { mon = "08:00-16:30", ... }.')
    _check_terms(table, calendar=calendar)
    return calendar


def _check_terms(table: Table, *, calendar: Calendar) -> None:
    if "terms" not in table:
        return
    for (_, end), (start, _) in zip(calendar.terms, calendar.terms[1:], strict=False):
        if start <= end:
            wrong = f"the term from {start} begins before the one to {end} is over"
            table.fault("terms", wrong=wrong, right="Correct one of the days.")
