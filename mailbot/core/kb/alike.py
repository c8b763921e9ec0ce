"""Which earlier requests are about the same as a question: by the words that they share, the rare ones above all.

What lives here: the choice alone, over texts that the store has bounded. Who may see them is asked elsewhere.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import islice

from rapidfuzz import fuzz

MOST_TEXTS = 400
MOST_CLOSEST = 3
LONGEST_TEXT = 400
_LEAST_SHARE = 0.3
_LEAST_WORDS = 2
_REVIEWED = 12
_MOST_WORDS = 20
_FUZZY = 0.35

_WORD = re.compile(r"[^\W\d_]{4,30}")
_COMMON = frozenset({
    "about", "after", "again", "also", "another", "anyone", "been", "before", "being", "cannot", "cant", "could",
    "does", "doesn", "doing", "done", "dont", "every", "from", "have", "having", "hello", "help", "here", "into",
    "just", "keep", "keeps", "know", "like", "make", "many", "more", "morning", "much", "need", "needs", "only",
    "other", "please", "really", "says", "school", "seems", "should", "since", "some", "someone", "something",
    "still", "thank", "thanks", "that", "their", "them", "then", "there", "these", "they", "thing", "think", "this",
    "those", "today", "tried", "trying", "very", "want", "wants", "what", "when", "where", "which", "while", "will",
    "with", "without", "wont", "work", "working", "works", "would", "your", "regards", "kind", "dear", "fwd",
})  # fmt: skip


def closest(question: str, *, texts: Mapping[int, str]) -> tuple[int, ...]:
    """Give the keys of at most three texts that are about what the question asks, the nearest first.

    At most 400 texts are looked at, 400 characters of each. A text must share two words, and with them a third of what
    the question's words weigh: a word weighs the more the fewer texts it stands in.
    """
    asked = _words(question)
    if len(asked) < _LEAST_WORDS:
        return ()
    lowered = {key: text[:LONGEST_TEXT].casefold() for key, text in islice(texts.items(), MOST_TEXTS)}
    # A word stands in a text as a part of it: that is fast, and "projector" is in "projectors" too.
    shared = {key: [word for word in asked if word in text] for key, text in lowered.items()}
    seen = Counter(word for words in shared.values() for word in words)
    weight = {word: math.log(1 + len(lowered) / (1 + seen[word])) for word in asked}
    whole = sum(weight.values())
    shares = {
        key: sum(weight[word] for word in words) / whole for key, words in shared.items() if len(words) >= _LEAST_WORDS
    }
    near = sorted((key for key, share in shares.items() if share >= _LEAST_SHARE), key=lambda key: -shares[key])
    text = question[:LONGEST_TEXT].casefold()
    alike = {key: fuzz.token_set_ratio(text, lowered[key]) / 100 for key in near[:_REVIEWED]}
    ranked = sorted(alike, key=lambda key: (-(shares[key] + _FUZZY * alike[key]), -key))
    return tuple(ranked[:MOST_CLOSEST])


def _words(text: str) -> tuple[str, ...]:
    """The longest words that are not common ones: long words are the rare ones."""
    words = {_stem(word) for word in _WORD.findall(text[:LONGEST_TEXT].casefold()) if word not in _COMMON}
    return tuple(sorted(words, key=lambda word: (-len(word), word))[:_MOST_WORDS])


def _stem(word: str) -> str:
    """Without a plural's s: "projectors" and "projector" are one word."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 4 else word
