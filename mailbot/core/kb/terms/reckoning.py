"""The arithmetic over all articles of a segment: what a question's words weigh in each, and which have the most.

What lives here: what it must give, in plain Python. What does not: a faster way to the same (the extra has one).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.core.kb.terms.segment import Postings


def plain_sums(factors: Sequence[tuple[float, Postings]], size: int) -> list[float]:
    """Give, for each of `size` articles by place, the sum of factor x weight over the terms that stand there."""
    found = [0.0] * size
    for factor, postings in factors:
        for place, weight in zip(postings.places, postings.weights, strict=True):
            found[place] += factor * weight
    return found


def plain_highest(values: Sequence[float], size: int) -> list[int]:
    """The places of the `size` highest values above zero, the highest first; of equal ones the earlier first."""
    # the highest of each of `size` groups are `size` values, so that no value below the least of them is wanted
    least = min(max(values[start::size]) for start in range(size)) if size < len(values) else 0.0
    if least > 0.0:
        places = [place for place, value in enumerate(values) if value >= least]
    else:
        places = [place for place, value in enumerate(values) if value > 0.0]
    return sorted(places, key=values.__getitem__, reverse=True)[:size]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Both together: whoever brings others must give the same to the last bit, so that no mail is judged otherwise."""

    sums: Callable[[Sequence[tuple[float, Postings]], int], Sequence[float]] = plain_sums
    highest: Callable[[Sequence[float], int], Sequence[int]] = plain_highest


PLAIN = Reckoning()
