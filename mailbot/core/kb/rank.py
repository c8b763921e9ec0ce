"""Which articles answer a question: words (BM25F) and, where known, meaning, over the shelves that the scope may see.

What lives here: scoring and order. What does not: who may see what (index.py), what a word may stand for
(terms/expand.py), how sure it is (confidence.py) and what is offered (propose.py).
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mailbot.core.kb.confidence import Features, article_curve, probability
from mailbot.core.kb.grounds import Weighed, reasons_of
from mailbot.core.kb.index import Index, Visibility
from mailbot.core.kb.persons import asks_a_person
from mailbot.core.kb.query import Query
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.expand import expand
from mailbot.core.kb.terms.lexicon import CONCEPT_MARK
from mailbot.core.kb.terms.segment import FULL, Segment
from mailbot.core.kb.terms.shelf import Shelf
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Match, Scope

MAX_LIMIT = 100
# So many of the best by words, and by meaning, are compared with each other, however many articles there are.
POOL = 30
# The grounds of the first few are worked out; nobody is shown more.
REASONED = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment of a visible shelf: which articles of it count no more, and whether they are the school's own."""

    segment: Segment
    gone: frozenset[str]
    own: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """One article by its place, with its score by words, its likeness in meaning, and where the two put it."""

    score: float
    meaning: float
    part: _Part
    place: int
    total: float = 0.0

    @property
    def id(self) -> str:
        return self.part.segment.ids[self.place]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A match and the features that its confidence was made of."""

    match: Match
    features: Features


def rank(query: Query, index: Index, *, scope: Scope, limit: int = 10) -> tuple[Match, ...]:
    """The articles that answer the question best, the best first, at most `limit` (and never more than 100).

    What the scope may not see is not looked at: not for its score, nor for how rare a word is, nor for its spelling.

    Example: `rank(query_from("smartboard", "cant get it to show my laptop"), index, scope=scope)[0].article.title`.
    """
    return tuple(ranked.match for ranked in rank_with_features(query, index, scope=scope, limit=limit))


def rank_with_features(query: Query, index: Index, *, scope: Scope, limit: int = 10) -> tuple[Ranked, ...]:
    """The same with what the confidence was made of, for an offer as a whole and for fitting."""
    visible = index.visible(scope)
    parts = _parts(visible)
    segments = [part.segment for part in parts]
    likeness = index.likeness(query.text)
    total = sum(shelf.size for _, shelf in visible)
    asked = expand(query, segments=segments, lexicon=index.lexicon, kb=index.kb)
    weighed = [Weighed(term, term.weight * _rarity(term.term, segments, total)) for term in asked]
    limit = max(1, min(limit, MAX_LIMIT))
    if likeness is None:
        hits = _by_words(_pool(weighed, parts, likeness=None, index=index, size=max(POOL, limit)))
    else:
        hits = _by_both(_pool(weighed, parts, likeness=likeness, index=index, size=POOL), index=index)
    return _judged(hits[:limit], hits, weighed=weighed, query=query, index=index, meaning=likeness is not None)


def _parts(visible: Sequence[tuple[Visibility, Shelf]]) -> list[_Part]:
    return [
        _Part(segment=segment, gone=gone, own=bool(who.schools))
        for who, shelf in visible
        for segment, gone in ((shelf.base, shelf.gone), (shelf.recent, frozenset[str]()))
        if segment.ids
    ]


def _rarity(term: str, segments: Sequence[Segment], total: int) -> float:
    """Inverse document frequency; an unknown word is as rare as can be, an unknown concept is none of the question."""
    count = sum(segment.count(term) for segment in segments)
    if not count and term.startswith(CONCEPT_MARK):
        return 0.0
    return math.log1p((max(total - count, 0) + 0.5) / (count + 0.5))


def _pool(
    weighed: Sequence[Weighed],
    parts: Sequence[_Part],
    *,
    likeness: Mapping[str, float] | None,
    index: Index,
    size: int,
) -> list[_Hit]:
    """The best by words, and the nearest in meaning, each with both numbers."""
    by_words: list[_Hit] = []
    by_meaning: list[_Hit] = []
    for part in parts:
        scores = _scores(weighed, part, boost=index.kb.school_boost if part.own else 1.0)
        near = [likeness.get(id_, 0.0) for id_ in part.segment.ids] if likeness else None
        for place in heapq.nlargest(size + len(part.gone), range(len(scores)), key=scores.__getitem__):
            if scores[place] > 0.0 and part.segment.ids[place] not in part.gone:
                by_words.append(_Hit(scores[place], near[place] if near else 0.0, part, place))
        if near:
            for place in heapq.nlargest(size + len(part.gone), range(len(near)), key=near.__getitem__):
                if near[place] > 0.0 and part.segment.ids[place] not in part.gone:
                    by_meaning.append(_Hit(scores[place], near[place], part, place))
    by_words = heapq.nlargest(size, by_words, key=lambda hit: hit.score)
    by_meaning = heapq.nlargest(size, by_meaning, key=lambda hit: hit.meaning)
    return list({(id(hit.part), hit.place): hit for hit in (*by_words, *by_meaning)}.values())


def _scores(weighed: Sequence[Weighed], part: _Part, *, boost: float) -> list[float]:
    scores = [0.0] * len(part.segment.ids)
    for term in weighed:
        postings = part.segment.find(term.asked.term)
        worth = term.worth * boost / FULL
        for place, weight in zip(postings.places, postings.weights, strict=True):
            scores[place] += worth * weight
    return scores


def _by_words(pool: Sequence[_Hit]) -> list[_Hit]:
    leads = _standard([hit.score for hit in pool])
    hits = [replace(hit, total=lead) for hit, lead in zip(pool, leads, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))


def _by_both(pool: Sequence[_Hit], *, index: Index) -> list[_Hit]:
    """Words and meaning as standard deviations from what the best ones have in common, added up."""
    kb = index.kb
    words = _standard([hit.score for hit in pool])
    meanings = _standard([hit.meaning for hit in pool])
    hits = [
        replace(hit, total=kb.words_share * word + meaning + (kb.school_bonus if hit.part.own else 0.0))
        for hit, word, meaning in zip(pool, words, meanings, strict=True)
    ]
    return sorted(hits, key=lambda hit: (-hit.total, hit.id))


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
    mass = sum(term.worth for term in weighed)
    found = []
    for number, hit in enumerate(shown):
        segment, place = hit.part.segment, hit.place
        article = segment.article(place)
        other = hits[1] if number == 0 and len(hits) > 1 else hits[0]
        features = Features(
            score=hit.score / mass if mass else 0.0,
            coverage=sum(t.worth for t in weighed if segment.weight(t.asked.term, place)) / mass if mass else 0.0,
            title=_title_met(article.title, weighed),
            length=math.log1p(len(weighed)),
            lead=hit.total,
            margin=hit.total - other.total,
            meaning=hit.meaning,
            person=person,
        )
        confidence = probability(features, curve=curve)
        match = Match(article=article, score=hit.score, confidence=confidence)
        if number < REASONED:
            document = read_article(article, lexicon=index.lexicon)
            reasons = reasons_of(document, weighed=weighed, segment=segment, place=place, kb=index.kb)
            match = replace(match, reasons=reasons)
        found.append(Ranked(match, features))
    return tuple(found)


def _title_met(title: str, weighed: Sequence[Weighed]) -> float:
    """The share of the title's words that the question meets."""
    words = [word.stem for word in tokens(title, limit=60) if not word.stop]
    asked = {term.asked.term for term in weighed}
    return len(asked & set(words)) / len(words) if words else 0.0
