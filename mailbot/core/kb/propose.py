"""What to offer for a question: which articles, and how sure it is that one of them helps. One place for all callers.

What lives here: thresholds, and two questions in one mail. What does not: scoring (rank.py), what follows (decide/).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.kb.confidence import Features, of_the_offer, offer_curve, probability
from mailbot.core.kb.index import Index
from mailbot.core.kb.query import Query
from mailbot.core.kb.rank import Ranked, rank_with_features
from mailbot.core.model.article import Match, Scope
from mailbot.core.model.policy import OfferPolicy

CANDIDATES = 10
# An article that so many others suit better is sent to nobody.
CONSIDERED = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """`offered` is empty where nothing is likely enough; `confidence` is that one of the three best is an answer.

    `candidates` are the best, whether offered or not; `features` what the confidence was made of.
    """

    confidence: float
    offered: tuple[Match, ...]
    candidates: tuple[Match, ...]
    features: tuple[Features, ...] = ()


def propose(query: Query, index: Index, *, scope: Scope, offer: OfferPolicy, grounds: bool = False) -> Proposal:
    """What a requester with this question would be offered, and what was weighed for it.

    With `grounds`, for people to look at, it also says why, and has ten candidates instead of the five that count.
    """
    most = CANDIDATES if grounds else CONSIDERED
    whole = rank_with_features(query, index, scope=scope, limit=most, grounds=grounds)
    if not whole:
        return Proposal(0.0, (), ())
    parts = [rank_with_features(part, index, scope=scope, limit=1, grounds=grounds) for part in query.parts]
    ranked = _one_for_each(whole[:CONSIDERED], parts)
    known = {one.match.article.id for one in ranked}
    ranked += [one for one in whole[CONSIDERED:] if one.match.article.id not in known]
    meaning = index.likeness(query.text) is not None
    features = tuple(one.features for one in ranked)
    candidates = tuple(one.match for one in ranked)
    curve = offer_curve(index.kb, meaning=meaning)
    confidence = probability(of_the_offer(features), curve=curve, record=candidates[0].record)
    return Proposal(
        confidence, _offered(candidates[:CONSIDERED], confidence=confidence, offer=offer), candidates, features
    )


def _offered(candidates: Sequence[Match], *, confidence: float, offer: OfferPolicy) -> tuple[Match, ...]:
    if confidence < offer.confidence:
        return ()
    likely = [match for match in candidates[1:] if match.confidence >= offer.also_confidence]
    offered = (candidates[0], *likely)[: max(offer.articles, 1)]
    # three poor guesses may add up to a sure offer; nobody should be sent three poor guesses
    return offered if max(match.confidence for match in offered) >= offer.best_confidence else ()


def _one_for_each(whole: Sequence[Ranked], parts: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """The best of the whole mail, then the best of each of its questions, then the rest as they came."""
    by_id = {one.match.article.id: one for one in whole}
    order = [whole[0].match.article.id]
    for part in parts:
        best = part[0].match.article.id if part else order[0]
        by_id.setdefault(best, part[0] if part else whole[0])
        order.append(best)
    order.extend(by_id)
    return [by_id[id_] for id_ in dict.fromkeys(order)][:CONSIDERED]
