"""Deliveries: kept before anything is thought about them, claimed one by one, ended in exactly one way.

What counts as a failure: an exception twice, or five leases that ran out without a result (the worker died); then the
row is quarantined with the reason. Attempts are counted when a row is claimed, so that a crash counts. Trouble of the
database counts never: `give_back`. A row in backoff or quarantine holds nobody up; an older row of the same sender
that is neither does, which keeps a person's mails in order.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, and_, bindparam, case, exists, null, or_, select, update

from mailbot.core.model.message import Delivery
from mailbot.fault import fault
from mailbot.store.engine import Database, NewInsert, Unit, database_time
from mailbot.store.flow.claims import FREE_LEASE, LEASE_SECONDS, free, rested, write_back
from mailbot.store.packing import packed, unpacked
from mailbot.store.tables import INBOX, RAW
from mailbot.store.tables.base import AnyRow
from mailbot.store.texts import key_text, storable

EXCEPTIONS = 2
CRASHES = 5
ALONE_AFTER = 2
FIRST_RETRY_SECONDS = 30.0
_ERROR_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """One delivery in one worker's hands, under `epoch`.

    `attempts` counts this one too; `crashes` are leases that ran out. `alone`: let nothing else run beside it.
    `filed` is the source's reason not to act on it, `uid` and `folder` those of IMAP, `listener` the one of SMTP,
    `full_size` the bytes at the source where `raw` is only the beginning. Times are UTC.
    """

    id: int
    epoch: int
    trust: str
    mailbox: str
    raw: bytes = field(repr=False)
    sha256: str
    received_at: datetime
    folder: str | None = None
    uid: int | None = None
    internal_date: datetime | None = None
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    listener: str | None = None
    vouched: bool = False
    filed: str | None = None
    full_size: int | None = None
    sender: str = ""
    attempts: int = 1
    crashes: int = 0

    @property
    def alone(self) -> bool:
        """Whether a worker died of it often enough to try it with nothing else at stake."""
        return self.crashes >= ALONE_AFTER


def keep(unit: Unit, deliveries: Sequence[Delivery], *, sender_keys: Sequence[str]) -> tuple[int, ...]:
    """Write deliveries down and return the ids of the new rows, oldest first; nothing is parsed.

    `sender_keys` has one address or '' for each delivery. A delivery whose (mailbox, folder, uidvalidity, uid) is known
    is ignored, unless it could not be fetched before: then it is filled in. The caller commits, then acknowledges.
    """
    if not deliveries:
        return ()
    hashes = [hashlib.sha256(delivery.raw).hexdigest() for delivery in deliveries]
    fault("inbox.keep.begin")
    unit.change_each(
        unit.made(_new_raw),
        [
            {"sha256": sha256, "size": len(delivery.raw), "data": packed(delivery.raw)}
            for sha256, delivery in {pair[0]: pair for pair in zip(hashes, deliveries, strict=True)}.values()
        ],
    )
    fault("inbox.keep.raw")
    ids: list[int] = []
    for delivery, sha256, sender in zip(deliveries, hashes, sender_keys, strict=True):
        ids += unit.rows(unit.made(_new_or_filled), _row(delivery, sha256=sha256, sender=sender)).scalars()
    fault("inbox.kept")
    return tuple(sorted(ids))


def _new_raw(new: NewInsert) -> Executable:
    return new(RAW).on_conflict_do_nothing()


def _new_or_filled(new: NewInsert) -> Executable:
    insert = new(INBOX)
    given = {
        name: getattr(insert.excluded, name)
        for name in ("raw", "internal_date", "received_at", "sender", "vouched", "filed", "full_size", "envelope_to")
    }
    return insert.on_conflict_do_update(
        index_elements=["mailbox", "folder", "uidvalidity", "uid"],
        set_={**given, "state": "new", "attempts": 0, "not_before": null(), "error": null()},
        where=INBOX.c.state == "fetch_failed",
    ).returning(INBOX.c.id)


def _row(delivery: Delivery, *, sha256: str, sender: str) -> dict[str, Any]:
    return {
        "trust": delivery.trust,
        "mailbox": delivery.mailbox,
        "folder": delivery.folder,
        "uidvalidity": delivery.uidvalidity,
        "uid": delivery.uid,
        "raw": sha256,
        "internal_date": delivery.internal_date,
        "envelope_from": None if delivery.envelope_from is None else storable(delivery.envelope_from),
        "envelope_to": [storable(address) for address in delivery.envelope_to],
        "received_at": delivery.received_at,
        "listener": delivery.listener,
        "vouched": delivery.vouched,
        "sender": key_text(sender),
        "filed": delivery.filed,
        "full_size": delivery.full_size,
    }


_OLDER = INBOX.alias("older")
_HELD_UP = exists().where(
    _OLDER.c.trust == INBOX.c.trust,
    _OLDER.c.sender == INBOX.c.sender,
    _OLDER.c.state == "new",
    _OLDER.c.id < INBOX.c.id,
    or_(_OLDER.c.not_before.is_(None), _OLDER.c.not_before <= database_time(0)),
)
_DUE = (
    select(INBOX.c.id, INBOX.c.crashes, INBOX.c.lease_until)
    .where(INBOX.c.state == "new", free(INBOX), rested(INBOX), or_(INBOX.c.sender == "", ~_HELD_UP))
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)
_RAW = select(RAW.c.data).join(INBOX, and_(INBOX.c.raw == RAW.c.sha256, INBOX.c.id == bindparam("inbox")))
_CRASHED = INBOX.c.lease_until.is_not(None)
_TAKE = (
    update(INBOX)
    .where(INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        claim_epoch=INBOX.c.claim_epoch + 1,
        # a lease that ran out turns the attempt counted for it into a crash
        attempts=case((_CRASHED, INBOX.c.attempts), else_=INBOX.c.attempts + 1),
        crashes=case((_CRASHED, INBOX.c.crashes + 1), else_=INBOX.c.crashes),
        lease_until=database_time(LEASE_SECONDS),
        not_before=null(),
    )
    .returning(INBOX)
)
_THEIR_RAW = select(RAW.c.sha256, RAW.c.data).where(RAW.c.sha256.in_(bindparam("hashes", expanding=True)))


def claim(database: Database, *, limit: int, lease_seconds: float) -> tuple[Claimed, ...]:
    """Take up to `limit` due deliveries, oldest first, at most one of each sender; () when nothing is due.

    A row that killed its worker before comes alone; one that did so too often is quarantined instead. Raises
    DatabaseUnavailable; then nothing was counted.
    """
    with database.read() as unit:
        if unit.rows(_DUE, {"most": 1}).first() is None:
            return ()
    with database.write() as unit:
        due: Sequence[AnyRow] = unit.rows(unit.skip_locked(_DUE), {"most": limit}).all()
        taken = [int(row.id) for row in _batch(unit, due)]
        if not taken:
            unit.commit()
            return ()
        claimed = take(unit, taken, lease_seconds=lease_seconds)
        fault("inbox.claim.before_commit")
        unit.commit()
    fault("inbox.claimed")
    return claimed


def take(unit: Unit, ids: Sequence[int], *, lease_seconds: float) -> tuple[Claimed, ...]:
    """Take these rows, which the caller knows to be free, oldest first; the caller commits."""
    rows = unit.rows(_TAKE, {"ids": list(ids), "lease_seconds": lease_seconds}).all()
    hashes = list(dict.fromkeys(row.raw for row in rows))
    raws = {row.sha256: row.data for row in unit.rows(_THEIR_RAW, {"hashes": hashes})}
    return tuple(_claimed(row, data=raws[row.raw]) for row in sorted(rows, key=lambda row: int(row.id)))


def _batch(unit: Unit, due: Sequence[AnyRow]) -> list[AnyRow]:
    """Those of the due rows to hand out together; what crashed too often is quarantined on the way."""
    batch: list[AnyRow] = []
    for row in due:
        crashes = int(row.crashes) + (row.lease_until is not None)
        if crashes >= CRASHES:
            _quarantine_crashed(unit, row=int(row.id), crashes=crashes)
        elif crashes >= ALONE_AFTER:
            if not batch:
                return [row]
        else:
            batch.append(row)
    return batch


def _quarantine_crashed(unit: Unit, *, row: int, crashes: int) -> None:
    unit.change(
        update(INBOX)
        .where(INBOX.c.id == row)
        .values(
            state="quarantined",
            outcome="quarantined",
            crashes=crashes,
            claim_epoch=INBOX.c.claim_epoch + 1,
            error=f"the worker died {crashes} times while it had this message",
            finished_at=database_time(0),
            **FREE_LEASE,
        )
    )


def _claimed(row: AnyRow, *, data: bytes) -> Claimed:
    return Claimed(
        id=row.id,
        epoch=row.claim_epoch,
        trust=row.trust,
        mailbox=row.mailbox,
        raw=unpacked(data),
        sha256=row.raw,
        received_at=row.received_at,
        folder=row.folder,
        uid=row.uid,
        internal_date=row.internal_date,
        envelope_from=row.envelope_from,
        envelope_to=tuple(row.envelope_to),
        listener=row.listener,
        vouched=row.vouched,
        filed=row.filed,
        full_size=row.full_size,
        sender=row.sender,
        attempts=row.attempts,
        crashes=row.crashes,
    )


def done(unit: Unit, claimed: Claimed, *, outcome: str, message: int | None, now: datetime) -> None:
    """The delivery was acted on in this very unit; `message` is its message row. Raises StaleClaim."""
    _end(unit, claimed, state="done", outcome=outcome, message=message, finished_at=now)


def duplicate(unit: Unit, claimed: Claimed, *, message: int, now: datetime) -> None:
    """The delivery is a message we know: `message` is the row of the first. Raises StaleClaim."""
    _end(unit, claimed, state="duplicate", outcome="duplicate", message=message, finished_at=now)


def filed(unit: Unit, claimed: Claimed, *, why: str, now: datetime, message: int | None = None) -> None:
    """The delivery is kept and visible, and not acted on; `message` is its row. Raises StaleClaim."""
    _end(unit, claimed, state="filed", outcome="filed", filed=why, message=message, finished_at=now)


def quarantine(unit: Unit, claimed: Claimed, *, why: str, now: datetime) -> None:
    """Set the delivery aside for a person to look at; `why` may be a traceback. Raises StaleClaim."""
    why = storable(why[-_ERROR_CHARACTERS:])
    _end(unit, claimed, state="quarantined", outcome="quarantined", error=why, finished_at=now)


def failed(
    unit: Unit, claimed: Claimed, *, why: str, now: datetime, delay_seconds: float = FIRST_RETRY_SECONDS
) -> bool:
    """Working on it raised: try again after a pause, or quarantine it (then True). Raises StaleClaim."""
    if claimed.attempts >= EXCEPTIONS:
        quarantine(unit, claimed, why=why, now=now)
        return True
    _end(unit, claimed, state="new", not_before=database_time(delay_seconds), error=storable(why[-_ERROR_CHARACTERS:]))
    return False


def give_back(unit: Unit, claimed: Claimed) -> None:
    """Put it back as if it had not been claimed: the trouble was the database's or everybody's. Raises StaleClaim."""
    _end(unit, claimed, state="new", attempts=INBOX.c.attempts - 1)


def forgive(unit: Unit, ids: Sequence[int]) -> None:
    """Take back the failures counted against these: what went wrong was everybody's. Rows done or in hand stay."""
    unit.change(
        update(INBOX)
        .where(INBOX.c.id.in_(list(ids)), INBOX.c.state.in_(("new", "quarantined")), INBOX.c.lease_until.is_(None))
        .values(state="new", outcome=null(), finished_at=null(), attempts=0, not_before=null())
    )


def _end(unit: Unit, claimed: Claimed, **values: Any) -> None:
    fault("inbox.end")
    changes: Mapping[str, Any] = {**FREE_LEASE, **values}
    write_back(unit, INBOX, row=claimed.id, epoch=claimed.epoch, values=changes)


def raw_of(unit: Unit, inbox: int) -> bytes | None:
    """The mail of a delivery as it came, None where there is none (it could not be fetched, or no such row)."""
    found = unit.rows(_RAW, {"inbox": inbox}).scalar()
    return None if found is None else unpacked(found)
