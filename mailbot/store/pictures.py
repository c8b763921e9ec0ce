"""The pictures of articles: written with the version that brings them, read for the mails that show them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, literal, select

from mailbot.core.model.article import Article, Picture, pictures_named
from mailbot.store.engine import Unit
from mailbot.store.tables import ARTICLE, ARTICLE_PICTURE

MOST = 20
_OF = (
    select(ARTICLE_PICTURE.c.picture, ARTICLE_PICTURE.c.type, ARTICLE_PICTURE.c.data)
    .join(ARTICLE, ARTICLE.c.id == ARTICLE_PICTURE.c.row)
    .where(
        ARTICLE.c.trust == bindparam("in_trust"),
        ARTICLE.c.article == bindparam("the_article"),
        ARTICLE_PICTURE.c.picture.in_(bindparam("named", expanding=True)),
    )
)


def keep(unit: Unit, row: int, article: Article, *, pictures: Sequence[Picture], draft: str) -> None:
    """Keep what the article in this row names, of these pictures and of those of the draft with that id ('' for none).

    One that it has already stays as it is: an id is made from the bytes.
    """
    named = pictures_named(article.body)[:MOST]
    rows = [
        {"row": row, "picture": one.id, "version": article.version, "type": one.type, "data": one.data}
        for one in pictures
        if one.id in named
    ]
    new = unit.insert(ARTICLE_PICTURE).on_conflict_do_nothing()
    if rows:
        unit.change_each(new, rows)
    if draft and named:
        there = select(
            literal(row),
            ARTICLE_PICTURE.c.picture,
            literal(article.version),
            ARTICLE_PICTURE.c.type,
            ARTICLE_PICTURE.c.data,
        ).join(ARTICLE, ARTICLE.c.id == ARTICLE_PICTURE.c.row)
        theirs = there.where(
            ARTICLE.c.trust == article.trust, ARTICLE.c.article == draft, ARTICLE_PICTURE.c.picture.in_(named)
        )
        unit.change(new.from_select(["row", "picture", "version", "type", "data"], theirs))


def of_articles(unit: Unit, articles: Sequence[Article]) -> dict[str, Picture]:
    """Give the pictures that these articles name and that are theirs, by id; what is not kept is left out.

    Their names stand in the article alone.
    """
    found: dict[str, Picture] = {}
    for article in articles:
        given = {"in_trust": article.trust, "the_article": article.id, "named": pictures_named(article.body)[:MOST]}
        for row in unit.rows(_OF, given) if given["named"] else ():
            found[row.picture] = Picture(row.picture, "", row.type, row.data)
    return found
