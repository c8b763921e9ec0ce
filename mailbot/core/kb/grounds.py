"""Why an article was found: what was asked, the article's word that it met, where, and its share of the score."""

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from mailbot.core.kb.terms.document import FIELDS, Document
from mailbot.core.kb.terms.expand import QueryTerm
from mailbot.core.kb.terms.segment import Segment, field_weights
from mailbot.core.model.article import Reason
from mailbot.core.model.policy import KbPolicy

MAX_REASONS = 6


class Weighed(NamedTuple):
    """A query term with what it is worth among the visible articles: rarity times its weight in the question."""

    asked: QueryTerm
    worth: float


def reasons_of(
    document: Document, *, weighed: Sequence[Weighed], segment: Segment, place: int, kb: KbPolicy
) -> tuple[Reason, ...]:
    """The six heaviest grounds for this document, which stands at `place` of the segment."""
    found: list[Reason] = []
    for term in weighed:
        met = document.said.get(term.asked.term)
        if met is None:
            continue
        weight = segment.find(term.asked.term).weight(place)
        by_field = [
            count * factor for count, factor in zip(document.counts(term.asked.term), field_weights(kb), strict=True)
        ]
        field = FIELDS[by_field.index(max(by_field))]
        found.append(Reason(word=term.asked.word, met=met, field=field, weight=term.worth * weight))
    return tuple(heapq.nlargest(MAX_REASONS, found, key=lambda reason: reason.weight))
