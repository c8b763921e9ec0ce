"""What these tests put into a database, through the store's own functions."""

from dataclasses import replace
from datetime import datetime

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_request import OpenRequest
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.daemon.clock import SystemClock
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.flow import inbox
from mailbot.store.flow.messages import cause_of
from tests.store.builders import a_delivery, a_mail, claim_one, keep, keys_of, look, opening

JANE = "jane.ashdown@kestrelpark.example"
TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: no such\x1b[31m charset'


def now() -> datetime:
    return SystemClock().now()


def ask(
    database: Database,
    text: str = "Cant get the smartboard to show my laptop",
    *,
    address: str = JANE,
    sensitive: bool = False,
    timer: bool = False,
) -> tuple[int, str]:
    """One mail of today becomes a ticket, with a mail that waits in the outbox: its number and the Message-ID."""
    delivery = replace(a_delivery(text, trust="tvlt", mailbox="kestrel-park"), received_at=now())
    keep(database, delivery, senders=[address])
    claimed = claim_one(database)
    message_id = f"{claimed.id}.mail@client.example"
    keys = keys_of(claimed, address=address, own_message_id=message_id)
    seen = look(database, keys, now=now())
    decision = opening(seen, address=address, text=text)
    effects = [
        replace(effect, subject=text, sensitive=sensitive) if isinstance(effect, OpenRequest) else effect
        for effect in decision.effects
    ]
    if timer:
        effects.append(ScheduleTimer(seen.fresh.number, "offer_silence", round=1, due_at=now()))
    reasons = ("trust level T2", "DMARC passed for kestrelpark.example", f"the reply means not_solved: {text}")
    decided = Decision("question", "ticket_opened", tuple(effects), reasons)
    mail = a_mail(address, request=seen.fresh.number)
    with database.write() as unit:
        written = replace(decided, effects=(*decided.effects, mail[0]))
        cause = cause_of(claimed, keys=keys)
        applied = apply(unit, written, snapshot=seen, cause=cause, outgoing=[mail], now=now())
        inbox.done(unit, claimed, outcome=decided.outcome, message=applied.message, now=now())
        unit.commit()
    return seen.fresh.number, message_id


def quarantine(database: Database, *, text: str = "what", why: str = TRACEBACK) -> int:
    """One mail that could not be handled: its id."""
    (row,) = keep(database, replace(a_delivery(text, trust="tvlt", mailbox="oakfold"), received_at=now()))
    claimed = claim_one(database)
    with database.write() as unit:
        inbox.quarantine(unit, claimed, why=why, now=now())
        unit.commit()
    return row
