"""What a model of meaning made of articles: read whole for a trust, kept beside the article's version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from mailbot.fault import fault
from mailbot.store.engine import Database, Unit
from mailbot.store.tables import ARTICLE, ARTICLE_VECTORS


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """The vectors of one version of an article, as the model named `model` packs them."""

    article: str
    version: int
    model: str
    vectors: bytes


Vectors = Mapping[str, StoredVectors]


def stored(unit: Unit, *, trust: str) -> Vectors:
    """The stored vectors of a trust's articles by article id, whatever version and model they are of."""
    rows = unit.rows(
        select(ARTICLE.c.article, ARTICLE_VECTORS.c.version, ARTICLE_VECTORS.c.model, ARTICLE_VECTORS.c.vectors)
        .join(ARTICLE, ARTICLE.c.id == ARTICLE_VECTORS.c.row)
        .where(ARTICLE.c.trust == trust)
    )
    return {row.article: StoredVectors(row.article, row.version, row.model, row.vectors) for row in rows}


def keep(database: Database, several: Sequence[StoredVectors], *, trust: str) -> None:
    """Store these, in place of what was there; those of an article that is gone are left out."""
    given = {one.article: one for one in several}
    with database.write() as unit:
        known = unit.rows(
            select(ARTICLE.c.id, ARTICLE.c.article).where(
                ARTICLE.c.trust == trust, ARTICLE.c.article.in_(bindparam("ids", expanding=True))
            ),
            {"ids": list(given)},
        ).all()
        for row in known:
            one = given[row.article]
            told = {"version": one.version, "model": one.model, "vectors": one.vectors}
            unit.change(
                unit.insert(ARTICLE_VECTORS)
                .values(row=row.id, **told)
                .on_conflict_do_update(index_elements=["row"], set_=told)
            )
        fault("vectors.before_commit")
        unit.commit()
