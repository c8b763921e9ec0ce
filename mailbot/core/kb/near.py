"""Is there such an article already? Shingles of five words and the title's likeness.

What lives here: the nearest visible article to a title and a body. What does not: what follows.
"""

from rapidfuzz import fuzz

from mailbot.core.kb.index import Index
from mailbot.core.kb.query import Query
from mailbot.core.kb.rank import rank
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Article, Scope

SHINGLE = 5
CANDIDATES = 20
MAX_WORDS = 1_000
COMPARED_CHARACTERS = 2_000
TITLE_SHARE = 0.3


def nearest(title: str, body: str, index: Index, *, scope: Scope) -> tuple[Article, float] | None:
    """The visible article most like this title and body, with its likeness (0 nothing, 1 the same), or None.

    The likeness is the better of two: shared runs of five words (for one that was copied and retitled), and the
    letters of title and body together (for one that was edited here and there).
    """
    question = Query(subject=tokens(title, limit=60), body=tokens(body, limit=200))
    found = [
        (match.article, likeness(title, body, match.article))
        for match in rank(question, index, scope=scope, limit=CANDIDATES)
    ]
    return max(found, key=lambda pair: pair[1]) if found else None


def likeness(title: str, body: str, article: Article) -> float:
    """How alike a title and body are to an article, 0..1; the first 1,000 words of each are compared."""
    ours, theirs = _words(body), _words(article.body)
    shared = _jaccard(_shingles(ours), _shingles(theirs))
    titles = fuzz.token_sort_ratio(title.casefold()[:200], article.title.casefold()[:200]) / 100
    bodies = fuzz.ratio(" ".join(ours)[:COMPARED_CHARACTERS], " ".join(theirs)[:COMPARED_CHARACTERS]) / 100
    return max(shared, TITLE_SHARE * titles + (1.0 - TITLE_SHARE) * bodies)


def _words(text: str) -> list[str]:
    return [word.stem for word in tokens(text[: MAX_WORDS * 20], limit=MAX_WORDS)]


def _shingles(words: list[str]) -> frozenset[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _jaccard(ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.0
