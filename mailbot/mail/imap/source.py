"""One visit of one IMAP mailbox: what is above the cursor is fetched, kept, and only then acknowledged.

The rules, in the order of the code: the cursor is committed at first contact, before anything is fetched, and at a
change of UIDVALIDITY; mail is read by UID above the last one committed, never by flags (people read these mailboxes
too); a batch and its cursor are kept in one call; a UID that cannot be fetched is kept as failed, so that it stops
nobody, and tried again when the book says so; what was kept but not yet moved or marked is swept up by the next
visit. Not here: the wire (`imap_guard.py`), the database (behind `CursorBook`), waiting and retrying (the daemon).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.core.model.message import Cursor, Delivery
from mailbot.fault import fault
from mailbot.mail.imap.acknowledge import Acknowledger
from mailbot.mail.imap.cord import Cord
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.fetch import ConnectionLostError, Fetched, Mail, fetch_in_batches
from mailbot.mail.imap.floor import renumbered, why_filed
from mailbot.mail.imap.guard import MAX_UID, ImapGuard
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import ImapServer, MailboxSettings

SEARCH_WINDOW = 50_000  # UIDs asked for at once: imaplib gives up on answers beyond a million bytes
SWEEP = 500  # UIDs moved or marked by one command
SWEEPS = 200  # commands of one visit's sweep: a bound, not a goal
RETRIES = 50  # failed UIDs tried again in one visit
RECONNECTS = 3  # of one visit: a mail that makes the server hang up costs two


class CursorBook(Protocol):
    """What is committed about a folder. Each call is a transaction of its own; any may raise, and then nothing changed.

    An object of this kind belongs to one holder of the mailbox's lease: after its loss the calls raise.
    """

    def load(self, mailbox: str, folder: str) -> Cursor | None:
        """The committed cursor, None before the first contact."""

    def first_contact(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Commit the first cursor."""

    def uidvalidity_changed(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Commit the cursor of a renumbered folder."""

    def keep(self, deliveries: Sequence[Delivery], *, failed_uids: Sequence[int], cursor: Cursor) -> None:
        """Commit the mails, the UIDs that could not be fetched, and the cursor behind them, together.

        A mail that is there already is no error, and one that had failed before resolves its failed row. `failed_uids`
        are of this folder and `cursor.uidvalidity`; of a known one the attempts rise and its next time is set.
        """

    def unacknowledged(self, mailbox: str, folder: str, uidvalidity: int, limit: int) -> Sequence[int]:
        """At most `limit` UIDs that were kept and not yet acknowledged."""

    def acknowledged(self, mailbox: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> None:
        """Commit that these were moved or marked."""

    def failed_uids(self, mailbox: str, folder: str, uidvalidity: int, now: datetime) -> Sequence[int]:
        """UIDs that could not be fetched and are due again."""


@dataclass(slots=True)
class PollResult:
    """What one visit did, in mails. `trouble` is a sentence about what the server refused without harm to any mail.

    `stopped`: there may be more, but `stop()` said so. `renumbered`: UIDVALIDITY had changed.
    """

    kept: int = 0
    filed: int = 0
    truncated: int = 0
    failed: int = 0
    acknowledged: int = 0
    first_contact: bool = False
    renumbered: bool = False
    stopped: bool = False
    trouble: str | None = None


def real_time(moment: datetime) -> datetime:
    """The moment itself: the desk's clock is the server's."""
    return moment


def poll(  # noqa: PLR0913 -- the desk's means, each one for itself
    settings: MailboxSettings,
    *,
    book: CursorBook,
    now: Callable[[], datetime],
    stop: Callable[[], bool],
    at_desk: Callable[[datetime], datetime] = real_time,
    cord: Cord | None = None,
    bearer: Bearer | None = None,
) -> PollResult:
    """Visit the mailbox once and take in all that is new; `stop` is asked between batches, `cord` ends it sooner.

    `bearer` gives access tokens where the configuration says so. `now` is the desk's clock, and `at_desk` gives the
    time on it for one on the server's (an INTERNALDATE).

    Raises ImapError when the server cannot be used, ValueError when `settings.imap` is None, and whatever the book
    raises. Whatever was kept by then stays kept; the next visit goes on from there.
    """
    server = _server_of(settings)
    result = PollResult()
    lost: ConnectionLostError | None = None
    for _ in range(RECONNECTS + 1):
        with ImapGuard(server, cord=cord, bearer=bearer) as link:
            fault("imap.connected")
            try:
                visit = _Visit(settings, link=link, book=book, now=now, at_desk=at_desk, result=result, cord=cord)
                visit.run(stop, after=lost)
            except ConnectionLostError as error:
                lost = error
            else:
                return result
    raise lost.failure if lost else AssertionError("unreachable: the loop runs at least once")


def _server_of(settings: MailboxSettings) -> ImapServer:
    if settings.imap is None:
        raise ValueError(f"mailbox {settings.id} is not polled")
    return settings.imap


class _Visit:
    """One connection's worth of work; `result` grows over the connections of one visit."""

    def __init__(  # noqa: PLR0913 -- what `poll` was given
        self,
        settings: MailboxSettings,
        *,
        link: ImapGuard,
        book: CursorBook,
        now: Callable[[], datetime],
        at_desk: Callable[[datetime], datetime],
        result: PollResult,
        cord: Cord | None,
    ) -> None:
        server = _server_of(settings)
        self._settings = settings
        self._folder = server.folder
        self._link = link
        self._book = book
        self._now = now
        self._at_desk = at_desk
        self._result = result
        self._cord = cord
        self._selected = link.select()
        fault("imap.selected")
        self._cursor = self._current_cursor()
        self._acknowledger = Acknowledger(link, server=server, selected=self._selected)

    def run(self, stop: Callable[[], bool], *, after: ConnectionLostError | None) -> None:
        """Sweep, take in what is new, try again what failed; `after` is what ended the connection before this one."""
        if after is not None and len(after.uids) == 1 and not self._result.renumbered:
            # This one mail made the server hang up, and the server is well: it must not stop the others.
            self._take_in(Fetched(mails=(), failed=after.uids, last_uid=after.uids[0]))
        self._sweep()
        for uids in self._windows():
            for fetched in fetch_in_batches(self._link, uids=uids, careful=after is not None):
                self._take_in(fetched)
                if stop():
                    self._result.stopped = True
                    return
        if after is None:
            self._retry()

    def _current_cursor(self) -> Cursor:
        """The committed cursor of this UIDVALIDITY; makes and commits it where there is none."""
        cursor = self._book.load(self._settings.id, self._folder)
        if cursor is None:
            cursor = self._first_cursor()
            self._book.first_contact(self._settings.id, self._folder, cursor)
            self._result.first_contact = True
            fault("imap.first_contact")
        elif cursor.uidvalidity != self._selected.uidvalidity:
            cursor = renumbered(cursor, selected=self._selected)
            self._book.uidvalidity_changed(self._settings.id, self._folder, cursor)
            self._result.renumbered = True
            fault("imap.renumbered")
        return cursor

    def _first_cursor(self) -> Cursor:
        now, days = self._now(), self._settings.backlog_days
        live_from = self._selected.uidnext or max(self._link.uids_between(1), default=0) + 1
        if days is None:
            first = 1
        elif days == 0:
            first = live_from
        else:
            ahead = self._at_desk(now) - now
            first = min(self._link.uids_since((now - ahead - timedelta(days=days)).date()), default=live_from)
        return Cursor(
            uidvalidity=self._selected.uidvalidity,
            last_uid=min(first, live_from) - 1,
            newest_internal_date=None,
            first_contact_at=now,
            live_from_uid=live_from,
        )

    def _windows(self) -> Iterator[list[int]]:
        """The UIDs above the cursor, in ascending lists of bounded length."""
        low = self._cursor.last_uid + 1
        if not self._selected.exists or low > MAX_UID:
            return
        if self._selected.exists <= SEARCH_WINDOW:
            yield self._link.uids_between(low)
            return
        end = self._selected.uidnext or MAX_UID
        while low < end:
            yield self._link.uids_between(low, last=min(low + SEARCH_WINDOW - 1, MAX_UID))
            low += SEARCH_WINDOW

    def _advanced(self, fetched: Fetched) -> Cursor:
        """The cursor behind this batch. A date in the future would lift the next floor above real mail: capped."""
        dates = [self._cursor.newest_internal_date, *(self._came(mail) for mail in fetched.mails)]
        newest = max((date for date in dates if date is not None), default=None)
        return replace(
            self._cursor,
            last_uid=max(self._cursor.last_uid, fetched.last_uid),
            newest_internal_date=min(newest, self._now()) if newest else None,
        )

    def _take_in(self, fetched: Fetched) -> None:
        """Commit one batch with the cursor behind it, then acknowledge it."""
        cursor = self._advanced(fetched)
        deliveries = self._deliveries(fetched, cursor=cursor)
        fault("imap.fetched")
        self._book.keep(deliveries, failed_uids=fetched.failed, cursor=cursor)
        if self._cord is not None:
            self._cord.kept()
        fault("imap.kept")
        self._cursor = cursor
        self._result.kept += len(deliveries)
        self._result.filed += sum(delivery.filed is not None for delivery in deliveries)
        self._result.truncated += sum(delivery.full_size is not None for delivery in deliveries)
        self._result.failed += len(fetched.failed)
        if deliveries:
            self._acknowledge([mail.uid for mail in fetched.mails])

    def _deliveries(self, fetched: Fetched, *, cursor: Cursor) -> list[Delivery]:
        now = self._now()
        return [
            Delivery(
                raw=mail.raw,
                trust=self._settings.trust,
                mailbox=self._settings.id,
                received_at=min(self._came(mail) or now, now),
                folder=self._folder,
                uidvalidity=cursor.uidvalidity,
                uid=mail.uid,
                internal_date=mail.internal_date,
                filed=why_filed(cursor, uid=mail.uid, received_at=self._came(mail) or now),
                full_size=mail.full_size,
            )
            for mail in fetched.mails
        ]

    def _came(self, mail: Mail) -> datetime | None:
        """When the server got a mail, on the desk's clock."""
        return self._at_desk(mail.internal_date) if mail.internal_date is not None else None

    def _acknowledge(self, uids: Sequence[int]) -> bool:
        """Move or mark, then commit that it was done; False when the server refused (a later sweep tries again)."""
        try:
            self._acknowledger.acknowledge(uids)
        except ImapError as failure:
            if failure.kind != "refused":
                raise
            self._result.trouble = str(failure)
            return False
        fault("imap.moved")
        self._book.acknowledged(self._settings.id, self._folder, self._cursor.uidvalidity, uids)
        fault("imap.acknowledged")
        self._result.acknowledged += len(uids)
        return True

    def _sweep(self) -> None:
        """Acknowledge what an earlier visit kept and could not acknowledge."""
        for _ in range(SWEEPS):
            uids = self._book.unacknowledged(self._settings.id, self._folder, self._cursor.uidvalidity, SWEEP)
            if not uids or not self._acknowledge(uids):
                return

    def _retry(self) -> None:
        """Try the due ones of the UIDs that could not be fetched; the cursor stays where it is.

        One that is gone by now has failed once more: nobody ever read it, so a person shall see it in the end.
        """
        due = self._book.failed_uids(self._settings.id, self._folder, self._cursor.uidvalidity, self._now())
        uids = sorted(due)[:RETRIES]
        for fetched in fetch_in_batches(self._link, uids=uids, careful=True):
            gone = () if fetched.mails else (fetched.last_uid,)
            self._take_in(Fetched(fetched.mails, gone, fetched.last_uid))
