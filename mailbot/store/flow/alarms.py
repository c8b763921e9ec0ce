"""Mails about mailboxes that cannot be read: each once, whoever of several daemons notices first.

They hang on no message and no request: their cause is the mailbox and the moment since which it fails, and the unique
key of the outbox lets the second such mail fall away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import Outgoing
from mailbot.fault import fault
from mailbot.store.engine import Unit
from mailbot.store.tables import OUTBOX

EXPIRES = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Told:
    """That a mailbox fails since then (UTC) was told."""

    mailbox: str
    since: datetime


def tell(unit: Unit, told: Told, mails: Sequence[tuple[SendMail, Outgoing]], *, trust: str, now: datetime) -> int:
    """Put these mails about `told` into the outbox, those of an earlier time left out; gives how many were new."""
    if not mails:
        return 0
    rows = [
        {
            "trust": trust,
            "request": None,
            "school": mail.school,
            "cause": _cause(told),
            "kind": mail.content.template,
            "recipient": ready.recipient,
            "reference": "",
            "message_id": ready.message_id,
            "envelope_from": ready.envelope_from,
            "data": ready.data,
            "not_before": now,
            "expires_at": now + EXPIRES,
            "created_at": now,
        }
        for mail, ready in mails
    ]
    insert = unit.insert(OUTBOX).on_conflict_do_nothing(index_elements=["cause", "kind", "recipient", "reference"])
    new = len(unit.connection.execute(insert.returning(OUTBOX.c.id), rows).scalars().all())
    fault("alarms.before_commit")
    return new


def told_and_open(unit: Unit, *, failing: str, back: str) -> tuple[Told, ...]:
    """Of which mailboxes the mail of kind `failing` went out and the one of kind `back` did not."""
    # by the index of requests: few mails are about none
    query = select(OUTBOX.c.cause).where(OUTBOX.c.request.is_(None), OUTBOX.c.cause.startswith("mailbox:"))
    ended = set(unit.rows(query.where(OUTBOX.c.kind == back)).scalars())
    begun = set(unit.rows(query.where(OUTBOX.c.kind == failing)).scalars())
    return tuple(_told(cause) for cause in sorted(begun - ended))


def _cause(told: Told) -> str:
    return f"mailbox:{told.mailbox}:{told.since.isoformat()}"


def _told(cause: str) -> Told:
    _, mailbox, since = cause.split(":", 2)
    return Told(mailbox, datetime.fromisoformat(since))
