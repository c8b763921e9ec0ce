"""Is there such an article already? Letters and runs of words for copies, shared rare words for paraphrases.

What lives here: the nearest visible article to a title and a body. What does not: what follows.
"""

import math
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from mailbot.core.kb.index import Index
from mailbot.core.kb.query import Query
from mailbot.core.kb.rank import rank
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.segment import Segment
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Article, Scope, without_pictures

SHINGLE = 5
CANDIDATES = 20
MAX_WORDS = 1_000
COMPARED_CHARACTERS = 2_000
TITLE_SHARE = 0.3
# Rare words in common -> how likely the two say the same, from pairs written by hand: 0.465 gives 0.92. Of the demo
# trust's 160 articles seven are that near to another one (such as scanning to email and scanning to OneDrive).
MIDDLE = 0.343
STEEPNESS = 20.0
# Fewer words in common than these tell nothing: any two short articles on one thing share its name.
LEAST_SHARED = 8


def nearest(title: str, body: str, index: Index, *, scope: Scope) -> tuple[Article, float] | None:
    """The visible article most like this title and body, with its likeness (0 nothing, 1 the same), or None.

    The likeness is the best of three: shared runs of five words (for one that was copied and retitled), the letters
    of title and body together (for one that was edited here and there), and shared rare words (for a paraphrase).
    """
    question = Query(subject=tokens(title, limit=60), body=tokens(without_pictures(body), limit=200))
    matches = rank(question, index, scope=scope, limit=CANDIDATES)
    if not matches:
        return None
    common = Commonness(index, scope=scope)
    ours = common.weights(Article(id="", trust=scope.trust, title=title, body=body))
    found = []
    for match in matches:
        meaning = likely(cosine(ours, common.weights(match.article)))
        found.append((match.article, max(meaning, likeness(title, body, match.article))))
    return max(found, key=lambda pair: pair[1])


class Commonness:
    """How rare each word is among the articles that a scope may see: what two texts in common are worth."""

    def __init__(self, index: Index, *, scope: Scope) -> None:
        shelves = [shelf for _, shelf in index.visible(scope)]
        self._index = index
        self._segments: Sequence[Segment] = [part for shelf in shelves for part in (shelf.base, shelf.recent)]
        self._total = sum(shelf.size for shelf in shelves)

    def weights(self, article: Article) -> Mapping[str, float]:
        """Each word and concept of the article (but its tags) with its weight: how often, times how rare."""
        found: dict[str, float] = {}
        document = read_article(article, lexicon=self._index.lexicon)
        for term in document.said:
            title, _, symptom, rest = document.counts(term)
            times = title + symptom + rest
            if times:
                found[term] = (1.0 + math.log(times)) * self._rarity(term)
        return found

    def _rarity(self, term: str) -> float:
        count = sum(part.count(term) for part in self._segments)
        return math.log1p(self._total / (count + 0.5))


def cosine(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """How far two weighted sets of words point the same way, 0..1; 0 below eight in common."""
    if len(ours.keys() & theirs.keys()) < LEAST_SHARED:
        return 0.0
    length = math.sqrt(sum(weight**2 for weight in ours.values()) * sum(weight**2 for weight in theirs.values()))
    return sum(weight * theirs.get(word, 0.0) for word, weight in ours.items()) / length if length else 0.0


def likeness(title: str, body: str, article: Article) -> float:
    """How alike a title and body are to an article by their letters, 0..1; the first 1,000 words are compared."""
    ours, theirs = _words(body), _words(article.body)
    shared = _jaccard(_shingles(ours), _shingles(theirs))
    titles = fuzz.token_sort_ratio(title.casefold()[:200], article.title.casefold()[:200]) / 100
    bodies = fuzz.ratio(" ".join(ours)[:COMPARED_CHARACTERS], " ".join(theirs)[:COMPARED_CHARACTERS]) / 100
    return max(shared, TITLE_SHARE * titles + (1.0 - TITLE_SHARE) * bodies)


def likely(shared: float) -> float:
    """How likely two texts with this cosine of rare words say the same, 0..1."""
    return 1.0 / (1.0 + math.exp(-STEEPNESS * (shared - MIDDLE)))


def _words(text: str) -> list[str]:
    return [word.stem for word in tokens(without_pictures(text[: MAX_WORDS * 20]), limit=MAX_WORDS)]


def _shingles(words: list[str]) -> frozenset[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _jaccard(ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.0
