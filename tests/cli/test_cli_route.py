"""`mailbot route`: the live function, with and without a database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailbot.core.model.people import Person
from mailbot.store.engine import Database
from mailbot.store.facts.people import add_person

JsonCall = Callable[..., Any]


def test_it_works_without_a_database_and_says_so(folder: Path, call_json: JsonCall, call: Callable[..., str]) -> None:
    found = call_json("route", "jane.ashdown@kestrelpark.example", "--to", "itsupport+x@kestrelpark.example")
    assert (found["school"], found["rule"], found["mailbox"]) == ("kestrel-park", "sender", "kestrel-park")
    assert found["known_as"] == "Jane Ashdown, on record"
    assert "no database yet" in call("route", "jane.ashdown@kestrelpark.example")
    assert not (folder / "data" / "mailbot.sqlite3").exists()


def test_a_domain_a_stranger_and_a_foreign_mailbox_are_told_apart(folder: Path, call_json: JsonCall) -> None:
    assert folder.is_dir()
    assert call_json("route", "New.Person@kestrelpark.example")["rule"] == "domain"
    stranger = call_json("route", "who@elsewhere.example", "--to", "desk@elsewhere.example")
    assert (stranger["school"], stranger["rule"]) == ("triage", "triage")
    assert any("is no mailbox of tvlt" in note for note in stranger["notes"])


def test_who_wrote_before_is_known_from_the_database(database: Database, call_json: JsonCall) -> None:
    person = Person(id=None, key="abcdefgh", name="Nia", address="nia@home.example", schools=("oakfold",))
    with database.write() as unit:
        add_person(unit, person, trust="tvlt")
        unit.commit()
    found = call_json("route", "nia@home.example")
    assert (found["school"], found["rule"], found["known_as"]) == ("oakfold", "sender", "Nia, wrote before")


def test_what_is_no_address_or_no_trust_is_refused(folder: Path, refused: Callable[..., str]) -> None:
    assert folder.is_dir()
    assert "is no mail address" in refused("route", "jane")
    assert "known: tvlt" in refused("route", "jane@x.example", "--trust", "other")
