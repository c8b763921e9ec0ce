"""Mail on its way out: final bytes that are claimed, sent by others, and marked. No SMTP here, no schedule of retries.

What is promised: a row is written in the transaction of its cause, with its Message-ID and bytes fixed; it is sent at
least once, and again only after a process died between the relay's 250 and our commit. An older unsent mail of one
request to one recipient holds back the younger ones. A mail that failed or expired is told once: it is claimed as a
stimulus of its own, and the decision marks it told. Due times are on the desk's clock, leases on the database's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Executable, bindparam, exists, literal_column, select, update

from mailbot.fault import fault
from mailbot.store.engine import Database, Unit, database_time
from mailbot.store.flow.claims import FREE_LEASE, LEASE_SECONDS, free, write_back
from mailbot.store.tables import OUTBOX
from mailbot.store.tables.base import AnyRow
from mailbot.store.texts import storable

_MOST_WHY = 2_000


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """One mail in one sender's hands, under `epoch`. `attempts` counts this one too. Times are UTC."""

    id: int
    epoch: int
    trust: str
    school: str
    request: int | None
    kind: str
    recipient: str
    message_id: str
    envelope_from: str
    data: bytes = field(repr=False)
    attempts: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedFailure:
    """A mail that will never arrive, to be decided about, under `epoch`. `why` is the relay's word or the expiry."""

    id: int
    epoch: int
    trust: str
    request: int | None
    kind: str
    recipient: str
    why: str

    @property
    def cause(self) -> str:
        """What the decision about it names as its cause."""
        return f"outbox:{self.id}"


_NOW = bindparam("now", type_=OUTBOX.c.not_before.type)
_OLDER = OUTBOX.alias("older")
_HELD_UP = exists().where(
    _OLDER.c.state == "queued",
    _OLDER.c.recipient == OUTBOX.c.recipient,
    _OLDER.c.request == OUTBOX.c.request,
    _OLDER.c.id < OUTBOX.c.id,
)
_DUE = (
    select(OUTBOX.c.id)
    .where(OUTBOX.c.state == "queued", OUTBOX.c.not_before <= _NOW, OUTBOX.c.expires_at > _NOW, free(OUTBOX), ~_HELD_UP)
    .order_by(OUTBOX.c.not_before, OUTBOX.c.id)
    .limit(bindparam("most"))
)
# in the words of their index, so that the first time too does not look at every mail there ever was
_LOST = OUTBOX.c.state.in_((literal_column("'failed'"), literal_column("'expired'")))
_UNTOLD = select(OUTBOX.c.id).where(_LOST, ~OUTBOX.c.told, free(OUTBOX)).order_by(OUTBOX.c.id).limit(bindparam("most"))
_HOLD = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(claim_epoch=OUTBOX.c.claim_epoch + 1, lease_until=database_time(LEASE_SECONDS))
    .returning(OUTBOX)
)
_TAKE = _HOLD.values(attempts=OUTBOX.c.attempts + 1)
_OVER = (OUTBOX.c.state == "queued") & (OUTBOX.c.expires_at <= _NOW) & free(OUTBOX)
_SOMETHING_OVER = select(OUTBOX.c.id).where(_OVER).limit(1)
_EXPIRE = update(OUTBOX).where(_OVER).values(state="expired", claim_epoch=OUTBOX.c.claim_epoch + 1)
_NEXT_DUE = select(OUTBOX.c.not_before).where(OUTBOX.c.state == "queued").order_by(OUTBOX.c.not_before).limit(1)


def claim(database: Database, *, limit: int, lease_seconds: float, now: datetime) -> tuple[ClaimedMail, ...]:
    """Take up to `limit` mails due at `now` (UTC), longest due first; () when none is. The attempt is counted here.

    At most one mail of each (request, recipient) is taken, and never a younger one before an older unsent one.
    """
    with database.read() as unit:
        if unit.rows(_DUE, {"most": 1, "now": now}).first() is None:
            return ()
    with database.write() as unit:
        taken = unit.rows(unit.skip_locked(_DUE), {"most": limit, "now": now}).scalars()
        rows = _taken(unit, _TAKE, taken, lease_seconds=lease_seconds)
        fault("outbox.claim.before_commit")
        unit.commit()
    fault("outbox.claimed")
    return tuple(_mail(row) for row in rows)


def sent(unit: Unit, claimed: ClaimedMail, *, now: datetime) -> None:
    """The relay took it. Raises StaleClaim."""
    fault("outbox.sent")
    _end(unit, claimed, state="sent", sent_at=now, error=None)


def retry(unit: Unit, claimed: ClaimedMail, *, not_before: datetime, why: str) -> None:
    """Not now: it is due again at `not_before` (UTC). Raises StaleClaim."""
    fault("outbox.retry")
    _end(unit, claimed, not_before=not_before, error=storable(why[:_MOST_WHY]))


def failed(unit: Unit, claimed: ClaimedMail, *, why: str) -> None:
    """Never: the relay refused it for good. It waits to be told about. Raises StaleClaim."""
    fault("outbox.failed")
    _end(unit, claimed, state="failed", error=storable(why[:_MOST_WHY]))


def release(unit: Unit, claimed: ClaimedMail, *, paused: timedelta = timedelta(0)) -> None:
    """Put it back uncounted: the relay is down, not the mail's fault; it lives `paused` longer. Raises StaleClaim."""
    fault("outbox.release")
    _end(unit, claimed, attempts=OUTBOX.c.attempts - 1, expires_at=claimed.expires_at + paused)


def expire(database: Database, *, now: datetime) -> int:
    """Give up mails whose time is over (none that is being sent right now) and return how many."""
    with database.read() as unit:
        if unit.rows(_SOMETHING_OVER, {"now": now}).first() is None:
            return 0
    with database.write() as unit:
        expired = unit.change(_EXPIRE, {"now": now})
        fault("outbox.expire.before_commit")
        unit.commit()
    return expired


def extend(unit: Unit, *, by: timedelta) -> int:
    """Let every queued mail live longer: the relay was paused that long. Returns how many there are."""
    rows = unit.rows(select(OUTBOX.c.id, OUTBOX.c.expires_at).where(OUTBOX.c.state == "queued")).all()
    if rows:
        unit.change_each(
            update(OUTBOX).where(OUTBOX.c.id == bindparam("row_id")).values(expires_at=bindparam("until")),
            [{"row_id": row.id, "until": row.expires_at + by} for row in rows],
        )
    return len(rows)


def claim_failures(database: Database, *, limit: int, lease_seconds: float) -> tuple[ClaimedFailure, ...]:
    """Take up to `limit` failed or expired mails that nobody was told about yet, oldest first."""
    with database.read() as unit:
        if unit.rows(_UNTOLD, {"most": 1}).first() is None:
            return ()
    with database.write() as unit:
        taken = unit.rows(unit.skip_locked(_UNTOLD), {"most": limit}).scalars()
        rows = _taken(unit, _HOLD, taken, lease_seconds=lease_seconds)
        unit.commit()
    fault("outbox.failures_claimed")
    return tuple(_failure(row) for row in rows)


def told(unit: Unit, claimed: ClaimedFailure) -> None:
    """The failure was decided about in this very unit. Raises StaleClaim."""
    write_back(unit, OUTBOX, row=claimed.id, epoch=claimed.epoch, values={**FREE_LEASE, "told": True})


def next_due(unit: Unit) -> datetime | None:
    """When the next queued mail is due (UTC), None where none is queued: for a clock that jumps."""
    found: datetime | None = unit.rows(_NEXT_DUE).scalar()
    return found


def _taken(unit: Unit, take: Executable, ids: Sequence[int], *, lease_seconds: float) -> Sequence[AnyRow]:
    """Take these rows; gives them as they are then, longest due first."""
    if not ids:
        return ()
    rows = unit.rows(take, {"ids": list(ids), "lease_seconds": lease_seconds})
    return sorted(rows, key=lambda row: (row.not_before, row.id))


def _end(unit: Unit, claimed: ClaimedMail, **values: object) -> None:
    write_back(unit, OUTBOX, row=claimed.id, epoch=claimed.epoch, values={**FREE_LEASE, **values})


def _mail(row: AnyRow) -> ClaimedMail:
    return ClaimedMail(
        id=row.id,
        epoch=row.claim_epoch,
        trust=row.trust,
        school=row.school,
        request=row.request,
        kind=row.kind,
        recipient=row.recipient,
        message_id=row.message_id,
        envelope_from=row.envelope_from,
        data=row.data,
        attempts=row.attempts,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _failure(row: AnyRow) -> ClaimedFailure:
    return ClaimedFailure(
        id=row.id,
        epoch=row.claim_epoch,
        trust=row.trust,
        request=row.request,
        kind=row.kind,
        recipient=row.recipient,
        why=row.error or "it could not be delivered in time",
    )
