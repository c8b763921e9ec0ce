"""Whom a mail names beside its sender, each with standing and school: colleagues in copy, whoever is written about.

That a mail names somebody is no proof of anything: what may follow from it is decided elsewhere.
"""

from dataclasses import dataclass

from mailbot.core.identify.arrival import Directory
from mailbot.core.identify.domain import school_of_domain
from mailbot.core.identify.keys import with_held
from mailbot.core.identify.school import WrittenTo, route
from mailbot.core.identify.sender import standing_of
from mailbot.core.model.message import Message
from mailbot.core.model.people import Person, Somebody
from mailbot.core.model.policy import TRIAGE
from mailbot.core.model.snapshot import Keys, Snapshot


@dataclass(frozen=True, slots=True)
class _Looked:
    """What everybody is looked up in."""

    snapshot: Snapshot
    directory: Directory
    written_to: WrittenTo


def named_in(
    message: Message, *, keys: Keys, snapshot: Snapshot, directory: Directory, written_to: WrittenTo
) -> tuple[Somebody, ...]:
    """Give everybody whom the mail names, in order, without its sender and our own mailboxes.

    A mail that waits for a word is decided on with it: whom that one names comes last, in copy of neither.
    """
    waiting = [one.message for one in snapshot.held.values() if one.message is not None]
    keys = with_held(keys, waiting) if waiting else keys
    copied = frozenset(one.address for one in (*message.to, *message.cc))
    names: dict[str, str] = {}
    for one in (message, *waiting):
        for written in (*one.cc, *one.to):
            names.setdefault(written.address, written.name)
        if one.original is not None and one.original.sender is not None:
            names.setdefault(one.original.sender.address, one.original.name)
    looked = _Looked(snapshot, directory, written_to)
    return tuple(
        _somebody(address, name=names.get(address, ""), copied=address in copied, looked=looked)
        for address in keys.addresses
        if directory.mailbox_of(address) is None
    )


def _somebody(address: str, *, name: str, copied: bool, looked: _Looked) -> Somebody:
    directory = looked.directory
    technician, known = directory.technicians.get(address), directory.record.get(address)
    person = looked.snapshot.technicians.get(technician.id) if technician else looked.snapshot.person_at(address)
    standing, _ = standing_of(address, person=person, directory=directory)
    found = school_of_domain(address.rpartition("@")[2], table=directory.domains)
    own = (known.schools if known else ()) or (person.schools if person else ()) or ((found[1],) if found else ())
    return Somebody(
        address=address,
        name=_name(known.name if known else "", person=person, written=name),
        standing=standing,
        school=route(address, directory=directory, written_to=looked.written_to, person=person).school,
        schools=tuple(school for school in own if school != TRIAGE),
        person=person,
        pupil=found is not None and found[2] == "pupils" and standing == "member",
        copied=copied,
    )


def _name(record: str, *, person: Person | None, written: str) -> str:
    return record or (person.name if person is not None else "") or written
