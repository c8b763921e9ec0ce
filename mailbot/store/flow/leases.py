"""Singletons: what one daemon at a time may do (tidying, backups), held by lease and epoch."""

from sqlalchemy import null, update

from mailbot.fault import fault
from mailbot.store.engine import Database, database_time
from mailbot.store.errors import StaleClaim
from mailbot.store.tables import LEASE


def take_lease(database: Database, *, name: str, holder: str, lease_seconds: float) -> int | None:
    """The epoch under which `holder` now has the singleton `name`, None while somebody else does."""
    free = LEASE.c.lease_until.is_(None) | (LEASE.c.lease_until < database_time(0))
    with database.write() as unit:
        row = {"name": name, "holder": "", "epoch": 0}
        unit.change(unit.insert(LEASE).on_conflict_do_nothing(), row)
        epoch = unit.rows(
            update(LEASE)
            .where(LEASE.c.name == name, free)
            .values(holder=holder, epoch=LEASE.c.epoch + 1, lease_until=database_time(lease_seconds))
            .returning(LEASE.c.epoch)
        ).scalar()
        unit.commit()
    fault("leases.taken")
    return None if epoch is None else int(epoch)


def renew_lease(database: Database, *, name: str, epoch: int, lease_seconds: float) -> None:
    """Hold on for another `lease_seconds`; 0 gives it up. Raises StaleClaim when somebody else took it over."""
    until = database_time(lease_seconds) if lease_seconds > 0 else null()
    with database.write() as unit:
        mine = (LEASE.c.name == name) & (LEASE.c.epoch == epoch)
        if unit.change(update(LEASE).where(mine).values(lease_until=until)) != 1:
            raise StaleClaim(f"{name} is no longer held under epoch {epoch}")
        unit.commit()
