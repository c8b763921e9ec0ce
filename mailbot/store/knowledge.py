"""What decisions and reports want to know about articles beyond their words: former versions, and whom they helped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import String, bindparam, func, select

from mailbot.core.model.article import Article
from mailbot.store.engine import Unit
from mailbot.store.tables import ARTICLE, ARTICLE_VERSION, ENTRY, OFFER, PERSON, REQUEST

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


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article as it was kept, with its author's id and when it was written (UTC)."""

    version: int
    title: str
    body: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A request that no article solved: its first words, who is on it, and the answers with their authors' names."""

    number: int
    subject: str
    text: str
    people: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


def history(unit: Unit, *, trust: str, article: str) -> tuple[Version, ...]:
    """Every version of an article, the first one first; empty where there is no such id."""
    query = (
        select(ARTICLE_VERSION)
        .join(ARTICLE, ARTICLE.c.id == ARTICLE_VERSION.c.row)
        .where(ARTICLE.c.trust == trust, ARTICLE.c.article == article)
        .order_by(ARTICLE_VERSION.c.version)
    )
    rows = unit.connection.execute(query)
    return tuple(Version(row.version, row.title, row.body, row.author, row.at) for row in rows)


def outcomes(unit: Unit, *, trust: str) -> dict[str, dict[str, int]]:
    """How often each article was offered, by what came of it."""
    query = (
        select(OFFER.c.article, OFFER.c.outcome, func.count().label("times"))
        .where(OFFER.c.trust == trust)
        .group_by(OFFER.c.article, OFFER.c.outcome)
    )
    found: dict[str, dict[str, int]] = {}
    for row in unit.connection.execute(query):
        found.setdefault(row.article, {})[row.outcome] = int(row.times)
    return found


def unanswered(unit: Unit, *, trust: str, since: datetime, limit: int = 2_000) -> tuple[Question, ...]:
    """Requests opened after `since` that no article solved, the newest first; sensitive ones are left out."""
    query = (
        select(REQUEST.c.number, REQUEST.c.subject, PERSON.c.name)
        .join(PERSON, PERSON.c.id == REQUEST.c.requester)
        .where(
            REQUEST.c.trust == trust,
            REQUEST.c.opened_at >= since,
            REQUEST.c.sensitive.is_(False),
            REQUEST.c.state.not_in(("self_solved", "offered", "spam", "merged")),
            REQUEST.c.outcome != "self_solved",
        )
        .order_by(REQUEST.c.number.desc())
        .limit(limit)
    )
    asked = {row.number: (row.subject, row.name) for row in unit.connection.execute(query)}
    entries: dict[int, list[tuple[str, str, str]]] = {number: [] for number in asked}
    if asked:
        words = (
            select(ENTRY.c.request, ENTRY.c.kind, ENTRY.c.author, ENTRY.c.text)
            .where(
                ENTRY.c.request.in_(list(asked)), ENTRY.c.kind.in_(("message", "answer")), ENTRY.c.internal.is_(False)
            )
            .order_by(ENTRY.c.request, ENTRY.c.number)
        )
        for row in unit.connection.execute(words):
            entries[row.request].append((row.kind, row.author, row.text))
    return tuple(
        Question(
            number,
            subject,
            next((text for kind, _, text in entries[number] if kind == "message"), ""),
            tuple(sorted({name, *(author for _, author, _ in entries[number])} - {""})),
            tuple((author, text) for kind, author, text in entries[number] if kind == "answer"),
        )
        for number, (subject, name) in asked.items()
    )
