"""Articles as files: read with their mistakes by line, written so that reading gives the same."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.article import Article
from mailbot.settings import shipped
from mailbot.settings.articles import article_as_markdown, load_articles
from mailbot.settings.errors import SettingsError

LINE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


def test_every_article_of_the_demo_survives_export_and_import(tmp_path: Path) -> None:
    articles = load_articles(shipped.demo_folder() / "articles", trust="tvlt")
    for article in articles:
        (tmp_path / f"{article.id}.md").write_text(article_as_markdown(article))
    assert load_articles(tmp_path, trust="tvlt") == articles


@given(title=LINE, tags=st.lists(LINE, max_size=3), body=LINE, author=LINE)
def test_any_text_survives_export_and_import(
    tmp_path_factory: pytest.TempPathFactory, title: str, tags: list[str], body: str, author: str
) -> None:
    folder = tmp_path_factory.mktemp("articles")
    article = Article(
        id="KB-7",
        trust="tvlt",
        title=title,
        body=body,
        audience="technician",
        schools=("oakfold", "millrace"),
        tags=tuple(tags),
        state="draft",
        version=3,
        line=2,
        author=author,
        updated=date(2026, 9, 3),
    )
    (folder / "one.md").write_text(article_as_markdown(article))
    assert load_articles(folder, trust="tvlt") == (article,)


def test_a_heading_that_repeats_the_title_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('+++\nid = "KB-1"\ntitle = "T"\n+++\n\n# T\n\nText.\n')
    assert load_articles(tmp_path, trust="tvlt")[0].body == "Text."


def test_mistakes_are_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '+++\nid = "KB-1"\ntitle = "T"\naudience = "tech"\nscope = "trust"\nauthor_tier = 1\n'
        'schools = ["okafold"]\n+++\nText.\n'
    )
    (tmp_path / "b.md").write_text('+++\nid = "1"\ntitle = \n+++\nText.\n')
    (tmp_path / "c.md").write_text("# Only a text\n")
    (tmp_path / "d.md").write_text('+++\nid = "KB-1"\ntitle = "T"\nschools = []\n+++\n\n')
    with pytest.raises(SettingsError) as raised:
        load_articles(tmp_path, trust="tvlt", schools={"oakfold"})
    assert [str(fault).replace(f"{tmp_path}/", "") for fault in raised.value.faults] == [
        'a.md:4: audience: "tech" is an old word. Write "technician".',
        "a.md:5: scope: is not known here. Known are `audience`, `author`, `id`, `line`, `schools`, `state`, `tags`, "
        "`title`, `updated`, `version`.",
        "a.md:6: author_tier: is an old word. Write `line`.",
        'a.md:7: schools: "okafold" is no school. Did you mean "oakfold"?',
        "b.md:3: not valid TOML: Invalid value. Mend the line, or the one before it.",
        "c.md:1: this is no article: it has no front matter. "
        "Begin with +++, id, title, audience and so on, and +++ again.",
        "d.md: the article says nothing. Write its text below the second +++.",
        "d.md: id: KB-1 stands in " + f"{tmp_path}/a.md too. Give each its own id.".replace(f"{tmp_path}/", ""),
        "d.md:4: schools: names nobody. Name the schools, or take it out for the whole trust.",
    ]
