"""Articles: imported once, changed in versions, and seen by whoever asks for changes; and the blocks of numbers."""

import threading
from dataclasses import replace

from sqlalchemy import select

from mailbot.core.model.article import Article
from mailbot.store.engine import Database
from mailbot.store.kb import articles
from mailbot.store.kb.articles import import_articles
from mailbot.store.numbers import Numbers
from mailbot.store.tables import ARTICLE_VERSION
from tests.store.builders import NOW

PROJECTOR = Article(id="KB-12", trust="oak", title="Projector", body="Swap the 100% lead", tags=("hdmi",))
WIFI = Article(id="KB-3", trust="oak", title="Wifi", body="Forget the network", audience="technician", state="draft")


def test_an_import_is_idempotent_and_a_changed_body_is_a_new_version(database: Database) -> None:
    first = import_articles(database, [PROJECTOR, WIFI], now=NOW)
    assert (first.added, first.updated, first.unchanged) == (2, 0, 0)
    again = import_articles(database, [PROJECTOR, WIFI], now=NOW)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    changed = import_articles(database, [replace(PROJECTOR, body="Buy a new one"), WIFI], now=NOW)
    assert (changed.added, changed.updated, changed.unchanged) == (0, 1, 1)
    with database.read() as unit:
        assert articles.show(unit, trust="oak", article="KB-12") == replace(PROJECTOR, body="Buy a new one", version=2)
        bodies = select(ARTICLE_VERSION.c.body).order_by(ARTICLE_VERSION.c.row, ARTICLE_VERSION.c.version)
        assert sorted(unit.connection.execute(bodies).scalars()) == [
            "Buy a new one",
            "Forget the network",
            "Swap the 100% lead",
        ]


def test_a_change_is_seen_by_whoever_asks_for_changes(database: Database) -> None:
    import_articles(database, [PROJECTOR, WIFI], now=NOW)
    with database.read() as unit:
        seen = articles.last_change(unit)
        assert articles.published(unit, trust="oak") == (PROJECTOR,)
        assert articles.published(unit, trust="elm") == ()
    retired = replace(PROJECTOR, state="retired")
    import_articles(database, [retired], now=NOW)
    with database.read() as unit:
        ((number, article),) = articles.changed_since(unit, change=seen)
        assert (number, article.state) == (articles.last_change(unit), "retired")
        assert articles.changed_since(unit, change=number) == ()


def test_search_by_words_takes_no_wildcards(database: Database) -> None:
    import_articles(database, [PROJECTOR, WIFI], now=NOW)
    with database.read() as unit:
        assert [one.id for one in articles.find(unit, trust="oak")] == ["KB-3", "KB-12"]
        assert [one.id for one in articles.find(unit, trust="oak", words="SWAP projector")] == ["KB-12"]
        assert [one.id for one in articles.find(unit, trust="oak", words="kb-3")] == ["KB-3"]
        assert [one.id for one in articles.find(unit, trust="oak", words="100%")] == ["KB-12"]
        assert articles.find(unit, trust="oak", words="%t%w") == ()
        assert articles.find(unit, trust="oak", words="wifi", state="published") == ()
        assert articles.next_number(unit, trust="oak") == 13


def test_numbers_start_at_1001_and_no_two_are_equal(database: Database) -> None:
    offices = [Numbers(database), Numbers(database)]
    taken: list[int] = []

    def work(numbers: Numbers) -> None:
        taken.extend(numbers.request() for _ in range(60))

    threads = [threading.Thread(target=work, args=(office,)) for office in offices * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(taken) == 1001
    assert len(set(taken)) == len(taken) == 240


def test_article_numbers_are_of_a_trust_and_above_the_imported(database: Database) -> None:
    numbers = Numbers(database)
    assert [numbers.article("elm") for _ in range(3)] == [1, 2, 3]
    import_articles(database, [replace(PROJECTOR, id="KB-1040")], now=NOW)
    assert [numbers.article("oak") for _ in range(7)] == list(range(1041, 1048))
    import_articles(database, [replace(PROJECTOR, id="KB-2000")], now=NOW)
    assert Numbers(database).article("oak") == 2001
