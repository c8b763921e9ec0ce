"""What is known where no mail came: a timer, a failed delivery, a digest, somebody's leave, the week."""

from dataclasses import replace
from datetime import datetime

from mailbot.core.model.snapshot import Fresh, Snapshot
from mailbot.store.engine import Unit
from mailbot.store.facts import absent, reading, rows
from mailbot.store.facts.found import Found, find_similar, frozen
from mailbot.store.flow import notifications
from mailbot.store.kb import knowledge


def snapshot_of_request(unit: Unit, *, trust: str, number: int | None, fresh: Fresh, now: datetime) -> Snapshot:
    """What is known for a timer or a failed delivery: the one request, if there is one, and its requester's others."""
    found = Found()
    if number is not None:
        found.requests = rows.requests_of(unit, trust=trust, numbers=[number])
        found.people = [request.requester for request in found.requests.values()]
        find_similar(unit, trust, found=found)
    sender = found.people[0].address if found.people else ""
    return frozen(unit, trust, sender=sender, found=found, fresh=fresh, now=now)


def snapshot_of_digest(unit: Unit, *, trust: str, technician: str, fresh: Fresh, now: datetime) -> Snapshot:
    """The same for a technician's digest: what waits to be told to them, and the requests that it is about.

    Those are without their stories, unless there is only one.
    """
    found = Found()
    found.waiting = notifications.waiting_for(unit, trust=trust, technician=technician, now=now)
    numbers = list(dict.fromkeys(one.request for one in found.waiting))
    if len(numbers) == 1:
        found.requests = rows.requests_of(unit, trust=trust, numbers=numbers)
        found.people = [request.requester for request in found.requests.values()]
    else:
        found.listed = tuple(reading.without_stories(unit, trust=trust, numbers=numbers).values())
    sender = found.people[0].address if found.people else ""
    return frozen(unit, trust, sender=sender, found=found, fresh=fresh, now=now)


def snapshot_of_technician(unit: Unit, *, trust: str, technician: str, fresh: Fresh, now: datetime) -> Snapshot:
    """The same for a technician who goes or is back.

    The requests are their tickets and those that somebody looks after for them; their leave of the last year counts.
    """
    found = Found()
    found.requests = absent.tickets_of(unit, trust=trust, technician=technician)
    former = absent.former_leave_of(unit, trust=trust, technician=technician, now=now)
    found_so = frozen(unit, trust, sender="", found=found, fresh=fresh, now=now)
    return replace(found_so, leave=(*former, *found_so.leave))


def snapshot_of_week(unit: Unit, *, trust: str, since: datetime, fresh: Fresh, now: datetime) -> Snapshot:
    """The same for the week's mail about articles: what no article answered since (UTC)."""
    found_so = frozen(unit, trust, sender="", found=Found(), fresh=fresh, now=now)
    asked = knowledge.unanswered(unit, trust=trust, since=since)
    return replace(found_so, unanswered=asked, uses=knowledge.uses(unit, trust=trust))
