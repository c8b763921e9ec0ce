"""The work of `mailbot backfill`: a mailbox's old mail, filed while somebody watches."""

import argparse
import sys
import time
from datetime import date

from mailbot.cli.desk.opened import now_utc, opened, settings_of
from mailbot.cli.known import unknown
from mailbot.cli.page import counted
from mailbot.daemon.backfill import Backfill, Filed
from mailbot.daemon.bootstrap import build_process, load_bearers
from mailbot.daemon.clock import SystemClock
from mailbot.daemon.errors import StartError
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.fetch import ConnectionLostError
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import MailboxSettings, Settings

_SAY_EVERY = 1.0


def run(options: argparse.Namespace) -> int:
    """Do it; 1 where the mailbox cannot be read or some mails could not be filed."""
    settings = settings_of(options, secrets=True)
    box = settings.mailboxes.get(options.mailbox)
    if box is None:
        sys.exit(unknown("mailbox", options.mailbox, settings.mailboxes))
    if box.imap is None:
        sys.exit(f"mailbox {box.id} is not polled by IMAP, so it has no history to read")
    if options.since > now_utc().date():
        sys.exit(f"--since {options.since} lies in the future")
    try:
        done = _filed(settings, box, since=options.since)
    except (StartError, SettingsError) as error:
        sys.exit(str(error))
    except (ImapError, ConnectionLostError) as error:
        sys.exit(f"{error}. What was filed stays so; start it again to go on")
    print(_said(done))
    return 1 if done.failed else 0


def _filed(settings: Settings, box: MailboxSettings, *, since: date) -> Filed:
    if box.imap is None:
        raise AssertionError("asked before")
    bearer = load_bearers(settings).get(box.id)
    with opened(settings, write=True) as database:
        process = build_process(settings, database=database, clock=SystemClock())
        backfill = Backfill(box, database=database, process=process, clock=SystemClock())
        return backfill.run(box.imap, since=since, bearer=bearer, progress=_Progress(time.monotonic()))


class _Progress:
    """Says where it is about once a second, where somebody is watching."""

    def __init__(self, began: float) -> None:
        self._began = self._said = began

    def __call__(self, done: Filed) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self._said < _SAY_EVERY:
            return
        self._said = now
        left = (now - self._began) / max(done.filed, 1) * (done.wanted - done.seen)
        print(f"\r{done.seen} of {done.wanted} mails, about {left:.0f} s more   ", end="", file=sys.stderr, flush=True)


def _said(done: Filed) -> str:
    said = f"{counted(done.filed, 'mail')} filed"
    if done.known:
        said += f", {done.known} known before"
    if done.failed:
        said += f"; {done.failed} could not be filed: see `mailbot quarantine list`, and start it again for the rest"
    return said
