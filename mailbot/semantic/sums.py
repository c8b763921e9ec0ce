"""The sum of what a question's words weigh in each article, for very many articles."""

from collections.abc import Sequence

import numpy as np

from mailbot.core.kb.terms.segment import Postings


def sums(factors: Sequence[tuple[float, Postings]], size: int) -> list[float]:
    """Give to the last bit what `plain_sums` of the core gives, some twenty times as fast."""
    standing = [(factor, postings) for factor, postings in factors if len(postings.places)]
    if not standing:
        return [0.0] * size
    places = np.concatenate([np.asarray(postings.places) for _, postings in standing])
    worths = np.concatenate([factor * np.asarray(postings.weights, np.float64) for factor, postings in standing])
    found: list[float] = np.bincount(places, worths, minlength=size).tolist()
    return found
