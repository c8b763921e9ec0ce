"""The arithmetic over very many articles, some twenty times as fast as the core's and the same to the last bit."""

from collections.abc import Sequence

import numpy as np

from mailbot.core.kb.terms.reckoning import Reckoning
from mailbot.core.kb.terms.segment import Postings


def _sums(factors: Sequence[tuple[float, Postings]], size: int) -> Sequence[float]:
    standing = [(factor, postings) for factor, postings in factors if len(postings.places)]
    if not standing:
        return [0.0] * size
    places = np.concatenate([np.asarray(postings.places) for _, postings in standing])
    worths = np.concatenate([factor * np.asarray(postings.weights, np.float64) for factor, postings in standing])
    # a view of plain numbers: nobody who knows no numpy gets any of its own
    return np.bincount(places, worths, minlength=size).data.cast("B").cast("d")


def _highest(values: Sequence[float], size: int) -> list[int]:
    all_of_them = np.asarray(values)
    places = np.flatnonzero(all_of_them > 0.0)
    if len(places) > size:
        # the order of equal ones is that of their places, so that all that equal the least must stay for now
        places = places[all_of_them[places] >= np.partition(all_of_them[places], -size)[-size]]
    order = np.argsort(-all_of_them[places], kind="stable")[:size]
    found: list[int] = places[order].tolist()
    return found


RECKONING = Reckoning(sums=_sums, highest=_highest)
