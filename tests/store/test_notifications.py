"""News that is told together: each is told by one digest, whatever comes in between."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from mailbot.core.model.effects.on_mail import TellLater, ToldOf
from mailbot.core.model.mails.outgoing import Recipient
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.facts.absent import technician_of
from mailbot.store.facts.occasions import snapshot_of_digest
from mailbot.store.flow import notifications, timers
from mailbot.store.flow.messages import Cause
from mailbot.store.flow.notifications import told_lately
from mailbot.store.flow.timers import ClaimedTimer
from mailbot.store.tables import PERSON, TIMER
from tests.store.builders import NOW, a_decision, a_mail, some_fresh, take_in, word

LATER = NOW + timedelta(minutes=5)


def a_technician(database: Database) -> int:
    """Tomasz, as a person."""
    with database.write() as unit:
        row = {"key": word(8), "trust": "oak", "name": "Tomasz", "technician": "tomasz", "role": "", "phone": ""}
        id_ = int(unit.connection.execute(PERSON.insert().returning(PERSON.c.id), row).scalar_one())
        unit.commit()
    return id_


def news(request: int, person: int, *, due_at: datetime = NOW, event: str = "message_added") -> TellLater:
    content = NotificationMail(
        event=event,  # type: ignore[arg-type]  # a test names an event
        name="Tomasz",
        number=request,
        subject="help",
        school="Kestrel",
        priority="P3",
        state="open",
        requester="Jane",
        requester_address="",
        requester_role="",
        requester_phone="",
        verified=True,
        new_text="still black",
        notice="It waits.",
    )
    mail, _ = a_mail("tomasz@it.example", request=request)
    to = Recipient("tomasz@it.example", "Tomasz", "tomaszaa", "t")
    return TellLater(
        type(mail)(to=to, content=content, school="kestrel", subject="help", request=request), "tomasz", person, due_at
    )


def put(database: Database, effect: TellLater, *, cause: str) -> None:
    with database.write() as unit:
        notifications.put(unit, effect, trust="oak", cause=cause, now=NOW)
        unit.commit()


def _id_of(database: Database, person: int) -> str:
    with database.read() as unit:
        return technician_of(unit, trust="oak", person=person)


def look(database: Database, person: int, *, now: datetime = NOW) -> Snapshot:
    technician = _id_of(database, person)
    with database.read() as unit:
        return snapshot_of_digest(unit, trust="oak", technician=technician, fresh=some_fresh(), now=now)


def claim(database: Database, *, now: datetime = NOW) -> ClaimedTimer:
    [claimed] = timers.claim(database, now=now, limit=5, lease_seconds=60)
    return claimed


def tell(database: Database, claimed: ClaimedTimer, seen: Snapshot, *, person: int, now: datetime = NOW) -> None:
    """What the daemon does with a digest, its mail left aside."""
    told = ToldOf("tomasz", tuple((one.row, "") for one in seen.waiting))
    technician = _id_of(database, person)
    with database.write() as unit:
        cause = Cause(text=claimed.cause_of_digest)
        apply(unit, a_decision(told, outcome="timer"), snapshot=seen, cause=cause, outgoing=[], now=now)
        timers.done(unit, claimed)
        notifications.check_all_seen(unit, seen.waiting, trust="oak", technician=technician, now=now)
        unit.commit()


def test_what_waits_is_found_with_its_ticket_and_told_once(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person), cause="timer:1")
    put(database, news(number, person, due_at=LATER), cause="timer:2")
    seen = look(database, person)
    [waiting] = seen.waiting
    assert (waiting.request, waiting.event, waiting.notice, waiting.text) == (
        number,
        "message_added",
        "It waits.",
        "still black",
    )
    assert seen.requests[number].entries  # one ticket comes with its story
    tell(database, claim(database), seen, person=person)
    assert look(database, person).waiting == ()
    [late] = look(database, person, now=LATER).waiting
    assert late.due_at == LATER


def test_several_tickets_come_without_their_stories(database: Database) -> None:
    person = a_technician(database)
    numbers = [take_in(database, address=f"{name}@kestrelpark.example")[0] for name in ("jane", "olu")]
    for number in numbers:
        put(database, news(number, person), cause="timer:1")
    seen = look(database, person)
    assert not seen.requests
    assert [(one.number, one.entries, one.next_entry) for one in seen.listed] == [(one, (), 2) for one in numbers]


def test_the_same_news_of_one_cause_is_written_once(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person), cause="timer:1")
    with pytest.raises(IntegrityError):
        put(database, news(number, person), cause="timer:1")


def test_two_digests_of_the_same_news_are_one(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person, due_at=NOW - timedelta(minutes=3)), cause="timer:1")
    put(database, news(number, person), cause="timer:2")
    first, second = timers.claim(database, now=NOW, limit=5, lease_seconds=60)
    seen = look(database, person)
    tell(database, first, seen, person=person)
    with pytest.raises(StaleSnapshot):
        tell(database, second, seen, person=person)
    again = look(database, person)
    assert again.waiting == ()
    tell(database, second, again, person=person)


def test_news_that_came_since_the_look_makes_the_digest_look_again(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person), cause="timer:1")
    claimed, seen = claim(database), look(database, person)
    put(database, news(number, person), cause="timer:2")
    with pytest.raises(StaleSnapshot):
        tell(database, claimed, seen, person=person)
    again = look(database, person)
    assert len(again.waiting) == 2
    tell(database, claimed, again, person=person)
    assert look(database, person).waiting == ()


def test_news_after_its_digest_waits_for_the_same_timer_anew(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    for place in range(3):
        put(database, news(number, person), cause=f"timer:{place}")
        tell(database, claim(database), look(database, person), person=person)
    with database.read() as unit:
        states = unit.connection.execute(select(TIMER.c.state).where(TIMER.c.kind == "digest")).scalars().all()
    assert states == ["done"]
    assert look(database, person).waiting == ()


def test_news_that_is_being_written_while_a_digest_ends_is_not_lost(database: Database) -> None:
    """The digest waits for the other's commit where the database lets both write, and then has not seen all."""
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person), cause="timer:1")
    claimed, seen = claim(database), look(database, person)
    written, ended, raised = threading.Event(), threading.Event(), list[type[Exception]]()

    def digest() -> None:
        written.wait(10)
        try:
            tell(database, claimed, seen, person=person)
        except StaleSnapshot as error:
            raised.append(type(error))
        ended.set()

    thread = threading.Thread(target=digest)
    thread.start()
    with database.write() as unit:
        notifications.put(unit, news(number, person), trust="oak", cause="timer:2", now=NOW)
        written.set()
        assert not ended.wait(0.3), "the digest must wait for who writes"
        unit.commit()
    thread.join(20)
    assert raised == [StaleSnapshot]
    assert len(look(database, person).waiting) == 2


def test_a_digest_that_is_put_off_comes_again(database: Database) -> None:
    person, (number, _) = a_technician(database), take_in(database)
    put(database, news(number, person), cause="timer:1")
    claimed = claim(database)
    with database.write() as unit:
        timers.put_off(unit, claimed, due_at=LATER)
        unit.commit()
    assert timers.claim(database, now=NOW, limit=5, lease_seconds=60) == ()
    again = claim(database, now=LATER)
    assert again.cause_of_digest != claimed.cause_of_digest
    tell(database, again, look(database, person, now=LATER), person=person, now=LATER)


def test_notifications_of_the_last_hour_are_counted_by_address(database: Database) -> None:
    take_in(database, mails=True)
    with database.write() as unit:
        for place, kind in enumerate(("technician/assigned", "technician/held", "technician/sla_warning")):
            unit.connection.execute(
                text(
                    "INSERT INTO outbox (trust, school, cause, kind, recipient, reference, message_id, envelope_from,"
                    " data, state, attempts, claim_epoch, not_before, expires_at, created_at, told)"
                    " SELECT trust, school, :cause, :kind, 'tomasz@it.example', '', :cause, envelope_from,"
                    " data, state, attempts, claim_epoch, not_before, expires_at, created_at, told FROM outbox LIMIT 1"
                ),
                {"cause": f"c{place}", "kind": kind},
            )
        unit.commit()
    with database.read() as unit:
        assert told_lately(unit, trust="oak", now=NOW) == {"tomasz@it.example": 2}
        assert told_lately(unit, trust="oak", now=NOW + timedelta(hours=2)) == {}
        assert told_lately(unit, trust="elm", now=NOW) == {}
