"""`mailbot backfill`: a mailbox's history becomes closed requests beside the running desk, and nobody hears of it."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.points import HISTORY
from tests.journeys.conftest import OpenPolled
from tests.journeys.field.desk import ADDRESSES
from tests.journeys.field.letters import JANE, OLU, TOMASZ, UNANSWERED, Question, new_mail, with_header
from tests.journeys.field.polled import KESTREL, Polled, Way
from tests.journeys.field.wait import until

LONG_AGO = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def _old(polled: Polled, subject: str, *, days: int = 0, headers: dict[str, str] | None = None) -> bytes:
    at = LONG_AGO + timedelta(days=days)
    raw = new_mail(JANE, to=ADDRESSES[KESTREL], about=Question(subject, UNANSWERED.text), at=at)
    for name, value in (headers or {}).items():
        raw = with_header(raw, name, value)
    polled.puts(raw, received=at)
    return raw


def _message_id(raw: bytes) -> str:
    line = next(line for line in raw.splitlines() if line.lower().startswith(b"message-id:"))
    return line.split(b":", 1)[1].strip().decode()


@pytest.fixture
def with_history(open_polled: OpenPolled) -> Polled:
    """A desk that came to a mailbox with five old mails: two matters, one of them in two mails, a machine, a secret."""
    polled = open_polled({KESTREL: Way(after="move")})
    first = _old(polled, "Trombone")
    _old(polled, "Re: Trombone", days=1, headers={"In-Reply-To": _message_id(first), "References": _message_id(first)})
    _old(polled, "Tuba", days=2)
    _old(polled, "Automatic reply: Tuba", days=2, headers={"Auto-Submitted": "auto-replied"})
    _old(polled, "Too old", days=-30)
    polled.start()
    return polled


def test_old_mail_becomes_closed_requests_and_nobody_is_answered(with_history: Polled) -> None:
    polled = with_history
    said = polled.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    assert said.startswith("4 mails filed")
    trombone, tuba = polled.desk.requests()
    assert [(one.subject, one.state, one.outcome) for one in (trombone, tuba)] == [
        ("Trombone", "closed", "history"),
        ("Tuba", "closed", "history"),
    ]
    assert len(trombone.entries) == 2
    assert polled.desk.rows("SELECT opened_at FROM request ORDER BY number")[0][0].startswith("2026-10-05 09:30")
    polled.desk.settle()
    assert polled.desk.sink.mails == []
    assert polled.desk.rows("SELECT count(*) FROM timer WHERE subject_kind = 'request'") == [(0,)]
    assert polled.flags() == [set()] * 5, "the mailbox was only read"
    assert polled.flags(folder="Mailbot/Processed") == []


def test_a_second_run_files_nothing_twice(with_history: Polled) -> None:
    with_history.mailbot_says("backfill", KESTREL, "--since", "2026-10-06")
    said = with_history.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    assert said == "1 mail filed, 3 known before\n"
    again = with_history.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    assert again == "0 mails filed, 4 known before\n"


_KILLED = """
import os, signal, sys
from mailbot import fault
from mailbot.cli.main import main
fault.install(lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == sys.argv[1] else None)
main(sys.argv[2:])
"""


@pytest.mark.parametrize("point", sorted(HISTORY))
def test_killed_on_the_way_nothing_is_lost_or_doubled(with_history: Polled, point: str) -> None:
    polled = with_history
    words = ("backfill", "--config", str(polled.desk.config), KESTREL, "--since", "2026-10-01")
    command = [sys.executable, "-c", _KILLED, point, *words]
    killed = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    polled.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    polled.desk.write("UPDATE inbox SET lease_until = '2026-01-01 00:00:00.000000' WHERE lease_until IS NOT NULL")
    until(lambda: polled.desk.rows("SELECT count(*) FROM inbox WHERE state = 'filed'") == [(4,)], "all filed")
    assert [(one.subject, len(one.entries)) for one in polled.desk.requests()] == [("Trombone", 2), ("Tuba", 1)]
    assert polled.desk.sink.mails == []


def test_mail_of_today_is_the_desks_own(with_history: Polled) -> None:
    polled = with_history
    polled.asks(OLU, UNANSWERED)
    polled.desk.mail_to(TOMASZ)
    polled.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    assert sorted(one.state for one in polled.desk.requests()) == ["closed", "closed", "open"]


def test_what_came_before_the_desk_saw_that_its_folder_is_renumbered_is_answered_and_not_filed(
    with_history: Polled,
) -> None:
    polled = with_history
    polled.visited()
    polled.desk.stop()
    polled.asks(OLU, UNANSWERED)
    polled.renumber()
    command = [sys.executable, "-m", "mailbot", "backfill", "--config", str(polled.desk.config)]
    done = subprocess.run(
        [*command, KESTREL, "--since", "2026-10-01"], capture_output=True, text=True, timeout=30, check=False
    )
    polled.desk.start()
    polled.desk.mail_to(TOMASZ)
    assert (done.returncode, "has renumbered 'INBOX'" in done.stderr) == (1, True)
    assert [one.state for one in polled.desk.requests()] == ["open"]


def test_a_reply_to_what_was_filed_opens_a_linked_request(with_history: Polled) -> None:
    polled = with_history
    polled.mailbot_says("backfill", KESTREL, "--since", "2026-10-01")
    tuba = next(one for one in polled.desk.requests() if one.subject == "Tuba")
    old = polled.desk.rows("SELECT message_id FROM message WHERE subject = 'Tuba'")[0][0]
    raw = new_mail(JANE, to=ADDRESSES[KESTREL], about=Question("Re: Tuba", "It is broken again."), at=polled.desk.now)
    polled.puts(with_header(raw, "In-Reply-To", f"<{old}>"))
    polled.desk.mail_to(TOMASZ)
    assert [one.linked_to for one in polled.desk.requests() if one.state == "open"] == [tuba.number]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--since", "2026-10-01"), "there is no mailbox 'nowhere'"),
        (("central", "--since", "2026-10-01"), "has no history to read"),
        ((KESTREL, "--since", "2999-01-01"), "lies in the future"),
        ((KESTREL, "--since", "last week"), "is no day; write 2026-09-01"),
    ],
)
def test_what_cannot_be_done_is_said(with_history: Polled, words: tuple[str, ...], said: str) -> None:
    command = [sys.executable, "-m", "mailbot", "backfill", "--config", str(with_history.desk.config), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode in (1, 2)
    assert said in done.stderr
