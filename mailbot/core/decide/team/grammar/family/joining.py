"""Directives about who is on a ticket, and about tickets that belong together: copy, merge, split, link."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders
from mailbot.core.model.people import Person
from mailbot.core.model.policy import CENTRAL
from mailbot.core.model.request import Entry, Request

LONGEST_SUBJECT = 200
MOST_MERGES = 10
_NUMBER = re.compile(r"\[?#?([1-9][0-9]{0,9})(?:-[a-z2-7]{5}\])?[.,]?", re.IGNORECASE)
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>@]{1,64}@[^\s<>@]{1,190}?)[>.,;]*", re.IGNORECASE)
_ENDED = ("closed", "spam", "merged")
_LIVE = ("open", "pending", "on_hold")


def cc(orders: Orders, argument: str, context: Context) -> Answer:
    """Somebody known, or somebody of a school of the trust, reads and answers the ticket from now on."""
    written = _ADDRESS.fullmatch(argument.strip())
    if written is None:
        return "Write one address, such as #cc olu@school.example."
    address = written[1].lower()
    found = next((one for one in context.named if one.address == address), None)
    if found is None or found.standing == "unknown":
        return f"{address} is neither known nor of a school of yours: nothing is sent there."
    if found.standing == "technician":
        return f"{found.name or address} is of the team: #assign gives them the ticket."
    if found.pupil:
        return f"{address} is a pupil's address: pupils are put on no ticket."
    if address in {one.address for one in (context.request.requester, *context.request.participants)}:
        return f"{address} is on it already."
    return replace(orders, cc=(*(one for one in orders.cc if one.address != address), found))


def uncc(orders: Orders, argument: str, context: Context) -> Answer:
    """Whoever was put on the ticket is off it again."""
    wanted = argument.strip(" <>.,;").removeprefix("mailto:").casefold()
    on_it = context.request.participants
    found = next((one for one in on_it if wanted in (one.address.casefold(), one.name.casefold())), None)
    if found is None:
        there = ", ".join(one.address for one in on_it) or "nobody"
        return f"{argument.strip()} is not in copy of it; there is {there}."
    return replace(orders, uncc=(*(one for one in orders.uncc if one.key != found.key), found))


def merge(orders: Orders, argument: str, context: Context) -> Answer:
    """The ticket goes on as another: same school, the same people may read both, nothing confidential with the rest."""
    other = _named(argument, context)
    if isinstance(other, str):
        return other
    if orders.merge is not None and orders.merge.number != other.number:
        return "A ticket goes on as one other."
    if orders.split is not None:
        return "Either the ticket goes on as another or a part of it does, not both."
    if any(one.number == other.number for one in orders.links):
        return f"It goes on as {other.number}: that is more than a link."
    return _why_apart(context.request, other) or replace(orders, merge=other)


def split(orders: Orders, argument: str, context: Context) -> Answer:
    """From the mail that was replied to on, the thread is a ticket of its own."""
    if orders.merge is not None:
        return "Either the ticket goes on as another or a part of it does, not both."
    if context.request.state == "merged":
        return "It was merged: split the ticket that it goes on as."
    start = split_from(context.request, seen=context.seen)
    if start is None:
        return "There is one mail on it so far: nothing can be taken off."
    return replace(orders, split=start, subject=" ".join(argument.split())[:LONGEST_SUBJECT])


def link(orders: Orders, argument: str, context: Context) -> Answer:
    """Both tickets show each other."""
    other = _named(argument, context)
    if isinstance(other, str):
        return other
    if other.sensitive != context.request.sensitive:
        return f"Of this ticket and {other.number} one is confidential: who sees the other must not hear of it."
    if orders.merge is not None and orders.merge.number == other.number:
        return f"It goes on as {other.number}: that is more than a link."
    if other.number in context.request.links:
        return f"It is linked with {other.number} already."
    return replace(orders, links=(*(one for one in orders.links if one.number != other.number), other))


def call(_orders: Orders, _argument: str, _context: Context) -> Answer:
    """A call is a ticket of its own."""
    return "A call is a ticket of its own: send it in a new mail to the helpdesk."


def split_from(request: Request, *, seen: int) -> Entry | None:
    """Give the entry from which on a ticket is split: the newest of a person outside that had been seen.

    `seen` is the number of the newest entry in the mail that was replied to, 0 where nobody knows. The first entry
    stays where it is: without it nothing would be left.
    """
    theirs = [one for one in request.entries if one.kind == "message" and not one.internal and one.number > 1]
    known = [one for one in theirs if not seen or one.number <= seen]
    return known[-1] if known else None


def surviving(request: Request, *, requests: Mapping[int, Request]) -> Request:
    """Give what a request goes on as that was merged."""
    for _ in range(MOST_MERGES):
        into = requests.get(request.merged_into) if request.merged_into is not None else None
        if into is None:
            break
        request = into
    return request


def _named(argument: str, context: Context) -> Request | str:
    """The ticket with that number; whoever may not see it hears that there is none."""
    written = _NUMBER.fullmatch(argument.strip())
    if written is None:
        return "Write its number, such as 1040."
    found = context.requests.get(int(written[1]))
    if found is None:
        return f"There is no request {written[1]}."
    other = surviving(found, requests=context.requests)
    if not may_see(context.writer, request=other):
        return f"There is no request {written[1]}."
    return "That is this very ticket." if other.number == context.request.number else other


def _why_apart(request: Request, other: Request) -> str:
    """Why the two cannot be one; '' where they can."""
    if request.sensitive != other.sensitive:
        return f"Of this ticket and {other.number} one is confidential: they are never one."
    if request.school != other.school:
        return f"{other.number} is at another school: #link {other.number} shows both."
    if not _may_read_both(request, other):
        return f"Who asked {other.number} is not of this school: one would read the other's. #link {other.number}?"
    strange = _may_not_read(request, other)
    if strange is not None:
        return f"{strange.name or strange.address} is of another school and would read both: #uncc them, or #link."
    if request.state in _ENDED:
        return f"This ticket is {request.state}: open it again first."
    if other.state not in _LIVE:
        return f"{other.number} is {other.state.replace('_', '-')}: open it again first, or #link {other.number}."
    return ""


def _may_not_read(request: Request, other: Request) -> Person | None:
    """Somebody of another school who is in copy of one of the two and not on the other."""
    one, two = ((each.requester, *each.participants) for each in (request, other))
    keys = {person.key for person in one} & {person.key for person in two}
    copied = (person for person in (*request.participants, *other.participants) if person.key not in keys)
    return next((person for person in copied if not {request.school, CENTRAL} & set(person.schools)), None)


def _may_read_both(request: Request, other: Request) -> bool:
    """Answers go to the people of both from now on."""
    one, two = request.requester, other.requester
    return one.key == two.key or all(request.school in person.schools for person in (one, two))
