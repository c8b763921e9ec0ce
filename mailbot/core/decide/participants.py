"""Who becomes a participant: a colleague of the same school whom somebody on the request has put in copy, proven.

An outsider never does by being in copy, nor a pupil, nor anybody on a sensitive request; a technician puts people on a
request by `#cc`.
"""

from dataclasses import replace

from mailbot.core.decide.case import Case
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_people import AddParticipant, AddPerson
from mailbot.core.model.people import Person, Somebody, TrustLevel
from mailbot.core.model.request import Request

MOST_PARTICIPANTS = 20


def with_copied(case: Case, request: Request) -> tuple[Request, tuple[Effect, ...]]:
    """Give the request with the colleagues in copy of the case's mail as participants, and the effects.

    `request` is as it will be, its requester and participants included; the mail is by one of them.
    """
    if case.level < TrustLevel.T2 or request.sensitive or case.sender.standing == "technician":
        return request, ()
    colleagues = [one for one in case.arrived.named if one.copied and _is_colleague(one, request)]
    return with_people(case, request, colleagues)


def with_people(
    case: Case, request: Request, wanted: list[Somebody] | tuple[Somebody, ...]
) -> tuple[Request, tuple[Effect, ...]]:
    """Give the request with these people on it, and the effects; whoever is on it already stays as they are."""
    effects: list[Effect] = []
    for one in wanted:
        found = person_of(case, one)
        if found is None or len(request.participants) >= MOST_PARTICIPANTS:
            continue
        person, is_new = found
        if is_on(request, person=person):
            continue
        effects += [AddPerson(person)] if is_new else []
        effects.append(AddParticipant(request.number, person.key))
        request = replace(request, participants=(*request.participants, person))
    return request, tuple(effects)


def is_on(request: Request, *, person: Person) -> bool:
    """Tell whether they are its requester or a participant."""
    return any(
        person.key == one.key or person.address == one.address for one in (request.requester, *request.participants)
    )


def person_of(case: Case, somebody: Somebody) -> tuple[Person, bool] | None:
    """Give whom the mail names as a person, and whether they are new: then an AddPerson effect must come first.

    None where there is no key left for somebody new: a mail makes twenty people known and no more.
    """
    if somebody.person is not None:
        return somebody.person, False
    keys, place = case.desk.snapshot.fresh.more_keys, case.arrived.named.index(somebody)
    if place >= len(keys):
        return None
    known = next((one for one in case.desk.policy.people if somebody.address in one.addresses), None)
    return (
        Person(
            id=None,
            key=keys[place],
            name=known.name if known else somebody.name,
            address=somebody.address,
            schools=somebody.schools or (somebody.school,),
            role=known.role if known else "",
            phone=known.phone if known else "",
        ),
        True,
    )


def _is_colleague(one: Somebody, request: Request) -> bool:
    return one.standing in ("known", "member") and not one.pupil and request.school in one.schools
