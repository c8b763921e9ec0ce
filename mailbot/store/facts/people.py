"""Persons, their addresses and schools: those of the policy files at start, those who write to us when they do."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Executable, and_, bindparam, delete, select, update

from mailbot.core.model.people import Person
from mailbot.core.model.policy import KnownPerson, Technician
from mailbot.fault import fault
from mailbot.store.engine import Database, NewInsert, Unit
from mailbot.store.errors import StaleSnapshot
from mailbot.store.tables import ADDRESS, PERSON, PERSON_SCHOOL

_BY_KEY = select(PERSON.c.key, PERSON.c.id).where(
    PERSON.c.trust == bindparam("trust"), PERSON.c.key.in_(bindparam("keys", expanding=True))
)


def _new_person(new: NewInsert) -> Executable:
    return new(PERSON).on_conflict_do_nothing().returning(PERSON.c.id)


def _new_address(new: NewInsert) -> Executable:
    return new(ADDRESS).on_conflict_do_nothing().returning(ADDRESS.c.address)


def add_person(unit: Unit, person: Person, *, trust: str) -> int:
    """Remember somebody new; gives the id. Raises StaleSnapshot where the address or key has been taken since."""
    found = unit.rows(
        unit.made(_new_person),
        {
            "key": person.key,
            "trust": trust,
            "name": person.name,
            "technician": person.technician,
            "role": person.role,
            "phone": person.phone,
        },
    ).scalar()
    if found is None:
        raise StaleSnapshot(f"a person with the key {person.key} is there already")
    if person.address:  # a From that nobody can be told from gives a person without an address
        row = {"trust": trust, "address": person.address, "person": found, "main": True}
        if unit.rows(unit.made(_new_address), row).first() is None:
            raise StaleSnapshot(f"the address {person.address} belongs to somebody since")
    _add_schools(unit, int(found), schools=person.schools)
    return int(found)


def ids_by_key(unit: Unit, *, trust: str, keys: Iterable[str]) -> dict[str, int]:
    """The ids of the persons with these keys."""
    given = {"trust": trust, "keys": sorted(set(keys))}
    return {row.key: row.id for row in unit.rows(_BY_KEY, given)}


def technicians_of(unit: Unit, *, trust: str) -> Mapping[str, Person]:
    """The trust's technicians as they are known here, by the id of the policy files: whose tokens name them."""
    query = (
        select(PERSON, ADDRESS.c.address)
        .join(ADDRESS, and_(ADDRESS.c.person == PERSON.c.id, ADDRESS.c.main))
        .where(PERSON.c.trust == trust, PERSON.c.technician.is_not(None))
    )
    return {
        row.technician: Person(
            id=row.id, key=row.key, name=row.name, address=row.address, technician=row.technician, role=row.role
        )
        for row in unit.rows(query)
    }


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A person as the policy has them."""

    name: str
    addresses: tuple[str, ...]
    schools: tuple[str, ...]
    technician: str | None = None
    role: str = ""
    phone: str = ""


@dataclass(slots=True)
class _Known:
    """The trust's people as the database has them."""

    rows: dict[int, tuple[str, str | None, str, str]]
    by_technician: dict[str, int]
    by_address: dict[str, tuple[int, bool]]
    schools: Mapping[int, tuple[str, ...]]


def sync_people(
    database: Database,
    *,
    trust: str,
    technicians: Sequence[Technician],
    known: Sequence[KnownPerson],
    new_key: Callable[[], str],
) -> int:
    """Bring the policy's technicians and known people in, in one transaction; returns how many rows changed.

    Idempotent. A person is found again by technician id, else by any of their addresses, and keeps the key whatever
    else changes. `new_key` gives a random key (8 base32 characters). Nobody is removed: their requests remain; who is
    no technician any more loses that.
    """
    wanted = [_technician(one) for one in technicians] + [_known_person(one) for one in known]
    with database.write() as unit:
        there = _load(unit, trust=trust)
        changed = _dismiss(unit, there, trust=trust, staying={one.id for one in technicians})
        for one in wanted:
            changed += _sync(unit, one, there=there, trust=trust, new_key=new_key)
        fault("people.sync.before_commit")
        unit.commit()
    return changed


def _technician(one: Technician) -> _Wanted:
    return _Wanted(name=one.name, addresses=(one.address.lower(),), schools=one.schools, technician=one.id)


def _known_person(one: KnownPerson) -> _Wanted:
    addresses = tuple(address.lower() for address in one.addresses)
    return _Wanted(name=one.name, addresses=addresses, schools=one.schools, role=one.role, phone=one.phone)


def _load(unit: Unit, *, trust: str) -> _Known:
    rows = {
        row.id: (row.name, row.technician, row.role, row.phone)
        for row in unit.rows(select(PERSON).where(PERSON.c.trust == trust))
    }
    addresses = unit.rows(select(ADDRESS).where(ADDRESS.c.trust == trust))
    schools: dict[int, list[str]] = defaultdict(list)
    for row in unit.rows(
        select(PERSON_SCHOOL)
        .join(PERSON, PERSON.c.id == PERSON_SCHOOL.c.person)
        .where(PERSON.c.trust == trust)
        .order_by(PERSON_SCHOOL.c.rank, PERSON_SCHOOL.c.school)
    ):
        schools[row.person].append(row.school)
    return _Known(
        rows=rows,
        by_technician={row[1]: person for person, row in rows.items() if row[1] is not None},
        by_address={row.address: (row.person, row.main) for row in addresses},
        schools={person: tuple(names) for person, names in schools.items()},
    )


def _dismiss(unit: Unit, there: _Known, *, trust: str, staying: set[str]) -> int:
    gone = [technician for technician in there.by_technician if technician not in staying]
    for technician in gone:
        person = there.by_technician.pop(technician)
        name, _, role, phone = there.rows[person]
        there.rows[person] = (name, None, role, phone)
        unit.change(update(PERSON).where(PERSON.c.trust == trust, PERSON.c.id == person).values(technician=None))
    return len(gone)


def _sync(unit: Unit, one: _Wanted, *, there: _Known, trust: str, new_key: Callable[[], str]) -> int:
    person = there.by_technician.get(one.technician) if one.technician else None
    if person is None:
        owners = [there.by_address[address][0] for address in one.addresses if address in there.by_address]
        person = owners[0] if owners else None
    row = (one.name, one.technician, one.role, one.phone)
    values = {"name": one.name, "technician": one.technician, "role": one.role, "phone": one.phone}
    changed = 0
    if person is None:
        found = unit.rows(
            PERSON.insert().returning(PERSON.c.id), {"key": new_key(), "trust": trust, **values}
        ).scalar_one()
        person, changed = int(found), 1
    elif there.rows[person] != row:
        unit.change(update(PERSON).where(PERSON.c.id == person).values(**values))
        changed = 1
    there.rows[person] = row
    changed += _sync_addresses(unit, person, one=one, there=there, trust=trust)
    if there.schools.get(person, ()) != one.schools:
        unit.change(delete(PERSON_SCHOOL).where(PERSON_SCHOOL.c.person == person))
        _add_schools(unit, person, schools=one.schools)
        changed += 1
    return changed


def _sync_addresses(unit: Unit, person: int, *, one: _Wanted, there: _Known, trust: str) -> int:
    """Their addresses point to them, the first is the main one; what they had before still finds them."""
    changed = 0
    main = one.addresses[0] if one.addresses else None
    former = [address for address, (owner, _) in there.by_address.items() if owner == person] if main else []
    for address in dict.fromkeys((*one.addresses, *former)):
        row = (person, address == main)
        known = there.by_address.get(address)
        if known == row:
            continue
        values = {"person": person, "main": row[1]}
        if known is None:
            unit.add(ADDRESS, {"trust": trust, "address": address, **values})
        else:
            here = (ADDRESS.c.trust == trust) & (ADDRESS.c.address == address)
            unit.change(update(ADDRESS).where(here).values(**values))
        there.by_address[address] = row
        changed += 1
    return changed


def _add_schools(unit: Unit, person: int, *, schools: Sequence[str]) -> None:
    rows = [{"person": person, "school": school, "rank": rank} for rank, school in enumerate(dict.fromkeys(schools))]
    if rows:
        unit.add(PERSON_SCHOOL, *rows)
