"""`mailbot kb history`, `export`, `health` and `gaps`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mailbot.core.model.article import Article
from mailbot.store.articles import import_articles
from mailbot.store.engine import Database
from tests.cli.filled import ask, now

Call = Callable[..., str]
JsonCall = Callable[..., Any]


def test_what_is_exported_and_imported_changes_no_byte(folder: Path, database: Database, call: Call) -> None:
    assert database.sqlite
    articles = folder / "data" / "demo" / "articles"
    files = {file.name: file.read_bytes() for file in articles.glob("*.md")}
    call("kb", "import", str(articles))
    assert f"0 written, 0 changed, {len(files)} unchanged" in call("kb", "export", str(articles))
    assert {file.name: file.read_bytes() for file in articles.glob("*.md")} == files
    assert f"{len(files)} written, 0 changed, 0 unchanged" in call("kb", "export", "elsewhere")
    assert sorted(file.read_bytes() for file in (folder / "elsewhere").glob("*.md")) == sorted(files.values())
    assert f"0 added, 0 updated, {len(files)} unchanged" in call("kb", "import", "elsewhere")


def test_the_history_has_every_version_and_what_changed(database: Database, call: Call, call_json: JsonCall) -> None:
    first = Article(id="KB-7", trust="tvlt", title="Board", body="Press Source.\nWait.", author="ruth")
    import_articles(database, [first], now=now())
    import_articles(database, [replace(first, body="Press Input.\nWait.")], now=now())
    told = call("kb", "history", "7")
    assert "KB-7 is published, version 2" in told
    assert "- Press Source." in told
    assert "+ Press Input." in told
    assert [one["version"] for one in call_json("kb", "history", "KB-7")["versions"]] == [1, 2]


def test_the_health_names_what_is_old_or_repeated(database: Database, call_json: JsonCall) -> None:
    assert database.sqlite
    body = "Press Source on the remote, hold Windows and P, choose Duplicate and swap the grey lead for a new one."
    old = now().date().replace(year=now().year - 2)
    one = Article(id="KB-1", trust="tvlt", title="Board shows no laptop", body=body, updated=old)
    again = replace(one, id="KB-2", title="No laptop on the board", updated=now().date())
    import_articles(database, [one, again], now=now())
    found = {(row["id"], row["ailment"]) for row in call_json("kb", "health")}
    assert found == {("KB-1", "old"), ("KB-1", "never met"), ("KB-1", "repeated")}


def test_questions_alike_without_an_article_are_one_gap(database: Database, call: Call, call_json: JsonCall) -> None:
    for text in ("The laminator in reprographics jams", "laminator jams again in reprographics", "No sound in hall"):
        ask(database, text)
    (gap,) = call_json("kb", "gaps")
    assert len(gap["requests"]) == 2
    assert gap["draft"] is None
    assert "1 gap among 3 questions" in call("kb", "gaps")
