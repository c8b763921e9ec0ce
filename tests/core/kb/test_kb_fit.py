"""Fitting the confidence: the curve finds what the examples were made of, and is judged on what it has not seen."""

import math
from random import Random

import pytest

from mailbot.core.kb.confidence import Features, probability
from mailbot.core.kb.fit import Example, fit, unseen
from mailbot.core.model.policy import Curve

TRUE = Curve(intercept=-2.0, score=6.0, coverage=0.0, title=0.0, length=0.0, lead=0.0, margin=0.0, person=-1.0)


def examples(count: int = 3000) -> list[Example]:
    chance = Random(4)  # noqa: S311 -- the same examples each time
    made = []
    for number in range(count):
        features = Features(score=chance.random(), person=float(chance.random() < 0.3))
        right = chance.random() < probability(features, curve=TRUE)
        made.append(Example(features, right, group=f"KB-{number % 40}"))
    return made


def test_the_curve_behind_the_examples_is_found() -> None:
    found = fit(examples())
    assert found.intercept == pytest.approx(-2.0, abs=0.4)
    assert found.score == pytest.approx(6.0, abs=0.8)
    assert found.person == pytest.approx(-1.0, abs=0.4)
    assert found.meaning == 0.0


def test_probabilities_on_unseen_groups_are_calibrated() -> None:
    made = examples()
    sure = unseen(made)
    assert sum(sure) / len(sure) == pytest.approx(sum(one.right for one in made) / len(made), abs=0.02)


def test_a_group_is_never_judged_by_a_curve_that_saw_it() -> None:
    # one group is all wrong where everything else with a high score is right: seen, it would pull its own number down
    steady = [Example(Features(score=n / 100), n > 50, group=f"g{n % 20}") for n in range(100)]
    odd = [Example(Features(score=0.99), False, group="odd") for _ in range(30)]
    judged = unseen([*steady, *odd])
    seen = probability(odd[0].features, curve=fit([*steady, *odd]))
    assert judged[-1] > 0.9 > seen
    assert math.isfinite(seen)


def test_examples_of_one_kind_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="right and examples that are wrong"):
        fit([Example(Features(score=0.5), True, "a")])
