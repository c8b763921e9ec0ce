"""Who wrote, and how far they are believed: standing, proof and trust level.

T0 is unknown or proven false; T1 known or of a mapped domain, unproven; T2 the same, proven; T3 a technician at T2 with
the unexpired token that was mailed to that very person. A stranger with a perfect proof stays T0.
"""

from dataclasses import replace

from mailbot.core.identify.arrival import Directory
from mailbot.core.identify.domain import school_of_domain
from mailbot.core.identify.proof import Judgement
from mailbot.core.model.message import Message
from mailbot.core.model.people import Person, Sender, Standing, TrustLevel
from mailbot.core.model.policy import TRIAGE
from mailbot.core.model.snapshot import Snapshot


def person_of(address: str, *, snapshot: Snapshot, directory: Directory) -> Person | None:
    """Give the person at this strict sender address; a technician only where the policy registers the address so."""
    person = snapshot.person_at(address) if address else None
    technician = directory.technicians.get(address)
    if technician is not None:
        return snapshot.technicians.get(technician.id) or person
    return replace(person, technician=None) if person is not None else None


def identify_sender(
    message: Message, *, person: Person | None, directory: Directory, judgement: Judgement, own_token: bool
) -> Sender:
    """Say who the sender is and how sure that is.

    `person` is who the database knows at the strict sender address; `own_token` tells that an unexpired technician's
    token came, which was mailed to this person.
    """
    address = message.sender.address if message.sender else ""
    standing, why = standing_of(address, person=person, directory=directory)
    level = _level(standing, judgement=judgement, own_token=own_token)
    token = ("the token that was mailed to this technician came with it",) if level is TrustLevel.T3 else ()
    return Sender(
        address=address,
        name=_name(message, person=person),
        standing=standing,
        proof=judgement.proof,
        level=level,
        person=person,
        pupil=_is_pupil(address, standing=standing, directory=directory),
        reasons=(why, judgement.reason, *token),
    )


def standing_of(address: str, *, person: Person | None, directory: Directory) -> tuple[Standing, str]:
    """Give what an address is to the trust, and the sentence for it; `person` is who the database knows at it."""
    if not address:
        return "unknown", "the From names no single plain mailbox, so nobody is believed"
    if address in directory.technicians:
        return "technician", f"{address} is a technician's registered address"
    if address in directory.record or _has_a_school(person, directory=directory):
        return "known", f"{address} is on record"
    found = school_of_domain(address.rpartition("@")[2], table=directory.domains)
    if found is not None:
        return "member", f"{address} is within {found[0]}, a domain of {found[1]}"
    return "unknown", f"{address} is neither on record nor within a domain of a school"


def _has_a_school(person: Person | None, *, directory: Directory) -> bool:
    """A stranger who wrote before has a row too, but no school: writing twice makes nobody known."""
    return person is not None and any(
        school in directory.policy.schools and school != TRIAGE for school in person.schools
    )


def _level(standing: Standing, *, judgement: Judgement, own_token: bool) -> TrustLevel:
    if standing == "unknown" or judgement.proof == "proven_false":
        return TrustLevel.T0
    if judgement.proof == "unproven":
        return TrustLevel.T1
    return TrustLevel.T3 if standing == "technician" and own_token else TrustLevel.T2


def _is_pupil(address: str, *, standing: Standing, directory: Directory) -> bool:
    found = school_of_domain(address.rpartition("@")[2], table=directory.domains)
    on_record = standing == "technician" or address in directory.record
    return found is not None and found[2] == "pupils" and not on_record


def _name(message: Message, *, person: Person | None) -> str:
    if person is not None and person.name:
        return person.name
    return message.sender.name if message.sender else ""
