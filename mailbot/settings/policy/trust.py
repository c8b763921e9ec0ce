"""A trust's own tables into values: the trust itself, its schools, its technicians and the people it knows.

That names in them exist (a school, a technician, a mailbox) is checked by `settings/check.py` on the whole policy.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from mailbot.core.model.policy import (
    CENTRAL,
    TRIAGE,
    WEEKDAYS,
    Calendar,
    Domain,
    KnownPerson,
    School,
    Technician,
    Weekday,
)
from mailbot.settings.toml.fields import (
    is_domain,
    nearest_right,
    read_address,
    read_addresses,
    read_hours,
    read_zone,
)
from mailbot.settings.toml.table import Table, shown

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class TrustTable:
    """What `[trust]` says; mailbox, calendar and level are those of the pseudo-schools and the schools' defaults."""

    name: str
    zone: ZoneInfo
    mailbox: str
    calendar: str
    level: str
    domains: tuple[Domain, ...]
    leads: Mapping[int, str] = field(default_factory=dict)
    manager: str = ""
    fallback: str = ""


def read_trust(table: Table, *, trust_id: str, level: str) -> TrustTable:
    """Read `[trust]`; `level` counts where it names none."""
    if table.text("id", default=trust_id) != trust_id:
        table.fault("id", wrong=f'config.toml calls this trust "{trust_id}"', right="Let both say the same.")
    trust = TrustTable(
        name=table.text("name"),
        zone=read_zone(table, "zone", default=ZoneInfo("Europe/London")),
        mailbox=table.text("mailbox"),
        calendar=table.text("calendar"),
        level=table.text("level", default=level),
        domains=_domains(table),
        leads=_leads(table),
        manager=table.text("manager", default=""),
        fallback=read_address(table, "fallback", default=""),
    )
    table.close()
    return trust


def read_schools(
    tables: Mapping[str, Table], *, trust: TrustTable, calendars: Mapping[str, Calendar], trust_table: Table
) -> Mapping[str, School]:
    """Read `[school.ID]` tables and add the pseudo-schools `central` and `triage`, which the trust's own table says."""
    central = School(
        id=CENTRAL,
        name=trust.name,
        mailbox=trust.mailbox,
        calendar=_calendar(trust_table, name=trust.calendar, calendars=calendars, zone=trust.zone),
        domains=trust.domains,
        level=trust.level,
    )
    triage = School(id=TRIAGE, name=trust.name, mailbox=trust.mailbox, calendar=central.calendar, level=trust.level)
    schools = {id: _school(table, id=id, trust=trust, calendars=calendars) for id, table in tables.items()}
    for pseudo in (central, triage):
        if pseudo.id in schools:
            wrong = "this school exists by itself"
            tables[pseudo.id].fault("", wrong=wrong, right="Say in [trust] what differs, or choose another id.")
        schools[pseudo.id] = pseudo
    return schools


def read_technician(table: Table, *, id: str) -> Technician:
    """Read `[technician.ID]`."""
    technician = Technician(
        id=id,
        name=table.text("name"),
        address=read_address(table, "address"),
        line=table.integer("line", low=1, high=3),
        schools=table.texts("schools"),
        hours=read_hours(table, "hours"),
        places=_places(table),
        cover=table.texts("cover"),
        term_time_only=table.flag("term_time_only"),
        sensitive=table.flag("sensitive"),
        approves=table.flag("approves"),
        private=table.flag("private"),
        cap=table.integer("cap", low=1, high=100_000) if "cap" in table else None,
    )
    table.close()
    for day in technician.places:
        if day not in technician.hours:
            right = f"Add hours for {day}, or take the place out."
            table.fault("places", wrong=f"names a place on {day}, which is a day off", right=right)
    return technician


def read_people(tables: Mapping[str, Table], *, schools: Collection[str]) -> tuple[KnownPerson, ...]:
    """Read `[person.NAME]` tables; an address belongs to one person alone, and their schools are among `schools`."""
    people = []
    owners: dict[str, str] = {}
    for name, table in tables.items():
        person = _person(table)
        people.append(person)
        for address in person.addresses:
            other = owners.setdefault(address, name)
            if other != name:
                table.fault("addresses", wrong=f"{address} belongs to person.{other}", right="Leave it to one of them.")
        for node, school in table.text_nodes("schools"):
            if school not in schools:
                right = nearest_right(school, schools, otherwise=f"Add [school.{school}].")
                table.fault_at(node, key="schools", wrong=f'there is no school "{school}"', right=right)
    return tuple(people)


def _person(table: Table) -> KnownPerson:
    person = KnownPerson(
        name=table.text("name"),
        addresses=read_addresses(table, "addresses"),
        schools=table.texts("schools"),
        role=table.text("role", default=""),
        phone=table.text("phone", default="", longest=40),
        vip=table.flag("vip"),
    )
    table.close()
    if "addresses" not in table:
        table.fault("addresses", wrong="is missing", right='Write addresses = ["name@school.example"].')
    return person


def read_on_call(table: Table) -> Mapping[date, str]:
    """Read `[on_call]`: the Monday on which a week begins -> who takes what is urgent out of hours."""
    on_call: dict[date, str] = {}
    for key in table:
        technician = table.text(key)
        try:
            monday = date.fromisoformat(key) if _DAY.fullmatch(key) else None
        except ValueError:
            monday = None
        if monday is None or monday.weekday() != 0:
            table.fault(key, wrong="this is no Monday", right='Write the Monday of the week: 2026-11-23 = "...".')
        else:
            on_call[monday] = technician
    return on_call


def _school(table: Table, *, id: str, trust: TrustTable, calendars: Mapping[str, Calendar]) -> School:
    name = table.text("calendar", default=trust.calendar)
    school = School(
        id=id,
        name=table.text("name"),
        mailbox=table.text("mailbox"),
        calendar=_calendar(table, name=name, calendars=calendars, zone=trust.zone),
        domains=_domains(table),
        level=table.text("level", default=trust.level),
        on_silence=table.choice("on_silence", options=("open", "close"), default="open"),
    )
    table.close()
    return school


def _calendar(table: Table, *, name: str, calendars: Mapping[str, Calendar], zone: ZoneInfo) -> Calendar:
    if name in calendars or not name:
        return calendars.get(name, Calendar(zone=zone, term_hours={}))
    right = nearest_right(name, calendars, otherwise=f"Add [calendar.{name}].")
    table.fault("calendar", wrong=f'there is no calendar "{name}"', right=right)
    return Calendar(zone=zone, term_hours={})


def _domains(table: Table) -> tuple[Domain, ...]:
    domains = []
    node = table.entry("domains")
    items = node.value if node is not None and isinstance(node.value, tuple) else ()
    if node is not None and not isinstance(node.value, tuple):
        table.fault("domains", wrong=f"{shown(node)} is no list", right='Write [{ name = "...", people = "staff" }].')
    for item in items[:500]:
        inner = Table(item, name=table.key("domains"), faults=table.faults)
        name = inner.text("name").lower()
        if name and not ("." in name and is_domain(name)):
            inner.fault("name", wrong=f'"{name}" is no domain', right='Write "school.example".')
        domains.append(Domain(name=name, people=inner.choice("people", options=("staff", "pupils"), default="staff")))
        inner.close()
    return tuple(domains)


def _leads(table: Table) -> Mapping[int, str]:
    inner = table.table("leads")
    if inner is None:
        return {}
    leads = {line: inner.text(str(line), default="") for line in (1, 2, 3)}
    inner.close()
    return {line: technician for line, technician in leads.items() if technician}


def _places(table: Table) -> Mapping[Weekday, tuple[str, ...]]:
    inner = table.table("places")
    if inner is None:
        return {}
    places = {day: inner.texts(day) for day in WEEKDAYS}
    inner.close()
    return {day: schools for day, schools in places.items() if schools}
