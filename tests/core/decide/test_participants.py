"""Who becomes a participant by being in copy, and who never does."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.decide.participants import MOST_PARTICIPANTS
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_people import AddParticipant, AddPerson
from mailbot.core.model.people import Person, Somebody
from tests.support.builders import (
    JANE,
    PRIYA,
    SAM,
    STRANGER,
    TOM,
    TOMASZ,
    a_request,
    arrived,
    by_technician,
    decided,
    to,
)

SAMS = Somebody(SAM.address, SAM.name, "known", "kestrel", ("kestrel",), SAM, copied=True)
NEW = Somebody("greta@kestrelpark.example", "Greta Finch", "member", "kestrel", ("kestrel",), copied=True)


def added(decision: Decision) -> list[str]:
    """The keys of those who were put on a request."""
    return [effect.person_key for effect in decision.effects if isinstance(effect, AddParticipant)]


def test_colleagues_in_copy_of_a_new_question_are_on_it_also_those_nobody_knew() -> None:
    decision = decided(arrived("The roof hums", named=(SAMS, NEW)))
    assert added(decision) == [SAM.key, "anotherb"]
    new = [effect.person for effect in decision.effects if isinstance(effect, AddPerson)]
    assert new == [Person(None, "anotherb", "Greta Finch", NEW.address, ("kestrel",))]


def test_colleagues_in_copy_of_a_reply_are_on_it_from_then_on() -> None:
    assert added(decided(arrived("and room 12", request=a_request(), named=(SAMS,)))) == [SAM.key]
    assert added(decided(arrived("still black", request=a_request("offered"), named=(SAMS,)))) == [SAM.key]
    assert added(decided(arrived("broken again", request=a_request("solved"), named=(SAMS,)))) == [SAM.key]


@pytest.mark.parametrize(
    "somebody",
    [
        replace(SAMS, standing="unknown"),
        replace(SAMS, schools=("bracken",)),
        replace(SAMS, schools=()),
        replace(SAMS, pupil=True),
        replace(SAMS, copied=False),
        replace(SAMS, standing="technician"),
    ],
)
def test_nobody_else_is(somebody: Somebody) -> None:
    assert added(decided(arrived("The roof hums", named=(somebody,)))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"level": 1},
        {"level": 0},
        {"person": STRANGER, "level": 0},
        {"text": "a safeguarding matter"},
        {"request": a_request(sensitive=True)},
        {"request": a_request(participants=(SAM,))},
        {"request": a_request(), "person": TOM, "on_request": False},
        {"request": a_request(), "level": 1},
        {"text": "thanks!", "request": a_request()},
    ],
)
def test_nobody_is_where_the_mail_must_not_say_so(changes: dict[str, Any]) -> None:
    assert added(decided(arrived(**{"text": "The roof hums", **changes}, named=(SAMS,)))) == []


def test_a_technicians_copy_puts_nobody_on_it() -> None:
    assert added(decided(by_technician("I come at two.", request=a_request(), named=(SAMS,)))) == []


def test_there_is_an_end_to_it() -> None:
    crowd = tuple(Person(100 + n, f"crowd{n:03}", "", f"p{n}@kestrelpark.example") for n in range(MOST_PARTICIPANTS))
    request = a_request(participants=crowd)
    assert added(decided(arrived("and room 12", request=request, named=(SAMS,)))) == []
    many = tuple(replace(NEW, address=f"n{n}@kestrelpark.example") for n in range(40))
    assert len(added(decided(arrived("The roof hums", named=many)))) == MOST_PARTICIPANTS


def test_each_gets_the_answer_and_reads_who_else_does() -> None:
    decision = decided(by_technician("I come at two.", request=a_request(participants=(SAM,))))
    (janes,), (sams,) = to(decision, JANE), to(decision, SAM)
    assert (janes.content.others, sams.content.others) == (("Sam Ade",), ("Jane Ashdown",))  # type: ignore[union-attr]
    assert (janes.to.key, sams.to.key) == (JANE.key, SAM.key)
    assert not to(decision, TOMASZ)
    assert not to(decision, PRIYA)
