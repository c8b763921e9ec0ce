"""Each demo has a folder of its own, one runs at a time, and whatever is in the way is said in a sentence."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.core.model.policy import Policy
from mailbot.daemon.demo.stage import MORNING, StageError, find_running, set_stage
from mailbot.settings.installation import Settings
from mailbot.settings.rules import load_policy
from mailbot.settings.shipped import rules_folder

NOW = datetime(2026, 12, 3, 20, 15, 30, tzinfo=UTC)


def load_policies(settings: Settings) -> dict[str, Policy]:
    return {
        trust: load_policy(trust, folder, base=rules_folder(), mailboxes=settings.mailboxes)
        for trust, folder in settings.trusts.items()
    }


def test_the_morning_is_a_tuesday() -> None:
    assert f"{MORNING:%A %H:%M %Z}" == "Tuesday 07:10 GMT"


def test_a_stage_keeps_everything_in_its_own_folder(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, port=0, real_now=NOW)
    try:
        settings = stage.settings
        assert stage.folder == tmp_path / "demo-run-20261203-201530"
        assert settings.data == stage.folder
        assert settings.database == f"sqlite:///{stage.folder}/mailbot.sqlite3"
        assert stage.maildir == settings.maildir == stage.folder / "maildir"
        assert settings.relay is None
        assert not any(box.imap for box in settings.mailboxes.values())
        assert [listener.host for listener in settings.listeners] == ["127.0.0.1"]
        assert settings.keys
    finally:
        stage.close()


def test_another_process_finds_the_running_demo_and_nobody_a_closed_one(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="no demo is running"):
        find_running(tmp_path)
    stage = set_stage(tmp_path, port=0, real_now=NOW)
    try:
        with pytest.raises(StageError, match="just starting"):
            find_running(tmp_path)
        stage.announce(load_policies(stage.settings), ahead=-12.5)
        note = find_running(tmp_path)
        listener = stage.settings.listeners[0]
        assert (note.port, note.ahead) == (listener.port, -12.5)
        assert note.door().password == listener.logins[note.user].value
        assert note.door().password not in (tmp_path / "demo-running.json").read_text()
        assert note.helpdesk_of("jane.ashdown@kestrelpark.example") == "itsupport@kestrelpark.example"
        assert note.helpdesk_of("x@sub.staff.oakfold.example") == "it@oakfold.example"
        assert note.helpdesk_of("ruth.lindqvist@it.tamselvalley.example") == "helpdesk@tamselvalley.example"
        assert note.helpdesk_of("x@notoakfold.example") == "helpdesk@tamselvalley.example"
        assert note.name_of("Jane.Ashdown@kestrelpark.example") == "Jane Ashdown"
        assert note.name_of("new_person@kestrelpark.example") == "New Person"
    finally:
        stage.close()
    with pytest.raises(StageError, match="no demo is running"):
        find_running(tmp_path)


def test_a_second_start_names_the_first(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, port=0, real_now=NOW)
    try:
        stage.announce(load_policies(stage.settings), ahead=0)
        with pytest.raises(StageError, match=r"a demo already runs in .* \(process \d+, port \d+\)"):
            set_stage(tmp_path, port=0, real_now=NOW)
        assert find_running(tmp_path).port
    finally:
        stage.close()


def test_a_port_in_use_is_named_and_leaves_no_folder(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StageError, match=f"port {port} is in use .*--port"):
            set_stage(tmp_path, port=port, real_now=NOW)
    assert not list(tmp_path.glob("demo-run-*"))
    set_stage(tmp_path, port=port, real_now=NOW).close()


def test_an_impossible_port_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="port 70000 cannot be used"):
        set_stage(tmp_path, port=70000, real_now=NOW)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(StageError, match=r"cannot write to .*/file .*--folder"):
        set_stage(file, port=0, real_now=NOW)


def test_two_runs_within_one_second_have_two_folders(tmp_path: Path) -> None:
    first = set_stage(tmp_path, port=0, real_now=NOW)
    first.close()
    second = set_stage(tmp_path, port=0, real_now=NOW)
    second.close()
    assert first.folder != second.folder
