"""Solved requests about the same, from the database: bounded, of the same trust, and never a confidential one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.store.engine import Database, open_database
from mailbot.store.facts.snapshot import with_similar
from mailbot.store.tables import REQUEST
from tests.store.builders import NOW, a_decision, a_delivery, act, claim_one, keep, keys_of, look, opening, plan_of

ANSWER = "The lead behind the board had come loose: pushed in until it clicked, then Source, HDMI 1."
QUESTION = "the smartboard shows no picture from my laptop"


def solved(
    database: Database,
    question: str = QUESTION,
    *,
    answer: str = ANSWER,
    trust: str = "oak",
    at: datetime = NOW + timedelta(hours=1),
) -> int:
    """A request that somebody asked and a technician answered and solved."""
    keep(database, a_delivery(question, trust=trust))
    claimed = claim_one(database)
    keys = keys_of(claimed)
    seen = look(database, keys)
    number = seen.fresh.number
    opened = opening(seen, address=claimed.sender, text=question)
    said = AddEntry(request=number, kind="answer", author="Ruth Lindqvist", text=answer, at=NOW, part=1)
    ended = SetState(number, "solved", at, outcome="technician")
    act(database, claimed, a_decision(*opened.effects, said, ended), seen=seen, keys=keys)
    return number


def similar_to(database: Database, question: str, *, trust: str = "oak") -> list[tuple[int, str]]:
    keep(database, a_delivery(question, trust=trust))
    seen = look(database, keys_of(claim_one(database), question=question))
    assert seen.similar is None, "a first question is most often answered without"
    with database.read() as unit:
        return [(one.number, one.answer) for one in with_similar(unit, seen, question=question).similar or ()]


def test_what_was_answered_before_is_found_by_its_words(database: Database) -> None:
    number = solved(database)
    solved(database, "printer jam in the office, paper stuck in tray two")
    assert similar_to(database, "smartboard black, no picture of my laptop on it") == [(number, ANSWER)]
    assert similar_to(database, "the trombone is bent again") == []


def test_a_bare_word_is_no_answer_to_show(database: Database) -> None:
    solved(database, answer="Done.")
    assert similar_to(database, QUESTION) == []


@pytest.mark.parametrize("change", [{"sensitive": True}, {"state": "open"}, {"state": "spam"}])
def test_confidential_and_unfinished_ones_are_never_shown(database: Database, change: dict[str, object]) -> None:
    number = solved(database)
    with database.write() as unit:
        unit.connection.execute(update(REQUEST).where(REQUEST.c.number == number).values(**change))
        unit.commit()
    assert similar_to(database, QUESTION) == []


@pytest.mark.parametrize("change", [{"sensitive": True}, {"state": "open"}])
def test_one_that_was_shown_before_is_not_when_it_became_confidential_or_open(
    database: Database, change: dict[str, object]
) -> None:
    number = solved(database)
    assert similar_to(database, QUESTION) == [(number, ANSWER)]
    with database.write() as unit:
        unit.connection.execute(update(REQUEST).where(REQUEST.c.number == number).values(**change))
        unit.commit()
    assert similar_to(database, f"{QUESTION} again") == []


def test_one_that_was_solved_since_the_last_look_is_shown(database: Database) -> None:
    first = solved(database)
    assert similar_to(database, QUESTION) == [(first, ANSWER)]
    second = solved(database, f"{QUESTION} today")
    assert sorted(similar_to(database, f"{QUESTION} again")) == [(first, ANSWER), (second, ANSWER)]


def test_one_whose_solution_was_written_a_little_late_is_shown(database: Database) -> None:
    first = solved(database)
    assert similar_to(database, QUESTION) == [(first, ANSWER)]
    second = solved(database, f"{QUESTION} today", at=NOW + timedelta(minutes=59))
    assert sorted(similar_to(database, f"{QUESTION} again")) == [(first, ANSWER), (second, ANSWER)]


def test_trusts_see_nothing_of_each_other(database: Database) -> None:
    solved(database)
    assert similar_to(database, QUESTION, trust="elm") == []


def test_those_solved_long_ago_are_not_passed_again(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    plan = plan_of(database, lambda: similar_to(database, QUESTION), saying="solved_at >")
    database.close()
    assert "SEARCH request USING INDEX ix_request_solved (trust=? AND solved_at>?)" in plan
