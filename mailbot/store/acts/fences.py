"""The compare-and-swaps of a commit: what the decision rests on is as its snapshot saw it, or nothing is written.

Rows are taken in a fixed order (addresses by name, requests by number), so that two commits do not deadlock.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Update, bindparam, select, update

from mailbot.core.model.snapshot import AddressState, Snapshot
from mailbot.fault import fault
from mailbot.store.acts.planned import Plan
from mailbot.store.engine import NewInsert, Unit
from mailbot.store.errors import StaleSnapshot
from mailbot.store.tables import ADDRESS_STATE, REQUEST

MOST_REMEMBERED = 200

_HERE = (ADDRESS_STATE.c.trust == bindparam("in_trust")) & (ADDRESS_STATE.c.address == bindparam("at_address"))
_SWAP_ADDRESS = (
    update(ADDRESS_STATE)
    .where(_HERE, ADDRESS_STATE.c.version == bindparam("seen"))
    .values(
        version=ADDRESS_STATE.c.version + 1,
        automatic_at=bindparam("automatic_at"),
        bounced_at=bindparam("bounced_at"),
    )
)
_UNSEEN_ADDRESS = select(ADDRESS_STATE).where(_HERE).with_for_update()
_STILL_OPEN = (
    select(REQUEST.c.number, REQUEST.c.version)
    .where(REQUEST.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(REQUEST.c.number)
    # shared: whoever is changing one of them goes first, and is seen
    .with_for_update(read=True)
)


def _first_seen(new: NewInsert) -> Executable:
    return new(ADDRESS_STATE).on_conflict_do_nothing().returning(ADDRESS_STATE.c.version)


@lru_cache(maxsize=500)
def _swap_request(names: tuple[str, ...]) -> Update:
    """The update of a request by these columns, put together only once."""
    return (
        update(REQUEST)
        .where(
            REQUEST.c.number == bindparam("the_number"),
            REQUEST.c.trust == bindparam("in_trust"),
            REQUEST.c.version == bindparam("seen"),
        )
        .values(version=REQUEST.c.version + 1, **{name: bindparam(f"new_{name}") for name in names})
    )


def swap_addresses(unit: Unit, plan: Plan, *, sender: str) -> None:
    """Raise the versions of the sender and of every requester mailed automatically, and note those mails.

    Raises StaleSnapshot where another commit touched one of them since the snapshot: so the caps are exact.
    """
    touched = {*plan.automatic, *plan.bounced}
    if sender:
        touched.add(sender)
    for address in sorted(touched):
        seen = plan.snapshot.addresses.get(address) or _read(unit, plan.snapshot.trust, address)
        moments = [at.timestamp() for at in seen.automatic_at] + [plan.now.timestamp()] * plan.automatic[address]
        _swap(
            unit,
            plan.snapshot.trust,
            seen,
            automatic_at=moments[-MOST_REMEMBERED:],
            bounced_at=plan.bounced.get(address, seen.bounced_at),
        )
    fault("apply.addresses")


def _read(unit: Unit, trust: str, address: str) -> AddressState:
    """Somebody the snapshot was not asked about (a bouncing address, a stranger's): locked as it is now."""
    row = unit.rows(_UNSEEN_ADDRESS, {"in_trust": trust, "at_address": address}).first()
    if row is None:
        return AddressState(address=address)
    moments = tuple(datetime.fromtimestamp(at, UTC) for at in row.automatic_at)
    return AddressState(address=address, version=row.version, automatic_at=moments, bounced_at=row.bounced_at)


def _swap(
    unit: Unit, trust: str, seen: AddressState, *, automatic_at: list[float], bounced_at: datetime | None
) -> None:
    values = {"automatic_at": automatic_at, "bounced_at": bounced_at}
    if seen.version == 0:
        row = {"trust": trust, "address": seen.address, "version": 1, **values}
        swapped = unit.rows(unit.made(_first_seen), row).first() is not None
    else:
        here = {"in_trust": trust, "at_address": seen.address, "seen": seen.version}
        swapped = unit.change(_SWAP_ADDRESS, {**here, **values}) == 1
    if not swapped:
        raise StaleSnapshot(f"address {seen.address} has changed since version {seen.version}")


def swap_requests(unit: Unit, plan: Plan) -> None:
    """Write the columns of each request acted on and raise its version. Raises StaleSnapshot where it had changed."""
    for number in sorted(plan.changed):
        seen = plan.snapshot.requests[number].version
        columns: Mapping[str, Any] = plan.changed[number]
        here = {"the_number": number, "in_trust": plan.snapshot.trust, "seen": seen}
        given = {f"new_{name}": value for name, value in columns.items()}
        if unit.change(_swap_request(tuple(sorted(columns))), {**here, **given}) != 1:
            raise StaleSnapshot(f"request {number} has changed since version {seen}")
    fault("apply.requests")


def check_open_requests(unit: Unit, snapshot: Snapshot, *, but: Mapping[int, Any]) -> None:
    """The sender's other open requests are as they were. Raises StaleSnapshot where one is not."""
    seen = {brief.number: brief.version for brief in snapshot.open_requests if brief.number not in but}
    if not seen:
        return
    found = {row.number: row.version for row in unit.rows(_STILL_OPEN, {"numbers": sorted(seen)})}
    for number, version in seen.items():
        if found.get(number) != version:
            raise StaleSnapshot(f"request {number} of the same person has changed since version {version}")
