"""Which earlier requests are about the same as a question: by the words that they share, the rare ones above all.

What lives here: the choice alone, over texts that the store has bounded. Who may see them is asked elsewhere.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
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
_ROUNDING = 1e-9
_NONE: frozenset[int] = frozenset()


class Searchable(NamedTuple):
    """A text as it is compared: its beginning without capitals, and the stems of the words that say something."""

    plain: str
    words: tuple[str, ...]


def searchable(text: str) -> Searchable:
    """The first 400 characters of a text, ready to be compared with others."""
    plain = text[:LONGEST_TEXT].casefold()
    return Searchable(plain, tuple(dict.fromkeys(word.stem for word in tokens(plain) if not word.stop)))


class Earlier:
    """Texts by their keys, the newest first and at most 400 of them, and which of them have a word. Never changed."""

    def __init__(self, texts: Mapping[int, Searchable], *, having: Mapping[str, frozenset[int]] | None = None) -> None:
        self.texts = texts
        self.having = having or {}

    def with_newer(self, newer: Mapping[int, Searchable]) -> "Earlier":
        """These, the newest first, before those that are here already, and no more of all than the newest 400."""
        older = {key: text for key, text in self.texts.items() if key not in newer}
        texts = dict(islice((dict(newer) | older).items(), MOST_TEXTS))
        having = dict(self.having)
        for key, text in self.texts.items():
            if texts.get(key) is not text:
                having.update((word, having[word] - {key}) for word in text.words)
        for key, text in texts.items():
            if self.texts.get(key) is not text:
                having.update((word, having.get(word, _NONE) | {key}) for word in text.words)
        return Earlier(texts, having={word: keys for word, keys in having.items() if keys})


def closest(question: str, *, earlier: Earlier) -> tuple[int, ...]:
    """Give the keys of at most three texts that are about what the question asks, the nearest first.

    A text must share two words, and with them a quarter of what the question's words weigh: a word weighs the more the
    fewer texts it stands in. Of a long question the longest words count: long words are the rare ones.
    """
    asked = searchable(question)
    shares, whole = shares_of(sorted(asked.words, key=lambda word: (-len(word), word))[:_MOST_WORDS], earlier=earlier)
    near = sorted(shares, key=lambda key: (-shares[key], -key))[:_REVIEWED]
    alike = {
        key: shares[key] / whole + _FUZZY * fuzz.token_set_ratio(asked.plain, earlier.texts[key].plain) / 100
        for key in near
    }
    return tuple(sorted(alike, key=lambda key: (-alike[key], -key))[:MOST_CLOSEST])


def shares_of(words: Sequence[str], *, earlier: Earlier) -> tuple[dict[int, float], float]:
    """What the words weigh that a text shares with the question, for texts that share enough, and what all weigh.

    The heavy words go first. When what is left is too light to bring a text near, only those begun with are looked at:
    the words that stand in most texts are the light ones (max-score; Turtle and Flood, 1995).
    """
    weights = {word: math.log(1 + len(earlier.texts) / (1 + len(earlier.having.get(word, _NONE)))) for word in words}
    whole = left = sum(weights.values())
    least = _LEAST_SHARE * whole - _ROUNDING
    shares: dict[int, float] = {}
    shared: Counter[int] = Counter()
    for word in sorted(words, key=lambda word: -weights[word]):
        having = earlier.having.get(word, _NONE)
        reached = having if left >= least else shares.keys() & having
        for key in reached:
            shares[key] = shares.get(key, 0.0) + weights[word]
        shared.update(reached)
        left -= weights[word]
    enough = {key: share for key, share in shares.items() if share >= least and shared[key] >= _LEAST_WORDS}
    return enough, whole
