"""Which articles answer a question: words (BM25F), meaning where known, and what people said of them before, over the
shelves that the scope may see.

What lives here: scoring and order. What does not: who may see what (index.py), what a word may stand for
(terms/expand.py), how sure it is (confidence.py) and what is offered (propose.py).
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from mailbot.core.kb.confidence import Features, article_curve, probability
from mailbot.core.kb.grounds import Weighed, reasons_of
from mailbot.core.kb.index import Index, Likeness, Visibility
from mailbot.core.kb.persons import asks_a_person
from mailbot.core.kb.query import Query
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.expand import QueryTerm, expand
from mailbot.core.kb.terms.lexicon import CONCEPT_MARK
from mailbot.core.kb.terms.segment import FULL, Postings, Segment
from mailbot.core.kb.terms.shelf import Shelf
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Match, Record, Scope

MAX_LIMIT = 100
# So many of the best by words, and by meaning, are compared with each other, however many articles there are.
POOL = 30
# The grounds of the first few are worked out; nobody is shown more.
REASONED = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment of a visible shelf: which articles of it count no more, and whether they are the school's own.

    `stands` are the places of the question's terms in it, in their order.
    """

    segment: Segment
    gone: frozenset[str]
    own: bool
    stands: tuple[Postings, ...]


class _Hit(NamedTuple):
    """One article by its place, with its score by words, its likeness in meaning, and where the two put it."""

    score: float
    meaning: float
    part: _Part
    place: int
    total: float = 0.0

    @property
    def id(self) -> str:
        return self.part.segment.ids[self.place]


class Ranked(NamedTuple):
    """A match and the features that its confidence was made of."""

    match: Match
    features: Features


def rank(query: Query, index: Index, *, scope: Scope, limit: int = 10, grounds: bool = False) -> tuple[Match, ...]:
    """The articles that answer the question best, the best first, at most `limit` (and never more than 100).

    With `grounds` the first five say why they were found, for which they are read again.

    What the scope may not see is not looked at: not for its score, nor for how rare a word is, nor for its spelling.

    Example: `rank(query_from("smartboard", "cant get it to show my laptop"), index, scope=scope)[0].article.title`.
    """
    ranked = rank_with_features(query, index, scope=scope, limit=limit, grounds=grounds)
    return tuple(one.match for one in ranked)


def rank_with_features(
    query: Query, index: Index, *, scope: Scope, limit: int = 10, grounds: bool = False
) -> tuple[Ranked, ...]:
    """The same with what the confidence was made of, for an offer as a whole and for fitting."""
    visible = index.visible(scope)
    likeness = index.likeness(query.text)
    several = _segments(visible)
    asked = expand(query, segments=[one for one, *_ in several], lexicon=index.lexicon, kb=index.kb)
    parts = [
        _Part(segment, gone, own, stands=tuple(segment.find(term.term) for term in asked))
        for segment, gone, own in several
    ]
    weighed = _weighed(asked, parts, total=sum(shelf.size for _, shelf in visible))
    limit = max(1, min(limit, MAX_LIMIT))
    if likeness is None:
        pool = _pool(weighed, parts, likeness=None, index=index, size=max(POOL, limit))
        hits = _by_words(pool, index=index, most=max(limit, 2))
    else:
        pool = _pool(weighed, parts, likeness=likeness, index=index, size=POOL)
        hits = _by_both(pool, index=index, most=max(limit, 2))
    ranked = _judged(hits[:limit], hits, weighed=weighed, query=query, index=index, meaning=likeness is not None)
    return _with_grounds(ranked, hits, weighed=weighed, index=index) if grounds else ranked


def _segments(visible: Sequence[tuple[Visibility, Shelf]]) -> list[tuple[Segment, frozenset[str], bool]]:
    """The segments that hold anything, with what counts no more in each, and whether it is the school's own."""
    return [
        (segment, gone, bool(who.schools))
        for who, shelf in visible
        for segment, gone in ((shelf.base, shelf.gone), (shelf.recent, frozenset[str]()))
        if segment.ids
    ]


def _weighed(asked: Sequence[QueryTerm], parts: Sequence[_Part], *, total: int) -> list[Weighed]:
    counts = [sum(len(part.stands[number].places) for part in parts) for number in range(len(asked))]
    return [
        Weighed(term, term.weight * _rarity(term.term, count, total)) for term, count in zip(asked, counts, strict=True)
    ]


def _rarity(term: str, count: int, total: int) -> float:
    """Inverse document frequency; an unknown word is as rare as can be, an unknown concept is none of the question."""
    if not count and term.startswith(CONCEPT_MARK):
        return 0.0
    return math.log1p((max(total - count, 0) + 0.5) / (count + 0.5))


def _pool(
    weighed: Sequence[Weighed],
    parts: Sequence[_Part],
    *,
    likeness: Likeness | None,
    index: Index,
    size: int,
) -> list[_Hit]:
    """The best by words, and the nearest in meaning, each with both numbers."""
    by_words: list[_Hit] = []
    by_meaning: list[_Hit] = []
    for part in parts:
        boost = index.kb.school_boost if part.own else 1.0
        factors = [(term.worth * boost / FULL, at) for term, at in zip(weighed, part.stands, strict=True)]
        scores = index.reckoning.sums(factors, len(part.segment.ids))
        most, highest = size + len(part.gone), index.reckoning.highest
        if likeness is None:
            by_words += [_Hit(scores[place], 0.0, part, place) for place in highest(scores, most)]
            continue
        near = likeness(part.segment.ids)
        by_words += [_Hit(scores[place], near[place], part, place) for place in highest(scores, most)]
        by_meaning += [_Hit(scores[place], near[place], part, place) for place in highest(near, most)]
    best = sorted(_counting(by_words), key=attrgetter("score"), reverse=True)[:size]
    nearest = sorted(_counting(by_meaning), key=attrgetter("meaning"), reverse=True)[:size]
    return list({(id(hit.part), hit.place): hit for hit in (*best, *nearest)}.values())


def _counting(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Those of them that were not taken off their shelf."""
    return (hit for hit in hits if not hit.part.gone or hit.id not in hit.part.gone)


def _by_words(pool: Sequence[_Hit], *, index: Index, most: int) -> list[_Hit]:
    """The words' scores as standard deviations, and what people said of the articles before."""
    leads = _standard([hit.score for hit in pool])
    order = sorted(
        (-lead - _moved(hit, index), -hit.score, hit.id, number)
        for number, (hit, lead) in enumerate(zip(pool, leads, strict=True))
    )
    return [pool[number]._replace(total=leads[number]) for *_, number in order[:most]]


def _by_both(pool: Sequence[_Hit], *, index: Index, most: int) -> list[_Hit]:
    """Words and meaning as standard deviations from what the best ones have in common, added up."""
    kb = index.kb
    words = _standard([hit.score for hit in pool])
    meanings = _standard([hit.meaning for hit in pool])
    totals = [
        kb.words_share * word + meaning + (kb.school_bonus if hit.part.own else 0.0)
        for hit, word, meaning in zip(pool, words, meanings, strict=True)
    ]
    order = sorted(
        (-total - _moved(hit, index), hit.id, number)
        for number, (hit, total) in enumerate(zip(pool, totals, strict=True))
    )
    return [pool[number]._replace(total=totals[number]) for *_, number in order[:most]]


def _moved(hit: _Hit, index: Index) -> float:
    """By how many standard deviations an article is moved by what people said of it.

    That is not in the total, so that it is not in the features: it moves the confidence once, by its odds.
    """
    record = _record(hit, index)
    return index.kb.record_rank * record.odds if record is not None else 0.0


def _record(hit: _Hit, index: Index) -> Record | None:
    if not index.records.told:
        return None
    return index.records.of(hit.id, version=hit.part.segment.heads[hit.place].version, kb=index.kb)


def _standard(values: Sequence[float]) -> list[float]:
    if not values:
        return []
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / spread if spread > 1e-9 else 0.0 for value in values]


def _judged(
    shown: Sequence[_Hit],
    hits: Sequence[_Hit],
    *,
    weighed: Sequence[Weighed],
    query: Query,
    index: Index,
    meaning: bool,
) -> tuple[Ranked, ...]:
    curve = article_curve(index.kb, meaning=meaning)
    person = 1.0 if asks_a_person(query, index.kb.persons) else 0.0
    terms = {term.asked.term for term in weighed}
    worths = [term.worth for term in weighed]
    mass = sum(worths)
    found = []
    for number, hit in enumerate(shown):
        article = hit.part.segment.article(hit.place)
        other = hits[1] if number == 0 and len(hits) > 1 else hits[0]
        features = Features(
            score=hit.score / mass if mass else 0.0,
            coverage=_met(hit, worths) / mass if mass else 0.0,
            title=_title_met(article.title, terms),
            length=math.log1p(len(weighed)),
            lead=hit.total,
            margin=hit.total - other.total,
            meaning=hit.meaning,
            person=person,
        )
        record = _record(hit, index)
        confidence = probability(features, curve=curve, record=record)
        match = Match(article=article, score=hit.score, confidence=confidence, record=record)
        found.append(Ranked(match, features))
    return tuple(found)


def _with_grounds(
    ranked: Sequence[Ranked], hits: Sequence[_Hit], *, weighed: Sequence[Weighed], index: Index
) -> tuple[Ranked, ...]:
    reasoned = []
    for one, hit in zip(ranked[:REASONED], hits, strict=False):
        document = read_article(one.match.article, lexicon=index.lexicon)
        given = reasons_of(document, weighed=weighed, segment=hit.part.segment, place=hit.place, kb=index.kb)
        reasoned.append(Ranked(replace(one.match, reasons=given), one.features))
    return (*reasoned, *ranked[REASONED:])


def _met(hit: _Hit, worths: Sequence[float]) -> float:
    """What those terms of the question are worth together that stand in the article."""
    met, place = 0.0, hit.place
    for worth, (places, weights) in zip(worths, hit.part.stands, strict=True):
        at = bisect_left(places, place)
        if at < len(places) and places[at] == place and weights[at]:
            met += worth
    return met


def _title_met(title: str, terms: set[str]) -> float:
    """The share of the title's words that the question meets."""
    words = _stems(title)
    return len(terms.intersection(words)) / len(words) if words else 0.0


@lru_cache(maxsize=2_000)
def _stems(title: str) -> tuple[str, ...]:
    return tuple(word.stem for word in tokens(title, limit=60) if not word.stop)
