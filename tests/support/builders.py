"""Builders of core values for tests: each makes a plausible value, and every field can be named.

The trust is small and made up: two schools, the two pseudo-schools, four technicians. No I/O in here.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.core.decide.decide import decide
from mailbot.core.identify.arrival import Arrival, Directory, OurMailbox, directory_of
from mailbot.core.kb.index import Index, build
from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import SendMail, TellLater
from mailbot.core.model.level import Level, Priority
from mailbot.core.model.message import Address, Message
from mailbot.core.model.people import Person, Proof, Route, Sender, Standing, TrustLevel
from mailbot.core.model.policy import (
    Calendar,
    Domain,
    Hours,
    KnownPerson,
    Policy,
    Rule,
    School,
    Technician,
    Weekday,
)
from mailbot.core.model.request import Entry, OfferedArticle, Request
from mailbot.core.model.snapshot import Fresh, Referenced, Snapshot, Token
from mailbot.core.model.stimulus import MessageArrived, Stimulus

LONDON = ZoneInfo("Europe/London")
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
SCHOOL_DAY = Hours(time(8), time(16, 30))
HOST = "desk.example"
KEYS: Mapping[str, bytes] = {"a": b"a key for tests", "b": b"the key before it"}


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """The moment (UTC) at which clocks in London show this."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


MONDAY = london(2026, 11, 23, 9, 30)


def a_calendar(**changes: Any) -> Calendar:
    """School hours 8:00 to 16:30 on weekdays, the year round unless terms are named."""
    return replace(Calendar(zone=LONDON, term_hours=dict.fromkeys(WEEK, SCHOOL_DAY)), **changes)


JANE = Person(1, "janeaaaa", "Jane Ashdown", "jane@kestrelpark.example", ("kestrel",), role="Year 5 teacher")
TOM = Person(2, "tomaaaaa", "Tom Bracewell", "tom@brackenridge.example", ("bracken",))
SAM = Person(3, "samaaaaa", "Sam Ade", "sam@kestrelpark.example", ("kestrel",))
STRANGER = Person(9, "straaaaa", "", "someone@elsewhere.example")
TOMASZ = Person(11, "tomaszaa", "Tomasz Wilk", "tomasz@it.valley.example", ("central",), technician="tomasz")
PRIYA = Person(12, "priyaaaa", "Priya Nambiar", "priya@it.valley.example", ("central",), technician="priya")
SIOBHAN = Person(13, "siobhana", "Siobhan Keane", "siobhan@it.valley.example", ("central",), technician="siobhan")
RUTH = Person(14, "ruthaaaa", "Ruth Lindqvist", "ruth@it.valley.example", ("central",), technician="ruth")
TEAM = {person.technician or "": person for person in (TOMASZ, PRIYA, SIOBHAN, RUTH)}


def a_technician(person: Person = TOMASZ, *, line: int = 1, **changes: Any) -> Technician:
    """A technician with this person's name and address, at work on school days."""
    hours = dict.fromkeys(WEEK, Hours(time(8), time(16)))
    technician = Technician(person.technician or "", person.name, person.address, line, hours=hours)
    return replace(technician, **changes)


def a_school(id_: str = "kestrel", **changes: Any) -> School:
    """A school with a mailbox of the same id and no domains."""
    return replace(School(id_, id_.title(), id_, a_calendar(), level="silver"), **changes)


RULES = (
    Rule("sensitive", 10, "a child's welfare may be in it", words=("safeguarding", "disclos*"), sensitive=True),
    Rule("urgent", 20, "a whole school is stopped", words=("ransomware", "whole school"), urgent=True, priority="P1"),
    Rule("lesson-soon", 30, "a lesson waits", words=("in at 9",), priority="P2"),
)


def a_policy(**changes: Any) -> Policy:
    """The small trust: Kestrel Park (Tomasz) and Brackenridge (Priya); Siobhan leads line 1, Ruth is third line."""
    schools = (
        a_school(
            "kestrel",
            name="Kestrel Park",
            domains=(Domain("kestrelpark.example"), Domain("pupils.kestrelpark.example", "pupils")),
        ),
        a_school("bracken", name="Brackenridge", domains=(Domain("brackenridge.example"),), on_silence="close"),
        a_school("central", name="Central team", domains=(Domain("valley.example"), Domain("it.valley.example"))),
        a_school("triage", name="Triage", mailbox="central"),
    )
    technicians = (
        a_technician(TOMASZ, schools=("kestrel",), places=dict.fromkeys(WEEK, ("kestrel",)), cover=("priya",)),
        a_technician(PRIYA, schools=("bracken",), places=dict.fromkeys(WEEK, ("bracken",)), cover=("tomasz",)),
        a_technician(SIOBHAN, line=2, sensitive=True, approves=True),
        a_technician(RUTH, line=3, sensitive=True, approves=True),
    )
    policy = Policy(
        trust="valley",
        name="Valley Trust",
        zone=LONDON,
        schools={school.id: school for school in schools},
        technicians={technician.id: technician for technician in technicians},
        people=(KnownPerson("Jane Ashdown", ("jane@kestrelpark.example",), ("kestrel",), "Year 5 teacher"),),
        rules=RULES,
        priorities={id_: Priority(id_, id_, rank) for rank, id_ in enumerate(("P1", "P2", "P3"), start=1)},
        levels={"silver": Level("silver", {"P1": 30, "P2": 60, "P3": 240}, {"P3": 1440})},
        line_leads={1: "siobhan", 2: "ruth", 3: "ruth"},
        manager="ruth",
    )
    return replace(policy, **changes)


MAILBOXES = {
    "kestrel": OurMailbox("itsupport@kestrelpark.example", "kestrel"),
    "bracken": OurMailbox("it@brackenridge.example", "bracken"),
    "central": OurMailbox("helpdesk@valley.example"),
}


def a_directory(policy: Policy | None = None, **mailboxes: OurMailbox) -> Directory:
    """The small trust's tables for looking up addresses."""
    return directory_of(policy or a_policy(), mailboxes={**MAILBOXES, **mailboxes})


def an_arrival(mailbox: str = "kestrel", **changes: Any) -> Arrival:
    """A mail taken from this mailbox on a Monday morning, with nothing that proves its sender."""
    return replace(Arrival(inbox=1, mailbox=mailbox, received_at=MONDAY), **changes)


def a_message(text: str = "The projector shows no signal", *, sender: Person | None = JANE, **changes: Any) -> Message:
    """A first mail with this text from this person."""
    address = Address(sender.name, sender.address) if sender else None
    message = Message(
        kind="new",
        sender=address,
        from_display=f"{sender.name} <{sender.address}>" if sender else "somebody",
        subject="Projector",
        message_id="mail-1@kestrelpark.example",
        text=text,
        new_text=text,
    )
    return replace(message, **changes)


def an_entry(text: str = "The projector shows no signal", *, number: int = 1, **changes: Any) -> Entry:
    """An entry with what the requester wrote."""
    entry = Entry(number, "message", MONDAY, JANE.name, text, message_id=f"mail-{number}@kestrelpark.example")
    return replace(entry, **changes)


def a_request(state: str = "open", **changes: Any) -> Request:
    """Jane's request 1042 at Kestrel Park, one entry long; a ticket of Tomasz's unless it is an offer."""
    offer = state in ("offered", "self_solved")
    base: dict[str, Any] = {
        "number": 1042,
        "tag": "k7f3q",
        "reference": "requestaaa",
        "version": 3,
        "trust": "valley",
        "school": "kestrel",
        "state": state,
        "subject": "Projector",
        "requester": JANE,
        "opened_at": MONDAY,
        "priority": "P3",
        "assignee": None if offer else "tomasz",
        "ticket_at": None if offer else MONDAY,
        "offered": (OfferedArticle("KB-1", 1, "Projector has no signal", 1, 0.9),) if offer else (),
        "entries": (an_entry(),),
        "last_requester_entry": 1,
        "next_entry": 2,
    }
    return Request(**{**base, **changes})


STAFF_ARTICLE = Article(
    "KB-1",
    "valley",
    "Projector has no signal",
    "The projector shows no signal.\n\nPress Source, then choose HDMI 1.",
    tags=("projector",),
)
SECOND_ARTICLE = Article(
    "KB-2", "valley", "Projector picture is blurred", "The projector picture is blurred.\n\nTurn the ring on the lens."
)
TECHNICIAN_ARTICLE = Article(
    "KB-9",
    "valley",
    "Projector no signal: swap the wall plate",
    "TECHNICIANS-ONLY: the wall plate's solder joint breaks and the projector shows no signal.",
    audience="technician",
)
ARTICLES = (STAFF_ARTICLE, SECOND_ARTICLE, TECHNICIAN_ARTICLE)


def an_index(*articles: Article, policy: Policy | None = None) -> Index:
    """The index of these articles, else of the three shipped with this file."""
    return build(articles or ARTICLES, kb=(policy or a_policy()).kb)


MORE_KEYS = tuple(f"another{letter}" for letter in "abcdefghijklmnopqrst")
FRESH = Fresh(2001, "abcde", "freshreqaa", "freshper", 501, "fresharta", MORE_KEYS)


def a_snapshot(*requests: Request, **changes: Any) -> Snapshot:
    """What the database knows: the people above, these requests with their references, and the three articles."""
    snapshot = Snapshot(
        trust="valley",
        fresh=FRESH,
        people=(JANE, TOM, SAM, STRANGER, *TEAM.values()),
        references={one.reference: Referenced(one.reference, "request", str(one.number)) for one in requests},
        requests={request.number: request for request in requests},
        by_message_id={
            entry.message_id: request.number
            for request in requests
            for entry in request.entries
            if entry.message_id is not None
        },
        articles={article.id: article for article in ARTICLES},
        technicians=TEAM,
    )
    return replace(snapshot, **changes)


def a_sender(person: Person | None = JANE, *, level: int = 2, **changes: Any) -> Sender:
    """This person as the sender, at this trust level."""
    standing: Standing = "known"
    if person is None or person is STRANGER:
        standing = "unknown"
    elif person.technician:
        standing = "technician"
    proof: Proof = "proven" if level >= TrustLevel.T2 else "unproven"
    sender = Sender(
        address=person.address if person else "",
        name=person.name if person else "",
        standing=standing,
        proof=proof,
        level=TrustLevel(level),
        person=person,
    )
    return replace(sender, **changes)


def a_token(purpose: Any = "r", *, person: Person = JANE, **changes: Any) -> Token:
    """A token about request 1042 that was mailed to this person today."""
    return replace(Token(purpose, "requestaaa", person.key, entry_seen=1, day=2518), **changes)


_OF_MESSAGE = frozenset(Message.__dataclass_fields__) - {"sender"}


def arrived(
    text: str = "The projector shows no signal",
    *,
    person: Person | None = JANE,
    level: int = 2,
    request: Request | None = None,
    **changes: Any,
) -> MessageArrived:
    """The stimulus of a mail by this person; on a request, it joined by our Message-ID, or by the token it brings.

    Names of Message's fields change the message, all others (and `sender`) the stimulus.
    """
    inside = {name: changes.pop(name) for name in list(changes) if name in _OF_MESSAGE}
    inside = {"kind": "new" if request is None else "reply", "message_id": "mail-7@kestrelpark.example", **inside}
    school = request.school if request else (person.schools[0] if person and person.schools else "triage")
    outside: dict[str, Any] = {
        "inbox": 7,
        "message": a_message(text, sender=person, **inside),
        "mailbox": "kestrel",
        "received_at": MONDAY,
        "sender": a_sender(person, level=level),
        "route": Route(school, "sender", "for the test"),
        "request": request,
        "joined_by": "none" if request is None else "token" if changes.get("token") else "our_message_id",
        "on_request": request is not None,
    }
    return MessageArrived(**{**outside, **changes})


def by_technician(text: str, *, request: Request, person: Person = TOMASZ, **changes: Any) -> MessageArrived:
    """A technician's reply on the request with their own token: T3."""
    token = a_token("t", person=person, entry_seen=request.last_requester_entry)
    return arrived(text, person=person, level=3, request=request, **{"token": token, **changes})


def decided(
    stimulus: Stimulus,
    *,
    snapshot: Snapshot | None = None,
    policy: Policy | None = None,
    index: Index | None = None,
    now: datetime = MONDAY,
) -> Decision:
    """The decision on the stimulus, with the small trust for whatever is not given."""
    request = getattr(stimulus, "request", None)
    known = snapshot or (a_snapshot(request) if request is not None else a_snapshot())
    rules = policy or a_policy()
    return decide(stimulus, snapshot=known, policy=rules, index=index or an_index(policy=rules), now=now)


def mails(decision: Decision) -> tuple[SendMail, ...]:
    """The mails of a decision, those among them that are told together with others."""
    found = (effect.mail if isinstance(effect, TellLater) else effect for effect in decision.effects)
    return tuple(effect for effect in found if isinstance(effect, SendMail))


def to(decision: Decision, person: Person) -> tuple[SendMail, ...]:
    """The mails of a decision to this person."""
    return tuple(mail for mail in mails(decision) if mail.to.address == person.address)


def effect_of(decision: Decision, kind: type[Any]) -> Any:
    """The one effect of this kind."""
    found = [effect for effect in decision.effects if isinstance(effect, kind)]
    assert len(found) == 1, f"{len(found)} effects {kind.__name__} in {decision}"
    return found[0]
