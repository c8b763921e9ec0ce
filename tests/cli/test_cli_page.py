"""What every page keeps: 80 columns, and nothing of a mail that steers a terminal."""

import json

import pytest

from mailbot.cli import page

HOSTILE = "pay\x1b]0;owned\x07 now\x9b31m \u202egnp.exe\u200b\ud800\r\n\tend"


def test_nothing_of_a_mail_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    shown = page.clean(HOSTILE)
    assert shown.isprintable()
    assert shown.startswith("pay\ufffd]0;owned")
    assert page.wrapped(HOSTILE) == [shown.replace("   ", " ")]
    page.say_json({"subject": HOSTILE})
    printed = capsys.readouterr().out
    assert not set("\x1b\x07\x9b\u202e\u200b") & set(printed)
    assert json.loads(printed)["subject"] == HOSTILE


def test_the_widest_columns_give_way_and_the_whole_ones_do_not() -> None:
    lines = page.table([("1042", "x" * 300, "y" * 90, "P2")], head=("no.", "subject", "from", "prio"), whole=(0, 3))
    assert [page.width(line) <= page.WIDTH for line in lines] == [True, True]
    assert lines[1].split()[0] == "1042"
    assert lines[1].endswith("P2")
    assert "x…" in lines[1]
    assert "y…" in lines[1]


def test_wide_letters_count_as_what_the_terminal_gives_them() -> None:
    assert page.width("學校e\u0301") == 5
    assert all(page.width(line) <= page.WIDTH for line in page.wrapped("學校" * 90, first="  why: "))
    assert page.width(page.cut("學校" * 90, 11)) <= 11


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"), (2e5, "2 days")],
)
def test_spans_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert page.lasted(seconds) == words
