"""How far each IMAP folder has been read, under a lease: one daemon at a time reads a folder.

The deliveries and the cursor that passes them are one commit. Every write names the lease's epoch, so that a daemon
that was stopped past its lease cannot move a cursor or acknowledge in another's stead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal_column, null, select, update

from mailbot.core.model.message import Cursor, Delivery
from mailbot.fault import fault
from mailbot.store.engine import Database, Unit, database_time
from mailbot.store.errors import StaleClaim
from mailbot.store.flow import inbox
from mailbot.store.tables import CURSOR, INBOX

FETCH_ATTEMPTS = 8
_FIRST_FETCH_RETRY = timedelta(minutes=1)
_MOST_RETRIED = 20
RENUMBERED = (
    "the server did not hand this message over and then renumbered the mailbox: "
    "if it is still there, it was read again under its new number"
)


@dataclass(frozen=True, slots=True)
class MailboxLease:
    """The right to read one folder of one mailbox, for as long as its row bears this epoch.

    It runs out `seconds` after it was taken or after the last mail that was kept under it.
    """

    mailbox: str
    folder: str
    epoch: int
    seconds: float


_ROW = (CURSOR.c.mailbox == bindparam("the_mailbox")) & (CURSOR.c.folder == bindparam("the_folder"))

# in the words of its index: with a `?` for the state every mail of the mailbox would be looked at
_FETCH_FAILED = INBOX.c.state == literal_column("'fetch_failed'")


def claim_mailbox(database: Database, *, mailbox: str, folder: str, lease_seconds: float) -> MailboxLease | None:
    """Take the right to read a folder, or None while somebody else has it."""
    here = {"the_mailbox": mailbox, "the_folder": folder}
    unheld = CURSOR.c.lease_until.is_(None) | (CURSOR.c.lease_until < database_time(0))
    with database.write() as unit:
        unit.change(unit.insert(CURSOR).on_conflict_do_nothing(), {"mailbox": mailbox, "folder": folder})
        epoch = unit.rows(
            update(CURSOR)
            .where(_ROW, unheld)
            .values(claim_epoch=CURSOR.c.claim_epoch + 1, lease_until=database_time(lease_seconds))
            .returning(CURSOR.c.claim_epoch),
            here,
        ).scalar()
        unit.commit()
    fault("cursors.claimed")
    if epoch is None:
        return None
    return MailboxLease(mailbox=mailbox, folder=folder, epoch=int(epoch), seconds=lease_seconds)


def renew_mailbox(database: Database, lease: MailboxLease, *, lease_seconds: float) -> None:
    """Hold on to the folder for another `lease_seconds`; 0 gives it up. Raises StaleClaim when it was taken over."""
    until = database_time(lease_seconds) if lease_seconds > 0 else null()
    with database.write() as unit:
        _write(unit, lease, lease_until=until)
        unit.commit()


def live_from(database: Database, *, mailbox: str, folder: str, uidvalidity: int) -> int | None:
    """Give the first UID that is the desk's to answer; None before the first contact, 0 under another UIDVALIDITY.

    After a change of UIDVALIDITY all that the desk has not read again yet is its own: something may be unanswered.
    """
    query = select(CURSOR.c.uidvalidity, CURSOR.c.live_from_uid, CURSOR.c.last_uid, CURSOR.c.floor).where(_ROW)
    with database.read() as unit:
        found = unit.rows(query, {"the_mailbox": mailbox, "the_folder": folder}).first()
    if found is None:
        return None
    if found.uidvalidity != uidvalidity:
        return 0
    return int(found.live_from_uid if found.floor is None else min(found.live_from_uid, found.last_uid + 1))


class Cursors:
    """The book of one folder, under a lease. Every write raises StaleClaim when that was taken over.

    `sender_key` scans the head of a mail for its sender. Each call is a transaction of its own.
    """

    def __init__(
        self, database: Database, *, trust: str, lease: MailboxLease, sender_key: Callable[[bytes], str]
    ) -> None:
        self._database = database
        self._trust = trust
        self._lease = lease
        self._sender_key = sender_key

    def load(self, mailbox: str, folder: str) -> Cursor | None:
        """What the last commit says, None before first contact."""
        with self._database.read() as unit:
            row = unit.rows(select(CURSOR).where(_ROW), {"the_mailbox": mailbox, "the_folder": folder}).first()
        if row is None or row.uidvalidity is None:
            return None
        return Cursor(
            uidvalidity=row.uidvalidity,
            last_uid=row.last_uid,
            newest_internal_date=row.newest_internal_date,
            first_contact_at=row.first_contact_at,
            live_from_uid=row.live_from_uid,
            floor=row.floor,
        )

    def first_contact(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Remember where we came in; committed before anything is fetched."""
        self._store(mailbox, folder, cursor)
        fault("cursors.first_contact")

    def uidvalidity_changed(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        """Remember the new UIDVALIDITY, last UID 0 and the floor; committed before anything is fetched."""
        self._store(mailbox, folder, cursor)
        fault("cursors.uidvalidity_changed")

    def keep(self, deliveries: Sequence[Delivery], *, failed_uids: Sequence[int], cursor: Cursor) -> None:
        """Deliveries, UIDs that could not be fetched, and the cursor that passes them: one commit."""
        senders = [self._sender_key(one.raw) for one in deliveries]
        with self._database.write() as unit:
            # the cursor first: a stale holder writes nothing at all
            _write(unit, self._lease, lease_until=database_time(self._lease.seconds), **_columns(cursor))
            inbox.keep(unit, deliveries, sender_keys=senders)
            if failed_uids:
                self._note_failed(unit, failed_uids, cursor=cursor)
            fault("cursors.keep.before_commit")
            unit.commit()
        fault("cursors.kept")

    def unacknowledged(self, mailbox: str, folder: str, uidvalidity: int, limit: int) -> tuple[int, ...]:
        """UIDs that are committed and not yet moved or flagged, lowest first."""
        query = (
            select(INBOX.c.uid)
            .where(
                *_in_folder(mailbox, folder, uidvalidity), INBOX.c.acknowledged_at.is_(None), INBOX.c.raw.is_not(None)
            )
            .order_by(INBOX.c.uid)
            .limit(limit)
        )
        with self._database.read() as unit:
            return tuple(int(uid) for uid in unit.rows(query).scalars() if uid is not None)

    def acknowledged(self, mailbox: str, folder: str, uidvalidity: int, uids: Sequence[int]) -> None:
        """These UIDs were moved or flagged in the mailbox."""
        if not uids:
            return
        with self._database.write() as unit:
            _write(unit, self._held(mailbox, folder))
            unit.change(
                update(INBOX)
                .where(*_in_folder(mailbox, folder, uidvalidity), INBOX.c.uid.in_(list(uids)))
                .values(acknowledged_at=database_time(0))
            )
            fault("cursors.acknowledge.before_commit")
            unit.commit()
        fault("cursors.acknowledged")

    def failed_uids(self, mailbox: str, folder: str, uidvalidity: int, now: datetime) -> tuple[int, ...]:
        """UIDs to fetch again at `now` (UTC), at most 20. The attempt is counted here: 1, 2, 4, ... minutes apart.

        After 8 attempts the row is quarantined, and so is one of an earlier UIDVALIDITY: it cannot be asked for again.
        """
        ours = (INBOX.c.mailbox == mailbox, INBOX.c.folder == folder, _FETCH_FAILED)
        left_behind = INBOX.c.uidvalidity != uidvalidity
        due = (INBOX.c.uidvalidity == uidvalidity) & (INBOX.c.not_before.is_(None) | (INBOX.c.not_before <= now))
        with self._database.read() as unit:
            if unit.rows(select(INBOX.c.id).where(*ours, due | left_behind).limit(1)).first() is None:
                return ()
        with self._database.write() as unit:
            _write(unit, self._held(mailbox, folder))
            gone = {**_given_up(now=now), "error": RENUMBERED}
            unit.change(update(INBOX).where(*ours, left_behind).values(**gone))
            query = select(INBOX.c.id, INBOX.c.uid, INBOX.c.attempts).where(*ours, due).order_by(INBOX.c.uid)
            rows = unit.rows(query.limit(_MOST_RETRIED)).all()
            again = [row for row in rows if row.attempts < FETCH_ATTEMPTS]
            for row in rows:
                values = _again(row.attempts, now=now) if row in again else _given_up(now=now)
                unit.change(update(INBOX).where(INBOX.c.id == row.id).values(**values))
            unit.commit()
        return tuple(int(row.uid) for row in again if row.uid is not None)

    def _store(self, mailbox: str, folder: str, cursor: Cursor) -> None:
        with self._database.write() as unit:
            _write(unit, self._held(mailbox, folder), **_columns(cursor))
            unit.commit()

    def _held(self, mailbox: str, folder: str) -> MailboxLease:
        if (mailbox, folder) != (self._lease.mailbox, self._lease.folder):
            raise LookupError(
                f"the book of {self._lease.mailbox} {self._lease.folder} was asked for {mailbox} {folder}"
            )
        return self._lease

    def _note_failed(self, unit: Unit, uids: Sequence[int], *, cursor: Cursor) -> None:
        rows = [
            {
                "trust": self._trust,
                "mailbox": self._lease.mailbox,
                "folder": self._lease.folder,
                "uidvalidity": cursor.uidvalidity,
                "uid": uid,
                "envelope_to": [],
                # its own date could not be read: the moment up to which the folder was
                "received_at": cursor.newest_internal_date or cursor.first_contact_at,
                "state": "fetch_failed",
                "error": "the server did not hand this message over",
            }
            for uid in uids
        ]
        unit.change_each(unit.insert(INBOX).on_conflict_do_nothing(), rows)


def _write(unit: Unit, lease: MailboxLease, **values: Any) -> None:
    changed = unit.change(
        update(CURSOR)
        .where(_ROW, CURSOR.c.claim_epoch == bindparam("the_epoch"))
        # naming the epoch again changes nothing and takes the row for this transaction
        .values(claim_epoch=CURSOR.c.claim_epoch, **values),
        {"the_mailbox": lease.mailbox, "the_folder": lease.folder, "the_epoch": lease.epoch},
    )
    if changed != 1:
        raise StaleClaim(f"mailbox {lease.mailbox}, folder {lease.folder} is no longer held under epoch {lease.epoch}")


def _columns(cursor: Cursor) -> dict[str, Any]:
    return {
        "uidvalidity": cursor.uidvalidity,
        "last_uid": cursor.last_uid,
        "newest_internal_date": cursor.newest_internal_date,
        "first_contact_at": cursor.first_contact_at,
        "live_from_uid": cursor.live_from_uid,
        "floor": cursor.floor,
    }


def _in_folder(mailbox: str, folder: str, uidvalidity: int) -> tuple[Any, ...]:
    return (
        INBOX.c.mailbox == mailbox,
        INBOX.c.folder == folder,
        INBOX.c.uidvalidity == uidvalidity,
        INBOX.c.uid.is_not(None),
    )


def _again(attempts: int, *, now: datetime) -> dict[str, Any]:
    return {"attempts": attempts + 1, "not_before": now + _FIRST_FETCH_RETRY * 2**attempts}


def _given_up(*, now: datetime) -> dict[str, Any]:
    return {"state": "quarantined", "outcome": "quarantined", "finished_at": now}
