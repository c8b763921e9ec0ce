"""Old mail on its way in: kept and taken in hand in one commit, so that no daemon takes it for mail of today."""

from collections.abc import Callable, Sequence

from sqlalchemy import select, update

from mailbot.core.model.message import Delivery
from mailbot.fault import fault
from mailbot.store.engine import Database, database_time
from mailbot.store.flow import inbox
from mailbot.store.flow.inbox import Claimed
from mailbot.store.tables import INBOX


def take_in(
    database: Database, deliveries: Sequence[Delivery], *, sender_key: Callable[[bytes], str], lease_seconds: float
) -> tuple[Claimed, ...]:
    """Keep those of the deliveries that are new and claim them, oldest first; the source is told nothing of them.

    Whoever dies with them in hand leaves them to the daemon, which files them once the lease is over. Raises
    DatabaseUnavailable.
    """
    keys = [sender_key(one.raw) for one in deliveries]
    with database.write() as unit:
        ids = inbox.keep(unit, deliveries, sender_keys=keys)
        if not ids:
            unit.commit()
            return ()
        # acknowledged: or the next visit would move or mark what the operator wants left alone
        unit.change(update(INBOX).where(INBOX.c.id.in_(ids)).values(acknowledged_at=database_time(0)))
        claimed = inbox.take(unit, ids, lease_seconds=lease_seconds)
        fault("history.before_commit")
        unit.commit()
    fault("history.taken_in")
    return claimed


def known_uids(database: Database, *, mailbox: str, folder: str, uidvalidity: int) -> frozenset[int]:
    """Give the UIDs of the folder that were kept before, in whatever state they are."""
    query = select(INBOX.c.uid).where(
        INBOX.c.mailbox == mailbox, INBOX.c.folder == folder, INBOX.c.uidvalidity == uidvalidity
    )
    with database.read() as unit:
        return frozenset(int(uid) for uid in unit.rows(query).scalars() if uid is not None)
