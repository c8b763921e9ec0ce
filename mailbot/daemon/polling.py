"""The mailboxes (IMAP and Maildir), visited in turn by a pool of threads. A slow server delays its own mailbox alone.

Each visit holds the mailbox's lease, so that several daemons on one database never read one mailbox at once. A visit
that failed is tried again after a growing pause, and the mailbox is marked unhealthy until it works. Mailboxes that
fail share half of the threads, so that the others are visited in time however many servers are dead.
"""

import heapq
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from mailbot.core.parse.headers import sender_key
from mailbot.daemon.clock import Clock
from mailbot.daemon.log import log
from mailbot.daemon.loop import Bell
from mailbot.mail.imap.cord import Cord
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.source import PollResult, poll
from mailbot.mail.maildir import source as maildir_source
from mailbot.mail.maildir.source import MaildirError, MaildirSource
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import MailboxSettings
from mailbot.store.engine import Database
from mailbot.store.errors import DatabaseUnavailable, StaleClaim
from mailbot.store.flow import health
from mailbot.store.flow.cursors import Cursors, MailboxLease, claim_mailbox, renew_mailbox

LEASE_SECONDS = 300.0  # above what a visit may take without keeping anything (imap_cord.py)
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 900.0
ELSEWHERE_PAUSE = 5.0


class Polling:
    """Which mailbox is due when, and one visit of it. `threads` is how many call `visit_one`."""

    def __init__(  # noqa: PLR0913 -- the desk's means, each one for itself
        self,
        *,
        database: Database,
        mailboxes: Mapping[str, MailboxSettings],
        threads: int,
        clock: Clock,
        monotonic: Callable[[], float],
        bell: Bell,
        bearers: Mapping[str, Bearer],
    ) -> None:
        self._database = database
        self._mailboxes = {box.id: box for box in mailboxes.values() if box.polled}
        self._maildirs = {
            box.id: MaildirSource(box, now=clock.now, at_desk=clock.at_desk)
            for box in self._mailboxes.values()
            if box.maildir is not None
        }
        self._for_failing = max(1, threads // 2)
        self._clock = clock
        self._monotonic = monotonic
        self._bell = bell
        self._bearers = bearers
        self._lock = threading.Lock()
        self._due: list[tuple[float, str]] = [(monotonic(), box) for box in sorted(self._mailboxes)]
        self._failures: dict[str, int] = {}
        self._failing_now: set[str] = set()
        self._unreleased: dict[str, MailboxLease] = {}
        self._cords: dict[str, Cord] = {}
        self._hurried: set[str] = set()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let visits end at their next safe point, begin no more, and wait for no server."""
        self._stopping.set()
        for cord in self._cords.copy().values():
            cord.pull("the desk stops")

    def hurry(self, name: str) -> None:
        """Let a mailbox be visited as soon as may be: it says that it has news. One that fails keeps its pause."""
        with self._lock:
            waiting = [one for one in self._due if one[1] == name]
            if not waiting:
                self._hurried.add(name)  # it is being visited, and may have looked before the news came
            elif name not in self._failures:
                self._due = [(self._monotonic(), name), *(one for one in self._due if one[1] != name)]
                heapq.heapify(self._due)

    def cut_slow(self) -> None:
        """End the connections of the servers that keep a visit busy for too long without giving any mail."""
        for cord in self._cords.copy().values():
            cord.pull_if_slow()

    def visit_one(self) -> bool:
        """Visit the mailbox that is most overdue; False when none is due. Raises DatabaseUnavailable."""
        name = self._take()
        if name is None:
            return False
        box = self._mailboxes[name]
        pause = FIRST_PAUSE
        try:
            pause = self._visit(box)
        except DatabaseUnavailable:
            raise  # nobody's mailbox is to blame: it is due again as soon as the database may be back
        except Exception as error:  # noqa: BLE001 -- a bug must not end the visits of this mailbox, nor hide
            log.error("mailbox.failed", mailbox=name, exc_info=True)
            pause = self._failed(box, why=f"the visit failed by a mistake of the program: {error!r}")
        finally:
            with self._lock:
                self._failing_now.discard(name)
                if name in self._hurried:
                    self._hurried.discard(name)
                    pause = pause if name in self._failures else 0.0
                heapq.heappush(self._due, (self._monotonic() + pause, name))
        return True

    def _take(self) -> str | None:
        """The most overdue mailbox that may be visited now, taken out of the row."""
        passed_over: list[tuple[float, str]] = []
        with self._lock:
            found: str | None = None
            while found is None and not self._stopping.is_set() and self._due and self._due[0][0] <= self._monotonic():
                one = heapq.heappop(self._due)
                if one[1] not in self._failures:
                    found = one[1]
                elif len(self._failing_now) < self._for_failing:
                    found = one[1]
                    self._failing_now.add(found)
                else:
                    passed_over.append(one)
            for one in passed_over:
                heapq.heappush(self._due, one)
            return found

    def _visit(self, box: MailboxSettings) -> float:
        """One visit; gives the seconds until the next."""
        if box.id in self._unreleased:
            self._release(self._unreleased[box.id])
        lease = claim_mailbox(self._database, mailbox=box.id, folder=_folder(box), lease_seconds=LEASE_SECONDS)
        if lease is None:
            return ELSEWHERE_PAUSE
        book = Cursors(self._database, trust=box.trust, lease=lease, sender_key=sender_key)
        self._unreleased[box.id] = lease
        try:
            result = self._read(box, book)
        except (ImapError, MaildirError) as error:
            if self._stopping.is_set():
                return FIRST_PAUSE  # most likely we hung up ourselves
            return self._failed(box, why=str(error))
        except StaleClaim:
            log.warning("mailbox.lease_lost", mailbox=box.id)
            return ELSEWHERE_PAUSE
        finally:
            self._release(lease)
        if result.kept:
            self._bell.ring()
        if result.trouble and box.id in self._maildirs:
            # what cannot be read or put away stays so until a person looks; the other files are not to blame
            return min(self._failed(box, why=result.trouble), every_of(box))
        self._worked(box, result=result, now=self._clock.now())
        return every_of(box)

    def _read(self, box: MailboxSettings, book: Cursors) -> PollResult:
        if box.id in self._maildirs:
            return self._maildirs[box.id].visit(book, stop=self._stopping.is_set)
        cord = self._cords[box.id] = Cord(self._monotonic)
        try:
            return poll(
                box,
                book=book,
                now=self._clock.now,
                stop=self._stopping.is_set,
                at_desk=self._clock.at_desk,
                cord=cord,
                bearer=self._bearers.get(box.id),
            )
        finally:
            cord.release()
            self._cords.pop(box.id, None)

    def _release(self, lease: MailboxLease) -> None:
        """Give the mailbox up; what cannot be given up now is before the next visit (the database may be away)."""
        try:
            renew_mailbox(self._database, lease, lease_seconds=0)
        except StaleClaim:
            log.warning("mailbox.lease_lost", mailbox=lease.mailbox)
        self._unreleased.pop(lease.mailbox, None)

    def _worked(self, box: MailboxSettings, *, result: PollResult, now: datetime) -> None:
        with self._database.write() as unit:
            health.worked(unit, mailbox=box.id, now=now)
            unit.commit()
        if self._failures.pop(box.id, 0):
            log.info("mailbox.healthy_again", mailbox=box.id)
        if result.trouble:
            log.warning("mailbox.trouble", mailbox=box.id, why=result.trouble)
        if result.kept or result.filed or result.failed:
            log.info("mailbox.read", mailbox=box.id, kept=result.kept, filed=result.filed, failed=result.failed)

    def _failed(self, box: MailboxSettings, *, why: str) -> float:
        count = self._failures[box.id] = self._failures.get(box.id, 0) + 1
        pause = min(FIRST_PAUSE * 2.0 ** min(count - 1, 10), LONGEST_PAUSE)
        log.warning("mailbox.unhealthy", mailbox=box.id, why=why, failures=count, again_in_seconds=pause)
        with self._database.write() as unit:
            health.failed(unit, mailbox=box.id, why=why, now=self._clock.now())
            unit.commit()
        return pause


def _folder(box: MailboxSettings) -> str:
    """The name of the folder under which the mailbox's cursor is kept."""
    return box.imap.folder if box.imap is not None else maildir_source.FOLDER


def every_of(box: MailboxSettings) -> float:
    """Seconds between two good visits."""
    if box.imap is not None:
        return box.imap.every
    return box.maildir.every if box.maildir is not None else LONGEST_PAUSE
