"""What people type behind `mailbot demo send`."""

import argparse

import pytest

from mailbot.cli.demo import wish_from
from mailbot.cli.usage.demo import PORT, arguments
from mailbot.daemon.demo.letter import LetterError
from mailbot.daemon.demo.send import Wish
from mailbot.daemon.demo.stage import PORT as LISTENS


def typed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    arguments(parser)
    return parser.parse_args(["send", "--from", "jane@school.example", *words])


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        (["Cant print"], Wish("jane@school.example", "Cant print")),
        (["Cant", "print"], Wish("jane@school.example", "Cant print")),
        (["--reply", "Still stuck"], Wish("jane@school.example", "Still stuck", reply=True)),
        (["Still stuck", "--reply"], Wish("jane@school.example", "Still stuck", reply=True)),
        (["--reply", "1003", "Still stuck"], Wish("jane@school.example", "Still stuck", reply=True, number=1003)),
        (["--reply", "#1003", "Still stuck"], Wish("jane@school.example", "Still stuck", reply=True, number=1003)),
        (
            ["--reply", "1003", "On my way.", "#note", "#take"],
            Wish("jane@school.example", "On my way.\n#note\n#take", reply=True, number=1003),
        ),
        (
            ["--to", "it@b.example", "--subject", "x", "y"],
            Wish("jane@school.example", "y", to="it@b.example", subject="x"),
        ),
    ],
)
def test_the_mail_is_what_was_typed(words: list[str], wish: Wish) -> None:
    assert wish_from(typed(*words)) == wish


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--reply", "--to", "it@b.example", "x"], "leave --to and --subject out"),
        (["--file", "nowhere.txt", "x"], "not in both"),
        (["--file", "nowhere.txt"], "nowhere.txt cannot be read"),
    ],
)
def test_contradictions_are_named(words: list[str], why: str) -> None:
    with pytest.raises(LetterError, match=why):
        wish_from(typed(*words))


def test_the_folder_may_be_named_before_or_behind_send() -> None:
    parser = argparse.ArgumentParser()
    arguments(parser)
    before = parser.parse_args(["--folder", "x", "send", "--from", "a@b.example", "hello"])
    behind = parser.parse_args(["send", "--folder", "x", "--from", "a@b.example", "hello"])
    assert before.folder == behind.folder


def test_the_help_names_the_port_that_the_demo_listens_on() -> None:
    assert PORT == LISTENS
