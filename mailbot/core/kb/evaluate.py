"""How good the matching is on mails whose right answers are known: hits, precision, coverage, reliability.

What lives here: labelled results -> figures and curves. What does not: trying mails (daemon/rehearse.py) and printing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.kb.confidence import Features, of_the_offer
from mailbot.core.kb.fit import Example, fit, unseen
from mailbot.core.model.policy import Curve

PRECISIONS = (0.90, 0.95, 0.98)
_SHOWN = 3
_LEAST_OFFERS = 20
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8)
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled mail with what came out. `right` are the acceptable articles, none where a person must answer."""

    id: str
    subject: str
    kind: str
    right: frozenset[str]
    cautious: bool
    offered: tuple[str, ...]
    confidence: float
    candidates: tuple[tuple[str, float], ...]
    features: tuple[Features, ...]

    @property
    def helps(self) -> bool:
        """Whether a right article is among the three best."""
        return any(id_ in self.right for id_, _ in self.candidates[:_SHOWN])

    @property
    def group(self) -> str:
        """What must not stand on both sides of a split: the article, else the mail itself."""
        return min(self.right) if self.right else self.id


@dataclass(frozen=True, slots=True)
class Report:
    """The figures. Pairs are (so many, of so many); `thresholds` rows are threshold, offers, precision, coverage.

    `coverage_at` rows are precision, coverage with the confidence as it is, coverage with one fitted on other articles'
    mails. `reliability` rows are lower bound, mails, mean confidence of the first article, share that is right.
    """

    answerable: int
    hit1: float
    hit3: float
    both: tuple[int, int]
    caught: tuple[int, int]
    mistaken: tuple[int, int]
    threshold: float
    offers: int
    precision: float
    coverage: float
    coverage_at: tuple[tuple[float, float, float], ...]
    thresholds: tuple[tuple[float, int, float, float], ...]
    reliability: tuple[tuple[float, int, float, float], ...]
    calibration_error: float
    calibration_error_unseen: float
    worst: tuple[Judged, ...]


def report_on(judged: Sequence[Judged], *, threshold: float) -> Report:
    """All figures on these mails; `threshold` is the confidence from which the desk offers.

    Raises ValueError where no curve can be fitted because all of them came out right, or all wrong.
    """
    answerable = [one for one in judged if one.right]
    asked = max(1, len(answerable))
    two = [one for one in answerable if one.kind == "two_articles"]
    cautions = [one for one in judged if one.kind in ("sensitive", "urgent")]
    others = [one for one in judged if one.kind not in ("sensitive", "urgent")]
    free = [one for one in judged if not one.cautious and one.candidates]
    offers = [one for one in judged if one.offered]
    right = [one for one in offers if set(one.offered) & one.right]
    sure = [one.confidence for one in free]
    fresh = unseen(_offers(free))
    first = [(one.candidates[0][1], one.candidates[0][0] in one.right) for one in free]
    examples = _articles(free)
    firsts = [number for number, is_first in enumerate(_first_places(free)) if is_first]
    fresh_articles = unseen(examples)
    return Report(
        answerable=len(answerable),
        hit1=sum(bool(one.candidates) and one.candidates[0][0] in one.right for one in answerable) / asked,
        hit3=sum(one.helps for one in answerable) / asked,
        both=(sum(one.right <= {id_ for id_, _ in one.candidates[:_SHOWN]} for one in two), len(two)),
        caught=(sum(one.cautious for one in cautions), len(cautions)),
        mistaken=(sum(one.cautious for one in others), len(others)),
        threshold=threshold,
        offers=len(offers),
        precision=len(right) / max(1, len(offers)),
        coverage=len(right) / asked,
        coverage_at=tuple(
            (
                wanted,
                _coverage(free, sure, wanted=wanted, asked=asked),
                _coverage(free, fresh, wanted=wanted, asked=asked),
            )
            for wanted in PRECISIONS
        ),
        thresholds=tuple(_at(free, low=low, asked=asked) for low in _THRESHOLDS),
        reliability=tuple(row for row in (_bin(first, low=low) for low in _BINS) if row[1]),
        calibration_error=_error(first),
        calibration_error_unseen=_error([(fresh_articles[number], examples[number].right) for number in firsts]),
        worst=tuple(sorted((one for one in free if not one.helps), key=lambda one: -one.confidence)),
    )


def curves_of(judged: Sequence[Judged]) -> dict[str, Curve]:
    """The curves that fit these mails: `offer` and `article`. Raises ValueError where all are right, or all wrong."""
    free = [one for one in judged if not one.cautious and one.candidates]
    return {"offer": fit(_offers(free)), "article": fit(_articles(free))}


def _offers(judged: Sequence[Judged]) -> list[Example]:
    return [Example(of_the_offer(one.features), one.helps, one.group) for one in judged]


def _articles(judged: Sequence[Judged]) -> list[Example]:
    return [
        Example(features, id_ in one.right, one.group)
        for one in judged
        for (id_, _), features in zip(one.candidates, one.features, strict=True)
    ]


def _first_places(judged: Sequence[Judged]) -> list[bool]:
    return [number == 0 for one in judged for number in range(len(one.candidates))]


def _coverage(judged: Sequence[Judged], sure: Sequence[float], *, wanted: float, asked: int) -> float:
    """The best share of the answerable that some threshold reaches with this precision, by at least 20 offers."""
    best = hits = 0
    order = sorted(zip(sure, judged, strict=True), key=lambda pair: -pair[0])
    for shown, (_, one) in enumerate(order, start=1):
        hits += one.helps
        if shown >= _LEAST_OFFERS and hits / shown >= wanted:
            best = max(best, hits)
    return best / asked


def _at(judged: Sequence[Judged], *, low: float, asked: int) -> tuple[float, int, float, float]:
    offers = [one for one in judged if one.confidence >= low]
    right = sum(one.helps for one in offers)
    return low, len(offers), right / max(1, len(offers)), right / asked


def _bin(first: Sequence[tuple[float, bool]], *, low: float) -> tuple[float, int, float, float]:
    inside = [(sure, right) for sure, right in first if low <= sure < low + 0.2 or (low == _BINS[-1] and sure >= 1.0)]
    count = max(1, len(inside))
    return low, len(inside), sum(sure for sure, _ in inside) / count, sum(right for _, right in inside) / count


def _error(first: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over five bins: the mean distance of confidence from what was right."""
    rows = [_bin(first, low=low) for low in _BINS]
    return sum(abs(mean - right) * count for _, count, mean, right in rows) / max(1, len(first))
