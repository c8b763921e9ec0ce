"""Which earlier requests are about the same as a question: by the words that they share, the rare ones above all.

What lives here: the choice alone, over texts that the store has bounded. Who may see them is asked elsewhere.
"""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz

from mailbot.core.kb.words import tokens

MOST_TEXTS = 400
MOST_CLOSEST = 3
LONGEST_TEXT = 400
_LEAST_SHARE = 0.25
_LEAST_WORDS = 2
_REVIEWED = 12
_MOST_WORDS = 20
_FUZZY = 0.35


class Searchable(NamedTuple):
    """A text as it is compared: its beginning without capitals, and the stems of the words that say something."""

    plain: str
    words: tuple[str, ...]


def searchable(text: str) -> Searchable:
    """The first 400 characters of a text, ready to be compared with others."""
    plain = text[:LONGEST_TEXT].casefold()
    return Searchable(plain, tuple(dict.fromkeys(word.stem for word in tokens(plain) if not word.stop)))


class Earlier:
    """Texts by their keys, at most 400 of them, and which of them have a word."""

    def __init__(self, texts: Mapping[int, Searchable]) -> None:
        self.texts = dict(islice(texts.items(), MOST_TEXTS))
        self.having: dict[str, list[int]] = {}
        for key, text in self.texts.items():
            for word in text.words:
                self.having.setdefault(word, []).append(key)


def closest(question: str, *, earlier: Earlier) -> tuple[int, ...]:
    """Give the keys of at most three texts that are about what the question asks, the nearest first.

    A text must share two words, and with them a quarter of what the question's words weigh: a word weighs the more the
    fewer texts it stands in. Of a long question the longest words count: long words are the rare ones.
    """
    asked = searchable(question)
    words = sorted(asked.words, key=lambda word: (-len(word), word))[:_MOST_WORDS]
    shares: dict[int, float] = {}
    shared: Counter[int] = Counter()
    whole = 0.0
    for word in words:
        keys = earlier.having.get(word, [])
        weight = math.log(1 + len(earlier.texts) / (1 + len(keys)))
        whole += weight
        for key in keys:
            shares[key] = shares.get(key, 0.0) + weight
        shared.update(keys)
    near = [key for key, share in shares.items() if shared[key] >= _LEAST_WORDS and share >= _LEAST_SHARE * whole]
    near.sort(key=lambda key: (-shares[key], -key))
    alike = {
        key: shares[key] / whole + _FUZZY * fuzz.token_set_ratio(asked.plain, earlier.texts[key].plain) / 100
        for key in near[:_REVIEWED]
    }
    return tuple(sorted(alike, key=lambda key: (-alike[key], -key))[:MOST_CLOSEST])
