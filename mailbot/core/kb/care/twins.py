"""Published articles on one thing: which pairs share their rare words, or their letters, and how alike they are.

What lives here: pairs of articles that the same people may see. What does not: which of the two is wrong (differ.py).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailbot.core.kb.near import cosine, likely, likeness
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.lexicon import Lexicon
from mailbot.core.model.article import Article

MOST_COMPARED = 1_000
CANDIDATES = 5
# A copy, however it was edited, has more rare words in common than this (as a cosine).
A_COPY = 0.2
# A word of more than so many articles is no reason to compare two.
TOO_COMMON = 40


@dataclass(frozen=True, slots=True)
class Twins:
    """Two articles that the same people may see, the newer one second, and how alike they are (0..1)."""

    older: Article
    newer: Article
    likeness: float


def twins(articles: Sequence[Article], *, lexicon: Lexicon, least: float) -> Iterator[Twins]:
    """The pairs at least so much alike; of very many articles the 1,000 newest, each with the nearest five.

    Likeness is that of near duplicates: shared rare words for a paraphrase, letters for a copy.
    """
    newest = sorted(articles, key=age, reverse=True)[:MOST_COMPARED]
    weights = _weights(newest, lexicon=lexicon)
    with_word: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(newest):
        for other in _nearest(weights[place], with_word):
            if not _seen_together(one, newest[other]):
                continue
            alike = _alike(one, newest[other], shared=cosine(weights[place], weights[other]))
            if alike >= least:
                yield Twins(one, newest[other], alike)
        for word in weights[place]:
            with_word[word].append(place)


def age(article: Article) -> tuple[str, int, str]:
    """What newer articles are greater by: the day of their last change, then their number."""
    digits = article.id.rpartition("-")[2]
    number = int(digits) if digits.isdecimal() and len(digits) < 18 else 0
    return (article.updated.isoformat() if article.updated else "", number, article.id)


def _weights(articles: Sequence[Article], *, lexicon: Lexicon) -> list[Mapping[str, float]]:
    """Each word and concept of each article (but its tags) with its weight: how often, times how rare."""
    counts: list[dict[str, int]] = []
    for article in articles:
        title, _, symptom, rest = read_article(article, lexicon=lexicon).fields
        counts.append(dict(Counter(title) + Counter(symptom) + Counter(rest)))
    standing = Counter(term for one in counts for term in one)
    rare = {term: math.log1p(len(articles) / (count + 0.5)) for term, count in standing.items()}
    return [{term: (1.0 + math.log(count)) * rare[term] for term, count in one.items()} for one in counts]


def _alike(one: Article, other: Article, *, shared: float) -> float:
    """How alike two are; letters are not compared where long texts have too few rare words in common for a copy."""
    if 0.0 < shared < A_COPY:
        return likely(shared)
    return max(likely(shared), likeness(one.title, one.body, other))


def _nearest(ours: Mapping[str, float], with_word: Mapping[str, list[int]]) -> list[int]:
    """The articles so far that share most weight of rare words."""
    shared: dict[int, float] = defaultdict(float)
    for word, weight in ours.items():
        there = with_word.get(word, ())
        if len(there) <= TOO_COMMON:
            for other in there:
                shared[other] += weight * weight
    return sorted(shared, key=lambda other: (-shared[other], other))[:CANDIDATES]


def _seen_together(one: Article, other: Article) -> bool:
    """Whether somebody may see both as an answer: the same audience, and a school in common."""
    both = not one.schools or not other.schools or bool(set(one.schools) & set(other.schools))
    return both and one.audience == other.audience and one.trust == other.trust
