"""What the daemon says about a mail beside its text, and what identification looks up in a trust's policy.

No judgement here: values, and the tables that make looking up cheap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.core.identify.domain import DomainTable, domain_table
from mailbot.core.model.policy import KnownPerson, Policy, Rule, Technician


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a mail came in: its inbox row, the mailbox's id, when (UTC), and what may prove its sender.

    `auth_kind` and `authserv_id` are the auth profile of the mailbox or listener; `vouched` says whether the word of
    the peer that handed the mail over counts. `envelope_from` is '' for the null sender, None where it is not known.
    """

    inbox: int
    mailbox: str
    received_at: datetime
    envelope_from: str | None = None
    vouched: bool = False
    auth_kind: str = "none"
    authserv_id: str = ""


@dataclass(frozen=True, slots=True)
class OurMailbox:
    """A mailbox of ours: its address, and the school that mail of unknown domains to it belongs to."""

    address: str
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """A trust's policy with its tables for looking up addresses; built once per policy.

    `own` gives the ids of our mailboxes by address, `sender_rules` for an address the first rule that names senders
    alone and a school.
    """

    policy: Policy
    mailboxes: Mapping[str, OurMailbox]
    domains: DomainTable
    record: Mapping[str, KnownPerson]
    technicians: Mapping[str, Technician]
    own: Mapping[str, str]
    sender_rules: Mapping[str, Rule]

    def mailbox_of(self, address: str) -> str | None:
        """The id of the mailbox of ours with this address, its plus part left aside; None where it is not ours."""
        return self.own.get(without_plus(address))


def directory_of(policy: Policy, *, mailboxes: Mapping[str, OurMailbox]) -> Directory:
    """Build the tables for `policy`; `mailboxes` are the trust's own by id of the configuration."""
    return Directory(
        policy=policy,
        mailboxes=mailboxes,
        domains=domain_table(policy),
        record={address.lower(): person for person in policy.people for address in person.addresses},
        technicians={technician.address.lower(): technician for technician in policy.technicians.values()},
        own={mailboxes[id_].address.lower(): id_ for id_ in reversed(list(mailboxes))},  # of two the first
        sender_rules=_sender_rules(policy.rules),
    )


def _sender_rules(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: (rule.order, rule.name)):
        asks_more = rule.words or rule.patterns or rule.schools
        if rule.school and not asks_more:
            for address in rule.senders:
                found.setdefault(address, rule)
    return found


def without_plus(address: str) -> str:
    """Give the address without the plus part of its local part, lower case."""
    local, at, domain = address.lower().rpartition("@")
    return local.partition("+")[0] + at + domain
