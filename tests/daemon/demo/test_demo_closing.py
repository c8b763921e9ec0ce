"""The commands at the end of the demo fit the terminal, and are whole when they are copied."""

import shlex
from pathlib import Path

from mailbot.daemon.demo.perform import EXAMPLES, Showing, closing_lines, command_lines
from mailbot.daemon.demo.show import COLUMNS, Paint

SEND = ".venv/bin/mailbot demo send --folder '/tmp/a folder of my own'"


def test_every_example_fits_and_reads_as_one_command() -> None:
    for example in EXAMPLES:
        lines = command_lines(f"{SEND} {example}")
        assert max(map(len, lines)) <= COLUMNS
        assert all(line.endswith(" \\") for line in lines[:-1])
        copied = "\n".join(lines).replace("\\\n", "")
        assert shlex.split(copied) == shlex.split(f"{SEND} {example}")


def test_an_option_stays_with_its_value_and_a_short_command_on_its_line() -> None:
    lines = command_lines(f"{SEND} {EXAMPLES[0]}")
    assert [line[:8] for line in lines] == ["  .venv/", "      --", "      --"]
    assert command_lines("mailbot status") == ["  mailbot status"]


def test_the_closing_words_fit() -> None:
    showing = Showing(port=0, once=False, program=".venv/bin/mailbot", send=".venv/bin/mailbot demo send")
    lines = closing_lines(Path("data/demo-run-20261124-071000"), showing=showing, paint=Paint(colours=False))
    assert [line for line in lines if len(line) > 80 and "config" not in line] == []
