"""What decisions and reports want to know about articles beyond their words: former versions, and whom they helped."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import String, bindparam, func, select

from mailbot.core.model.article import Article
from mailbot.store.engine import Unit
from mailbot.store.tables import ARTICLE, ARTICLE_VERSION, OFFER

_TRUST = bindparam("trust", type_=String())
_EARLIER = (
    select(ARTICLE.c.article, ARTICLE_VERSION.c.version, ARTICLE_VERSION.c.title, ARTICLE_VERSION.c.body)
    .join(ARTICLE_VERSION, ARTICLE_VERSION.c.row == ARTICLE.c.id)
    .where(
        ARTICLE.c.trust == _TRUST,
        ARTICLE.c.article.in_(bindparam("articles", expanding=True)),
        ARTICLE_VERSION.c.version == ARTICLE.c.version - 1,
    )
)
_HELPED = (
    select(OFFER.c.article, func.count().label("times"))
    .where(
        OFFER.c.trust == _TRUST, OFFER.c.article.in_(bindparam("articles", expanding=True)), OFFER.c.outcome == "solved"
    )
    .group_by(OFFER.c.article)
)


def earlier_of(unit: Unit, *, trust: str, articles: Mapping[str, Article], ids: Iterable[str]) -> dict[str, Article]:
    """Those of the articles with these ids that have a version before theirs, with its title and body."""
    wanted = sorted(id_ for id_ in set(ids) if id_ in articles and articles[id_].version > 1)
    if not wanted:
        return {}
    found = unit.connection.execute(_EARLIER, {"trust": trust, "articles": wanted})
    return {
        row.article: replace(articles[row.article], title=row.title, body=row.body, version=row.version)
        for row in found
        if row.version == articles[row.article].version - 1
    }


def helped(unit: Unit, *, trust: str, ids: Iterable[str]) -> dict[str, int]:
    """How many requests each of these articles has solved; those with none are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = unit.connection.execute(_HELPED, {"trust": trust, "articles": wanted})
    return {row.article: int(row.times) for row in rows}
