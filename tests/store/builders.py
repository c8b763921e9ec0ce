"""Small makers of what the store is given; every value can be named, none has to be."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_people import AddPerson
from mailbot.core.model.effects.on_request import AddEntry, OpenRequest
from mailbot.core.model.mails.outgoing import Outgoing, Recipient
from mailbot.core.model.mails.requester import UnknownSenderMail
from mailbot.core.model.message import Delivery
from mailbot.core.model.people import Person
from mailbot.core.model.snapshot import Fresh, Keys, Snapshot
from mailbot.store.acts.apply import Applied, apply
from mailbot.store.engine import Database
from mailbot.store.facts.occasions import snapshot_of_request
from mailbot.store.facts.snapshot import snapshot
from mailbot.store.flow import inbox
from mailbot.store.flow.inbox import Claimed
from mailbot.store.flow.messages import cause_of

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
_numbers = itertools.count(1)
_letters = "abcdefghijklmnopqrstuvwxyz234567"


def word(length: int) -> str:
    """A base32 word that no other call of this process gave."""
    number, letters = next(_numbers), ""
    for _ in range(length):
        number, rest = divmod(number, 32)
        letters += _letters[rest]
    return letters


def a_delivery(text: str = "", *, trust: str = "oak", mailbox: str = "kestrel", uid: int | None = None) -> Delivery:
    body = text or f"mail {next(_numbers)}"
    return Delivery(
        raw=f"From: jane@kestrelpark.example\r\nSubject: help\r\n\r\n{body}\r\n".encode(),
        trust=trust,
        mailbox=mailbox,
        received_at=NOW,
        folder="INBOX" if uid is not None else None,
        uidvalidity=7 if uid is not None else None,
        uid=uid,
    )


def keep(database: Database, *deliveries: Delivery, senders: Sequence[str] = ()) -> tuple[int, ...]:
    keys = list(senders) or [f"p{next(_numbers)}@kestrelpark.example" for _ in deliveries]
    with database.write() as unit:
        ids = inbox.keep(unit, deliveries, sender_keys=keys)
        unit.commit()
    return ids


def claim_one(database: Database, *, lease_seconds: float = 60) -> Claimed:
    (claimed,) = inbox.claim(database, limit=1, lease_seconds=lease_seconds)
    return claimed


def some_fresh(number: int | None = None) -> Fresh:
    return Fresh(
        number=number or 1000 + next(_numbers),
        tag=word(5),
        reference=word(10),
        person_key=word(8),
        article_number=next(_numbers),
        article_reference=word(10),
    )


def keys_of(claimed: Claimed, *, address: str = "", content_key: str = "", **more: object) -> Keys:
    given: dict[str, object] = {"own_message_id": f"{claimed.id}@client.example", "subject": "help", **more}
    return Keys(
        trust=claimed.trust,
        address=address or claimed.sender,
        content_key=content_key or f"v1:{claimed.sha256}",
        received_at=claimed.received_at,
        **given,  # type: ignore[arg-type]  # a test names fields of Keys
    )


def look(database: Database, keys: Keys, *, now: datetime = NOW) -> Snapshot:
    with database.read() as unit:
        return snapshot(unit, keys, fresh=some_fresh(), now=now)


def look_at(database: Database, number: int, *, trust: str = "oak", now: datetime = NOW) -> Snapshot:
    """What is known of a request when no mail came."""
    with database.read() as unit:
        return snapshot_of_request(unit, trust=trust, number=number, fresh=some_fresh(), now=now)


def a_decision(*effects: Effect, outcome: str = "ticket_opened") -> Decision:
    return Decision(rule="a rule", outcome=outcome, effects=effects, reasons=("because",))


def opening(seen: Snapshot, *, address: str, text: str = "help", state: str = "open") -> Decision:
    """Open a request for whoever has this address, known or not."""
    known = seen.person_at(address)
    person = known or Person(id=None, key=seen.fresh.person_key, name="Jane", address=address, schools=("kestrel",))
    opened = OpenRequest(
        number=seen.fresh.number,
        tag=seen.fresh.tag,
        reference=seen.fresh.reference,
        school="kestrel",
        requester_key=person.key,
        subject="help",
        state=state,  # type: ignore[arg-type]  # a test names a state
        priority="P3",
    )
    entry = an_entry(seen.fresh.number, text=text, author_key=person.key)
    return a_decision(*([] if known else [AddPerson(person)]), opened, entry)


def an_entry(request: int, *, text: str = "help", author_key: str | None = None, part: int = 0) -> AddEntry:
    return AddEntry(request=request, kind="message", author="Jane", text=text, at=NOW, author_key=author_key, part=part)


def a_mail(to: str, *, request: int | None = None, reference: str = "") -> tuple[SendMail, Outgoing]:
    mail = SendMail(
        to=Recipient(address=to, name="Jane", key="", purpose="r"),
        content=UnknownSenderMail(desk="IT"),
        school="kestrel",
        subject="help",
        reference=reference,
        request=request,
        expires_after=timedelta(hours=48),
    )
    ready = Outgoing(
        message_id=f"{word(12)}@desk.example", envelope_from="it@desk.example", recipient=to, data=b"bytes"
    )
    return mail, ready


def act(
    database: Database,
    claimed: Claimed,
    decision: Decision,
    *,
    seen: Snapshot,
    keys: Keys,
    outgoing: Sequence[tuple[SendMail, Outgoing]] = (),
) -> Applied:
    """Apply a decision and end its delivery, in one committed unit, as the daemon does."""
    with_mails = replace(decision, effects=(*decision.effects, *(mail for mail, _ in outgoing)))
    with database.write() as unit:
        cause = cause_of(claimed, keys=keys)
        applied = apply(unit, with_mails, snapshot=seen, cause=cause, outgoing=outgoing, now=NOW)
        inbox.done(unit, claimed, outcome=decision.outcome, message=applied.message, now=NOW)
        unit.commit()
    return applied


def take_in(
    database: Database, *, address: str = "jane@kestrelpark.example", trust: str = "oak", mails: bool = False
) -> tuple[int, Snapshot]:
    """One mail from keeping to a request: the request's number and the snapshot it was decided on."""
    keep(database, a_delivery(trust=trust), senders=[address])
    claimed = claim_one(database)
    keys = keys_of(claimed, address=address)
    seen = look(database, keys)
    outgoing = [a_mail(address, request=seen.fresh.number)] if mails else []
    act(database, claimed, opening(seen, address=address), seen=seen, keys=keys, outgoing=outgoing)
    return seen.fresh.number, seen


def plan_of(database: Database, act: Callable[[], object], *, saying: str) -> list[str]:
    """How SQLite goes about the first statement of `act` with these words in it."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def hear(_connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_more: object) -> None:
        asked.append((statement, given))

    event.listen(database.engine, "before_cursor_execute", hear)
    act()
    event.remove(database.engine, "before_cursor_execute", hear)
    statement, given = next((statement, given) for statement, given in asked if saying in statement)
    with database.read() as unit:
        rows = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    return [str(row[3]) for row in rows]
