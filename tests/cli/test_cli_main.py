"""The command line before any command: what was mistyped, and what there is."""

import pytest

from mailbot.cli.main import main


def test_a_mistyped_command_is_told_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stat"]) == 2
    assert "Did you mean `mailbot status`?" in capsys.readouterr().err


def test_no_command_at_all_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "start here" in capsys.readouterr().out
