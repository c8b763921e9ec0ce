"""The work of `mailbot show`: the timeline of a request or of one mail."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.desk.effects import in_words
from mailbot.cli.desk.opened import command, opened, settings_of, zone_of
from mailbot.cli.desk.queue import last_line
from mailbot.cli.desk.ticket import WITHHELD
from mailbot.cli.page import alarm, counted, cut, day, moment, say, say_json, strong, time_of_day, wrapped
from mailbot.core.decide.telling.files import size
from mailbot.core.sla.durations import say_duration
from mailbot.settings.installation import Settings
from mailbot.store.engine import Unit
from mailbot.store.look import figures, lists

Found = dict[str, Any]
_DETAIL = " " * 10
_INDENT = " " * 20
_MOST_NUMBER = 2**62
_WORDS = frozenset({"text", "subject", "title", "attachments"})


def run(options: argparse.Namespace) -> int:
    """Print the timeline; 1 where there is nothing of that name."""
    settings = settings_of(options)
    what = options.what.strip()
    digits = what.removeprefix("#")
    with opened(settings) as database, database.read() as unit:
        if digits.isdecimal():
            found = _request(unit, number=min(int(digits[:19]), _MOST_NUMBER), settings=settings)
        else:
            found = _message(unit, message_id=what.removeprefix("<").removesuffix(">").strip(), settings=settings)
        if found["sensitive"] and not options.sensitive:
            found = _withheld(found)
    if options.json:
        say_json(found)
    else:
        say(_page(found, zone=zone_of(settings)))
    return 0


def _request(unit: Unit, *, number: int, settings: Settings) -> Found:
    found = figures.show_request(unit, number=number)
    if found is None:
        near = lists.request_near(unit, number=number)
        hint = f"The nearest is {near}" if near is not None else "There is none at all yet"
        sys.exit(f"there is no request {number}. {hint}; a list: {command('ticket list --all', settings=settings)}")
    timers = lists.timers_of(unit, request=number)
    return {**found, "timers": timers, "sensitive": bool(found["request"]["sensitive"])}


def _message(unit: Unit, *, message_id: str, settings: Settings) -> Found:
    found = figures.show_message(unit, message_id=message_id)
    if found is None:
        sys.exit(
            f"nothing was done about a mail {message_id!r}. It may wait still: {command('queue', settings=settings)}; "
            f"or be set aside: {command('quarantine list', settings=settings)}"
        )
    mails = [line for line in found["timeline"] if line["event"] == "mail"]
    known = {line["cause"] for line in found["timeline"] if line["event"] == "decided"}
    # a mail of ours: why it was written stands with what caused it
    causes = [line["cause"] for line in mails if line["cause"] not in known]
    why = [
        {"event": "decided", **row, "at": row["at"].isoformat(timespec="milliseconds")}
        for row in lists.decisions(unit, causes=causes)
    ]
    numbers = [row["request"] for row in (*found["messages"], *why) if row["request"] is not None]
    request = figures.show_request(unit, number=numbers[0]) if numbers else None
    return {
        **found,
        "timeline": sorted([*found["timeline"], *why], key=lambda line: str(line["at"])),
        "about": numbers[0] if numbers else None,
        "sensitive": request is not None and bool(request["request"]["sensitive"]),
    }


def _withheld(value: Any) -> Any:
    """The same without words that somebody wrote: subjects, texts, titles, names of files."""
    if isinstance(value, dict):
        return {key: _withheld_at(key, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_withheld(item) for item in value]
    return value


def _withheld_at(key: str, value: Any) -> Any:
    if key in _WORDS and value:
        return WITHHELD
    if key == "reasons":
        return [reason if _is_of_rules(reason) else f"{reason.partition(': ')[0]}: {WITHHELD}" for reason in value]
    return _withheld(value)


def _is_of_rules(reason: str) -> bool:
    """Whether a reason is policy's own sentence: others quote the mail after a colon."""
    return ": " not in reason or reason.startswith(("rule ", "school: "))


def _page(found: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[str]:
    yield from _request_head(found, zone=zone) if "request" in found else _message_head(found)
    yield ""
    today = ""
    for line in _in_order(found["timeline"]):
        if day(line["at"], zone=zone) != today:
            today = day(line["at"], zone=zone)
            yield strong(today)
        match line["event"]:
            case "received":
                yield from _received(line, zone=zone)
            case "decided":
                yield from _decided(line, zone=zone)
            case _:
                yield from _mail(line, zone=zone)
    yield from _timers(found.get("timers", ()), zone=zone)


def _request_head(found: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[str]:
    row = found["request"]
    outcome = f" ({row['outcome']})" if row["outcome"] else ""
    yield strong(f"Request {row['number']}: {row['state']}{outcome}")
    yield from wrapped(row["subject"] or "(no subject)", first="  ")
    yield from wrapped(f"from {row['requester_name'] or 'somebody'} at {row['school']} ({row['trust']})", first="  ")
    owner = row["assignee"] or "nobody"
    yield f"  priority {row['priority']}, line {row['line']}, with {cut(owner, 40)}"
    yield f"  opened {moment(row['opened_at'], zone=zone)}, changed {moment(row['changed_at'], zone=zone)}"
    yield from _said_of_it(row, spent=found["spent"], zone=zone)
    entries = len(found["entries"])
    linked = f"; follows request {row['linked_to']}" if row["linked_to"] else ""
    linked += f"; goes on as request {row['merged_into']}" if row["merged_into"] else ""
    yield f"  {counted(entries, 'entry', 'entries')}; tag [#{row['number']}-{row['tag']}]{linked}"


def _said_of_it(row: Mapping[str, Any], *, spent: Mapping[str, int], zone: ZoneInfo) -> Iterator[str]:
    """What technicians said of it: when it is due, until when it waits, its tags, the time it took each of them."""
    if row["due_at"]:
        yield f"  to be solved by {moment(row['due_at'], zone=zone)}, as a technician said"
    if row["pending_until"]:
        yield f"  waits until {moment(row['pending_until'], zone=zone)}"
    if row["tags"]:
        yield from wrapped(f"tags {', '.join(row['tags'])}", first="  ")
    if spent:
        whole = say_duration(timedelta(minutes=sum(spent.values())))
        each = ", ".join(f"{who} {say_duration(timedelta(minutes=minutes))}" for who, minutes in spent.items())
        yield from wrapped(f"time {whole} ({each})", first="  ")


def _message_head(found: Mapping[str, Any]) -> Iterator[str]:
    yield from (strong(line) for line in wrapped(f"Message <{found['message_id']}>"))
    for row in found["messages"]:
        yield from wrapped(row["subject"] or "(no subject)", first="  ")
    if found["about"] is not None:
        yield f"  about request {found['about']}: mailbot show {found['about']}"


_ORDER = ("received", "decided", "mail")


def _in_order(timeline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By time; what happened in one moment as one causes the other."""
    return sorted(timeline, key=lambda line: (str(line["at"]), _ORDER.index(line["event"])))


def _head(line: Mapping[str, Any], what: str, *, zone: ZoneInfo) -> str:
    return f"{time_of_day(line['at'], zone=zone)}  {what:<10}"


def _received(line: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[str]:
    sender = line["sender"] or "nobody whom the From names"
    yield from wrapped(f"from {sender}", first=_head(line, "received", zone=zone))
    tries = f", {counted(line['attempts'], 'attempt')}" if line["attempts"] > 1 else ""
    became = f"{line['state']} ({line['outcome']})" if line["outcome"] not in (None, line["state"]) else line["state"]
    yield from wrapped(f"at mailbox {line['mailbox']}, delivery {line['id']}: {became}{tries}", first=_INDENT)
    if line["full_size"] is not None:
        yield from wrapped(f"too large: {size(line['full_size'])}; its beginning was taken in", first=_INDENT)
    if line["error"]:
        yield from wrapped(cut(last_line(line["error"]), 300), first=f"{_INDENT}error: ")


def _decided(line: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[str]:
    yield from wrapped(f'{line["outcome"]}, by the rule "{line["rule"]}"', first=_head(line, "decided", zone=zone))
    for place, reason in enumerate(line["reasons"]):
        yield from wrapped(reason, first=_DETAIL + ("why  - " if place == 0 else "     - "))
    # the mails follow as lines of their own
    did = [in_words(effect, zone=zone) for effect in line["effects"] if effect.get("effect") != "SendMail"]
    for place, words in enumerate(did):
        yield from wrapped(words, first=_DETAIL + ("did  - " if place == 0 else "     - "))


def _mail(line: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[str]:
    yield from wrapped(f"{line['kind']} to {line['recipient']}", first=_head(line, "mail", zone=zone))
    tries = counted(line["attempts"], "attempt")
    if line["state"] == "sent":
        yield from wrapped(f"sent {moment(line['sent_at'], zone=zone)}, {tries}", first=_INDENT)
        return
    state = "waits to be sent" if line["state"] == "queued" else line["state"]
    words = wrapped(f"{state}, {tries}", first=_INDENT)
    yield from (alarm(one) if line["state"] != "queued" else one for one in words)
    if line["error"]:
        yield from wrapped(cut(line["error"], 300), first=f"{_INDENT}error: ")


def _timers(timers: Any, *, zone: ZoneInfo) -> Iterator[str]:
    if timers:
        yield ""
        yield strong("Timers")
    for timer in timers:
        why = f": {last_line(timer['reason'])}" if timer["reason"] else ""
        words = f"{timer['kind']}, {timer['state']}{cut(why, 200)}"
        yield from wrapped(words, first=f"  {moment(timer['due_at'], zone=zone)}  ")
