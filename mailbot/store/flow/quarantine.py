"""Messages set aside for a person: looked at, tried again or dropped; and the day's balance of all deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, null, select, update

from mailbot.fault import fault
from mailbot.store.engine import Unit
from mailbot.store.tables import INBOX
from mailbot.store.tables.base import AnyRow

_MOST = 200


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One delivery that nobody could act on, and why. `sender` is the From as scanned, unproven. Times are UTC."""

    id: int
    trust: str
    mailbox: str
    sender: str
    received_at: datetime
    attempts: int
    crashes: int
    error: str
    fetched: bool


def list_quarantined(unit: Unit, *, limit: int = _MOST) -> tuple[Quarantined, ...]:
    """What lies in quarantine, oldest first."""
    wanted = select(INBOX).where(INBOX.c.state == "quarantined").order_by(INBOX.c.id).limit(limit)
    return tuple(_value(row) for row in unit.rows(wanted))


def show_quarantined(unit: Unit, *, inbox: int) -> Quarantined | None:
    """One delivery in quarantine, None where that id is not there."""
    row = unit.rows(select(INBOX).where(INBOX.c.id == inbox, INBOX.c.state == "quarantined")).first()
    return None if row is None else _value(row)


def retry_quarantined(unit: Unit, *, inbox: int) -> bool:
    """Let it be processed (or fetched) anew with all its attempts. False where that id is not in quarantine."""
    fault("quarantine.retry")
    anew = {"attempts": 0, "crashes": 0, "not_before": null(), "lease_until": null(), "outcome": null()}
    for fetched, state in ((True, "new"), (False, "fetch_failed")):
        has_raw = INBOX.c.raw.is_not(None) if fetched else INBOX.c.raw.is_(None)
        changed = unit.change(
            update(INBOX)
            .where(INBOX.c.id == inbox, INBOX.c.state == "quarantined", has_raw)
            .values(state=state, finished_at=null(), claim_epoch=INBOX.c.claim_epoch + 1, **anew)
        )
        if changed:
            return True
    return False


def drop_quarantined(unit: Unit, *, inbox: int, why: str) -> bool:
    """File it as dropped by an operator: it stays, visibly, and nothing is done. False where it is not there."""
    changed = unit.change(
        update(INBOX)
        .where(INBOX.c.id == inbox, INBOX.c.state == "quarantined")
        .values(state="filed", outcome="dropped", filed=why, claim_epoch=INBOX.c.claim_epoch + 1)
    )
    return changed == 1


def balance(unit: Unit, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """How the deliveries received in [since, until) ended, by outcome; `new` and `fetch_failed` are not ended yet.

    The counts add up to `received`.
    """
    rows = unit.rows(
        select(INBOX.c.state, INBOX.c.outcome, func.count().label("deliveries"))
        .where(INBOX.c.received_at >= since, INBOX.c.received_at < until)
        .group_by(INBOX.c.state, INBOX.c.outcome)
    )
    counts: dict[str, int] = {}
    for row in rows:
        word = row.state if row.state in ("new", "fetch_failed") else row.outcome or row.state
        counts[word] = counts.get(word, 0) + row.deliveries
    return {"received": sum(counts.values()), **dict(sorted(counts.items()))}


def _value(row: AnyRow) -> Quarantined:
    return Quarantined(
        id=row.id,
        trust=row.trust,
        mailbox=row.mailbox,
        sender=row.sender,
        received_at=row.received_at,
        attempts=row.attempts,
        crashes=row.crashes,
        error=row.error or "",
        fetched=row.raw is not None,
    )
