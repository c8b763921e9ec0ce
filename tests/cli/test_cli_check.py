"""`mailbot check` beside a desk that runs, with a broken rule, and what a start says that meets a taken port."""

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli.main import main
from mailbot.daemon.lock import DataLock, holder


@pytest.fixture
def taken(folder: Path) -> Iterator[int]:
    """The port of the installation's listener, which another program has."""
    config = folder / "config.toml"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        config.write_text(config.read_text().replace("port = 2525", f"port = {port}"))
        yield port


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of `mailbot check` and all that it said."""
    capsys.readouterr()
    code = main(["check"])
    written = capsys.readouterr()
    return code, written.out + written.err


def test_the_port_of_ones_own_running_desk_is_a_note(
    folder: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = DataLock(folder / "data")
    lock.take()
    code, said = checked(capsys)
    lock.release()
    assert code == 0
    assert f"note: port {taken} is open: this desk runs (process {os.getpid()})" in said
    assert "all is well" in said


def test_the_port_of_anybody_else_is_a_mistake(folder: Path, taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    code, said = checked(capsys)
    assert code == 1
    assert f"port {taken} on 127.0.0.1 cannot be opened (Address already in use)" in said


def test_servers_are_tried_though_a_rule_is_wrong(folder: Path, taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "data" / "demo" / "own.toml").write_text("[offer]\nconfidence = 7\n")
    code, said = checked(capsys)
    assert code == 1
    assert "offer.confidence: 7 does not fit" in said
    assert f"port {taken} on 127.0.0.1 cannot be opened" in said
    assert "2 mistakes" in said


def test_a_file_that_is_no_database_hides_no_other_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "data" / "mailbot.sqlite3").write_text("no database, whatever its name says" * 9)
    code, said = checked(capsys)
    assert code == 1
    assert "database.url: file is not a database. Name another file, or put the last backup in its place" in said
    assert "1 mistake to put right" in said


def test_offline_no_database_server_is_asked(folder: Path, call: Callable[..., str]) -> None:
    config = folder / "config.toml"
    url = 'url = "sqlite:///data/mailbot.sqlite3"'
    assert url in config.read_text()
    config.write_text(config.read_text().replace(url, 'url = "postgresql://desk@127.0.0.1:1/desk"'))
    assert "all is well" in call("check", "--offline")


def test_a_database_that_cannot_be_asked_is_one_sentence_and_where_to_look(folder: Path, refused: Any) -> None:
    (folder / "data" / "mailbot.sqlite3").write_text("no database, whatever its name says" * 9)
    mail = folder / "mail.eml"
    mail.write_text("From: jane.ashdown@kestrelpark.example\nSubject: cant print\n\nhello\n")
    for words in (("status",), ("kb", "try", str(mail))):
        said = refused(*words)
        assert said.startswith("the database cannot be ")
        assert said.endswith(f"ook at [database] in {folder / 'config.toml'}")
        assert "\n" not in said


def test_a_start_on_a_taken_port_says_which_and_what_to_do(
    folder: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"listener local cannot listen on 127.0.0.1:{taken}: another program listens there already; stop it or choose "
        f"another port. See [listener.local] of {folder / 'config.toml'}\n"
    )


def test_who_holds_a_folder_is_told_without_taking_it(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    lock = DataLock(tmp_path)
    lock.take()
    assert holder(tmp_path) == os.getpid()
    lock.release()
    assert holder(tmp_path) is None
    file = tmp_path / "mailbot.lock"
    for said in ("", "no number", "0", "-1", "99999999999999999999", "4194304"):
        file.write_text(said)
        with file.open() as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            assert holder(tmp_path) is None


def test_a_named_file_that_is_not_there_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"x\.toml: no such file\. Name the config\.toml of the desk, or write one"):
        main(["status", "--config", str(folder / "x.toml")])
    assert main(["parse", "x.eml"]) == 1
    assert "name a mail that was saved as .eml" in capsys.readouterr().err
