"""Files a mailbox's history as closed requests, beside a running desk: reads, keeps, decides, and answers nobody.

The folder is opened for reading alone. What was kept once is never kept again, so it can be stopped and started at
will; each batch is in hand under a lease, so that a desk beside it leaves it alone.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mailbot.core.model.message import HISTORY, Delivery
from mailbot.core.parse.headers import sender_key
from mailbot.daemon.clock import Clock
from mailbot.daemon.process import Process
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.fetch import Fetched, fetch_in_batches
from mailbot.mail.imap.guard import Selected
from mailbot.mail.imap.look import ImapLook
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import ImapServer, MailboxSettings
from mailbot.store.engine import Database
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import cursors, history, inbox
from mailbot.store.flow.inbox import Claimed

LEASE_SECONDS = 300.0


@dataclass(slots=True)
class Filed:
    """How far it is: mails `wanted`, of these `known` before; `filed` now, `failed` to be filed or fetched."""

    wanted: int = 0
    known: int = 0
    filed: int = 0
    failed: int = 0

    @property
    def seen(self) -> int:
        """Mails that are behind us."""
        return self.known + self.filed + self.failed


class Backfill:
    """One mailbox's history. `process` is the desk's own, which decides and writes."""

    def __init__(self, box: MailboxSettings, *, database: Database, process: Process, clock: Clock) -> None:
        self._box = box
        self._database = database
        self._process = process
        self._clock = clock

    def run(
        self, server: ImapServer, *, since: date, bearer: Bearer | None, progress: Callable[[Filed], None]
    ) -> Filed:
        """File what came on `since` or later and before the desk's first contact; `progress` hears of each batch.

        Raises ImapError, ConnectionLostError and DatabaseUnavailable; what was filed by then stays so.
        """
        done = Filed()
        with ImapLook(server, bearer=bearer) as link:
            selected = link.examine()
            uids = self._uids(link, server=server, selected=selected, since=since, done=done)
            progress(done)
            for fetched in fetch_in_batches(link, uids=uids):
                self._file(fetched, folder=server.folder, uidvalidity=selected.uidvalidity, done=done)
                progress(done)
        return done

    def _uids(self, link: ImapLook, *, server: ImapServer, selected: Selected, since: date, done: Filed) -> list[int]:
        """What is to be read: not what is known, and nothing that is the running desk's to answer."""
        place = self._box.id, server.folder
        live_from = cursors.live_from(
            self._database, mailbox=place[0], folder=place[1], uidvalidity=selected.uidvalidity
        )
        if live_from == 0:
            said = f"{self._box.id}: the server has renumbered {server.folder!r}; let the desk read it again first"
            raise ImapError(said, kind="refused")
        found = [uid for uid in link.uids_since(since) if live_from is None or uid < live_from]
        known = history.known_uids(self._database, mailbox=place[0], folder=place[1], uidvalidity=selected.uidvalidity)
        new = [uid for uid in found if uid not in known]
        done.wanted, done.known = len(found), len(found) - len(new)
        return new

    def _file(self, fetched: Fetched, *, folder: str, uidvalidity: int, done: Filed) -> None:
        now = self._clock.now()
        deliveries = [
            Delivery(
                raw=mail.raw,
                trust=self._box.trust,
                mailbox=self._box.id,
                received_at=min(mail.internal_date or now, now),
                folder=folder,
                uidvalidity=uidvalidity,
                uid=mail.uid,
                internal_date=mail.internal_date,
                filed=HISTORY,
                full_size=mail.full_size,
            )
            for mail in fetched.mails
        ]
        done.failed += len(fetched.failed)
        claims = history.take_in(self._database, deliveries, sender_key=sender_key, lease_seconds=LEASE_SECONDS)
        done.known += len(deliveries) - len(claims)
        for claimed in claims:
            self._one(claimed, done=done)

    def _one(self, claimed: Claimed, *, done: Filed) -> None:
        """One bad mail must not stop the others: it is counted, and the desk tries it once more."""
        try:
            self._process.message(claimed)
            done.filed += 1
        except StaleClaim:
            done.filed += 1  # the desk beside us took it over
        except Exception:  # noqa: BLE001 -- as in the desk's own loop
            done.failed += 1
            with self._database.write() as unit:
                inbox.failed(unit, claimed, why=traceback.format_exc(), now=self._clock.now())
                unit.commit()
