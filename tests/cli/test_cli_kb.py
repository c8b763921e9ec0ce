"""`mailbot kb`: files in, articles out, and the question asked as a mail would ask it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailbot.core.model.article import Article
from mailbot.settings.articles import load_articles
from mailbot.store.engine import Database
from mailbot.store.kb.articles import import_articles
from mailbot.store.numbers import Numbers
from tests.cli.filled import now

Call = Callable[..., str]
JsonCall = Callable[..., Any]
FRONT = '+++\ntitle = "Smartboard shows no laptop"\naudience = "staff"\n+++\n'
BODY = "Press Source on the smartboard until the laptop's picture comes up.\nThen press Windows and P.\n"


def test_an_import_is_reported_line_by_line_and_changes_nothing_twice(
    folder: Path, database: Database, call: Call, call_json: JsonCall
) -> None:
    assert database.sqlite
    articles = folder / "data" / "demo" / "articles"
    count = len(load_articles(articles, trust="tvlt"))
    first = call("kb", "import", str(articles))
    assert f"{count} added, 0 updated, 0 unchanged" in first
    assert len(first.splitlines()) == count + 1
    file = next(articles.glob("kb-1001-*.md"))
    file.write_text(file.read_text() + "\nOne line more.\n")
    report = call_json("kb", "import", str(articles))
    assert [(row["id"], row["version"]) for row in report if row["what"] == "updated"] == [("KB-1001", 2)]
    assert {row["what"] for row in report if row["id"] != "KB-1001"} == {"unchanged"}


def test_the_list_and_the_search_keep_to_audience_and_school(
    folder: Path, database: Database, call: Call, call_json: JsonCall
) -> None:
    assert database.sqlite
    call("kb", "import", str(folder / "data" / "demo" / "articles"))
    everything = call_json("kb", "list")
    staff = call_json("kb", "list", "--audience", "staff")
    oakfold = call_json("kb", "list", "--school", "oakfold")
    assert 0 < len(staff) < len(everything)
    assert 0 < len(oakfold) < len(everything)
    assert all(not one["schools"] or "oakfold" in one["schools"] for one in oakfold)
    assert "KB-1042" in call("kb", "list")

    asked = ("kb", "search", "projector says no signal", "--school", "kestrel-park")
    found = call_json(*asked)
    assert found["found"][0]["match"]["article"]["id"] == "KB-1042"
    assert found["found"][0]["offered"] is True
    assert all(one["match"]["article"]["audience"] == "staff" for one in found["found"])
    shown = call(*asked)
    assert "why: " in shown
    assert "before any ticket" in shown
    wide = call_json("kb", "search", "renew the radius certificate", "--technician")["found"]
    assert wide[0]["match"]["article"]["audience"] == "technician"
    assert "a ticket would be opened" in call("kb", "search", "xyzzy")


def test_a_file_without_a_number_gets_the_next_one(folder: Path, database: Database, call_json: JsonCall) -> None:
    taken = Numbers(database).article("tvlt")
    (folder / "new.md").write_text(FRONT + BODY)
    (report,) = call_json("kb", "add", "new.md")
    assert report["what"] == "added"
    assert int(report["id"].removeprefix("KB-")) > taken
    shown = call_json("kb", "show", report["id"])
    assert (shown["title"], shown["body"], shown["trust"]) == ("Smartboard shows no laptop", BODY.strip(), "tvlt")


def test_a_shown_article_can_be_kept_changed_and_added_again(folder: Path, database: Database, call: Call) -> None:
    assert database.sqlite
    (folder / "new.md").write_text(FRONT.replace("+++\ntitle", '+++\nid = "KB-7"\ntitle') + BODY)
    call("kb", "add", "new.md")
    text = call("kb", "show", "7")
    (folder / "again.md").write_text(text)
    assert call("kb", "add", "again.md").startswith("unchanged")
    (folder / "again.md").write_text(text.replace("Press Source", "Press Input"))
    assert call("kb", "add", "again.md").split()[:3] == ["updated", "KB-7", "v2"]


def test_mistakes_are_named_by_file_and_line_and_nothing_is_written(
    folder: Path, database: Database, refused: Call, call_json: JsonCall
) -> None:
    assert database.sqlite
    broken = folder / "articles"
    broken.mkdir()
    (broken / "good.md").write_text(FRONT.replace("+++\ntitle", '+++\nid = "KB-7"\ntitle') + BODY)
    (broken / "bad.md").write_text(FRONT.replace("staff", "stuff") + BODY)
    assert "bad.md:3" in refused("kb", "add", str(broken / "bad.md"))
    assert "bad.md" in refused("kb", "import", str(broken))
    assert "nowhere.md" in refused("kb", "add", "nowhere.md")
    assert "no front matter" in refused("kb", "add", "config.toml")
    (folder / "empty").mkdir()
    assert "holds no article" in refused("kb", "import", "empty")
    assert "there is no article KB-7" in refused("kb", "show", "kb-7")
    assert "there is no school" in refused("kb", "search", "x", "--school", "hogwarts")
    assert call_json("kb", "list") == []


def test_controls_in_an_article_do_not_reach_the_terminal(database: Database, call: Call) -> None:

    import_articles(database, [Article(id="KB-1", trust="tvlt", title="a", body="\x1b]0;x\x07 \x9b31m")], now=now())
    assert not set("\x1b\x07\x9b") & set(call("kb", "show", "1"))
