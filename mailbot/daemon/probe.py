"""Tries every server of an installation without changing anything: what `mailbot check` reports beside the files."""

import errno
import smtplib
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mailbot.daemon.clock import SystemClock
from mailbot.daemon.lock import holder
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import ImapGuard
from mailbot.mail.maildir.source import MaildirError, MaildirSource
from mailbot.mail.oauth.bearer import Bearer
from mailbot.mail.smtp.sender import check_relay
from mailbot.settings.errors import Fault
from mailbot.settings.installation import MailboxSettings, Settings
from mailbot.store.engine import open_database
from mailbot.store.errors import StoreError

Progress = Callable[[str], None]


def probe(
    settings: Settings, *, progress: Progress, bearers: Mapping[str, Bearer], note: Progress
) -> tuple[Fault, ...]:
    """Log in to each mailbox and the relay, open the database, test ports and folders; every fault found.

    `progress` hears what is being tried, `note` what is worth knowing and no fault: ports that the desk itself, which
    runs, has open. Each try is bounded by the timeouts of its own settings.
    """
    return (
        *_folders(settings),
        *_database(settings, progress),
        *_listeners(settings, progress, note),
        *_mailboxes(settings, progress, bearers),
        *_relay(settings, progress),
    )


def _fault(settings: Settings, table: str, *, wrong: str, right: str) -> Fault:
    file, line = settings.sources.get(table, (settings.file, 0))
    return Fault(file, line, table, wrong, right)


def _folders(settings: Settings) -> Iterator[Fault]:
    for table, folder in (("daemon.data", settings.data), ("delivery.maildir", settings.maildir)):
        if folder is None:
            continue
        place = _nearest(folder)
        if not place.is_dir() or not _writable(place):
            yield _fault(
                settings, table, wrong=f"{folder} cannot be written", right="Give this user the right, or name another"
            )


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _writable(folder: Path) -> bool:
    probe_file = folder / f".mailbot-{id(folder)}"
    try:
        probe_file.touch()
        probe_file.unlink()
    except OSError:
        return False
    return True


def _database(settings: Settings, progress: Progress) -> Iterator[Fault]:
    if settings.database.startswith("sqlite"):
        return  # a file in a folder that was tried above, made at the first start
    progress("the database")
    try:
        database = open_database(settings.database)
        with database.read():
            database.close()
    except StoreError as error:
        yield _fault(settings, "database.url", wrong=str(error), right="Start the server, or put the address right")


def _listeners(settings: Settings, progress: Progress, note: Progress) -> Iterator[Fault]:
    running = holder(settings.data)
    for one in settings.listeners:
        if one.host.startswith("/"):
            continue  # a socket in a folder, made anew at each start
        progress(f"port {one.port} on {one.host}")
        family = socket.AF_INET6 if ":" in one.host else socket.AF_INET
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((one.host, one.port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE and running is not None:
                    file, line = settings.sources.get(f"listener.{one.id}", (settings.file, 0))
                    note(f"{file}:{line}: note: port {one.port} is open: this desk runs (process {running})")
                    continue
                yield _fault(
                    settings,
                    f"listener.{one.id}",
                    wrong=f"port {one.port} on {one.host} cannot be opened ({error.strerror})",
                    right="Stop what uses it (a running mailbot?), or name another port",
                )


def _mailboxes(settings: Settings, progress: Progress, bearers: Mapping[str, Bearer]) -> Iterator[Fault]:
    for box in settings.mailboxes.values():
        if box.maildir is not None:
            yield from _maildir(settings, box)
        if box.imap is None:
            continue
        progress(f"mailbox {box.id} on {box.imap.host}")
        try:
            with ImapGuard(box.imap, bearer=bearers.get(box.id)) as link:
                link.select()
        except ImapError as error:
            yield _fault(settings, f"mailbox.{box.id}", wrong=str(error), right="Put right what [mailbox] says of it")


def _maildir(settings: Settings, box: MailboxSettings) -> Iterator[Fault]:
    try:
        MaildirSource(box, now=SystemClock().now).waiting()
    except (MaildirError, OSError) as error:
        right = "Name the folder that holds new, cur and tmp, and give this user the right"
        yield _fault(settings, f"mailbox.{box.id}", wrong=str(error), right=right)


def _relay(settings: Settings, progress: Progress) -> Iterator[Fault]:
    if settings.relay is None:
        return
    progress(f"relay {settings.relay.host}")
    try:
        check_relay(settings.relay)
    except (OSError, smtplib.SMTPException) as error:
        yield _fault(settings, "delivery.smtp", wrong=str(error), right="Put right what [delivery] says of the relay")
