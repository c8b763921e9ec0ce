"""Policy people come in once, keep their keys through every change, and lose what the policy takes away."""

import itertools
from collections.abc import Sequence

from mailbot.core.model.people import Person
from mailbot.core.model.policy import KnownPerson, Technician
from mailbot.core.model.snapshot import Keys
from mailbot.store.engine import Database
from mailbot.store.facts.people import sync_people
from tests.store.builders import look, take_in, word

TOMASZ = Technician(id="tomasz", name="Tomasz", address="Tomasz@it.example", line=1, schools=("kestrel", "elm"))
JANE = KnownPerson(
    name="Jane", addresses=("jane@k.example", "j.ashdown@k.example"), schools=("kestrel",), role="teacher"
)


def test_syncing_twice_changes_nothing(database: Database) -> None:
    assert _sync(database) > 0
    assert _sync(database) == 0


def test_technicians_and_known_people_are_found_by_every_address(database: Database) -> None:
    _sync(database)
    tomasz, jane, also = (_at(database, a) for a in ("tomasz@it.example", "jane@k.example", "j.ashdown@k.example"))
    assert (tomasz.technician, tomasz.schools) == ("tomasz", ("kestrel", "elm"))
    assert (jane.role, jane.technician, jane.key) == ("teacher", None, also.key)
    assert also.address == "j.ashdown@k.example"


def test_a_person_keeps_the_key_when_name_and_address_change(database: Database) -> None:
    _sync(database)
    key = _at(database, "tomasz@it.example").key
    moved = Technician(id="tomasz", name="Tomasz K", address="tk@it.example", line=2, schools=("elm",))
    _sync(database, technicians=[moved])
    now = _at(database, "tk@it.example")
    assert (now.key, now.name, now.schools) == (key, "Tomasz K", ("elm",))
    assert _at(database, "tomasz@it.example").key == key


def test_somebody_who_wrote_first_is_the_same_person_once_known(database: Database) -> None:
    number, _ = take_in(database, address="jane@k.example")
    key = _at(database, "jane@k.example").key
    _sync(database)
    seen = look(database, Keys(trust="oak", address="j.ashdown@k.example"))
    assert [brief.number for brief in seen.open_requests] == [number]
    assert seen.people[0].key == key


def test_who_is_no_technician_any_more_loses_that(database: Database) -> None:
    _sync(database)
    _sync(database, technicians=[])
    assert _at(database, "tomasz@it.example").technician is None


def _sync(database: Database, *, technicians: Sequence[Technician] = (TOMASZ,)) -> int:
    numbers = itertools.count()
    return sync_people(
        database,
        trust="oak",
        technicians=technicians,
        known=[JANE],
        new_key=lambda: word(7) + "abcdefgh"[next(numbers) % 8],
    )


def _at(database: Database, address: str) -> Person:
    person = look(database, Keys(trust="oak", address=address)).person_at(address)
    assert person is not None
    return person
