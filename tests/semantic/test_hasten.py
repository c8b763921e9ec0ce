"""The faster copy of a model: it says nearly the same, is used only for the model it was made of, or is not there."""

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from mailbot.semantic import hasten as hastening
from mailbot.semantic.hasten import NoFaster, hasten, main
from mailbot.semantic.model import FAST, MADE_FROM, SentenceModel
from tests.semantic.test_semantic_mind import FOLDER, with_model

SENTENCE = ["My pupils cannot print from the laptops in the library since Monday."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


@with_model
def test_a_copy_says_nearly_the_same_and_stands_for_the_model_it_was_made_of_alone(folder: Path) -> None:
    plain = SentenceModel(folder)
    assert hasten(folder)
    fast = SentenceModel(folder)
    assert fast.name != plain.name
    alike = float(np.sum(fast.vectors(SENTENCE) * plain.vectors(SENTENCE)))
    assert 0.99 < alike < 0.99999
    assert sorted(one.name for one in folder.iterdir()) == sorted([FAST, "model.onnx", "tokenizer.json"])
    assert not hasten(folder), "it is there already"

    other = onnx.load(folder / FAST)
    onnx.helper.set_model_props(other, {MADE_FROM: "another model"})
    onnx.save(other, folder / FAST)
    assert SentenceModel(folder).name == plain.name
    assert hasten(folder), "a copy of another model is made anew"
    assert SentenceModel(folder).name == fast.name


@with_model
def test_a_copy_that_says_something_else_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hastening, "_LEAST_ALIKE", 0.99999)
    with pytest.raises(NoFaster, match="like what the model says"):
        hasten(folder)
    assert sorted(one.name for one in folder.iterdir()) == ["model.onnx", "tokenizer.json"]


def test_a_file_that_is_no_model_is_told_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    monkeypatch.setattr("sys.argv", ["hasten", str(tmp_path)])
    main()
    assert capsys.readouterr().out.startswith("Without a faster copy: ")
    assert [one.name for one in tmp_path.iterdir()] == ["model.onnx"]
