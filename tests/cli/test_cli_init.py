"""`mailbot init`: a folder to start from, and nothing of anybody's overwritten."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.cli.main import COMMANDS, main


def test_what_init_makes_is_a_right_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "mailbot check --offline" in call("init")
    assert main(["check", "--offline"]) == 0
    assert (tmp_path / "data" / "demo" / "trust.toml").is_file()


def test_another_folder_is_made_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "new" / "desk"
    assert main(["init", str(there)]) == 0
    assert f"cd {there}" in capsys.readouterr().out
    assert main(["check", "--offline", "--config", str(there / "config.toml")]) == 0


@pytest.mark.parametrize("name", ["config.toml", "data/demo"])
def test_nothing_is_overwritten(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    assert main(["init", str(tmp_path)]) == 1
    written = capsys.readouterr()
    assert str(mine) in written.err
    assert written.out == ""
    assert mine.read_text() == "mine"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [mine.name]


def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "config.toml").symlink_to(tmp_path / "nowhere")
    assert main(["init", str(tmp_path)]) == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("mine")
    assert main(["init", str(tmp_path)]) == 1
    assert str(tmp_path / "data") in capsys.readouterr().err
    assert not (tmp_path / "config.toml").exists()


def test_the_help_imports_neither_database_nor_templates() -> None:
    script = (
        "import sys\n"
        "from mailbot.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('sqlalchemy', 'jinja2', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"\n    {name}" in done.stdout for name in COMMANDS)


OURS = ("init", "status", "queue", "quarantine", "ticket", "show", "kb", "route")


@pytest.mark.parametrize("name", OURS)
def test_each_help_teaches_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"examples:\n  mailbot {name}" in shown
