"""`mailbot init`: a folder to start from, and nothing of anybody's overwritten."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.cli.main import main
from mailbot.settings.shipped import config_file


def test_what_init_makes_is_a_right_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "mailbot check --offline" in call("init", "--demo")
    assert main(["check", "--offline"]) == 0
    assert (tmp_path / "data" / "demo" / "trust.toml").is_file()


def test_no_model_is_named_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    call("init", "--demo")
    made = (tmp_path / "config.toml").read_text()
    shipped = config_file().read_text()
    assert "model" not in tomllib.loads(made)["daemon"]
    assert "# model = " in made
    changed = [one for one in zip(shipped.splitlines(), made.splitlines(), strict=True) if one[0] != one[1]]
    assert [before.partition(" ")[0] for before, _ in changed] == ["model"]


def test_the_configuration_to_write_is_not_named_as_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["--config", "x.toml", "init", "--demo"], ["init", "--demo", "--config", "x.toml"]):
        assert main(words) == 1
        assert "say where to write: mailbot init FOLDER" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_folder_is_made_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "new" / "desk"
    assert main(["init", "--demo", str(there)]) == 0
    assert f"cd {there}" in capsys.readouterr().out
    assert main(["check", "--offline", "--config", str(there / "config.toml")]) == 0


@pytest.mark.parametrize("name", ["config.toml", "data/demo"])
def test_nothing_is_overwritten(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    assert main(["init", "--demo", str(tmp_path)]) == 1
    written = capsys.readouterr()
    assert str(mine) in written.err
    assert written.out == ""
    assert mine.read_text() == "mine"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [mine.name]


def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "config.toml").symlink_to(tmp_path / "nowhere")
    assert main(["init", "--demo", str(tmp_path)]) == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("mine")
    assert main(["init", "--demo", str(tmp_path)]) == 1
    assert str(tmp_path / "data") in capsys.readouterr().err
    assert not (tmp_path / "config.toml").exists()
