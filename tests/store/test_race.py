"""Four workers with connections of their own, few senders, every mail delivered twice: each has one effect."""

import threading
from collections import Counter
from dataclasses import replace

from sqlalchemy import func, select

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import DatabaseUnavailable, DuplicateMessage, StaleSnapshot
from mailbot.store.flow import inbox
from mailbot.store.flow.inbox import Claimed
from mailbot.store.tables import ENTRY, INBOX, MESSAGE, OUTBOX, REQUEST
from tests.store.builders import (
    NOW,
    a_decision,
    a_delivery,
    a_mail,
    act,
    an_entry,
    keep,
    keys_of,
    look,
    opening,
)

MAILS = 40
SENDERS = 4


def test_racing_workers_act_once_on_each_message(database: Database, url: str) -> None:
    for number in range(MAILS):
        address = f"p{number % SENDERS}@k.example"
        # the second delivery bears another sender key, so that order does not keep the two apart
        keep(database, a_delivery(f"mail {number}"), a_delivery(f"mail {number}"), senders=[address, f"again{number}"])
    errors: list[BaseException] = []

    def work() -> None:
        mine = open_database(url, pool_size=2)
        try:
            while found := inbox.claim(mine, limit=4, lease_seconds=60):
                for claimed in found:
                    _process(mine, claimed)
        except BaseException as error:  # noqa: BLE001 -- shown by the test
            errors.append(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work()  # SKIP LOCKED may leave the last rows to a later call
    assert errors == []
    with database.read() as unit:
        states = Counter(unit.connection.execute(select(INBOX.c.state)).scalars())
        counts = [
            unit.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (MESSAGE, ENTRY, OUTBOX, REQUEST)
        ]
        numbers = unit.connection.execute(select(ENTRY.c.request, ENTRY.c.number)).all()
    assert states == {"done": MAILS, "duplicate": MAILS}
    assert counts == [MAILS, MAILS, MAILS, SENDERS], "one entry and mail for each message, one request for each person"
    assert len(set(numbers)) == MAILS


def _process(database: Database, claimed: Claimed) -> None:
    """What the daemon does, without thinking: the first mail of a person opens a request, the next ones join it."""
    address = f"p{int(claimed.raw.split()[-1]) % SENDERS}@k.example"
    for _ in range(50):
        keys = keys_of(claimed, address=address)
        try:
            seen = look(database, keys)
            if seen.duplicate_of is not None:
                with database.write() as unit:
                    inbox.duplicate(unit, claimed, message=seen.duplicate_of, now=NOW)
                    unit.commit()
                return
            seen = _with_thread(database, seen)
            decision, request = _decide(seen, address=address)
            act(database, claimed, decision, seen=seen, keys=keys, outgoing=[a_mail(address, request=request)])
        except (StaleSnapshot, DuplicateMessage, DatabaseUnavailable):
            continue
        return
    raise AssertionError("fifty lost races in a row")


def _with_thread(database: Database, seen: Snapshot) -> Snapshot:
    """As if the mail had named the thread of its sender's open request."""
    if not seen.open_requests:
        return seen
    named = Keys(trust=seen.trust, address="", synthetic=_references(database, seen.open_requests[0].number))
    return replace(seen, requests=look(database, named).requests)


def _decide(seen: Snapshot, *, address: str) -> tuple[Decision, int]:
    if not seen.open_requests:
        return opening(seen, address=address), seen.fresh.number
    number = seen.open_requests[0].number
    return a_decision(an_entry(number), outcome="entry_added"), number


def _references(database: Database, number: int) -> tuple[str, ...]:
    with database.read() as unit:
        return (
            str(unit.connection.execute(select(REQUEST.c.reference).where(REQUEST.c.number == number)).scalar_one()),
        )
