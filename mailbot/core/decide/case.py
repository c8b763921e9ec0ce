"""What a decision looks at: the desk (what is known and wanted) and the case (one message on it). Values, no policy."""

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.core.kb.index import Index
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.message import Message
from mailbot.core.model.people import Person, Sender, TrustLevel
from mailbot.core.model.policy import TRIAGE, Policy, School, Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Snapshot
from mailbot.core.model.stimulus import MessageArrived


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy's rules say about one mail; `reasons` are theirs, in order."""

    sensitive: bool = False
    urgent: bool = False
    priority: str | None = None
    line: int | None = None
    school: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known (`snapshot`, `index`), what is wanted (`policy`), and the moment (aware UTC)."""

    snapshot: Snapshot
    policy: Policy
    index: Index
    now: datetime

    def school(self, id_: str) -> School:
        """The school with this id; triage where the policy no longer knows it."""
        return self.policy.schools.get(id_) or self.policy.schools[TRIAGE]

    def technician(self, id_: str | None) -> Technician | None:
        """The technician with this id, None for nobody or somebody who has left."""
        return self.policy.technicians.get(id_) if id_ else None


@dataclass(frozen=True, slots=True)
class Case:
    """One message that arrived, on the desk, with what the rules say about it."""

    arrived: MessageArrived
    desk: Desk
    verdict: Verdict = Verdict()

    @property
    def message(self) -> Message:
        """The message itself."""
        return self.arrived.message

    @property
    def sender(self) -> Sender:
        """Who wrote it and how far they are believed."""
        return self.arrived.sender

    @property
    def request(self) -> Request | None:
        """The request whose thread the message joined."""
        return self.arrived.request

    @property
    def level(self) -> TrustLevel:
        """How far the sender is believed."""
        return self.arrived.sender.level

    @property
    def author(self) -> str:
        """The sender as an entry names them: never a display name without its address."""
        sender = self.arrived.sender
        if not sender.address:
            return self.message.from_display or "unknown sender"
        return sender.name if sender.person is not None and sender.name else sender.address

    @property
    def technician(self) -> Technician | None:
        """The technician whose registered address the mail names as its sender."""
        person = self.sender.person
        if self.sender.standing != "technician" or person is None:
            return None
        return self.desk.technician(person.technician)

    @property
    def by_technician(self) -> bool:
        """Whether the sender writes as a technician, and not as the requester of a request of their own."""
        if self.sender.standing != "technician" or self.request is None:
            return False
        if self.arrived.token is not None:
            return self.arrived.token.purpose in ("t", "c")
        asked = {self.request.requester.key, *(person.key for person in self.request.participants)}
        return self.sender.person is None or self.sender.person.key not in asked

    @property
    def full_word(self) -> bool:
        """Whether a requester's word counts whole: proven, or with the token that was mailed to them."""
        with_token = self.arrived.token is not None and not self.arrived.token_expired
        return self.level >= TrustLevel.T2 or (self.level == TrustLevel.T1 and with_token)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a branch of the table wants: the word for the day's balance, the effects, and why."""

    outcome: str
    effects: tuple[Effect, ...] = ()
    reasons: tuple[str, ...] = ()

    def because(self, *reasons: str) -> "Plan":
        """The same plan with these reasons before its own."""
        return replace(self, reasons=(*reasons, *self.reasons))

    def because_last(self, *reasons: str) -> "Plan":
        """The same plan with these reasons after its own: the last one says why a timer was skipped."""
        return replace(self, reasons=(*self.reasons, *reasons))

    def then(self, *effects: Effect) -> "Plan":
        """The same plan with these effects after its own."""
        return replace(self, effects=(*self.effects, *effects))


def writer(case: Case) -> tuple[Person, bool]:
    """The sender as a person, and whether they are new: then an AddPerson effect must come first."""
    if case.sender.person is not None:
        return case.sender.person, False
    known = next((one for one in case.desk.policy.people if case.sender.address in one.addresses), None)
    believed = case.sender.standing != "unknown"
    person = Person(
        id=None,
        key=case.desk.snapshot.fresh.person_key,
        name=known.name if known else (case.sender.name or case.message.from_display),
        address=case.sender.address,
        schools=(known.schools if known and known.schools else (case.arrived.route.school,)) if believed else (),
        role=known.role if known else "",
        phone=known.phone if known else "",
    )
    return person, True
