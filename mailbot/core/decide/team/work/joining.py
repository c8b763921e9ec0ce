"""Carries out who is on a ticket and what goes on as what: copy, merge, split, link. The rest of the mail follows.

What is merged or split is told to the people on it, once. The words of the mail go to whoever is on the ticket then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.core.decide.case import Case, Desk
from mailbot.core.decide.participants import is_on, with_people
from mailbot.core.decide.team.grammar.orders import Orders
from mailbot.core.decide.telling.entry import DESK, in_state
from mailbot.core.decide.telling.mails import first_name, to_requester, withheld
from mailbot.core.decide.telling.notify import asked_again, in_charge, tell
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_people import AddParticipant, RemoveParticipant
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest, SetState
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries
from mailbot.core.model.effects.on_time import CancelTimers
from mailbot.core.model.mails.requester import MergedMail, SplitMail
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Entry, Request

# Beside the parts that the mail's own words take.
EVENT_PART = 8


@dataclass(frozen=True, slots=True)
class Joined:
    """The ticket that the rest of the mail is about, the case as it is read on it, and the effects so far."""

    request: Request
    case: Case
    effects: tuple[Effect, ...] = ()


def joined(case: Case, request: Request, technician: Technician, orders: Orders) -> Joined:
    """Give what becomes of the ticket, its people and its links before anything else of the mail is done."""
    found = Joined(request, case)
    if orders.merge is not None:
        found = _merged(found, orders.merge, technician)
    elif orders.split is not None:
        found = _split(found, orders.split, technician, subject=orders.subject)
    found = _linked(found, orders.links, technician)
    return _with_people(found, orders)


def said(orders: Orders, request: Request) -> Iterator[str]:
    """Give what the story keeps of it, a clause each; `request` is the one that the rest of the mail is about."""
    if orders.merge is not None:
        yield "another ticket goes on as this one, with its people and its story"
    if orders.split is not None:
        yield f"taken from {request.linked_to}, a ticket of its own"
    for other in orders.links:
        yield f"linked with {other.number} ({other.subject})"
    if orders.cc:
        yield f"in copy now: {', '.join(one.name or one.address for one in orders.cc)}"
    if orders.uncc:
        yield f"no longer in copy: {', '.join(one.name or one.address for one in orders.uncc)}"


def lasting(orders: Orders) -> Iterator[str]:
    """Give what `#undo` does not take back, with what does."""
    if orders.merge is not None:
        yield f"that it goes on as {orders.merge.number} (#split takes a part off again)"
    if orders.split is not None:
        yield "that it is a ticket of its own (#merge makes it one with the other again)"
    for other in orders.links:
        yield f"the link with {other.number}"
    for one in orders.cc:
        yield f"{one.address} in copy (#uncc {one.address})"
    for person in orders.uncc:
        yield f"{person.address} off it (#cc {person.address})"


def _merged(found: Joined, other: Request, technician: Technician) -> Joined:
    request, case, desk = found.request, found.case, found.case.desk
    theirs = tuple(person for person in (request.requester, *request.participants) if not is_on(other, person=person))
    shift = other.next_entry - 1
    story = tuple(replace(entry, number=entry.number + shift) for entry in request.entries)
    after = replace(
        other,
        participants=(*other.participants, *theirs),
        entries=(*other.entries, *story),
        next_entry=shift + request.next_entry,
        waiting_since=min(
            (one for one in (other.waiting_since, request.waiting_since) if one is not None), default=None
        ),
    )
    offered: tuple[Effect, ...] = (RecordOutcome(request.number, "skipped"),) if request.state == "offered" else ()
    effects: tuple[Effect, ...] = (
        MergeRequest(request.number, other.number),
        *(AddParticipant(other.number, person.key) for person in theirs),
        *offered,
        SetState(request.number, "merged", desk.now),
        CancelTimers(request.number, "offer_silence"),
        CancelTimers(request.number, "close_solved"),
        _event(case, request.number, f"{technician.name}: goes on as {other.number} ({other.subject})."),
        *_tell_of_merge(after, former=request, desk=desk),
        *_tell_owner(after, former=request, technician=technician, desk=desk),
    )
    return Joined(after, _reading(case, seen=0), effects)


def _split(found: Joined, start: Entry, technician: Technician, *, subject: str) -> Joined:
    request, case, desk = found.request, found.case, found.case.desk
    fresh, people = desk.snapshot.fresh, (request.requester, *request.participants)
    asker = next((one for one in people if start.author in (one.name, one.address)), request.requester)
    moved = tuple(
        replace(entry, number=entry.number - start.number + 1)
        for entry in request.entries
        if entry.number >= start.number
    )
    new = in_state(
        replace(
            request,
            number=fresh.number,
            tag=fresh.tag,
            reference=fresh.reference,
            version=1,
            state="open",
            subject=subject or request.subject,
            requester=asker,
            participants=tuple(one for one in people if one.key != asker.key),
            opened_at=start.at,
            ticket_at=start.at,
            offered=(),
            entries=moved,
            last_requester_entry=max(0, request.last_requester_entry - start.number + 1),
            next_entry=request.next_entry - start.number + 1,
            linked_to=request.number,
            links=(request.number,),
            changes=(),
            answered_at=None,
            breaches={},
        ),
        "open",
        at=start.at,
    )
    effects: tuple[Effect, ...] = (
        _opening(new),
        MoveEntries(request.number, new.number, start.number),
        *(AddParticipant(new.number, person.key) for person in new.participants),
        *((Assign(new.number, new.assignee, new.line),) if new.assignee is not None else ()),
        LinkRequest(new.number, request.number),
        _event(case, request.number, f"{technician.name}: the later part goes on as {new.number} ({new.subject})."),
        *_tell_of_split(new, former=request, since=start, desk=desk),
    )
    token = case.arrived.token
    seen = max(0, token.entry_seen - start.number + 1) if token is not None else 0
    return Joined(new, _reading(case, seen=seen), effects)


def _opening(new: Request) -> OpenRequest:
    return OpenRequest(
        number=new.number,
        tag=new.tag,
        reference=new.reference,
        school=new.school,
        requester_key=new.requester.key,
        subject=new.subject,
        state="open",
        priority=new.priority,
        line=new.line,
        sensitive=new.sensitive,
        opened_at=new.opened_at,
        linked_to=new.linked_to,
    )


def _linked(found: Joined, others: tuple[Request, ...], technician: Technician) -> Joined:
    request, effects = found.request, found.effects
    for other in others:
        text = f"{technician.name}: linked with {request.number} ({request.subject})."
        effects = (*effects, LinkRequest(request.number, other.number), _event(found.case, other.number, text))
        request = replace(request, links=(*request.links, other.number))
    return replace(found, request=request, effects=effects)


def _with_people(found: Joined, orders: Orders) -> Joined:
    request, added = with_people(found.case, found.request, orders.cc)
    gone = {person.key for person in orders.uncc}
    removed = tuple(RemoveParticipant(request.number, person.key) for person in orders.uncc)
    left = replace(request, participants=tuple(one for one in request.participants if one.key not in gone))
    return Joined(left, found.case, (*found.effects, *added, *removed))


def _event(case: Case, number: int, text: str) -> AddEntry:
    return AddEntry(number, "event", DESK, text, case.arrived.received_at, internal=True, part=EVENT_PART)


def _reading(case: Case, *, seen: int) -> Case:
    """The case as it is read on the other ticket, whose entries have other numbers than those that were seen."""
    token = case.arrived.token
    if token is None:
        return case
    return replace(case, arrived=replace(case.arrived, token=replace(token, entry_seen=seen)))


def _people(request: Request, *, desk: Desk) -> tuple[Person, ...]:
    """Who is on it and may be written to now, each once."""
    on_it = {person.key: person for person in (request.requester, *request.participants)}
    return tuple(
        person for person in on_it.values() if withheld(person.address, school=request.school, desk=desk) is None
    )


def _tell_of_merge(after: Request, *, former: Request, desk: Desk) -> Iterator[SendMail]:
    for person in _people(after, desk=desk):
        content = MergedMail(
            first_name(person.name), desk.school(after.school).name, after.number, former.number, after.subject
        )
        yield to_requester(content, request=after, person=person, entry_seen=after.next_entry - 1)


def _tell_of_split(new: Request, *, former: Request, since: Entry, desk: Desk) -> Iterator[SendMail]:
    for person in _people(new, desk=desk):
        content = SplitMail(
            first_name(person.name), desk.school(new.school).name, new.number, former.number, new.subject, since.at
        )
        yield to_requester(content, request=new, person=person, entry_seen=new.next_entry - 1)


def _tell_owner(after: Request, *, former: Request, technician: Technician, desk: Desk) -> Iterator[SendMail]:
    """Who looks after the ticket that goes on hears what was put to it, unless they did it themselves."""
    notice = f"{technician.name} made {former.number} ({former.subject}) one with this ticket."
    for one in in_charge(after, desk=desk):
        if one.address != technician.address:
            yield tell(one, request=after, news=asked_again(after, event="message_added", notice=notice), desk=desk)
