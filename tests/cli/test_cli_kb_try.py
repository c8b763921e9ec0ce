"""`mailbot kb try` and `mailbot kb evaluate`: on a fresh folder, by the code of the daemon, and nothing is stored."""

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli.desk import trial
from mailbot.cli.main import main

Call = Callable[..., str]

MAILS = (
    ("wifi", "one_article", ["KB-1021"], "wifi", "the ipads in class want a wifi password"),
    ("forgot", "one_article", ["KB-1001"], "password", "I have forgotten my own password and need to reset it"),
    ("out", "one_article", ["KB-1117"], "out of office", "how do I set an out of office reply in outlook"),
    ("toilet", "no_article", [], "toilet", "the toilet by the hall is blocked again"),
    ("lunch", "no_article", [], "lunch", "what is for lunch on friday"),
    ("child", "sensitive", [], "private", "I am worried about a child in my class, there is bruising on her arm"),
    ("smoke", "urgent", [], "help", "there is smoke coming out of the server cupboard"),
)


@pytest.fixture
def mails(folder: Path) -> Path:
    rows = [
        {
            "id": id_,
            "school": "pippin-lane",
            "from": "Abi <abi@pippinlane.example>",
            "subject": subject,
            "body": f"Hi,\n{body}.\n\nThanks\nAbi",
            "kind": kind,
            "acceptable_ids": right,
        }
        for id_, kind, right, subject, body in MAILS
    ]
    file = folder / "mails.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def results(out: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, out.splitlines())}


def test_mails_are_tried_before_the_desk_has_ever_run(folder: Path, mails: Path, call: Call) -> None:
    found = results(call("kb", "try", "--json", "--words-only", str(mails)))
    assert set(found) == {row[0] for row in MAILS}
    forgot = found["forgot"]
    assert forgot["decision"] == "offer"
    assert forgot["articles"][0]["id"] == "KB-1001"
    assert len(forgot["candidates"]) == 10
    assert any("KB-1001: " in why for why in forgot["why"])
    assert found["toilet"]["decision"] == "ticket"
    assert not (folder / "data" / "mailbot.sqlite3").exists()


def test_a_new_trust_without_articles_is_tried_as_well(folder: Path, mails: Path, call: Call) -> None:
    shutil.rmtree(folder / "data" / "demo" / "articles")
    found = results(call("kb", "try", "--json", "--words-only", str(mails)))
    assert {row["decision"] for row in found.values()} == {"ticket"}


def test_what_is_sensitive_or_urgent_gets_no_article(folder: Path, mails: Path, call: Call) -> None:
    assert folder.is_dir()
    found = results(call("kb", "try", "--json", "--words-only", str(mails)))
    for id_, word in (("child", "sensitive"), ("smoke", "urgent")):
        assert found[id_][word]
        assert (found[id_]["decision"], found[id_]["articles"]) == ("ticket", [])
    assert found["child"]["candidates"] == []


def test_a_mail_file_is_tried_as_it_came(folder: Path, call: Call) -> None:
    file = folder / "one.eml"
    file.write_bytes(
        b"From: Jane <jane@kestrelpark.example>\r\nTo: itsupport@kestrelpark.example\r\nSubject: password\r\n"
        b"Message-ID: <1@kestrelpark.example>\r\n\r\nI have forgotten my password, how do I reset my own password?\r\n"
    )
    page = call("kb", "try", "--words-only", str(file))
    assert "one.eml  offer" in page
    assert "KB-1001" in page
    assert "1 mail by words alone: 1 offer" in page


@pytest.mark.parametrize("line", ["no json", '{"school": "oakfold"}', '{"id": "a", "school": "hogwarts"}'])
def test_what_cannot_be_read_is_named_by_file_and_line(folder: Path, line: str) -> None:
    file = folder / "bad.jsonl"
    file.write_text('{"id": "fine", "body": "wifi"}\n' + line + "\n")
    with pytest.raises(SystemExit) as stopped:
        main(["kb", "try", str(file)])
    assert "bad.jsonl:2: " in str(stopped.value)


@pytest.mark.parametrize("action", ["try", "evaluate"])
def test_a_file_that_is_not_there_is_named_before_any_model_is_loaded(
    folder: Path, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(trial, "load_mind", lambda *_, **__: loaded.append("model"))
    with pytest.raises(SystemExit) as stopped:
        main(["kb", action, str(folder / "nowhere.jsonl")])
    assert "nowhere.jsonl cannot be read" in str(stopped.value)
    assert loaded == []


def test_an_evaluation_counts_and_writes_a_calibration_that_the_rules_read(
    folder: Path, mails: Path, call: Call
) -> None:
    page = call("kb", "evaluate", str(mails), "--words-only", "--fit")
    assert "7 mails by words alone; 3 have an answer" in page
    assert "2 of 2 caught, 0 of 5 others mistaken" in page
    file = folder / "data" / "demo" / "confidence.toml"
    written = tomllib.loads(file.read_text())["confidence"]
    assert set(written) == {"words-offer", "words-article"}
    assert all(isinstance(number, float | int) for number in written["words-offer"].values())
    before = results(call("kb", "try", "--json", "--words-only", str(mails)))
    file.write_text(file.read_text().replace("intercept = ", "intercept = -90\n# "))
    after = results(call("kb", "try", "--json", "--words-only", str(mails)))
    assert before["forgot"]["confidence"] > 0.01 > after["forgot"]["confidence"]


def test_a_calibration_that_cannot_be_written_does_not_take_the_report_with_it(
    folder: Path, mails: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = folder / "nowhere" / "curves.toml"
    with pytest.raises(SystemExit) as stopped:
        main(["kb", "evaluate", str(mails), "--words-only", "--fit", "--into", str(into)])
    assert "curves.toml cannot be written (No such file or directory): name another with --into" in str(stopped.value)
    assert "7 mails by words alone; 3 have an answer" in capsys.readouterr().out


def test_labels_are_asked_for(folder: Path) -> None:
    file = folder / "unlabelled.jsonl"
    file.write_text('{"id": "a", "body": "wifi"}\n')
    with pytest.raises(SystemExit) as stopped:
        main(["kb", "evaluate", str(file)])
    assert "acceptable_ids" in str(stopped.value)
