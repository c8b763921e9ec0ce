"""How sure a match is: a logistic curve over a few readable features, with numbers from the trust's policy.

What lives here: features -> probability that the article answers the question. What does not: fitting them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.model.policy import KbPolicy


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence of one match is made of.

    `score` is per weight of the question and `coverage` the share of that weight which the article meets at all;
    `title` is the share of the title's words that the question meets; `words` counts the question's terms.
    """

    score: float
    coverage: float
    title: float
    words: int


def confidences(features: Sequence[Features], *, kb: KbPolicy) -> tuple[float, ...]:
    """The probability (0..1) for each match of one question that it is an answer; best score first.

    The margin of the first is to the second; that of the others to the first, and so below zero.
    """
    return tuple(
        _logistic(
            kb.intercept
            + kb.slope * one.score
            + kb.margin_slope * margin(features, number)
            + kb.coverage_slope * one.coverage
            + kb.title_slope * one.title
            + kb.length_slope * math.log1p(one.words)
        )
        for number, one in enumerate(features)
    )


def margin(features: Sequence[Features], number: int) -> float:
    """By which share of the best score a match is ahead of the next (the first) or behind the first (the others)."""
    best = features[0].score
    if best <= 0.0:
        return 0.0
    other = features[1].score if len(features) > 1 else 0.0
    return (best - other) / best if number == 0 else (features[number].score - best) / best


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))
