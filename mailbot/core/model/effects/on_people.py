"""Effects on people: who is known, who is on a request, who is away, whose address bounces."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model.people import Leave, Person
from mailbot.core.model.stimulus import CareTimerKind, LeaveTimerKind


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Somebody new wrote: remember them with their address and schools."""

    person: Person


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """The person with this key may see and answer the request from now on; whoever may already stays so."""

    request: int
    person_key: str


@dataclass(frozen=True, slots=True)
class RemoveParticipant:
    """The person with this key is none of the request's participants any more."""

    request: int
    person_key: str


@dataclass(frozen=True, slots=True)
class WakeTechnician:
    """Think at `due_at` (UTC) of a technician (id) who is or was away, or whom the week's mail about articles is for;
    the same kind, round and step is one timer.
    """

    technician: str
    kind: LeaveTimerKind | CareTimerKind
    round: int
    due_at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True)
class AddLeave:
    """The technician is away in that time; what they or their own answers said of it before gives way.

    `told` are the technicians (ids) who hear what follows from it.
    """

    leave: Leave
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndLeave:
    """The technician is back from `at` on; leave that stands in the rules is not touched.

    Where they are on none, what they said of days to come is taken back.
    """

    technician: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkAddress:
    """Mail to this address bounced at that moment."""

    address: str
    bounced_at: datetime
