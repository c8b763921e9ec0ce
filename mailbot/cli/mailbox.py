"""The work of `mailbot mailbox`: a look at a mailbox, and what its newest mails would become."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from mailbot.cli.desk.opened import now_utc, settings_of
from mailbot.cli.desk.trial import Mail, Trial
from mailbot.cli.known import unknown
from mailbot.cli.page import alarm, clean, counted, say, say_json, strong, table, wrapped
from mailbot.core.parse.mime import parse
from mailbot.daemon.bootstrap import load_bearers
from mailbot.daemon.errors import StartError
from mailbot.daemon.peek import Peeked, PeekError, peek
from mailbot.daemon.rehearse import Rehearsed
from mailbot.settings.installation import MailboxSettings, Settings

NEWEST = 5


def run(options: argparse.Namespace) -> int:
    """Do it; 1 where the mailbox cannot be used."""
    settings = settings_of(options, secrets=options.action != "list")
    if options.action == "list":
        return _list(settings, as_json=options.json)
    box = settings.mailboxes.get(options.id)
    if box is None:
        sys.exit(unknown("mailbox", options.id, settings.mailboxes))
    try:
        bearers = load_bearers(settings)
    except StartError as error:
        sys.exit(str(error))
    try:
        seen = peek(box, newest=NEWEST, now=now_utc, bearer=bearers.get(box.id))
    except PeekError as error:
        return _failed(box, error, as_json=options.json)
    mails = [Mail(id=name, raw=raw, to=box.address) for name, raw in seen.mails]
    trial = Trial(settings, box.trust, words_only=options.words_only)
    rows = [_row(mail, tried) for mail, tried in trial.of(mails)]
    if options.json:
        say_json(_as_json(box, seen, rows))
    else:
        say(_page(box, seen, rows))
    return 0


def _list(settings: Settings, *, as_json: bool) -> int:
    rows = [
        {"id": box.id, "trust": box.trust, "address": box.address, "source": _source(box)}
        for box in settings.mailboxes.values()
    ]
    if as_json:
        say_json(rows)
    else:
        say(table([(row["id"], row["address"], row["source"]) for row in rows], head=("mailbox", "address", "mail by")))
    return 0


def _source(box: MailboxSettings) -> str:
    if box.imap is not None:
        return f"IMAP {box.imap.host}"
    return f"Maildir {box.maildir.folder}" if box.maildir is not None else "listener"


def _failed(box: MailboxSettings, error: PeekError, *, as_json: bool) -> int:
    if as_json:
        say_json({"id": box.id, "address": box.address, "ok": False, "error": str(error), "helps": error.helps})
    else:
        say([alarm(f"{box.id}: cannot be used"), *wrapped(str(error), first="  "), *wrapped(error.helps, first="  ")])
    return 1


def _as_json(box: MailboxSettings, seen: Peeked, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": box.id,
        "address": box.address,
        "ok": True,
        "where": seen.where,
        "folder": seen.folder,
        "count": seen.count,
        "folders": seen.folders,
        "capabilities": seen.capabilities,
        "after": seen.after,
        "mails": rows,
    }


def _row(mail: Mail, tried: Rehearsed) -> dict[str, Any]:
    message = parse(mail.raw)
    return {
        "id": mail.id,
        "from": message.from_display,
        "subject": message.subject,
        "kind": message.kind,
        "decision": "sensitive" if tried.sensitive else "urgent" if tried.urgent else tried.decision,
        "articles": [match.article.id for match in tried.proposal.offered],
        "why": tried.why,
    }


def _page(box: MailboxSettings, seen: Peeked, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield strong(f"{box.id}  {box.address}")
    for label, text in (
        ("server", seen.where),
        ("folder", f"{seen.folder}, {counted(seen.count, 'mail')}"),
        ("kept mail", seen.after),
        ("folders", ", ".join(map(clean, seen.folders))),
        ("can", " ".join(map(clean, seen.capabilities))),
    ):
        if text:
            yield from wrapped(text, first=f"  {label:<11}", rest=" " * 13)
    yield ""
    yield strong("The newest mails, and what would become of them" if rows else "There is no mail in it")
    for row in rows:
        what = f"{row['decision']} ({', '.join(row['articles'])})" if row["articles"] else str(row["decision"])
        yield from wrapped(clean(row["subject"]) or "(no subject)", first=f"  {row['id']:<11}", rest=" " * 13)
        yield from wrapped(f"from {clean(row['from'])}", first=" " * 13)
        yield from wrapped(f"{what}: {'; '.join(map(clean, row['why']))}", first=" " * 13)
