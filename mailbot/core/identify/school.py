"""Which school a message belongs to, and which rule decided.

A reply keeps its request's school; else the exact sender's, by a rule or the record; else that of the longest mapped
suffix of the sender's domain; else the one that the mailbox is pinned to; else triage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.identify.arrival import Directory
from mailbot.core.identify.domain import school_of_domain
from mailbot.core.model.people import Person, Route
from mailbot.core.model.policy import TRIAGE
from mailbot.core.model.request import Request


@dataclass(frozen=True, slots=True)
class WrittenTo:
    """Where a mail was sent: the id of the mailbox that took it, and the addresses of To, then Cc."""

    mailbox: str
    recipients: tuple[str, ...] = ()


def route(
    sender_address: str,
    *,
    directory: Directory,
    written_to: WrittenTo,
    person: Person | None = None,
    request: Request | None = None,
) -> Route:
    """Give the school for a mail of `sender_address` ('' where the From is not one plain mailbox).

    `person` is who the database knows at that address, `request` the thread that the mail joined.
    """
    if request is not None:
        return Route(request.school, "thread", f"it is about request {request.number}, which is {request.school}'s")
    return (
        _by_sender_rule(sender_address, directory=directory)
        or _by_record(sender_address, directory=directory, written_to=written_to, person=person)
        or _by_domain(sender_address, directory=directory)
        or _by_mailbox(directory=directory, written_to=written_to)
        or Route(TRIAGE, "triage", "neither sender nor mailbox names a school")
    )


def mailbox_written_to(*, directory: Directory, written_to: WrittenTo) -> str:
    """Give the id of the mailbox that decides: the first of ours in To, then Cc, then the one that took the mail."""
    ours = (directory.mailbox_of(address) for address in written_to.recipients)
    return next((mailbox for mailbox in ours if mailbox is not None), written_to.mailbox)


def _by_sender_rule(address: str, *, directory: Directory) -> Route | None:
    found = directory.sender_rules.get(address) if address else None
    if found is None or found.school is None:
        return None
    return Route(found.school, "sender", f"rule {found.name} sends mail from {address} to {found.school}")


def _by_record(address: str, *, directory: Directory, written_to: WrittenTo, person: Person | None) -> Route | None:
    known = directory.record.get(address)
    named = (known.schools if known else ()) or (person.schools if person else ())
    schools = [school for school in named if school in directory.policy.schools and school != TRIAGE]
    if not schools:
        return None
    if len(schools) == 1:
        return Route(schools[0], "sender", f"the record says that {address} belongs to {schools[0]}")
    return _of_several(schools, address=address, directory=directory, written_to=written_to)


def _of_several(schools: Sequence[str], *, address: str, directory: Directory, written_to: WrittenTo) -> Route:
    mailbox = mailbox_written_to(directory=directory, written_to=written_to)
    for school in schools:
        if directory.policy.schools[school].mailbox == mailbox:
            return Route(school, "sender", f"{address} belongs to several schools and wrote to {school}'s mailbox")
    return Route(schools[0], "sender", f"{address} belongs to several schools; {schools[0]} is the first of the record")


def _by_domain(address: str, *, directory: Directory) -> Route | None:
    found = school_of_domain(address.rpartition("@")[2], table=directory.domains)
    if found is None:
        return None
    name, school, _ = found
    return Route(school, "domain", f"{address} is within {name}, a domain of {school}")


def _by_mailbox(*, directory: Directory, written_to: WrittenTo) -> Route | None:
    id_ = mailbox_written_to(directory=directory, written_to=written_to)
    mailbox = directory.mailboxes.get(id_)
    if mailbox is None or mailbox.school is None:
        return None
    return Route(mailbox.school, "mailbox", f"the mailbox {id_} is pinned to {mailbox.school}")
