"""An installation of the demo trust in a folder of its own, with a database that a daemon might have left."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli.main import main
from mailbot.store.engine import Database, open_database
from mailbot.store.migrations.upgrade import upgrade

Call = Callable[..., str]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the current schema; copying it is quicker than migrating again."""
    file = tmp_path_factory.mktemp("template") / "mailbot.sqlite3"
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `mailbot init --demo` puts into an empty folder, entered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["init", "--demo"]) == 0
    return tmp_path


@pytest.fixture
def database(folder: Path, empty_database: Path) -> Iterator[Database]:
    """The installation's database, as the daemon's first start leaves it."""
    file = folder / "data" / "mailbot.sqlite3"
    shutil.copy(empty_database, file)
    opened = open_database(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Type a command; gives what it printed: at most 80 columns wide unless JSON or a file's path."""

    def typed(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(words) == code
        out = capsys.readouterr().out
        if "--json" not in words:
            assert [line for line in out.splitlines() if len(line) > 80 and str(tmp_path) not in line] == []
        return out

    return typed


@pytest.fixture
def call_json(call: Call) -> Callable[..., Any]:
    """Type a command with --json; gives the value."""
    return lambda *words: json.loads(call(*words, "--json"))


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Call:
    """Type a command that ends with exit code 1 and a sentence; gives the sentence."""

    def typed(*words: str) -> str:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code not in (0, 2, None)
        written = capsys.readouterr()
        assert written.out == ""
        return f"{ended.value.code}{written.err}"

    return typed
