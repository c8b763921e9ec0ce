"""Pictures of articles: kept with the version that brings them, and given to that article alone."""

from dataclasses import replace

from sqlalchemy import func, select

from mailbot.core.model.article import Article, Picture
from mailbot.core.model.effects.on_articles import SaveArticle
from mailbot.store import pictures
from mailbot.store.engine import Database
from mailbot.store.kb import articles
from mailbot.store.tables import ARTICLE_PICTURE
from tests.store.builders import NOW

SWITCH = Picture("a" * 32, "switch", "image/png", b"\x89PNG switch")
PANEL = Picture("b" * 32, "panel", "image/gif", b"GIF89a panel")
KILN = Article(id="KB-12", trust="oak", title="Kiln", body=f"Look: {SWITCH.reference}\n")


def save(database: Database, article: Article, *shown: Picture, draft: str = "") -> None:
    """Write one version, as a decision does."""
    with database.write() as unit:
        articles.save(unit, SaveArticle(article, "ref", pictures=shown, draft=draft), now=NOW)
        unit.commit()


def of(database: Database, *given: Article) -> dict[str, bytes]:
    """The bytes of their pictures, by id."""
    with database.read() as unit:
        return {id_: one.data for id_, one in pictures.of_articles(unit, given).items()}


def test_what_the_body_names_is_kept_and_nothing_else(database: Database) -> None:
    save(database, KILN, SWITCH, PANEL)
    assert of(database, KILN) == {SWITCH.id: SWITCH.data}
    with database.read() as unit:
        assert unit.connection.execute(select(func.count()).select_from(ARTICLE_PICTURE)).scalar() == 1


def test_the_pictures_of_a_former_version_stay(database: Database) -> None:
    save(database, KILN, SWITCH)
    second = replace(KILN, version=2, body=PANEL.reference)
    save(database, second, PANEL)
    save(database, replace(KILN, version=3))
    assert of(database, KILN) == {SWITCH.id: SWITCH.data}
    assert of(database, second) == {PANEL.id: PANEL.data}


def test_another_article_or_trust_that_names_a_picture_does_not_get_it(database: Database) -> None:
    save(database, KILN, SWITCH)
    other = replace(KILN, id="KB-13")
    save(database, other)
    assert of(database, other) == {}
    assert of(database, replace(KILN, trust="elm")) == {}


def test_a_draft_gives_its_pictures_to_the_article_that_it_updates(database: Database) -> None:
    draft = replace(KILN, id="KB-13", state="draft", body=f"{SWITCH.reference} {PANEL.reference}")
    save(database, draft, SWITCH, PANEL)
    save(database, replace(KILN, body="Old."))
    updated = replace(KILN, version=2, body=PANEL.reference)
    save(database, updated, draft="KB-13")
    assert of(database, updated) == {PANEL.id: PANEL.data}
    assert of(database, KILN) == {}
