"""The demo as a person starts it: a real process that plays, stays open, is written to, and ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.daemon.demo.post import wait_for
from mailbot.daemon.demo.story import MORNING_STEPS

LONGEST = 60
DEAF = ("sh", "-c", 'trap "" INT; exec "$0" "$@"')
"""Starts a command as a script's background does: with SIGINT ignored."""
JANE = "jane.ashdown@kestrelpark.example"
TOM = "tom.bracewell@brackenridge.example"
TOMASZ = "tomasz.wilk@it.tamselvalley.example"


def mailbot(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mailbot", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, input=text, timeout=LONGEST)


@dataclass
class Open:
    """A demo that has played its story and stays open. `said` grows while it runs."""

    folder: Path
    process: subprocess.Popen[str]
    said: list[str]

    def send(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return mailbot("demo", "send", "--folder", str(self.folder), *arguments, text=text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Started once for the tests of this module that write to it; ended by SIGINT as Ctrl-C and scripts send it."""
    folder = tmp_path_factory.mktemp("demo")
    command = [*DEAF, sys.executable, "-m", "mailbot", "demo", "--port", "0", "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    opened = threading.Event()

    def listen(lines: Sequence[str] | None = None) -> None:
        for line in process.stdout or lines or ():
            said.append(line)
            if "Now it is your turn" in line:
                opened.set()
        opened.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert opened.wait(LONGEST), "".join(said)
        assert process.poll() is None, "".join(said)
        yield Open(folder=folder, process=process, said=said)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(LONGEST)
        listener.join(LONGEST)
        if process.stdout is not None:
            process.stdout.close()
    assert code == 0, "".join(said)
    assert "The desk is closed" in said[-1]


def test_the_morning_goes_as_told_and_ends_by_itself(tmp_path: Path) -> None:
    ended = mailbot("demo", "--once", "--port", "0", "--folder", str(tmp_path))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stderr == ""
    told = [line for line in ended.stdout.splitlines() if line.startswith("── ")]
    assert [line[3:8] for line in told] == [f"{step.at:%H:%M}" for step in MORNING_STEPS]
    states = re.findall(r"= request (\d+): (\w+)[^,]*, (P\d), with ([\w ]+),", ended.stdout)
    first, second, third = sorted({number for number, *_ in states})
    assert [(number, state, who) for number, state, _, who in states] == [
        (first, "offered", "nobody yet"),
        (first, "open", "Tomasz Wilk"),
        (second, "offered", "nobody yet"),
        (second, "open", "Tomasz Wilk"),
        (first, "solved", "Tomasz Wilk"),
        (second, "open", "Ruth Lindqvist"),
        (second, "solved", "Ruth Lindqvist"),
        (third, "offered", "nobody yet"),
    ]
    assert max(map(len, (line for line in ended.stdout.splitlines() if "│" in line))) <= 78
    assert "\x1b" not in ended.stdout


def test_a_story_that_is_interrupted_ends_after_the_step_at_hand(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mailbot", "demo", "--once", "--port", "0", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("── "))
        process.send_signal(signal.SIGTERM)
        said, error = process.communicate(timeout=LONGEST)
    assert process.returncode == 130, said + error
    assert error.strip() == "mailbot demo: interrupted before the story was over"
    assert said.count("\n── ") < len(MORNING_STEPS) - 1


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = mailbot("demo", "--once", "--port", str(port), "--folder", str(tmp_path))
    assert ended.returncode == 1
    assert f"port {port} is in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    ended = mailbot("demo", "--once", "--port", "0", "--folder", str(file))
    assert ended.returncode == 1
    assert f"cannot write to {file}" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any folder, so a read-only one cannot be shown")
def test_a_read_only_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    ended = mailbot("demo", "--once", "--port", "0", "--folder", str(tmp_path))
    assert ended.returncode == 1
    assert f"cannot write to {tmp_path}" in ended.stderr


def test_sending_without_a_demo_says_how_to_start_one(tmp_path: Path) -> None:
    ended = mailbot("demo", "send", "--folder", str(tmp_path), "--from", JANE, "hello")
    assert ended.returncode == 1
    assert "no demo is running" in ended.stderr


def test_a_second_demo_names_the_first(demo: Open) -> None:
    ended = mailbot("demo", "--once", "--port", "0", "--folder", str(demo.folder))
    assert ended.returncode == 1
    assert f"(process {demo.process.pid}, port " in ended.stderr


def test_tom_says_that_solved_it(demo: Open) -> None:
    ended = demo.send("--from", TOM, "--reply", "That solved it, thanks")
    assert ended.returncode == 0, ended.stderr
    assert "self solved" in ended.stdout


def test_jane_asks_something_else_and_gets_an_answer(demo: Open) -> None:
    ended = demo.send("--from", JANE, "--subject", "printing", "--file", "-", text="The copier says my PIN is wrong")
    assert ended.returncode == 0, ended.stderr
    assert f"To:      {JANE}" in ended.stdout or "To:      Jane Ashdown" in ended.stdout
    assert re.search(r"= request \d+: (offered|open)", ended.stdout)


def test_a_technician_answers_the_request_that_is_named(demo: Open) -> None:
    number = next(line for line in demo.said if "= request" in line).split()[2].rstrip(":")
    ended = demo.send("--from", TOMASZ, "--reply", number, "One for the file.", "#note")
    assert ended.returncode == 0, ended.stderr
    assert f"= request {number}: solved" in ended.stdout
    assert "No mail came back" in ended.stdout


def test_a_stranger_is_no_reason_to_fall_over(demo: Open) -> None:
    ended = demo.send("--from", "somebody@elsewhere.example", "--to", "it@oakfold.example", "Hello? Is anybody there?")
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"= request \d+: open", ended.stdout)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", JANE), "there is nothing in it"),
        (("--from", "nobody.wrote@oakfold.example", "--reply", "hello"), "has no mail from the desk yet"),
        (("--from", JANE, "--reply", "99999", "hello"), "has no mail about request 99999"),
        (("--from", "jane", "hello"), "is no mail address"),
        (("--from", JANE, "--to", "head@kestrelpark.example", "hello"), "does not take mail for head@kestrelpark"),
        (("--from", JANE, "--to", "it@oakfold.example", "--reply", "hello"), "leave --to and --subject out"),
    ],
)
def test_what_cannot_be_sent_is_said_in_a_sentence(demo: Open, arguments: Sequence[str], sentence: str) -> None:
    ended = demo.send(*arguments)
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_open_demo_shows_what_comes(demo: Open) -> None:
    assert demo.send("--from", "new.teacher@oakfold.example", "the visualiser has no picture").returncode == 0
    shown = wait_for(
        lambda: any("new.teacher@oakfold.example" in line for line in demo.said), seconds=time.monotonic, within=10
    )
    assert shown, "".join(demo.said[-20:])
