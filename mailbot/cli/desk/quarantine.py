"""The work of `mailbot quarantine`: list, show, retry, drop."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, settings_of, zone_of
from mailbot.cli.desk.queue import last_line
from mailbot.cli.page import counted, cut, moment, say, say_json, strong, table, wrapped
from mailbot.settings.installation import Settings
from mailbot.store.flow.inbox import raw_of
from mailbot.store.flow.quarantine import (
    Quarantined,
    drop_quarantined,
    list_quarantined,
    retry_quarantined,
    show_quarantined,
)

_MOST_HEADERS = 60
_MOST_HEADER_BYTES = 20_000
_MOST_LINES = 40
_MOST_RETRIES = 100_000
_NO_SUCH = "there is no message {id} in quarantine; `mailbot quarantine list` shows what is"


def run(options: argparse.Namespace) -> int:
    """Do the one that was asked for."""
    settings = settings_of(options)
    match options.action:
        case "list":
            return _list(options, settings)
        case "show":
            return _show(options, settings)
        case "retry":
            return _retry(options, settings)
        case _:
            return _drop(options, settings)


def _list(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as database, database.read() as unit:
        found = list_quarantined(unit)
    if options.json:
        say_json(found)
    else:
        say(_table(found, zone=zone_of(settings), now=now_utc()))
    return 0


def _table(found: tuple[Quarantined, ...], *, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    if not found:
        yield "Nothing is in quarantine."
        return
    rows = [(one.id, one.mailbox, one.sender or "-", moment(one.received_at, zone=zone, now=now)) for one in found]
    lines = table(rows, head=("id", "mailbox", "from", "received"))
    yield lines[0]
    for line, one in zip(lines[1:], found, strict=True):
        yield line
        yield from wrapped(cut(last_line(one.error) or "no reason was kept", 200), first="      why: ")
    yield ""
    yield "Look at one: mailbot quarantine show ID"


def _show(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as database, database.read() as unit:
        found = show_quarantined(unit, inbox=options.id)
        raw = raw_of(unit, options.id) if found is not None else None
    if found is None:
        sys.exit(_NO_SUCH.format(id=options.id))
    if options.raw:
        return _raw(raw)
    if options.json:
        say_json({"message": found, "headers": _headers(raw or b"")})
    else:
        say(_page(found, raw=raw, zone=zone_of(settings)))
    return 0


def _raw(raw: bytes | None) -> int:
    if raw is None:
        sys.exit("this mail could not be fetched: there are no bytes of it")
    if sys.stdout.isatty():
        # a mail can steer a terminal
        sys.exit("the raw mail goes to a file or a pipe, not to a terminal: add  > mail.eml")
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()
    return 0


def _headers(raw: bytes) -> list[str]:
    """The header lines as they came, decoded as far as that goes, at most 60."""
    head = raw[:_MOST_HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return head.decode("utf-8", errors="replace").split("\n")[:_MOST_HEADERS]


def _page(found: Quarantined, *, raw: bytes | None, zone: ZoneInfo) -> Iterator[str]:
    yield strong(f"Quarantined message {found.id}")
    yield from wrapped(found.sender or "nobody whom the From names", first="  from      ")
    yield f"  received  {moment(found.received_at, zone=zone)} at {found.mailbox} ({found.trust})"
    tried = f"{counted(found.attempts, 'attempt')}, {counted(found.crashes, 'crash', 'crashes')}"
    yield f"  tried     {tried}" + ("" if raw is not None else "; it could not be fetched")
    yield ""
    yield strong("What went wrong")
    lines = found.error.splitlines() or ["no reason was kept"]
    if len(lines) > _MOST_LINES:
        yield f"  ... {len(lines) - _MOST_LINES} lines before these ..."
    for line in lines[-_MOST_LINES:]:
        indent = "  " + " " * min(len(line) - len(line.lstrip(" ")), 20)
        yield from wrapped(line, first=indent)
    if raw is not None:
        yield ""
        yield strong(f"Headers (of {len(raw):,} bytes; all of it: --raw > mail.eml)")
        for line in _headers(raw):
            yield from wrapped(line, first="    " if line[:1] in (" ", "\t") else "  ", rest="    ")
    yield ""
    yield f'Next: mailbot quarantine retry {found.id}, or drop {found.id} --why "..."'


def _retry(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings, write=True) as database, database.write() as unit:
        wanted = [one.id for one in list_quarantined(unit, limit=_MOST_RETRIES)] if options.id is None else [options.id]
        done = [one for one in wanted if retry_quarantined(unit, inbox=one)]
        unit.commit()
    if options.id is not None and not done:
        sys.exit(_NO_SUCH.format(id=options.id))
    if options.json:
        say_json({"retried": done})
    elif done:
        say([f"{counted(len(done), 'message')} will be tried again. See what comes of it: mailbot queue"])
    else:
        say(["Nothing is in quarantine."])
    return 0


def _drop(options: argparse.Namespace, settings: Settings) -> int:
    if not options.why.strip():
        sys.exit('say why: --why "spam run"')
    with opened(settings, write=True) as database, database.write() as unit:
        dropped = drop_quarantined(unit, inbox=options.id, why=options.why.strip()[:1_000])
        unit.commit()
    if not dropped:
        sys.exit(_NO_SUCH.format(id=options.id))
    if options.json:
        say_json({"dropped": [options.id]})
    else:
        say([f"Message {options.id} is put away. It stays on file, and nothing is done about it."])
    return 0
