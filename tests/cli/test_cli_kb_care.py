"""`mailbot kb history`, `export`, `health` and `gaps`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_articles import PublishArticle, RetireArticle, SaveArticle
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.snapshot import Keys
from mailbot.settings.articles import article_as_markdown
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.flow.messages import Cause
from mailbot.store.kb.articles import import_articles
from tests.cli.filled import ask, now
from tests.store.builders import look, look_at
from tests.support.pictures import gif, png

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


def test_a_folder_that_cannot_be_written_is_named(folder: Path, database: Database, refused: Call) -> None:
    assert database.sqlite
    assert "config.toml cannot be written (File exists): name a folder" in refused("kb", "export", "config.toml")
    assert (folder / "config.toml").is_file()


def test_pictures_stand_beside_their_articles_and_change_no_byte_either(
    folder: Path, database: Database, call: Call
) -> None:
    assert database.sqlite
    given = folder / "given"
    given.mkdir()
    wide, small = png(640, 120), gif()
    (given / "switch.png").write_bytes(wide)
    (given / "my steps.gif").write_bytes(small)
    (given / "steps.gif").write_bytes(small)
    (folder / "switch.png").write_bytes(png(300, 200))
    (given / "page.png").write_bytes(b"<html>" * 100)
    words = "![The switch](switch.png)\n\n![Steps](steps.gif)\n\n![No](page.png) ![No](gone.png) ![No](../switch.png)"
    article = Article(id="KB-7", trust="tvlt", title="Kiln", body=f"Look for it:\n\n{words}\n", author="ruth")
    (given / "kiln.md").write_text(article_as_markdown(article))

    assert "added" in call("kb", "import", str(given))
    assert "unchanged" in call("kb", "import", str(given))
    call("kb", "export", "out")
    out = folder / "out"
    assert {file.name: file.read_bytes() for file in out.iterdir() if file.suffix != ".md"} == {
        "kb-7-kiln-1.png": wide,
        "kb-7-kiln-2.gif": small,
    }
    [file] = out.glob("*.md")
    text = file.read_text()
    assert "![The switch](kb-7-kiln-1.png)\n\n![Steps](kb-7-kiln-2.gif)" in text
    assert "![No](page.png) ![No](gone.png) ![No](../switch.png)" in text
    assert "unchanged" in call("kb", "import", "out")
    assert "0 written, 0 changed, 1 unchanged" in call("kb", "export", "out")
    assert file.read_text() == text
    assert "0 written, 0 changed, 1 unchanged" in call("kb", "export", str(given))

    (out / "kb-7-kiln-2.gif").unlink()
    assert "0 written, 1 changed, 0 unchanged" in call("kb", "export", "out")
    assert (out / "kb-7-kiln-2.gif").read_bytes() == small
    assert file.read_text() == text


def test_an_export_keeps_the_names_of_its_files_whatever_their_titles_become(
    folder: Path, database: Database, call: Call
) -> None:
    first = Article(id="KB-7", trust="tvlt", title="Board", body="Press Source.\n", author="ruth")
    import_articles(database, [first], now=now())
    call("kb", "export", "out")
    [file] = (folder / "out").glob("*.md")
    mine = folder / "out" / "my own name.md"
    file.rename(mine)
    import_articles(database, [replace(first, title="Screen")], now=now())
    assert "0 written, 1 changed, 0 unchanged" in call("kb", "export", "out")
    assert [one.name for one in (folder / "out").glob("*.md")] == ["my own name.md"]
    assert 'title = "Screen"' in mine.read_text()


def test_the_history_says_who_did_what_and_when(database: Database, call: Call, call_json: JsonCall) -> None:
    first = Article(id="KB-7", trust="tvlt", title="Board", body="Press Source.\nWait.", author="tomasz", state="draft")
    effects: tuple[Effect, ...] = (
        SaveArticle(first, "one", by="tomasz"),
        PublishArticle("KB-7", "siobhan"),
        SaveArticle(
            replace(first, body="Press Input.", version=2, state="published"), "two", by="ruth", what="updated"
        ),
        SaveArticle(replace(first, version=3, state="published"), "three", by="tomasz", what="undone"),
        RetireArticle("KB-7", "siobhan"),
    )
    for number, effect in enumerate(effects):
        seen = look(database, Keys(trust="tvlt", address="", articles=("KB-7",)), now=now())
        decision = Decision("about an article", "directive_done", (effect,), ("so",))
        with database.write() as unit:
            apply(unit, decision, snapshot=seen, cause=Cause(f"test:{number}"), outgoing=[], now=now())
            unit.commit()
    told = call("kb", "history", "7")
    for words in (
        "KB-7 is retired, version 3",
        "written by Tomasz Wilk",
        "approved by Siobhan Keogh",
        "updated by Ruth Lindqvist",
        "taken back by Tomasz Wilk",
        "retired by Siobhan Keogh",
        "+ Press Input.",
    ):
        assert words in told, words
    done = [(one["version"], one["what"], one["by"]) for one in call_json("kb", "history", "KB-7")["events"]]
    assert done == [
        (1, "written", "tomasz"),
        (1, "approved", "siobhan"),
        (2, "updated", "ruth"),
        (3, "undone", "tomasz"),
        (3, "retired", "siobhan"),
    ]


def test_the_history_has_every_version_and_what_changed(database: Database, call: Call, call_json: JsonCall) -> None:
    first = Article(id="KB-7", trust="tvlt", title="Board", body="Press Source.\nWait.", author="ruth")
    import_articles(database, [first], now=now())
    import_articles(database, [replace(first, body="Press Input.\nWait.")], now=now())
    told = call("kb", "history", "7")
    assert "KB-7 is published, version 2" in told
    assert "- Press Source." in told
    assert "+ Press Input." in told
    assert [one["version"] for one in call_json("kb", "history", "KB-7")["versions"]] == [1, 2]


def test_the_health_names_what_is_old_or_contradicted(database: Database, call_json: JsonCall) -> None:
    assert database.sqlite
    body = "Press Source on the remote. Hold the power button for {} seconds. Choose Duplicate and swap the grey lead."
    old = now().date().replace(year=now().year - 2)
    one = Article(id="KB-1", trust="tvlt", title="Board shows no laptop", body=body.format(10), updated=old)
    again = replace(one, id="KB-2", title="No laptop on the board", body=body.format(30), updated=now().date())
    import_articles(database, [one, again], now=now())
    found = {(row["id"], row["ailment"]): row["why"] for row in call_json("kb", "health")}
    # nobody could meet it before it was brought in today
    assert set(found) == {("KB-1", "old"), ("KB-1", "contradicted")}
    assert "here \u201cHold the power button for 10 seconds\u201d" in found["KB-1", "contradicted"]
    import_articles(database, [replace(again, body=one.body)], now=now())
    assert {row["ailment"] for row in call_json("kb", "health")} == {"old", "repeated"}


def test_what_nobody_meets_is_counted_from_when_it_came(database: Database, call_json: JsonCall) -> None:
    then = now() - timedelta(days=91)
    one = Article(id="KB-1", trust="tvlt", title="Board", body="Press Source.", updated=then.date())
    import_articles(database, [one], now=then)
    assert [row["ailment"] for row in call_json("kb", "health")] == ["never met"]


def test_a_gap_proposes_the_best_technicians_answer_scrubbed(
    database: Database, call: Call, call_json: JsonCall
) -> None:
    answers = {
        "The laminator in reprographics jams": "Turn it off and on again, then wait until the lamp is green, please.",
        "laminator jams again in reprographics": (
            "Hi Jane,\n\nswitch the laminator off, pull the pouch out straight and run a sheet through it twice."
            "\nRing me on 01632 960145 if it jams.\n\nRuth"
        ),
    }
    for text, answer in answers.items():
        number, _ = ask(database, text)
        author = "Ruth Lindqvist" if "Ruth" in answer else "Tomasz Wilk"
        seen = look_at(database, number, trust="tvlt", now=now())
        decision = Decision(
            "technician", "directive_done", (AddEntry(number, "answer", author, answer, now()),), ("so",)
        )
        with database.write() as unit:
            apply(unit, decision, snapshot=seen, cause=Cause(f"answer:{number}"), outgoing=[], now=now())
            unit.commit()
    ask(database, "the laminator jams in reprographics, a child was hurt", sensitive=True)
    (gap,) = call_json("kb", "gaps")
    assert len(gap["requests"]) == 2
    assert "run a sheet through it twice" in gap["draft"]["body"]
    assert "960145" not in gap["draft"]["body"]
    told = call("kb", "gaps")
    assert "Ruth Lindqvist answered ticket" in told
    assert "| " in told


def test_questions_alike_without_an_article_are_one_gap(database: Database, call: Call, call_json: JsonCall) -> None:
    for text in ("The laminator in reprographics jams", "laminator jams again in reprographics", "No sound in hall"):
        ask(database, text)
    (gap,) = call_json("kb", "gaps")
    assert len(gap["requests"]) == 2
    assert gap["draft"] is None
    assert "1 gap among 3 questions" in call("kb", "gaps")
