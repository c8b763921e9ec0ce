"""Messages that could not be handled: look at them, try them again, or put them away for good.

examples:
  mailbot quarantine list
  mailbot quarantine show 17                     headers and error
  mailbot quarantine show 17 --raw > mail.eml    the mail as it came
  mailbot quarantine retry 17                    or: retry all
  mailbot quarantine drop 17 --why "spam run"

Nothing is ever deleted: what is dropped stays, counted as filed. A running daemon takes up a retry by itself.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import now_utc, opened, settings_of, zone_of
from mailbot.cli.desk.queue import last_line
from mailbot.cli.page import add_action, counted, cut, moment, say, say_json, strong, table, wrapped
from mailbot.settings.installation import Settings
from mailbot.store.inbox import raw_of
from mailbot.store.quarantine import (
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


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, show, retry, drop."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_action(actions, "list", summary="what lies in quarantine, oldest first", examples="mailbot quarantine list")
    show = add_action(
        actions,
        "show",
        summary="one message: its headers, and what went wrong",
        examples="mailbot quarantine show 17\nmailbot quarantine show 17 --raw > mail.eml",
    )
    show.add_argument("id", type=int, metavar="ID", help="the id of `list`")
    show.add_argument("--raw", action="store_true", help="the bytes of the mail as it came, and nothing else")
    retry = add_action(
        actions,
        "retry",
        summary="let the daemon try it again from the start",
        examples="mailbot quarantine retry 17\nmailbot quarantine retry all",
    )
    retry.add_argument("id", type=_id_or_all, metavar="ID|all", help="the id of `list`, or all of them")
    drop = add_action(
        actions,
        "drop",
        summary="put it away: it stays on file and nothing is done",
        examples='mailbot quarantine drop 17 --why "spam run"',
    )
    drop.add_argument("id", type=int, metavar="ID", help="the id of `list`")
    drop.add_argument("--why", required=True, metavar="TEXT", help="kept with the message for whoever asks later")


def _id_or_all(text: str) -> int | None:
    if text == "all":
        return None
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor `all`") from error


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
