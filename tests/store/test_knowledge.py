"""Articles by mail in the database: taken back, former versions, and which one is credited."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.core.kb.record import Vote
from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import MakeOffer, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.request import OfferedArticle
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.flow.messages import Cause
from mailbot.store.kb.knowledge import votes
from tests.store.builders import NOW, a_decision, look, look_at, take_in

ARTICLE = Article(id="KB-7", trust="oak", title="Projector", body="Swap the lead")


def write(database: Database, seen: Snapshot, cause: str, *effects: Effect) -> None:
    with database.write() as unit:
        apply(unit, a_decision(*effects), snapshot=seen, cause=Cause(cause), outgoing=[], now=NOW)
        unit.commit()


def named(database: Database, *articles: str) -> Snapshot:
    return look(database, Keys(trust="oak", address="", articles=articles))


def test_an_article_that_a_directive_names_comes_with_its_version_before(database: Database) -> None:
    write(database, named(database), "a", SaveArticle(ARTICLE, "one"))
    assert named(database, "KB-7").earlier == {}
    write(database, named(database), "b", SaveArticle(replace(ARTICLE, body="Other", version=2), "two"))
    seen = named(database, "KB-7", "KB-99")
    assert seen.articles["KB-7"].body == "Other"
    assert seen.earlier == {"KB-7": ARTICLE}


def test_an_article_is_taken_back_once(database: Database) -> None:
    write(database, named(database), "a", SaveArticle(ARTICLE, "one"))
    seen = named(database, "KB-7")
    write(database, seen, "b", RetireArticle("KB-7", "ruth"))
    assert named(database, "KB-7").articles["KB-7"].state == "retired"
    with pytest.raises(StaleSnapshot):
        write(database, seen, "c", RetireArticle("KB-7", "megan"))


def test_one_of_the_offered_articles_is_credited_and_counted(database: Database) -> None:
    number, _ = take_in(database)

    def seen() -> Snapshot:
        return look_at(database, number)

    offered = tuple(OfferedArticle(f"KB-{place}", 1, "a", place, 0.5) for place in (1, 2))
    write(database, seen(), "a", MakeOffer(number, offered))
    write(database, seen(), "b", RecordOutcome(number, "solved", article="KB-2"), RecordOutcome(number, "skipped"))
    after = seen()
    assert [one.outcome for one in after.requests[number].offered] == ["skipped", "solved"]
    assert after.helped == {"KB-2": 1}


def offered_and_said(database: Database, address: str, *said: Effect, moment: datetime = NOW) -> int:
    """A request with two articles offered, and what came of them at that moment."""
    number, _ = take_in(database, address=address)
    offered = tuple(OfferedArticle(f"KB-{place}", 1, "a", place, 0.5) for place in (1, 2))
    for cause, effects in (("a", (MakeOffer(number, offered),)), ("b", said)):
        now = look_at(database, number)
        mine = tuple(replace(one, request=number) for one in effects if isinstance(one, MakeOffer | RecordOutcome))
        with database.write() as unit:
            cause_of_it = Cause(f"{cause}{number}")
            apply(unit, a_decision(*mine), snapshot=now, cause=cause_of_it, outgoing=[], now=moment)
            unit.commit()
    return number


def said_of_articles(database: Database, *, since: datetime | None = None, limit: int = 100) -> list[tuple[str, bool]]:
    with database.read() as unit:
        return [(vote.article, vote.helped) for _, vote in votes(unit, trust="oak", since=since, limit=limit)]


def test_what_people_say_of_an_article_is_a_vote_and_silence_is_none(database: Database) -> None:
    offered_and_said(database, "a@kestrelpark.example", RecordOutcome(0, "not_solved"))
    offered_and_said(database, "b@kestrelpark.example", RecordOutcome(0, "silent"))
    offered_and_said(
        database, "c@kestrelpark.example", RecordOutcome(0, "solved", article="KB-2"), RecordOutcome(0, "skipped")
    )
    # a no counts for the article that stood in the mail, a yes for the one that is named
    assert said_of_articles(database) == [("KB-1", False), ("KB-2", True)]


def test_only_what_is_new_is_read_and_of_too_much_the_latest(database: Database) -> None:
    later = NOW + timedelta(hours=1)
    offered_and_said(database, "a@kestrelpark.example", RecordOutcome(0, "not_solved"))
    offered_and_said(
        database,
        "b@kestrelpark.example",
        RecordOutcome(0, "solved", article="KB-1"),
        RecordOutcome(0, "skipped"),
        moment=later,
    )
    assert said_of_articles(database, since=later) == [("KB-1", True)]
    assert said_of_articles(database, limit=1) == [("KB-1", True)]
    assert said_of_articles(database) == [("KB-1", False), ("KB-1", True)]


def test_two_mails_of_one_person_are_votes_of_one_person(database: Database) -> None:
    for _ in range(2):
        offered_and_said(database, "a@kestrelpark.example", RecordOutcome(0, "not_solved"))
    with database.read() as unit:
        told = [vote for _, vote in votes(unit, trust="oak")]
    assert len(told) == 2
    assert told[0] == told[1] == Vote("KB-1", 1, told[0].person, helped=False)
