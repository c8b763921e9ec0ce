"""Which published articles need somebody's eye: those that fail, that nobody meets, that a newer one repeats or
contradicts, old ones.

What lives here: facts -> findings, each with its reason. What does not: where the facts are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mailbot.core.kb.care.differ import difference
from mailbot.core.kb.care.twins import twins
from mailbot.core.kb.index import Index
from mailbot.core.model.article import Article
from mailbot.core.model.care import Use

Ailment = Literal["fails", "contradicted", "repeated", "never met", "old"]
WORST_FIRST: tuple[Ailment, ...] = ("fails", "contradicted", "repeated", "never met", "old")
LEAST_ANSWERED = 5
FAILS_BELOW = 0.3
NEVER_MET = timedelta(days=90)
OLD = timedelta(days=365)
# Two articles at least so much alike are on one thing: what they say to do is compared.
ONE_THING = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """One article, what ails it, and why that is said."""

    article: Article
    ailment: Ailment
    why: str


def findings(
    articles: Iterable[Article], *, uses: Mapping[str, Use], index: Index, today: date, duplicate: float
) -> tuple[Finding, ...]:
    """All that ails these published articles, the worst first, then by id; `duplicate` is the trust's likeness."""
    all_of_them = tuple(articles)
    found = [finding for article in all_of_them for finding in _of_one(article, uses.get(article.id, Use()), today)]
    found += _of_two(all_of_them, index=index, duplicate=duplicate)
    return tuple(sorted(found, key=lambda one: (WORST_FIRST.index(one.ailment), one.article.id)))


def by_article(found: Iterable[Finding]) -> tuple[tuple[Article, tuple[Finding, ...]], ...]:
    """The findings of each article together, in the order of its worst."""
    several: dict[str, list[Finding]] = {}
    for one in found:
        several.setdefault(one.article.id, []).append(one)
    return tuple((findings_[0].article, tuple(findings_)) for findings_ in several.values())


def _of_one(article: Article, use: Use, today: date) -> Iterator[Finding]:
    answered = use.solved + use.not_solved
    if answered >= LEAST_ANSWERED and use.solved / answered < FAILS_BELOW:
        yield Finding(article, "fails", f"solved {use.solved} of {answered} questions that were answered")
    if article.updated is None:
        return
    age = today - article.updated
    here = age if use.since is None else min(age, today - use.since.date())
    if here > NEVER_MET and not use.offered and article.audience == "staff":
        yield Finding(article, "never met", f"offered to nobody in {here.days} days")
    if age > OLD:
        yield Finding(article, "old", f"last changed {age.days} days ago")


def _of_two(articles: Sequence[Article], *, index: Index, duplicate: float) -> Iterator[Finding]:
    """The older of two on one thing: where the newer one says otherwise, or says nearly the same."""
    told: set[tuple[str, Ailment]] = set()
    for pair in twins(articles, lexicon=index.lexicon, least=min(ONE_THING, duplicate)):
        differs = difference(pair.older, pair.newer)
        if differs is not None:
            why = f"{pair.newer.id} is newer and says otherwise: here “{differs.older}”, there “{differs.newer}”"
            finding = Finding(pair.older, "contradicted", why)
        elif pair.likeness >= duplicate:
            why = f"{pair.newer.id} is newer and says nearly the same: {pair.newer.title}"
            finding = Finding(pair.older, "repeated", why)
        else:
            continue
        if (finding.article.id, finding.ailment) not in told:
            told.add((finding.article.id, finding.ailment))
            yield finding
