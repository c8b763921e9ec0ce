"""Which published articles need somebody's eye: those that fail, that nobody meets, that a newer one repeats, old ones.

What lives here: facts -> findings, each with its reason. What does not: where the facts are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mailbot.core.kb.index import Index
from mailbot.core.kb.near import nearest
from mailbot.core.model.article import Article, Scope

Ailment = Literal["fails", "never met", "repeated", "old"]
LEAST_ANSWERED = 5
FAILS_BELOW = 0.3
NEVER_MET = timedelta(days=90)
OLD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Record:
    """How often an article was offered, and what its requesters said of it."""

    offered: int = 0
    solved: int = 0
    not_solved: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One article, what ails it, and why that is said."""

    article: Article
    ailment: Ailment
    why: str


def findings(
    articles: Iterable[Article], *, records: Mapping[str, Record], index: Index, today: date, duplicate: float
) -> tuple[Finding, ...]:
    """All that ails these published articles, by ailment, then id; `duplicate` is the trust's likeness (0..1)."""
    found = [finding for article in articles for finding in _of_one(article, records.get(article.id, Record()), today)]
    found += _repeated(articles, index=index, duplicate=duplicate)
    return tuple(sorted(found, key=lambda one: (one.ailment, one.article.id)))


def _of_one(article: Article, record: Record, today: date) -> Iterator[Finding]:
    answered = record.solved + record.not_solved
    if answered >= LEAST_ANSWERED and record.solved / answered < FAILS_BELOW:
        yield Finding(article, "fails", f"solved {record.solved} of {answered} questions that were answered")
    age = today - article.updated if article.updated is not None else None
    if age is not None and age > NEVER_MET and not record.offered and article.audience == "staff":
        yield Finding(article, "never met", f"offered to nobody in the {age.days} days since it was written")
    if age is not None and age > OLD:
        yield Finding(article, "old", f"last changed {age.days} days ago")


def _repeated(articles: Iterable[Article], *, index: Index, duplicate: float) -> Iterator[Finding]:
    """The older of two that say nearly the same: where they differ, one of them is wrong."""
    for article in articles:
        without = index.with_article(replace(article, state="retired"))
        scope = Scope(article.trust, next(iter(article.schools), ""), article.audience)
        near = nearest(article.title, article.body, without, scope=scope)
        if near is None or near[1] < duplicate or near[0].audience != article.audience:
            continue
        if (near[0].updated or date.min, near[0].id) > (article.updated or date.min, article.id):
            yield Finding(article, "repeated", f"{near[0].id} is newer and says nearly the same: {near[0].title}")
