"""The daemon's index keeps in step with the database, whoever writes to it; vectors are made once and stored."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mailbot.core.kb.index import Index, Likeness
from mailbot.core.kb.query import query_from
from mailbot.core.kb.rank import rank
from mailbot.core.kb.terms.reckoning import PLAIN, Reckoning
from mailbot.core.model.article import Article, Scope
from mailbot.core.model.effects.on_articles import MakeOffer, RecordOutcome
from mailbot.core.model.policy import KbPolicy, Policy
from mailbot.core.model.request import OfferedArticle
from mailbot.daemon.knowledge import Knowledge
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.flow.messages import Cause
from mailbot.store.kb.articles import import_articles, last_change
from mailbot.store.kb.vectors import stored
from mailbot.store.migrations.upgrade import upgrade
from tests.store.builders import a_decision, look_at, take_in

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SCOPE = Scope("oak", "oakfold")
PROJECTOR = Article(id="KB-1", trust="oak", title="Projector", body="Swap the lead of the projector.")
KETTLE = Article(id="KB-2", trust="oak", title="Kettle", body="Descale the kettle.")

IMPORTER = """
import sys
from datetime import UTC, datetime
from mailbot.core.model.article import Article
from mailbot.store.kb.articles import import_articles
from mailbot.store.engine import open_database
database = open_database(sys.argv[1])
article = Article(id="KB-9", trust="oak", title="Laminator", body="Feed the laminator slowly.")
import_articles(database, [article], now=datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
database.close()
"""


@dataclass
class LetterMind:
    """Stands for a model: an article's vector is its title, and a text is like whatever title it names."""

    name: str = "letters"
    reckoning: Reckoning = PLAIN
    read_titles: list[str] = field(default_factory=list)

    def read(self, title: str, body: str) -> bytes:
        assert body
        self.read_titles.append(title)
        return title.encode()

    def shelf(self, articles: Sequence[tuple[str, bytes]]) -> "LetterShelf":
        return LetterShelf(dict(articles))


@dataclass
class LetterShelf:
    """Titles by id."""

    titles: Mapping[str, bytes]
    size: int = 1

    def likenesses(self, texts: Sequence[str]) -> Mapping[str, Likeness]:
        return {text: partial(self.named_in, text) for text in texts}

    def named_in(self, text: str, ids: tuple[str, ...]) -> list[float]:
        return [float(self.titles.get(id_, b"\n").decode().lower() in text.lower()) for id_ in ids]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/mailbot.sqlite3"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    upgrade(opened)
    yield opened
    opened.close()


class Known(Knowledge):
    """The knowledge of two trusts, asked in units of its own."""

    def __init__(self, database: Database, *, mind: Any = None) -> None:
        policy = cast("Policy", SimpleNamespace(kb=KbPolicy()))
        super().__init__(database, {"oak": policy, "elm": policy}, mind=mind)
        self.database = database

    def index_now(self, trust: str = "oak") -> Index:
        with self.database.read() as unit:
            return self.index(unit, trust)


def knowledge(database: Database, mind: Any = None) -> Known:
    return Known(database, mind=mind)


def found(known: Known, words: str) -> list[str]:
    query = query_from("", words)
    index = known.with_meaning(known.index_now(), "oak", query.texts)
    return [match.article.id for match in rank(query, index, scope=SCOPE)]


def test_an_import_by_another_process_is_in_the_next_answer(url: str, database: Database) -> None:
    import_articles(database, [PROJECTOR], now=NOW)
    known = knowledge(database)
    assert found(known, "laminator") == []
    subprocess.run([sys.executable, "-c", IMPORTER, url], check=True, timeout=60)
    assert found(known, "laminator") == ["KB-9"]
    assert found(known, "projector") == ["KB-1"]


def test_what_was_prepared_is_not_read_again_for_the_first_mail(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_articles(database, [PROJECTOR], now=NOW)
    known = knowledge(database)
    known.prepare()
    monkeypatch.delattr("mailbot.store.kb.articles.published")
    assert found(known, "projector") == ["KB-1"]


def test_what_could_not_be_prepared_is_read_when_it_is_asked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_articles(database, [PROJECTOR], now=NOW)
    known = knowledge(database)

    def unavailable(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("the disk is gone")

    with monkeypatch.context() as trouble:
        trouble.setattr("mailbot.store.kb.articles.published", unavailable)
        known.prepare()
    assert found(known, "projector") == ["KB-1"]


def test_a_changed_and_a_retired_article_are_in_the_next_answer(database: Database) -> None:
    import_articles(database, [PROJECTOR, KETTLE], now=NOW)
    known = knowledge(database)
    assert found(known, "kettle") == ["KB-2"]
    import_articles(database, [replace(KETTLE, title="Toaster", body="Clean it."), PROJECTOR], now=NOW)
    assert (found(known, "kettle"), found(known, "toaster")) == ([], ["KB-2"])
    import_articles(database, [replace(PROJECTOR, state="retired")], now=NOW)
    assert found(known, "projector") == []


def test_vectors_are_made_once_and_again_for_a_new_version(database: Database) -> None:
    import_articles(database, [PROJECTOR, KETTLE], now=NOW)
    mind = LetterMind()
    assert found(knowledge(database, mind), "projector")[0] == "KB-1"
    assert found(knowledge(database, mind), "projector")[0] == "KB-1"
    assert sorted(mind.read_titles) == ["Kettle", "Projector"]
    known = knowledge(database, mind)
    assert found(known, "kettle")[0] == "KB-2"
    import_articles(database, [replace(KETTLE, title="Toaster")], now=NOW)
    assert found(known, "toaster")[0] == "KB-2"
    assert sorted(mind.read_titles) == ["Kettle", "Projector", "Toaster"]
    with database.read() as unit:
        assert {one.article: one.version for one in stored(unit, trust="oak").values()} == {"KB-1": 1, "KB-2": 2}


def test_another_model_reads_everything_anew(database: Database) -> None:
    import_articles(database, [PROJECTOR], now=NOW)
    found(knowledge(database, LetterMind()), "projector")
    other = LetterMind(name="other")
    found(knowledge(database, other), "projector")
    assert other.read_titles == ["Projector"]


def test_many_unread_articles_are_read_beside_and_words_must_do_meanwhile(database: Database) -> None:
    several = [replace(PROJECTOR, id=f"KB-{n}", title=f"Projector {n}") for n in range(20)]
    import_articles(database, several, now=NOW)
    mind = LetterMind()
    known = knowledge(database, mind)
    query = query_from("", "projector 7")
    assert known.with_meaning(known.index_now(), "oak", query.texts).meanings == ()
    deadline = time.monotonic() + 30
    while not known.with_meaning(known.index_now(), "oak", query.texts).meanings and time.monotonic() < deadline:
        time.sleep(0.05)
    assert known.with_meaning(known.index_now(), "oak", query.texts).meanings
    assert len(mind.read_titles) == 20


def test_an_index_that_is_built_for_a_unit_that_began_earlier_misses_nothing_later(database: Database) -> None:
    known = knowledge(database)
    known.index_now("oak")
    with database.read() as early:
        assert last_change(early) == 0
        import_articles(database, [replace(PROJECTOR, trust="elm")], now=NOW)
        known.index_now("oak")  # another mail is decided on meanwhile, and has caught up with the import
        assert known.index(early, "elm").size == 1


def test_what_people_said_of_an_article_is_in_the_next_answer(database: Database) -> None:
    alike = [replace(PROJECTOR, id="KB-1"), replace(PROJECTOR, id="KB-2")]
    import_articles(database, alike, now=NOW)
    known = knowledge(database)
    assert found(known, "projector") == ["KB-1", "KB-2"]
    for number in range(4):
        said(database, f"person{number}@kestrelpark.example", "KB-2")
    assert found(known, "projector") == ["KB-2", "KB-1"]
    records = known.index_now().records
    assert (records.size, known.index_now().records) == (4, records)
    # another daemon, or this one after a restart, knows the same
    assert knowledge(database).index_now().records == records


def said(database: Database, address: str, article: str) -> None:
    """Somebody was sent this article, and says that it helped."""
    number, _ = take_in(database, address=address)
    for effect in (
        MakeOffer(number, (OfferedArticle(article, 1, "a", 1, 0.5),)),
        RecordOutcome(number, "solved", article=article),
    ):
        seen = look_at(database, number)
        with database.write() as unit:
            cause = Cause(f"{type(effect).__name__} {number}")
            apply(unit, a_decision(effect), snapshot=seen, cause=cause, outgoing=[], now=NOW)
            unit.commit()
