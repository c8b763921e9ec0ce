"""The work of `mailbot route`: asks the very function that the desk uses."""

import argparse
import sys
from typing import Any

from mailbot.cli.desk.opened import policy_of, settings_of, trust_of
from mailbot.cli.page import say, say_json, strong, wrapped
from mailbot.core.identify.arrival import OurMailbox, directory_of, without_plus
from mailbot.core.identify.school import WrittenTo, route
from mailbot.core.model.people import Person
from mailbot.settings.installation import Settings
from mailbot.store.errors import StoreError
from mailbot.store.existing import NothingYet, SchemaTooOld, open_existing
from mailbot.store.facts.rows import people_of, person_at, schools_of

_LONGEST = 320


def run(options: argparse.Namespace) -> int:
    """Print school, rule and reason."""
    settings = settings_of(options)
    sender = _address(options.sender)
    to = _address(options.to) if options.to else ""
    trust = _trust(options, settings, to=to)
    found = _route(settings, trust=trust, sender=sender, to=to)
    if options.json:
        say_json(found)
        return 0
    lines = [strong(f"{found['school']} ({found['school_name']})")]
    lines += wrapped(found["rule"], first="  rule     ") + wrapped(found["reason"], first="  why      ")
    lines += wrapped(found["known_as"] or "nobody we know", first="  sender   ")
    lines += wrapped(found["mailbox"] or "not named", first="  mailbox  ")
    lines += [line for note in found["notes"] for line in wrapped(note, first="  note     ")]
    say(lines)
    return 0


def _address(text: str) -> str:
    address = text.strip().removeprefix("<").removesuffix(">").lower()
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or len(address) > _LONGEST or any(letter.isspace() for letter in address):
        sys.exit(f"{text!r} is no mail address; write name@school.example")
    return address


def _trust(options: argparse.Namespace, settings: Settings, *, to: str) -> str:
    """The trust named, else that of the mailbox, else the only one."""
    owners = [box.trust for box in settings.mailboxes.values() if to and box.address.lower() == without_plus(to)]
    return owners[0] if options.trust is None and owners else trust_of(options, settings)


def _route(settings: Settings, *, trust: str, sender: str, to: str) -> dict[str, Any]:
    policy = policy_of(settings, trust)
    ours = [box for box in settings.mailboxes.values() if box.trust == trust]
    directory = directory_of(
        policy, mailboxes={box.id: OurMailbox(address=box.address, school=box.school) for box in ours}
    )
    mailbox = directory.mailbox_of(to) if to else None
    person, notes = _person(settings, trust=trust, address=sender)
    if to and mailbox is None:
        notes.append(f"{to} is no mailbox of {trust}: mail to it alone never reaches this desk")
    written_to = WrittenTo(mailbox=mailbox or "", recipients=(to,) if to else ())
    way = route(sender, directory=directory, written_to=written_to, person=person)
    known = directory.record.get(sender)
    technician = directory.technicians.get(sender)
    names = (
        technician and f"{technician.name}, technician",
        known and f"{known.name}, on record",
        person and f"{person.name or sender}, wrote before",
    )
    school = policy.schools.get(way.school)
    return {
        "trust": trust,
        "sender": sender,
        "to": to or None,
        "school": way.school,
        "school_name": school.name if school else way.school,
        "rule": way.rule,
        "reason": way.reason,
        "known_as": next((name for name in names if name), None),
        "mailbox": mailbox,
        "notes": notes,
    }


def _person(settings: Settings, *, trust: str, address: str) -> tuple[Person | None, list[str]]:
    """Who the database knows at this address; without one the policy alone is asked."""
    try:
        database = open_existing(settings.database)
    except (NothingYet, SchemaTooOld):
        return None, ["by the policy files alone: the desk has no database yet"]
    except StoreError as error:
        return None, [f"by the policy files alone: the database cannot be asked ({error})"]
    try:
        with database.read() as unit:
            rows = person_at(unit, trust=trust, address=address)
            people = people_of(rows, schools=schools_of(unit, persons=[int(row.id) for row in rows]))
    finally:
        database.close()
    return (people[0] if people else None), []
