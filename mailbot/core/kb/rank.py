"""Which articles answer a question: BM25F over the shelves that the scope may see, with grounds and confidence.

What lives here: scoring. What does not: who may see what (index.py), what a word may stand for (terms/expand.py).
"""

import heapq
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.kb.confidence import Features, confidences
from mailbot.core.kb.index import Index
from mailbot.core.kb.query import Query
from mailbot.core.kb.terms.document import FIELDS, Document
from mailbot.core.kb.terms.expand import QueryTerm, expand
from mailbot.core.kb.terms.lexicon import CONCEPT_MARK
from mailbot.core.kb.terms.shelf import Segment, field_weights
from mailbot.core.model.article import Match, Reason, Scope
from mailbot.core.model.policy import KbPolicy

MAX_REASONS = 6
MAX_LIMIT = 100


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment of a visible shelf: which documents of it count no more, and by what its scores are raised."""

    segment: Segment
    gone: frozenset[str]
    boost: float


@dataclass(frozen=True, slots=True)
class _Hit:
    """One document with its score, and where it stands."""

    score: float
    document: Document
    part: _Part
    place: int


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A query term with what it is worth among the visible articles: rarity times its weight in the question."""

    asked: QueryTerm
    worth: float


def rank(query: Query, index: Index, *, scope: Scope, limit: int = 10) -> tuple[Match, ...]:
    """The articles that answer the question best, the best first, at most `limit` (and never more than 100).

    What the scope may not see is not looked at: not for its score, nor for how rare a word is, nor for its spelling.

    Example: `rank(query_from("smartboard", "cant get it to show my laptop"), index, scope=scope)[0].article.title`.
    """
    visible = index.visible(scope)
    parts = [
        _Part(segment=segment, gone=gone, boost=index.kb.school_boost if who.schools else 1.0)
        for who, shelf in visible
        for segment, gone in ((shelf.base, shelf.gone), (shelf.recent, frozenset[str]()))
        if segment.documents
    ]
    segments = [part.segment for part in parts]
    asked = expand(query, segments=segments, lexicon=index.lexicon, kb=index.kb)
    total = sum(shelf.size for _, shelf in visible)
    weighed = [_Weighed(term, term.weight * _rarity(term.term, segments, total)) for term in asked]
    hits = _best(weighed, parts, limit=max(1, min(limit, MAX_LIMIT)) + 1)
    features = [_features(hit, weighed) for hit in hits]
    sure = confidences(features, kb=index.kb)
    found = [
        Match(
            article=hit.document.article,
            score=hit.score,
            confidence=confidence,
            reasons=_reasons(hit, weighed, index.kb),
        )
        for hit, confidence in zip(hits, sure, strict=True)
    ]
    return tuple(found[:limit])


def _rarity(term: str, segments: Sequence[Segment], total: int) -> float:
    """Inverse document frequency; an unknown word is as rare as can be, an unknown concept is none of the question."""
    count = sum(len(segment.postings[term].places) for segment in segments if term in segment.postings)
    if not count and term.startswith(CONCEPT_MARK):
        return 0.0
    return math.log1p((max(total - count, 0) + 0.5) / (count + 0.5))


def _best(weighed: Sequence[_Weighed], parts: Sequence[_Part], *, limit: int) -> list[_Hit]:
    hits: list[_Hit] = []
    for part in parts:
        scores = [0.0] * len(part.segment.documents)
        for term in weighed:
            postings = part.segment.postings.get(term.asked.term)
            if postings is not None:
                for place, weight in zip(postings.places, postings.weights, strict=True):
                    scores[place] += term.worth * weight
        best = heapq.nlargest(limit + len(part.gone), range(len(scores)), key=scores.__getitem__)
        hits.extend(
            _Hit(score=scores[place] * part.boost, document=part.segment.documents[place], part=part, place=place)
            for place in best
            if scores[place] > 0.0 and part.segment.documents[place].article.id not in part.gone
        )
    return sorted(hits, key=lambda hit: (-hit.score, hit.document.article.id))[:limit]


def _features(hit: _Hit, weighed: Sequence[_Weighed]) -> Features:
    mass = sum(term.worth for term in weighed)
    terms = hit.document.terms
    met = [term for term in weighed if term.asked.term in terms]
    in_title = sum(
        1 for term in met if terms[term.asked.term].counts[0] and not term.asked.term.startswith(CONCEPT_MARK)
    )
    return Features(
        score=hit.score / mass if mass else 0.0,
        coverage=sum(term.worth for term in met) / mass if mass else 0.0,
        title=in_title / hit.document.lengths[0] if hit.document.lengths[0] else 0.0,
        words=len(weighed),
    )


def _reasons(hit: _Hit, weighed: Sequence[_Weighed], kb: KbPolicy) -> tuple[Reason, ...]:
    """The six heaviest grounds: what was asked, the article's word that it met, where, and its share of the score."""
    found: list[Reason] = []
    for term in weighed:
        occurrence = hit.document.terms.get(term.asked.term)
        if occurrence is None:
            continue
        postings = hit.part.segment.postings[term.asked.term]
        weight = postings.weights[bisect_left(postings.places, hit.place)]
        by_field = [count * factor for count, factor in zip(occurrence.counts, field_weights(kb), strict=True)]
        field = FIELDS[by_field.index(max(by_field))]
        found.append(Reason(word=term.asked.word, met=occurrence.met, field=field, weight=term.worth * weight))
    return tuple(heapq.nlargest(MAX_REASONS, found, key=lambda reason: reason.weight))
