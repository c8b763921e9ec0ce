"""What decisions and reports want to know about articles beyond their words: former versions, and whom they helped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import String, bindparam, func, select, text

from mailbot.core.kb.record import NO_RECORDS, Records, Vote, heard
from mailbot.core.model.article import Article
from mailbot.core.model.care import Answered, Question, Use
from mailbot.store.engine import Unit
from mailbot.store.tables import ARTICLE, ARTICLE_EVENT, ARTICLE_VERSION, ENTRY, OFFER, PERSON, REQUEST
from mailbot.store.tables.base import AnyRow

MOST_VOTES = 20_000
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
        OFFER.c.trust == _TRUST,
        OFFER.c.article.in_(bindparam("articles", expanding=True)),
        text("outcome = 'solved'"),  # the words of the index `ix_offer_solved`, so that it is used
    )
    .group_by(OFFER.c.article)
)


def earlier_of(unit: Unit, *, trust: str, articles: Mapping[str, Article], ids: Iterable[str]) -> dict[str, Article]:
    """Those of the articles with these ids that have a version before theirs, with its title and body."""
    wanted = sorted(id_ for id_ in set(ids) if id_ in articles and articles[id_].version > 1)
    if not wanted:
        return {}
    found = unit.rows(_EARLIER, {"trust": trust, "articles": wanted})
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
    rows = unit.rows(_HELPED, {"trust": trust, "articles": wanted})
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
class Event:
    """What was done with an article at a version, by whom (a technician's id, '' for the operator), when (UTC)."""

    version: int
    what: str
    by: str
    at: datetime


def events(unit: Unit, *, trust: str, article: str) -> tuple[Event, ...]:
    """What was done with an article, the first thing first; nothing from before this was kept."""
    query = (
        select(ARTICLE_EVENT)
        .join(ARTICLE, ARTICLE.c.id == ARTICLE_EVENT.c.row)
        .where(ARTICLE.c.trust == trust, ARTICLE.c.article == article)
        .order_by(ARTICLE_EVENT.c.id)
    )
    return tuple(Event(row.version, row.what, row.by, row.at) for row in unit.rows(query))


def history(unit: Unit, *, trust: str, article: str) -> tuple[Version, ...]:
    """Every version of an article, the first one first; empty where there is no such id."""
    query = (
        select(ARTICLE_VERSION)
        .join(ARTICLE, ARTICLE.c.id == ARTICLE_VERSION.c.row)
        .where(ARTICLE.c.trust == trust, ARTICLE.c.article == article)
        .order_by(ARTICLE_VERSION.c.version)
    )
    rows = unit.rows(query)
    return tuple(Version(row.version, row.title, row.body, row.author, row.at) for row in rows)


def uses(unit: Unit, *, trust: str) -> dict[str, Use]:
    """How often each article was offered and what came of it, and since when its words stand here; by id."""
    query = (
        select(OFFER.c.article, OFFER.c.outcome, func.count().label("times"))
        .where(OFFER.c.trust == trust)
        .group_by(OFFER.c.article, OFFER.c.outcome)
    )
    told: dict[str, dict[str, int]] = {}
    for row in unit.rows(query):
        told.setdefault(row.article, {})[row.outcome] = int(row.times)
    kept = (
        select(ARTICLE.c.article, ARTICLE_VERSION.c.at)
        .join(ARTICLE_VERSION, ARTICLE_VERSION.c.row == ARTICLE.c.id)
        .where(ARTICLE.c.trust == trust, ARTICLE_VERSION.c.version == ARTICLE.c.version)
    )
    since = {row.article: row.at for row in unit.rows(kept)}
    return {id_: _use(told.get(id_, {}), since=since.get(id_)) for id_ in sorted({*told, *since})}


def _use(told: Mapping[str, int], *, since: datetime | None) -> Use:
    return Use(sum(told.values()), told.get("solved", 0), told.get("not_solved", 0), since)


_VOTES = (
    select(OFFER.c.settled_at, OFFER.c.id, OFFER.c.article, OFFER.c.version, OFFER.c.outcome, REQUEST.c.requester)
    .join(REQUEST, REQUEST.c.number == OFFER.c.request)
    .where(
        OFFER.c.trust == bindparam("trust"),
        OFFER.c.settled_at.is_not(None),
        (OFFER.c.outcome == "solved") | ((OFFER.c.outcome == "not_solved") & (OFFER.c.rank == 1)),
    )
    .order_by(OFFER.c.settled_at.desc(), OFFER.c.id.desc())
    .limit(bindparam("most"))
)
_VOTES_SINCE = _VOTES.where(OFFER.c.settled_at >= bindparam("since", type_=OFFER.c.settled_at.type))


def votes(
    unit: Unit, *, trust: str, since: datetime | None = None, limit: int = MOST_VOTES
) -> tuple[tuple[datetime, Vote], ...]:
    """What people said of articles from `since` (UTC) on, oldest first, each with when; of very many the latest.

    A no counts for the article that was sent in full: the others were summaries. Silence is no vote.
    """
    query = _VOTES if since is None else _VOTES_SINCE
    rows = unit.rows(query, {"trust": trust, "since": since, "most": limit}).all()
    return tuple(
        (row.settled_at, Vote(row.article, row.version, str(row.requester), row.outcome == "solved"))
        for row in reversed(rows)
    )


def records(unit: Unit, *, trust: str) -> Records:
    """The same added up: the trust's record of each article."""
    return heard(NO_RECORDS, [vote for _, vote in votes(unit, trust=trust)])


def unanswered(unit: Unit, *, trust: str, since: datetime, limit: int = 2_000) -> tuple[Question, ...]:
    """Requests opened after `since` that no article solved, the newest first; sensitive ones are left out."""
    query = (
        select(REQUEST.c.number, REQUEST.c.subject, REQUEST.c.opened_at, PERSON.c.name)
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
    asked = {row.number: row for row in unit.rows(query)}
    if not asked:
        return ()
    entries: dict[int, list[AnyRow]] = {number: [] for number in asked}
    words = (
        select(ENTRY.c.request, ENTRY.c.number, ENTRY.c.kind, ENTRY.c.author, ENTRY.c.text)
        .where(ENTRY.c.request.in_(list(asked)), ENTRY.c.kind.in_(("message", "answer")), ENTRY.c.internal.is_(False))
        .order_by(ENTRY.c.request, ENTRY.c.number)
    )
    for row in unit.rows(words):
        entries[row.request].append(row)
    made = written_from(unit, trust=trust, requests=asked)
    return tuple(_question(row, entries[number], made.get(number)) for number, row in asked.items())


def written_from(unit: Unit, *, trust: str, requests: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """The newest article that was made from each request and is not retired: its id, and when it was written."""
    query = (
        select(ARTICLE.c.from_request, ARTICLE.c.article, ARTICLE_VERSION.c.at)
        .join(ARTICLE_VERSION, ARTICLE_VERSION.c.row == ARTICLE.c.id)
        .where(
            ARTICLE.c.trust == trust,
            ARTICLE.c.from_request.in_(list(requests)),
            ARTICLE.c.state != "retired",
            ARTICLE_VERSION.c.version == 1,
        )
        .order_by(ARTICLE_VERSION.c.at, ARTICLE.c.id)
    )
    return {row.from_request: (row.article, row.at) for row in unit.rows(query)}


def _question(row: AnyRow, entries: Sequence[AnyRow], made: tuple[str, datetime] | None) -> Question:
    return Question(
        row.number,
        row.subject,
        next((entry.text for entry in entries if entry.kind == "message"), ""),
        tuple(sorted({row.name, *(entry.author for entry in entries)} - {""})),
        tuple(Answered(entry.author, entry.text, entry.number) for entry in entries if entry.kind == "answer"),
        opened_at=row.opened_at,
        article=made[0] if made else "",
        article_at=made[1] if made else None,
    )
