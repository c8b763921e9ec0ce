"""Articles and their versions: written by decisions and by import, read whole for the index and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, update

from mailbot.core.model.article import Article, Picture, pictures_named
from mailbot.core.model.effects.on_articles import ArticleDoing, PublishArticle, RetireArticle, SaveArticle
from mailbot.core.model.snapshot import Snapshot
from mailbot.fault import fault
from mailbot.store import pictures
from mailbot.store.engine import Database, Unit
from mailbot.store.errors import StaleSnapshot
from mailbot.store.numbers import highest_article, next_change
from mailbot.store.tables import ARTICLE, ARTICLE_EVENT, ARTICLE_VERSION
from mailbot.store.tables.base import AnyRow

_MOST_FOUND = 200
_SINCE = select(ARTICLE).where(ARTICLE.c.change > bindparam("change")).order_by(ARTICLE.c.change)
_THIS = (ARTICLE.c.trust == bindparam("in_trust")) & (ARTICLE.c.article == bindparam("the_article"))


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: articles that were new, that got a new version, and that were there already."""

    added: int
    updated: int
    unchanged: int


def article_of(row: AnyRow) -> Article:
    """The value of a whole row of `article`."""
    return Article(
        id=row.article,
        trust=row.trust,
        title=row.title,
        body=row.body,
        audience=row.audience,
        schools=tuple(row.schools),
        tags=tuple(row.tags),
        state=row.state,
        version=row.version,
        line=row.line,
        author=row.author,
        updated=row.updated,
    )


def number_of(article: str) -> int:
    """The number at the end of an article's id (`KB-12` -> 12), 0 where there is none."""
    digits = article.rpartition("-")[2]
    return int(digits) if digits.isdecimal() and len(digits) < 18 else 0


def save(unit: Unit, effect: SaveArticle, *, now: datetime) -> None:
    """Write a new article, or the next version of one. Raises StaleSnapshot where somebody was faster."""
    article = effect.article
    if article.version == 1:
        row = _insert(unit, article, from_request=effect.from_request)
    else:
        row = _replace(unit, article, seen=article.version - 1)
    if row is None:
        raise StaleSnapshot(f"article {article.id} is not at the version before {article.version}")
    _keep_version(unit, row, article, now=now)
    pictures.keep(unit, row, article, pictures=effect.pictures, draft=effect.draft)
    happened(unit, article.id, trust=article.trust, what=effect.what, by=effect.by or article.author, now=now)
    fault("articles.saved")


def publish(unit: Unit, effect: PublishArticle, *, snapshot: Snapshot, now: datetime) -> None:
    """Publish a draft. Raises StaleSnapshot where it is no draft any more, against what the snapshot says."""
    changed = unit.change(
        update(ARTICLE)
        .where(_THIS, ARTICLE.c.state == "draft")
        .values(state="published", approved_by=effect.by, change=next_change(unit)),
        {"in_trust": snapshot.trust, "the_article": effect.id},
    )
    seen = snapshot.articles.get(effect.id)
    if changed != 1 and seen is not None and seen.state == "draft":
        raise StaleSnapshot(f"article {effect.id} is no draft any more")
    if changed:
        happened(unit, effect.id, trust=snapshot.trust, what="approved", by=effect.by, now=now)


def retire(unit: Unit, effect: RetireArticle, *, snapshot: Snapshot, now: datetime) -> None:
    """Take an article back. Raises StaleSnapshot where it is retired already, against what the snapshot says."""
    changed = unit.change(
        update(ARTICLE).where(_THIS, ARTICLE.c.state != "retired").values(state="retired", change=next_change(unit)),
        {"in_trust": snapshot.trust, "the_article": effect.id},
    )
    seen = snapshot.articles.get(effect.id)
    if changed != 1 and seen is not None and seen.state != "retired":
        raise StaleSnapshot(f"article {effect.id} is retired already")
    if changed:
        happened(unit, effect.id, trust=snapshot.trust, what=effect.what, by=effect.by, now=now)


def happened(unit: Unit, id_: str, *, trust: str, what: ArticleDoing, by: str, now: datetime) -> None:
    """Keep what was done with an article as it is now, by whom ('' for the operator)."""
    there = select(ARTICLE.c.id, ARTICLE.c.version, literal(what), literal(by), literal(now, ARTICLE_EVENT.c.at.type))
    event = ARTICLE_EVENT.insert().from_select(["row", "version", "what", "by", "at"], there.where(_THIS))
    unit.change(event, {"in_trust": trust, "the_article": id_})


def import_articles(
    database: Database,
    articles: Iterable[Article],
    *,
    now: datetime,
    shown: Mapping[str, Picture] = MappingProxyType({}),
) -> Imported:
    """Bring articles in as they are given, in one transaction; their `version` is counted by us, not taken.

    Idempotent: an article whose words and settings are unchanged gets no new version and no change number. `shown` are
    the pictures that they name, by id.
    """
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    with database.write() as unit:
        for article in articles:
            counts[_import_one(unit, article, now=now, shown=shown)] += 1
        fault("articles.import.before_commit")
        unit.commit()
    return Imported(**counts)


def _import_one(unit: Unit, given: Article, *, now: datetime, shown: Mapping[str, Picture]) -> str:
    known = _find(unit, trust=given.trust, article=given.id)
    if known is not None and known == replace(given, version=known.version):
        return "unchanged"
    article = replace(given, version=known.version + 1 if known else 1)
    row = _replace(unit, article, seen=known.version) if known else _insert(unit, article, from_request=None)
    if row is None:
        raise StaleSnapshot(f"article {article.id} was changed during the import")
    _keep_version(unit, row, article, now=now)
    named = [shown[id_] for id_ in pictures_named(article.body) if id_ in shown]
    pictures.keep(unit, row, article, pictures=named, draft="")
    happened(unit, article.id, trust=article.trust, what="imported", by="", now=now)
    return "updated" if known else "added"


def published(unit: Unit, *, trust: str) -> tuple[Article, ...]:
    """Every published article of a trust, by number: what an index is built from."""
    rows = unit.rows(
        select(ARTICLE)
        .where(ARTICLE.c.trust == trust, ARTICLE.c.state == "published")
        .order_by(ARTICLE.c.number, ARTICLE.c.article)
    )
    return tuple(article_of(row) for row in rows)


def last_change(unit: Unit) -> int:
    """The newest change number over all articles, 0 where there are none: cheap enough to ask every second."""
    return int(unit.rows(select(func.max(ARTICLE.c.change))).scalar() or 0)


def changed_since(unit: Unit, *, change: int) -> tuple[tuple[int, Article], ...]:
    """(change number, article) of everything that changed after `change`, oldest change first, of every trust.

    Drafts and retired articles are among them: whoever keeps an index must take them out of it.
    """
    rows = unit.rows(_SINCE, {"change": change})
    return tuple((row.change, article_of(row)) for row in rows)


def find(unit: Unit, *, trust: str, words: str = "", state: str | None = None) -> tuple[Article, ...]:
    """Articles of a trust that hold every one of these words somewhere (at most 200); all of them for no words.

    For lists on the command line; matching questions with articles is the core's, over its own index.
    """
    query = select(ARTICLE).where(ARTICLE.c.trust == trust)
    if state is not None:
        query = query.where(ARTICLE.c.state == state)
    for word in words.lower().split()[:10]:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        pattern = f"%{escaped}%"
        holds = [func.lower(column).like(pattern, escape="\\") for column in (ARTICLE.c.title, ARTICLE.c.body)]
        query = query.where(or_(*holds, func.lower(ARTICLE.c.article) == word))
    rows = unit.rows(query.order_by(ARTICLE.c.number, ARTICLE.c.article).limit(_MOST_FOUND))
    return tuple(article_of(row) for row in rows)


def show(unit: Unit, *, trust: str, article: str) -> Article | None:
    """One article as it is now, None where there is no such id."""
    return _find(unit, trust=trust, article=article)


def next_number(unit: Unit, *, trust: str) -> int:
    """The number after the highest there is, for an article that an operator adds."""
    return highest_article(unit, trust=trust) + 1


def _find(unit: Unit, *, trust: str, article: str) -> Article | None:
    given = {"in_trust": trust, "the_article": article}
    row = unit.rows(select(ARTICLE).where(_THIS), given).first()
    return None if row is None else article_of(row)


def _insert(unit: Unit, article: Article, *, from_request: int | None) -> int | None:
    """The new row's id, None where the id is taken."""
    found = unit.rows(
        unit.insert(ARTICLE).on_conflict_do_nothing().returning(ARTICLE.c.id),
        {
            "trust": article.trust,
            "article": article.id,
            "number": number_of(article.id),
            "from_request": from_request,
            **_words(unit, article),
        },
    ).scalar()
    return None if found is None else int(found)


def _replace(unit: Unit, article: Article, *, seen: int) -> int | None:
    """The row's id, None where its version is not `seen`."""
    found = unit.rows(
        update(ARTICLE)
        .where(_THIS, ARTICLE.c.version == bindparam("seen"))
        .values(**_words(unit, article))
        .returning(ARTICLE.c.id),
        {"in_trust": article.trust, "the_article": article.id, "seen": seen},
    ).scalar()
    return None if found is None else int(found)


def _words(unit: Unit, article: Article) -> Mapping[str, Any]:
    return {
        "title": article.title,
        "body": article.body,
        "audience": article.audience,
        "schools": list(article.schools),
        "tags": list(article.tags),
        "state": article.state,
        "version": article.version,
        "line": article.line,
        "author": article.author,
        "updated": article.updated,
        "change": next_change(unit),
    }


def _keep_version(unit: Unit, row: int, article: Article, *, now: datetime) -> None:
    version = {"row": row, "version": article.version, "title": article.title, "body": article.body}
    unit.add(ARTICLE_VERSION, {**version, "author": article.author, "at": now})
