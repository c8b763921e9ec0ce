"""How sure a match, or an offer of up to three, is: logistic curves over a few readable features.

What lives here: features -> probability. What does not: the numbers (rules/confidence.toml) and fitting them (fit.py).
"""

import math
from collections.abc import Sequence
from operator import attrgetter, mul
from typing import NamedTuple

from mailbot.core.model.article import Record
from mailbot.core.model.policy import Curve, KbPolicy


class Features(NamedTuple):
    """What the confidence of one match is made of; the names are those of `Curve`.

    `score` is per weight of the question and `coverage` the share of that weight which the article meets at all;
    `title` is the share of the title's words that the question meets; `length` the logarithm of the words asked;
    `lead` by how many standard deviations the article stands out of the best ones, `margin` by how many it is before
    the second (the first), or behind the first (the others, below zero). `meaning` is the cosine to the question (0
    without a model), `person` 1 where the question is of a kind that people answer and articles do not.
    """

    score: float = 0.0
    coverage: float = 0.0
    title: float = 0.0
    length: float = 0.0
    lead: float = 0.0
    margin: float = 0.0
    meaning: float = 0.0
    person: float = 0.0


NAMES = Features._fields
_VALUES = attrgetter(*NAMES)
_PLAIN = Curve()
_WITH_MEANING = Curve(intercept=-12.0, score=4.0, coverage=4.0, title=1.0, length=1.0, lead=0.8, meaning=8.0)


def article_curve(kb: KbPolicy, *, meaning: bool) -> Curve:
    """The curve that tells how likely one article is an answer, with or without a model of meaning."""
    return _curve(kb, "article", meaning=meaning)


def offer_curve(kb: KbPolicy, *, meaning: bool) -> Curve:
    """The curve that tells how likely one of the three best articles is an answer."""
    return _curve(kb, "offer", meaning=meaning)


def probability(one: Features, *, curve: Curve, record: Record | None = None) -> float:
    """The curve's probability, 0..1, for these features; what people said of the article before moves its odds."""
    before = record.odds if record is not None else 0.0
    odds = before + curve.intercept + sum(map(mul, _VALUES(curve), one))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))


def of_the_offer(features: Sequence[Features]) -> Features:
    """What an offer of the best articles is judged by: the first one's features, and the better of two titles."""
    return features[0]._replace(title=max(one.title for one in features[:2]))


def _curve(kb: KbPolicy, what: str, *, meaning: bool) -> Curve:
    name = f"{'meaning' if meaning else 'words'}-{what}"
    return kb.curves.get(name, _WITH_MEANING if meaning else _PLAIN)
