"""Misspelt words, corrected against the words that the visible articles (and the synonyms) use themselves.

What lives here: one unknown word -> the known word it was meant to be, or none. What does not: which words are unknown.
"""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_LENGTH = 4
LONG_WORD = 7


def correct(word: str, *, spellings: Iterable[Iterable[str]]) -> tuple[str, float] | None:
    """The known spelling nearest to a word, with its likeness (0..1), or None.

    One slip (a letter wrong, missing, too many, or two swapped) is allowed in a word of 4 to 6 letters, two from 7 on.
    `spellings` are groups of known words of a like length.
    """
    if len(word) < MIN_LENGTH or not word.isalpha():
        return None
    allowed = slips_allowed(word)
    best: tuple[int, bool, str] | None = None
    for group in spellings:
        found = process.extractOne(word, group, scorer=OSA.distance, score_cutoff=allowed)
        if found is not None:
            known, distance, _ = found
            candidate = (int(distance), known[0] != word[0], known)
            best = candidate if best is None else min(best, candidate)
    if best is None:
        return None
    return best[2], 1.0 - best[0] / len(word)


def slips_allowed(word: str) -> int:
    """How many slips a word may have and still be recognised."""
    return 1 if len(word) < LONG_WORD else 2
