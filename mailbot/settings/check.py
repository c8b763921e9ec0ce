"""Whether names in a policy exist, and whether policy and installation fit together. Pure: asks no server.

`reference_faults` is asked whenever a policy is loaded; `check_policy` is what the operator asks beside it.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from mailbot.core.model.policy import CENTRAL, TRIAGE, Policy, School, Technician
from mailbot.settings.errors import Fault
from mailbot.settings.installation import MailboxSettings, Settings
from mailbot.settings.toml.fields import nearest_right

# Domains on which anybody can have an address: mapped to a school, they would make strangers its staff.
FREEMAIL = frozenset({
    "aol.com", "btinternet.com", "btopenworld.com", "duck.com", "fastmail.com", "gmail.com", "gmx.co.uk", "gmx.com",
    "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mac.com",
    "mail.com", "mail.ru", "me.com", "msn.com", "ntlworld.com", "outlook.com", "pm.me", "proton.me", "protonmail.com",
    "qq.com", "rocketmail.com", "sky.com", "talktalk.net", "tiscali.co.uk", "tutanota.com", "virginmedia.com",
    "yahoo.co.uk", "yahoo.com", "ymail.com", "zoho.com",
})  # fmt: skip


def reference_faults(policy: Policy, *, mailboxes: Mapping[str, MailboxSettings]) -> tuple[Fault, ...]:
    """Every name of a policy that stands for nothing, and every domain or address that two claim."""
    faults = [
        *_school_faults(policy, mailboxes=mailboxes),
        *_domain_faults(policy),
        *_technician_faults(policy),
        *_duty_faults(policy),
        *_rule_faults(policy),
        *_level_faults(policy),
    ]
    return tuple(dict.fromkeys(faults))


def check_policy(settings: Settings, policies: Mapping[str, Policy]) -> tuple[Fault, ...]:
    """What is left over once installation and policies (by trust) are joined, in the order of trusts.

    Names that exist nowhere are not among them: with such, no policy loads.
    """
    faults = [*_mailbox_faults(settings, policies), *_shared_domain_faults(policies)]
    for policy in policies.values():
        faults += [*_subdomain_faults(policy), *_team_faults(policy), *_unserved_faults(policy)]
    return tuple(dict.fromkeys(faults))


def _fault(policy: Policy, key: str, *, wrong: str, right: str) -> Fault:
    """A fault at `key`, or at the nearest table above it whose place is known."""
    at = key
    while at and at not in policy.sources:
        at = at.rpartition(".")[0]
    file, line = policy.sources.get(at, ("", 0))
    return Fault(file=Path(file), line=line, key=key, wrong=wrong, right=right)


def _unknown(policy: Policy, key: str, *, kind: str, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name and name not in known:
        right = nearest_right(name, known, otherwise=f"Add [{kind}.{name}].")
        yield _fault(policy, key, wrong=f'there is no {kind} "{name}"', right=right)


def _place(school: School) -> str:
    return "trust" if school.id in (CENTRAL, TRIAGE) else f"school.{school.id}"


def _school_faults(policy: Policy, *, mailboxes: Mapping[str, MailboxSettings]) -> Iterator[Fault]:
    own = [mailbox.id for mailbox in mailboxes.values() if mailbox.trust == policy.trust]
    for school in policy.schools.values():
        place = _place(school)
        if school.mailbox in mailboxes and school.mailbox not in own:
            wrong = f"mailbox {school.mailbox} belongs to trust {mailboxes[school.mailbox].trust}"
            yield _fault(policy, f"{place}.mailbox", wrong=wrong, right="Name one of this trust.")
        else:
            yield from _unknown(policy, f"{place}.mailbox", kind="mailbox", name=school.mailbox, known=own)
        yield from _unknown(policy, f"{place}.level", kind="level", name=school.level, known=policy.levels)


def _domain_faults(policy: Policy) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for school in policy.schools.values():
        for domain in school.domains:
            key = f"{_place(school)}.domains"
            if domain.name in FREEMAIL:
                wrong = f"anybody can have an address at {domain.name}"
                yield _fault(policy, key, wrong=wrong, right="Name such people one by one in [person.NAME].")
            if domain.name in owners:
                wrong = f"{domain.name} is a domain of {owners[domain.name]}"
                yield _fault(policy, key, wrong=wrong, right="Leave it to one of them.")
            owners.setdefault(domain.name, _place(school))


def _technician_faults(policy: Policy) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for technician in policy.technicians.values():
        key = f"technician.{technician.id}"
        yield from _technician_name_faults(policy, technician)
        other = owners.setdefault(technician.address, technician.id)
        if technician.address and other != technician.id:
            wrong = f"{technician.address} is the address of technician.{other}"
            yield _fault(policy, f"{key}.address", wrong=wrong, right="Give each their own: it says who writes.")


def _technician_name_faults(policy: Policy, technician: Technician) -> Iterator[Fault]:
    key = f"technician.{technician.id}"
    for school in technician.schools:
        yield from _unknown(policy, f"{key}.schools", kind="school", name=school, known=policy.schools)
    for schools in technician.places.values():
        for school in schools:
            yield from _unknown(policy, f"{key}.places", kind="school", name=school, known=policy.schools)
    for name in technician.cover:
        yield from _unknown(policy, f"{key}.cover", kind="technician", name=name, known=policy.technicians)
        if name == technician.id:
            yield _fault(policy, f"{key}.cover", wrong="nobody covers for themselves", right="Name somebody else.")


def _duty_faults(policy: Policy) -> Iterator[Fault]:
    names = {f"trust.leads.{line}": name for line, name in policy.line_leads.items()}
    names |= {f"on_call.{monday}": name for monday, name in policy.on_call.items()}
    names["trust.manager"] = policy.manager
    for key, name in names.items():
        yield from _unknown(policy, key, kind="technician", name=name, known=policy.technicians)
    for leave in policy.leave:
        for name in (leave.technician, leave.cover or ""):
            yield from _unknown(policy, "leave", kind="technician", name=name, known=policy.technicians)


def _rule_faults(policy: Policy) -> Iterator[Fault]:
    for rule in policy.rules:
        key = f"rule.{rule.name}"
        for school in rule.schools:
            yield from _unknown(policy, f"{key}.when", kind="school", name=school, known=policy.schools)
        yield from _unknown(policy, f"{key}.then", kind="school", name=rule.school or "", known=policy.schools)
        priority = rule.priority or ""
        yield from _unknown(policy, f"{key}.then", kind="priority", name=priority, known=policy.priorities)


def _level_faults(policy: Policy) -> Iterator[Fault]:
    known = policy.priorities
    yield from _unknown(policy, "sla.priority", kind="priority", name=policy.default_priority, known=known)
    for level in policy.levels.values():
        key = f"level.{level.id}"
        for target in ("first_response", "next_response", "resolution"):
            for name in getattr(level, target):
                yield from _unknown(policy, f"{key}.{target}", kind="priority", name=name, known=known)
        for name in known:
            if name not in level.first_response:
                wrong = f"says nothing about priority {name}"
                yield _fault(policy, f"{key}.first_response", wrong=wrong, right=f"Add {name} = minutes.")
    names: dict[str, str] = {}
    for priority in known.values():
        other = names.setdefault(priority.name.casefold(), priority.id)
        if other != priority.id:
            wrong = f'"{priority.name}" is the name of priority {other}'
            yield _fault(policy, f"priority.{priority.id}.name", wrong=wrong, right="Give each its own.")


def _mailbox_faults(settings: Settings, policies: Mapping[str, Policy]) -> Iterator[Fault]:
    for mailbox in settings.mailboxes.values():
        policy = policies.get(mailbox.trust)
        if policy is None:
            continue
        key = f"mailbox.{mailbox.id}"
        if mailbox.school is not None and mailbox.school not in policy.schools:
            right = nearest_right(mailbox.school, policy.schools, otherwise=f"Add [school.{mailbox.school}].")
            wrong = f'there is no school "{mailbox.school}"'
            yield _config_fault(settings, f"{key}.school", wrong=wrong, right=right)
        if mailbox.school is None and not any(school.mailbox == mailbox.id for school in policy.schools.values()):
            right = f'Write mailbox = "{mailbox.id}" in a school, or pin this one with school = "...".'
            yield _config_fault(settings, key, wrong="no school answers from this mailbox", right=right)


def _config_fault(settings: Settings, key: str, *, wrong: str, right: str) -> Fault:
    place = settings.sources.get(key) or settings.sources.get(key.rpartition(".")[0], (settings.file, 0))
    return Fault(file=place[0], line=place[1], key=key, wrong=wrong, right=right)


def _shared_domain_faults(policies: Mapping[str, Policy]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for policy in policies.values():
        for school in policy.schools.values():
            for domain in school.domains:
                other = owners.setdefault(domain.name, policy.trust)
                if other != policy.trust:
                    wrong = f"{domain.name} is a domain of trust {other} too"
                    yield _fault(policy, f"{_place(school)}.domains", wrong=wrong, right="Leave it to one of them.")


def _subdomain_faults(policy: Policy) -> Iterator[Fault]:
    """A school below another school's domain is more often a slip than meant; below the trust's own it is usual."""
    owners = {domain.name: school for school in policy.schools.values() for domain in school.domains}
    for name, school in owners.items():
        _, _, parent = name.partition(".")
        while parent and parent not in owners:
            _, _, parent = parent.partition(".")
        above = owners.get(parent)
        if above is not None and above.id not in (school.id, CENTRAL):
            wrong = f"{name} is below {parent}, a domain of school.{above.id}"
            right = "Right if mail from there is meant for this school; else move it."
            yield _fault(policy, f"{_place(school)}.domains", wrong=wrong, right=right)


def _team_faults(policy: Policy) -> Iterator[Fault]:
    team = policy.technicians.values()
    if not any(technician.line == 1 for technician in team):
        yield _fault(
            policy, "technician", wrong="nobody is on line 1", right="Give somebody line = 1: tickets begin there."
        )
    if not any(technician.sensitive for technician in team):
        right = "Give somebody sensitive = true."
        yield _fault(policy, "technician", wrong="nobody is told of sensitive requests", right=right)
    if not any(technician.approves or technician.line >= policy.promotion.publish_line for technician in team):
        right = "Give somebody approves = true."
        yield _fault(policy, "technician", wrong="nobody can publish an article", right=right)
    if not policy.manager and not policy.fallback:
        right = 'Write manager = "..." or fallback = "...".'
        yield _fault(policy, "trust", wrong="nobody is told when nobody else can be", right=right)


def _unserved_faults(policy: Policy) -> Iterator[Fault]:
    served = {school for technician in policy.technicians.values() for school in technician.schools}
    for school in policy.schools.values():
        if school.id not in (CENTRAL, TRIAGE) and school.id not in served:
            right = f'Add "{school.id}" to the schools of a technician.'
            yield _fault(policy, f"school.{school.id}", wrong="no technician has this school", right=right)
