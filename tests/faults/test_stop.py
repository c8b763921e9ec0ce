"""SIGTERM under load: the real `mailbot run` drains within 15 s and loses nothing; a second one refuses at once."""

import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.checker import Book, check_acknowledged
from tests.faults.desk import fingerprint
from tests.faults.stream import Letter, questions
from tests.faults.trust import LOGIN, MAILBOX
from tests.support.machine import free_port

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("MAILBOT_STOPS", "3"))
DRAIN_SECONDS = 15.0
HELD = 75

_CONFIG = """\
[daemon]
data = "data"
host = "desk.valley.example"
disk_reserve_mb = 1

[database]
url = "sqlite:///data/mailbot.db"

[trust.valley]
folder = "{trust}"

[mailbox.kestrel]
trust = "valley"
address = "{kestrel}"

[mailbox.bracken]
trust = "valley"
address = "{bracken}"

[listener.local]
host = "127.0.0.1"
port = {port}
auth = "trusted_peers"
logins = {{ {login} = {{ env = "SCHOOL" }} }}

[delivery]
maildir = "data/maildir"
"""


class Program:
    """One installation and its `mailbot run` processes."""

    def __init__(self, folder: Path, trust: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.refusals: list[int] = []
        self.port = free_port()
        self.book = Book(f"sqlite:///{folder}/data/mailbot.db")
        (folder / "config.toml").write_text(_CONFIG.format(trust=trust, port=self.port, login=LOGIN[0], **MAILBOX))

    def start(self) -> "subprocess.Popen[bytes]":
        """A new process; it may not be ready yet."""
        command = [sys.executable, "-m", "mailbot", "run", "--config", str(self.folder / "config.toml")]
        with (self.folder / "log").open("a") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "SCHOOL": LOGIN[1]})
        self.processes.append(process)
        return process

    def said(self) -> str:
        """All that the processes wrote."""
        return (self.folder / "log").read_text()

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            process.kill()
            process.wait(30)

    def hand_in(self, letter: Letter) -> bool:
        """One try; whether it was acknowledged."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
                server.login(*LOGIN)
                server.sendmail(letter.sender, [letter.recipient], letter.data)
        except smtplib.SMTPResponseException as error:
            self.refusals.append(error.smtp_code)
            return False
        except (OSError, smtplib.SMTPException):
            return False
        return True


def _until(condition: Callable[[], bool], *, what: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.02)


def test_sigterm_under_load_drains_in_time_and_loses_nothing(tmp_path: Path, trust: Path) -> None:
    program = Program(tmp_path, trust)
    letters = questions(ROUNDS * 40)
    waiting = list(reversed(letters))
    acknowledged: list[Letter] = []
    over = threading.Event()

    def load() -> None:
        while waiting and not over.is_set():
            letter = waiting.pop()
            while not over.is_set() and not program.hand_in(letter):
                over.wait(0.02)
            acknowledged.append(letter)

    people = [threading.Thread(target=load, daemon=True) for _ in range(3)]
    for person in people:
        person.start()
    try:
        for number in range(ROUNDS):
            process = program.start()
            wanted = (number + 1) * 20
            _until(lambda wanted=wanted: len(acknowledged) >= wanted, what=f"{wanted} letters are taken")  # type: ignore[misc]
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, program.said()[-4000:]
            assert time.monotonic() - begun <= DRAIN_SECONDS + 1
            check_acknowledged(program.book, [fingerprint(letter) for letter in acknowledged[:wanted]])
            assert program.book.number("SELECT count(*) FROM inbox WHERE lease_until IS NOT NULL") == 0
        process = program.start()
        _until(lambda: not waiting and len(acknowledged) == len(letters), what="every letter is taken")
        _until(lambda: program.book.settled(len(letters)), what="all is done")
        process.terminate()
        assert process.wait(60) == 0
    finally:
        over.set()
        program.end()
    assert program.book.number("SELECT count(*) FROM request") == len(letters)
    assert program.book.number("SELECT max(crashes) FROM inbox") == 0
    assert {code // 100 for code in program.refusals} <= {4}


def test_a_second_daemon_on_the_same_file_refuses_and_names_the_holder(tmp_path: Path, trust: Path) -> None:
    program = Program(tmp_path, trust)
    first = program.start()
    try:
        _until(lambda: program.hand_in(questions(1)[0]), what="the first runs")
        second = program.start()
        assert second.wait(60) == HELD
        assert f"process {first.pid}" in program.said()
        assert first.poll() is None
        first.terminate()
        assert first.wait(60) == 0
        third = program.start()
        _until(lambda: program.hand_in(questions(2)[1]), what="another runs when the first has ended")
        third.terminate()
        assert third.wait(60) == 0
    finally:
        program.end()
