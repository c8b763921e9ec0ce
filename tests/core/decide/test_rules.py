"""What the policy's rules say about a mail: words, patterns, senders, schools, order."""

from datetime import datetime
from typing import Any

import pytest

from mailbot.core.decide.rules import ask
from mailbot.core.model.policy import Rule
from tests.support.builders import JANE, LONDON, a_request, arrived, london


def held(rule: Rule, text: str = "The registers are down", **changes: Any) -> bool:
    return ask(arrived(text, **changes), rules=(rule,)).sensitive


def a_rule(**conditions: Any) -> Rule:
    return Rule("r", 1, "because", sensitive=True, **conditions)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("register", "The registers are down", False),
        ("register*", "The registers are down", True),
        ("registers are", "the REGISTERS\n  are down", True),
        ("gist", "The registers are down", False),
        ("c++", "I teach c++ here", True),
        ("straße", "die STRASSE", True),
    ],
)
def test_whole_words_and_phrases(word: str, text: str, *, found: bool) -> None:
    assert held(a_rule(words=(word,)), text) is found


def test_the_subject_and_what_is_forwarded_count() -> None:
    assert held(a_rule(words=("boiler",)), subject="Boiler")
    assert held(a_rule(words=("boiler",)), forwarded="the boiler")


@pytest.mark.parametrize(("pattern", "found"), [(r"\bdown\b", True), ("DOWN", True), ("^upside", False)])
def test_patterns(pattern: str, *, found: bool) -> None:
    assert held(a_rule(patterns=(pattern,))) is found


@pytest.mark.parametrize(
    ("sender", "found"),
    [(JANE.address, True), ("@kestrelpark.example", True), ("@park.example", False), ("x@y", False)],
)
def test_senders(sender: str, *, found: bool) -> None:
    assert held(a_rule(senders=(sender,))) is found
    assert not held(a_rule(senders=(sender,)), person=None, level=0)


def test_every_given_condition_must_hold() -> None:
    assert held(a_rule(schools=("kestrel",), words=("down",)))
    assert not held(a_rule(schools=("bracken",), words=("down",)))
    assert not held(a_rule(on=("reply",)))
    assert held(a_rule(on=("reply",)), request=a_request())


def test_for_one_field_the_first_in_order_wins() -> None:
    rules = (
        Rule("z", 1, "first", line=2),
        Rule("b", 2, "third", priority="P2", line=3),
        Rule("a", 2, "second", priority="P1", urgent=True),
    )
    verdict = ask(arrived(), rules=rules)
    assert (verdict.line, verdict.priority, verdict.urgent, verdict.sensitive) == (2, "P1", True, False)
    assert verdict.reasons == ("rule z: first", "rule a: second", "rule b: third")


@pytest.mark.parametrize(
    ("during", "day", "holds"),
    [
        (((5, 4), (6, 26)), london(2027, 5, 4), True),
        (((5, 4), (6, 26)), london(2027, 6, 26, 23, 59), True),
        (((5, 4), (6, 26)), london(2027, 6, 27), False),
        (((12, 1), (1, 10)), london(2027, 1, 10), True),
        (((12, 1), (1, 10)), london(2027, 1, 11), False),
    ],
)
def test_a_season_holds_on_its_days_by_the_trusts_clocks(during: Any, day: datetime, *, holds: bool) -> None:
    rule = a_rule(during=(during,))
    assert ask(arrived("exam", received_at=day), rules=(rule,), zone=LONDON).sensitive is holds
