"""Articles by mail in the database: taken back, former versions, and which one is credited."""

from dataclasses import replace

import pytest

from mailbot.core.model.article import Article
from mailbot.core.model.effects import Effect, MakeOffer, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.request import OfferedArticle
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.store.apply import apply
from mailbot.store.engine import Database
from mailbot.store.errors import StaleSnapshot
from mailbot.store.messages import Cause
from mailbot.store.snapshot import snapshot_of_request
from tests.store.builders import NOW, a_decision, look, some_fresh, take_in

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
        return snapshot_of_request(database, trust="oak", number=number, fresh=some_fresh(), now=NOW)

    offered = tuple(OfferedArticle(f"KB-{place}", 1, "a", place, 0.5) for place in (1, 2))
    write(database, seen(), "a", MakeOffer(number, offered))
    write(database, seen(), "b", RecordOutcome(number, "solved", article="KB-2"), RecordOutcome(number, "skipped"))
    after = seen()
    assert [one.outcome for one in after.requests[number].offered] == ["skipped", "solved"]
    assert after.helped == {"KB-2": 1}
