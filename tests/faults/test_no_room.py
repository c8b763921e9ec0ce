"""SQLite full, on a full disk, or locked by another process: nothing is acknowledged, and all resumes by itself.

Senders see 4xx only, a polled mailbox is left as it is, and no attempt is counted against a message.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.child import FULL, UNLIMITED
from tests.faults.desk import fingerprint
from tests.faults.mailbox import Mailbox
from tests.faults.scenario import Deaths, Place, Run, Shape, running
from tests.faults.stream import Letter, heavy_questions
from tests.faults.test_kill_polled import CONTACT
from tests.support.dovecot import Dovecot

pytestmark = pytest.mark.slow

REFUSALS = 12
BUSY = {"engine.BUSY_SECONDS": 0.5}


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that the tests of this file share."""
    with Dovecot(tls=False) as server:
        yield server


def _mailbox(place: Place, dovecot: Dovecot) -> Mailbox:
    return Mailbox(dovecot, f"{place.folder.name}-room@kestrel.example", after="move")


def _trouble_and_its_end(run: Run, mailbox: Mailbox, *, begin: object, end: object) -> None:
    """Load before, during and after the trouble; `begin` and `end` are called."""
    assert callable(begin)
    assert callable(end)
    before, during, polled, after = _four(heavy_questions(24))
    run.until(CONTACT, what="first contact")
    run.play(before)
    begin()
    run.expect(during)
    jobs = run.desk.begin_to_send(during)
    mailbox.fill(run, polled)
    run.desk.until(lambda: len(run.desk.refusals) >= REFUSALS, what="senders are refused")
    kept = [one for one in mailbox.acknowledged() if not run.book.holds(one)]
    assert kept == [], "moved and not in the database"
    assert all(run.book.holds(fingerprint(letter)) for letter in before)
    end()
    run.desk.taken(jobs)
    run.play(after)
    run.until("SELECT count(*) = 0 FROM inbox WHERE acknowledged_at IS NULL AND uid IS NOT NULL", what="all is moved")
    assert {code // 100 for code in run.desk.refusals} == {4}, run.desk.refusals
    assert run.book.number("SELECT max(attempts) FROM inbox") == 1, "an attempt was counted"
    assert run.book.number("SELECT max(crashes) FROM inbox") == 0
    assert set(mailbox.acknowledged()) == {fingerprint(letter) for letter in polled}
    run.check(copies=0)


def _four(letters: Sequence[Letter]) -> tuple[list[Letter], ...]:
    part = len(letters) // 4
    return tuple(list(letters[n * part : (n + 1) * part]) for n in range(4))


def test_a_full_database_refuses_for_now_and_resumes(sqlite: Place, dovecot: Dovecot) -> None:
    mailbox = _mailbox(sqlite, dovecot)
    with running(sqlite, Deaths(), Shape(imap=mailbox.imap, acknowledged=mailbox.acknowledged)) as run:
        _trouble_and_its_end(run, mailbox, begin=lambda: run.desk.tell(FULL), end=lambda: run.desk.tell(UNLIMITED))


def test_a_database_locked_by_another_process_refuses_for_now_and_resumes(sqlite: Place, dovecot: Dovecot) -> None:
    mailbox = _mailbox(sqlite, dovecot)
    shape = Shape(imap=mailbox.imap, acknowledged=mailbox.acknowledged, constants=BUSY)
    with (
        running(sqlite, Deaths(), shape) as run,
        closing(sqlite3.connect(sqlite.folder / "mailbot.db", isolation_level=None, timeout=30)) as other,
    ):
        _trouble_and_its_end(
            run,
            mailbox,
            begin=lambda: other.execute("BEGIN IMMEDIATE"),
            end=lambda: other.execute("ROLLBACK"),
        )


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=False, capture_output=True, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_refuses_for_now_and_resumes(sqlite: Place, dovecot: Dovecot) -> None:
    mailbox = _mailbox(sqlite, dovecot)
    disk = sqlite.folder / "disk"
    filler = disk / "filler"

    def fill() -> None:
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    with _small_disk(disk):
        place = Place(disk, f"sqlite:///{disk}/mailbot.db", sqlite.trust)
        (disk / "mailbot.db").write_bytes((sqlite.folder / "mailbot.db").read_bytes())
        with running(place, Deaths(), Shape(imap=mailbox.imap, acknowledged=mailbox.acknowledged)) as run:
            _trouble_and_its_end(run, mailbox, begin=fill, end=filler.unlink)
