"""Persons, and how sure we are of who wrote a mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Literal

Standing = Literal["technician", "known", "member", "unknown"]
Proof = Literal["proven", "unproven", "proven_false"]
LeaveSource = Literal["rules", "command", "away", "auto_reply"]


class TrustLevel(IntEnum):
    """How far a sender is believed: what each level may do is the table in docs/trust.md."""

    T0 = 0
    T1 = 1
    T2 = 2
    T3 = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address. `key` is their random id inside tokens (8 base32 characters).

    `id` is None while the person exists only in the decision that creates them. `technician` is the id of policy files.
    """

    id: int | None
    key: str
    name: str
    address: str
    schools: tuple[str, ...] = ()
    technician: str | None = None
    role: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom a mail names beside its sender: in To, Cc, above a forwarded mail, or on a line with a directive.

    `school` is where a mail of theirs would go, `schools` are those of the record, else their domain's. `person` is who
    the database knows at the address. An `unknown` standing is an outsider's.
    """

    address: str
    name: str
    standing: Standing
    school: str
    schools: tuple[str, ...] = ()
    person: Person | None = None
    pupil: bool = False
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message is from and how sure that is. `address` is empty where the From was not one plain mailbox.

    `token` tells which token of ours came with the mail and verified for this very person; `foreign_token` that one
    came which belongs to somebody else. `reasons` are sentences for `mailbot show`.
    """

    address: str
    name: str
    standing: Standing
    proof: Proof
    level: TrustLevel
    person: Person | None
    pupil: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The school a message goes to, and the sentence that says which rule decided."""

    school: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A time in which a technician does not work: from `start` up to `end` (UTC, not included; None = until told).

    `cover` is who takes their work meanwhile, None for the covers that their own table names. `id` is the database's,
    None for leave that stands in the rules.
    """

    technician: str
    start: datetime
    end: datetime | None
    cover: str | None = None
    source: LeaveSource = "rules"
    reason: str = ""
    id: int | None = None
