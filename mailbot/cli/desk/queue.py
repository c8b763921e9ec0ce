"""The work of `mailbot queue`: what waits to be understood and to be sent."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, settings_of, zone_of
from mailbot.cli.page import counted, cut, moment, say, say_json, strong, table, wrapped
from mailbot.store.look import lists

Rows = Sequence[Mapping[str, Any]]
_MOST_WHY = 300


def run(options: argparse.Namespace) -> int:
    """Print both queues."""
    settings = settings_of(options)
    with opened(settings) as database, database.read() as unit:
        into, out = lists.waiting_in(unit), lists.waiting_out(unit)
    if options.json:
        say_json({"in": into, "out": out})
        return 0
    zone, now = zone_of(settings), now_utc()
    say([*_into(into, zone=zone, now=now), "", *_out(out, zone=zone, now=now)])
    return 0


def _into(rows: Rows, *, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    yield strong(_head("In", rows, "delivery", "deliveries") + (" to be understood" if rows else ""))
    lines = [
        (
            row["id"],
            row["mailbox"],
            row["sender"] or "-",
            moment(row["received_at"], zone=zone, now=now),
            "not fetched" if row["state"] == "fetch_failed" else "new",
            row["attempts"],
            moment(row["not_before"], zone=zone, now=now) if row["not_before"] else "now",
        )
        for row in rows
    ]
    if lines:
        head = ("id", "mailbox", "from", "received", "state", "tries", "next try")
        yield from _with_reasons(rows, table(lines, head=head))


def _out(rows: Rows, *, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    yield strong(_head("Out", rows, "mail", "mails") + (" to be sent" if rows else ""))
    lines = [
        (
            row["id"],
            row["request"] or "-",
            row["kind"],
            row["recipient"],
            row["attempts"],
            moment(row["not_before"], zone=zone, now=now) if row["not_before"] > now else "now",
        )
        for row in rows
    ]
    if lines:
        yield from _with_reasons(rows, table(lines, head=("id", "request", "mail", "to", "tries", "next try")))


def _head(what: str, rows: Rows, one: str, many: str) -> str:
    if not rows:
        return f"{what}: nothing waits"
    more = " or more" if len(rows) >= lists.MOST else ""
    return f"{what}: {counted(len(rows), one, many)}{more}"


def _with_reasons(rows: Rows, lines: Sequence[str]) -> Iterator[str]:
    """The table with each row's error below it; an error may be a traceback, whose last line says it."""
    yield lines[0]
    for line, row in zip(lines[1:], rows, strict=True):
        yield line
        if row["error"]:
            yield from wrapped(cut(last_line(row["error"]), _MOST_WHY), first="      why: ")


def last_line(error: str) -> str:
    """What a traceback or a relay's answer comes to."""
    lines = [line for line in error.splitlines() if line.strip()]
    return lines[-1] if lines else ""
