"""The work of `mailbot status`: how the desk is, as values and as a page."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, settings_of, start_of_day, zone_of
from mailbot.cli.page import (
    WIDTH,
    alarm,
    counted,
    lasted,
    pad,
    say,
    say_json,
    strong,
    table,
    width,
    wrapped,
)
from mailbot.settings.installation import MailboxSettings, Settings
from mailbot.store.engine import Unit
from mailbot.store.flow.health import Health, all_health
from mailbot.store.look import figures, lists

_LABEL = 11


def run(options: argparse.Namespace) -> int:
    """Print the status; 1 only where there is no desk to look at."""
    settings = settings_of(options)
    zone, now = zone_of(settings), now_utc()
    with opened(settings) as database, database.read() as unit:
        found = status(unit, settings=settings, now=now, since=start_of_day(now, zone=zone))
    if options.json:
        say_json(found)
    else:
        say(_page(found, now=now, zone=zone))
    return 0


def status(unit: Unit, *, settings: Settings, now: datetime, since: datetime) -> dict[str, Any]:
    """Everything that the page shows, as values; `since` (UTC) is when the day began.

    A mailbox's `backlog` are the mails that were taken in from it and are not understood yet.
    """
    counted_now = figures.status(unit, now=now, since=since)
    cursors = {str(row["mailbox"]): row for row in counted_now["mailboxes"]}
    health, filed, waiting = all_health(unit), lists.filed_counts(unit), lists.waiting_counts(unit)
    tickets = lists.open_tickets(unit)
    return {
        "at": now,
        "config": str(settings.file),
        "mailboxes": [
            {
                **_mailbox(box, health=health.get(box.id), cursor=cursors.get(box.id)),
                "filed": filed.get(box.id, 0),
                "backlog": waiting.get(box.id, 0),
            }
            for box in settings.mailboxes.values()
        ],
        "listeners": [{"id": one.id, "host": one.host, "port": one.port} for one in settings.listeners],
        "delivery": _delivery(settings),
        "inbox": {**lists.inbox_counts(unit), "oldest_seconds": counted_now["inbox"]["oldest_seconds"]},
        "outbox": {**lists.outbox_counts(unit, since=since), "oldest_seconds": counted_now["outbox"]["oldest_seconds"]},
        "timers_due": counted_now["timers_due"],
        "today": counted_now["balance"],
        "tickets": {"by_school": _sums(tickets, "school"), "by_technician": _sums(tickets, "assignee")},
        "requests": counted_now["requests"],
        "database": {"kind": "sqlite" if unit.sqlite else "postgresql", "bytes": lists.size_bytes(unit)},
    }


def _mailbox(box: MailboxSettings, *, health: Health | None, cursor: Mapping[str, Any] | None) -> dict[str, Any]:
    known = health or Health(None, None, 0, None)
    return {
        "id": box.id,
        "trust": box.trust,
        "address": box.address,
        "polled": box.polled,
        "server": f"{box.imap.host}:{box.imap.port}" if box.imap else None,
        "maildir": str(box.maildir.folder) if box.maildir else None,
        "last_success_at": known.last_success_at,
        "failing_since": known.failing_since,
        "failures": known.failures,
        "why": known.error,
        "last_uid": cursor["last_uid"] if cursor else None,
    }


def _delivery(settings: Settings) -> dict[str, Any]:
    relay = settings.relay
    if relay is None:
        return {"kind": "maildir", "folder": str(settings.maildir)}
    return {"kind": "smtp", "host": relay.host, "port": relay.port, "tls": relay.tls}


def _sums(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str | None], int] = {}
    for row in rows:
        place = (row["trust"], row[key])
        sums[place] = sums.get(place, 0) + row["tickets"]
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1] or ""))
    return [{"trust": trust, "id": name, "tickets": count} for (trust, name), count in ordered]


def _page(found: Mapping[str, Any], *, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    at = f"{now.astimezone(zone):%a %d %b %Y %H:%M}"
    # a long path stands on a line of its own
    head = wrapped(found["config"])
    if len(head) == 1 and width(head[0]) + len(at) + 2 <= WIDTH:
        yield strong(pad(head[0], WIDTH - len(at)) + at)
    else:
        yield from (*head, strong(at))
    yield ""
    yield from _mailboxes(found["mailboxes"], now=now)
    listeners = ", ".join(f"{one['host']}:{one['port']}" for one in found["listeners"]) or "none"
    yield from wrapped(listeners, first=_label("SMTP in"))
    way = found["delivery"]
    out = way["folder"] if way["kind"] == "maildir" else f"{way['host']}:{way['port']} (TLS: {way['tls']})"
    yield from wrapped(f"{'Maildir' if way['kind'] == 'maildir' else 'relay'} {out}", first=_label("Mail out"))
    yield ""
    yield from _waiting(found)
    yield from _today(found["today"])
    yield from _tickets(found["tickets"])
    yield ""
    database = found["database"]
    size = f"{database['bytes'] / 1_000_000:,.1f} MB"
    yield _label("Database") + f"{'SQLite' if database['kind'] == 'sqlite' else 'PostgreSQL'}, {size}"


def _label(text: str) -> str:
    return pad(text, _LABEL)


def _mailboxes(boxes: list[dict[str, Any]], *, now: datetime) -> Iterator[str]:
    polled = [box for box in boxes if box["polled"]]
    others = [box for box in boxes if not box["polled"]]
    if polled:
        yield strong("Mailboxes that are polled")
        lines = table([(box["id"], box["address"], _health(box, now=now)) for box in polled])
        for line, box in zip(lines, polled, strict=True):
            yield alarm(line) if box["failing_since"] else line
            if box["failing_since"]:
                yield from wrapped(box["why"] or "no reason is known", first="    ")
        yield ""
    if others:
        names = ", ".join(box["id"] for box in others)
        yield from wrapped(f"take mail by SMTP: {names}", first=_label("Mailboxes"), rest=" " * _LABEL)
    waiting = [f"{box['id']} {box['backlog']}" for box in boxes if box["backlog"]]
    if waiting:
        yield from wrapped(f"taken in, not understood yet: {', '.join(waiting)}", first=_label("Backlog"))
    filed = [f"{box['id']} {box['filed']}" for box in boxes if box["filed"]]
    if filed:
        yield from wrapped(f"kept without an answer, as too old or dropped: {', '.join(filed)}", first=_label("Filed"))


def _health(box: Mapping[str, Any], *, now: datetime) -> str:
    if box["failing_since"]:
        since = lasted((now - box["failing_since"]).total_seconds())
        return f"FAILING for {since}, {counted(box['failures'], 'time')}"
    if box["last_success_at"] is None:
        return "not visited yet"
    return f"ok {lasted((now - box['last_success_at']).total_seconds())} ago"


def _waiting(found: Mapping[str, Any]) -> Iterator[str]:
    into, out = found["inbox"], found["outbox"]
    words = [f"{into['new']} new{_oldest(into)}", f"{into['in_backoff']} of them in backoff"]
    words += [f"{into['fetch_failed']} not fetched yet", f"{into['quarantined']} quarantined"]
    yield from wrapped(", ".join(words), first=_label("Waits in"))
    if into["quarantined"]:
        yield " " * _LABEL + alarm("look at them: mailbot quarantine list")
    words = [
        f"{out['queued']} queued{_oldest(out)}",
        f"{out['retrying']} of them retrying",
        f"{out['failed']} failed today",
    ]
    yield from wrapped(", ".join(words), first=_label("Waits out"))
    due = found["timers_due"]
    if due["rows"]:
        yield from wrapped(f"{due['rows']} due{_oldest(due)}", first=_label("Timers"))


def _oldest(queue: Mapping[str, Any]) -> str:
    return "" if queue["oldest_seconds"] is None else f" (oldest {lasted(queue['oldest_seconds'])})"


def _today(balance: Mapping[str, int]) -> Iterator[str]:
    parts = [f"{count} {name}" for name, count in balance.items() if name != "received"]
    became = f" = {' + '.join(parts)}" if parts else ""
    yield from wrapped(f"{balance['received']} received{became}", first=_label("Today"))


def _tickets(tickets: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    total = sum(row["tickets"] for row in tickets["by_school"])
    yield ""
    yield strong(f"Open tickets: {total}")
    schools = [(row["id"], row["tickets"]) for row in tickets["by_school"]]
    people = [(row["id"] or "(nobody)", row["tickets"]) for row in tickets["by_technician"]]
    if not total:
        return
    longest = max(len(schools), len(people))
    blank = ("", "")
    rows = [
        (*(schools[place] if place < len(schools) else blank), *(people[place] if place < len(people) else blank))
        for place in range(longest)
    ]
    yield from table(rows, head=("school", "tickets", "technician", "tickets"))
