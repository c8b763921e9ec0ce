"""From labelled features to a curve: logistic regression with a small ridge, by Newton's method.

What lives here: fitting, and judging without having seen. What does not: mails and articles (cli and daemon).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.kb.confidence import NAMES, Features, probability
from mailbot.core.model.policy import Curve

RIDGE = 3.0
FOLDS = 10
_STEPS = 40
_DONE = 1e-8


@dataclass(frozen=True, slots=True)
class Example:
    """Features with what is right, and the group (an article) that must not stand on both sides of a split."""

    features: Features
    right: bool
    group: str


def fit(examples: Sequence[Example], *, ridge: float = RIDGE) -> Curve:
    """The curve that makes these examples most likely; features that never vary get no weight.

    The ridge counts in standard deviations, so that no feature is preferred for its unit. Raises ValueError without
    an example of each kind.
    """
    right = [1.0 if example.right else 0.0 for example in examples]
    if not 0.0 < sum(right) < len(right):
        raise ValueError("a curve needs examples that are right and examples that are wrong")
    columns = {name: [float(getattr(example.features, name)) for example in examples] for name in NAMES}
    scale = {name: _scale(values) for name, values in columns.items()}
    used = [name for name in NAMES if scale[name][1] > 1e-9]
    rows = [
        [1.0, *((columns[name][number] - scale[name][0]) / scale[name][1] for name in used)]
        for number in range(len(examples))
    ]
    weights = _newton(rows, right, ridge=ridge)
    plain = {name: weight / scale[name][1] for name, weight in zip(used, weights[1:], strict=True)}
    intercept = weights[0] - sum(weight * scale[name][0] for name, weight in plain.items())
    return Curve(intercept=intercept, **{name: plain.get(name, 0.0) for name in NAMES})


def unseen(examples: Sequence[Example], *, ridge: float = RIDGE) -> list[float]:
    """The probability of each example by a curve that was fitted without its group (ten parts, groups in order)."""
    groups = {group: number % FOLDS for number, group in enumerate(sorted({example.group for example in examples}))}
    curves = {}
    for part in range(FOLDS):
        kept = [example for example in examples if groups[example.group] != part]
        curves[part] = fit(kept, ridge=ridge)
    return [probability(example.features, curve=curves[groups[example.group]]) for example in examples]


def _scale(values: Sequence[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))


def _newton(rows: Sequence[Sequence[float]], right: Sequence[float], *, ridge: float) -> list[float]:
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [-ridge * weight if number else 0.0 for number, weight in enumerate(weights)]
        bend = [[ridge if row == column and row else 1e-9 for column in range(size)] for row in range(size)]
        for row, wanted in zip(rows, right, strict=True):
            odds = sum(weight * value for weight, value in zip(weights, row, strict=True))
            sure = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))
            for one in range(size):
                slope[one] += row[one] * (wanted - sure)
                factor = sure * (1.0 - sure) * row[one]
                for other in range(size):
                    bend[one][other] += factor * row[other]
        step = _solved(bend, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(abs(change) for change in step) < _DONE:
            break
    return weights


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss with the largest pivot; the ridge keeps the matrix regular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            for place in range(column, size + 1):
                rows[row][place] -= factor * rows[column][place]
    found = [0.0] * size
    for row in range(size - 1, -1, -1):
        known = sum(rows[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (rows[row][size] - known) / rows[row][row]
    return found
