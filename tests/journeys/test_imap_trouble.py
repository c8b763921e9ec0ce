"""Mail servers that fail: killed, cut off, silent, refusing. Nothing is lost or doubled, and nobody else waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from mailbot.daemon import polling
from mailbot.mail.imap import fetch as imap_fetch
from mailbot.settings.installation import Secret, Settings
from mailbot.store.errors import DatabaseUnavailable
from mailbot.store.flow.cursors import Cursors
from tests.journeys.conftest import OpenPolled
from tests.journeys.field.cutting_proxy import CuttingProxy
from tests.journeys.field.letters import JANE, TOM, TOMASZ, UNANSWERED, Question
from tests.journeys.field.polled import BRACKEN, KESTREL, Polled, Way
from tests.journeys.field.wait import until
from tests.support.dovecot import Dovecot
from tests.support.scripted_server import ScriptedServer

MANY = 60


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed visit is tried again after a second at first, not after five."""
    monkeypatch.setattr(polling, "FIRST_PAUSE", 1.0)


def many_ask(polled: Polled, *, size: int = 0) -> None:
    for number in range(MANY):
        who = Address("", f"person{number}@kestrelpark.example")
        polled.asks(who, Question(f"Trombone {number}", f"{UNANSWERED.text}\n{'x ' * (size // 2)}"))


def all_asked_once(polled: Polled) -> None:
    until(lambda: polled.desk.rows("SELECT count(*) FROM request") == [(MANY,)], "every mail a request", seconds=40)
    polled.visited()
    polled.desk.settle()
    requests = polled.desk.rows("SELECT subject FROM request")
    assert sorted(requests) == sorted((f"Trombone {number}",) for number in range(MANY))
    assert polled.desk.rows("SELECT count(*) FROM entry WHERE kind = 'message'") == [(MANY,)]


@pytest.mark.parametrize("after", ["flag", "move"])
def test_a_connection_cut_in_the_middle_of_every_fetch_loses_and_doubles_nothing(
    open_polled: OpenPolled, dovecot: Dovecot, after: str
) -> None:
    with CuttingProxy(dovecot.port) as proxy:
        polled = open_polled({KESTREL: Way(port=proxy.port, after=after)})
        polled.start()
        proxy.cut_after(40_000)  # each connection dies within some dozen mails
        many_ask(polled, size=1500)
        until(lambda: proxy.cuts >= 2, "two connections cut")
        proxy.cut_after(None)
        all_asked_once(polled)
        polled.desk.stop()


def test_a_server_killed_under_load_and_back_loses_and_doubles_nothing(open_polled: OpenPolled) -> None:
    with Dovecot(tls=False) as server:
        polled = open_polled({KESTREL: Way(after="move")}, server=server)
        polled.start()
        many_ask(polled)
        until(lambda: polled.desk.rows("SELECT id FROM inbox"), "the first mails")
        server.kill()
        many = polled.desk.rows("SELECT count(*) FROM inbox")
        until(lambda: polled.desk.rows("SELECT failures FROM mailbox_health WHERE failures > 0"), f"unhealthy {many}")
        server.start()
        all_asked_once(polled)
        until(lambda: polled.flags() == [], "all moved away")
        polled.desk.stop()


def test_a_wrong_password_stops_that_mailbox_alone_and_heals(open_polled: OpenPolled) -> None:
    with Dovecot(tls=False) as server:
        polled = open_polled({KESTREL: Way(), BRACKEN: Way()}, server=server)
        polled.start()
        polled.desk.stop()
        polled.desk.settings = with_password(polled.desk.settings, KESTREL, "changed")
        polled.desk.start()
        polled.asks(JANE, UNANSWERED)
        polled.asks(TOM, UNANSWERED, box=BRACKEN)
        polled.desk.mail_to(TOM)
        until(lambda: polled.desk.rows("SELECT failures FROM mailbox_health WHERE failures > 1"), "tried again")
        bad, good = polled.health(), polled.health(BRACKEN)
        assert (good["failing_since"], good["failures"]) == (None, 0)
        assert bad["failing_since"]
        assert "AUTHENTICATIONFAILED" in bad["why"].upper()
        assert "changed" not in bad["why"]
        # somebody gives the account the password that we have
        config = server.folder / "dovecot.conf"
        config.write_text(config.read_text().replace(f"args = password={server.password}", "args = nopassword=y"))
        server.restart()
        assert polled.desk.mail_to(JANE)
        until(lambda: not polled.desk.rows("SELECT 1 FROM mailbox_health WHERE failures > 0"), "healthy again")
        assert polled.health()["failing_since"] is None
        polled.desk.stop()


def with_password(settings: Settings, box: str, password: str) -> Settings:
    """The installation with another password for one mailbox."""
    mailbox = settings.mailboxes[box]
    assert mailbox.imap is not None
    wrong = replace(mailbox, imap=replace(mailbox.imap, password=Secret(password, "test")))
    return replace(settings, mailboxes={**settings.mailboxes, box: wrong})


@contextmanager
def silent_servers(count: int) -> Iterator[list[int]]:
    """Servers that greet, and then never say a word."""
    servers = [ScriptedServer(greeting=b"* OK ready\r\n", answer=lambda _line: b"") for _ in range(count)]
    try:
        for server in servers:
            server.__enter__()
        yield [server.port for server in servers]
    finally:
        for server in servers:
            server.__exit__(None, None, None)


def test_silent_and_dead_servers_delay_nobody_elses_mailbox(
    open_polled: OpenPolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(
        polling, "LONGEST_PAUSE", 0.1
    )  # the dead ones are due again at once, more than there are threads
    with silent_servers(4) as ports:
        ways = {
            box: Way(port=port)
            for box, port in zip(("central", "oakfold", "millrace", "pippin-lane"), ports, strict=True)
        }
        polled = open_polled({**ways, "tamsel-high": Way(port=1), BRACKEN: Way()}, read_timeout=2)
        polled.desk.start()
        until(lambda: len(polled.desk.rows("SELECT 1 FROM mailbox_health WHERE failures > 0")) == 5, "all five failed")
        slowest = 0.0
        for number in range(3):
            begun = time.monotonic()
            polled.asks(Address("", f"p{number}@brackenridge.example"), UNANSWERED, box=BRACKEN)
            expected = number + 1
            until(lambda: polled.desk.rows("SELECT count(*) FROM inbox") == [(expected,)], "the mail")  # noqa: B023
            slowest = max(slowest, time.monotonic() - begun)
        assert slowest < 3
        polled.desk.stop()


def test_a_mail_that_cannot_be_fetched_stops_no_other_is_tried_again_and_then_shown(polled: Polled) -> None:
    polled.desk.stop()
    for number in range(3):
        polled.asks(JANE, Question(f"Trombone {number}", UNANSWERED.text))
    bad = _hidden(polled, b"Subject: Trombone 1")
    polled.start()
    assert [one.subject for one in polled.desk.requests()] == ["Trombone 0", "Trombone 2"]
    assert polled.mailbot("status")["inbox"]["fetch_failed"] == 1
    for _ in range(9):
        polled.desk.later(hours=3)
        polled.visited()
        polled.visited()
    [given_up] = polled.mailbot("quarantine", "list")
    assert given_up["fetched"] is False
    # the server is mended, and the operator asks for it again
    bad.chmod(0o600)
    polled.mailbot_says("quarantine", "retry", str(given_up["id"]))
    until(lambda: len(polled.desk.requests()) == 3, "the mail that was given up")
    assert polled.mailbot("quarantine", "list") == []


def test_one_that_failed_before_the_server_renumbered_is_read_under_its_new_number_and_shown(polled: Polled) -> None:
    polled.desk.stop()
    polled.asks(JANE, UNANSWERED)
    bad = _hidden(polled, b"Subject: Trombone")
    polled.start()
    until(lambda: polled.desk.rows("SELECT 1 FROM inbox WHERE state = 'fetch_failed'"), "a failed one")
    polled.desk.stop()
    bad.chmod(0o600)
    polled.renumber()
    polled.start()
    polled.visited()
    assert polled.desk.request().state == "open"
    assert polled.desk.rows("SELECT state FROM inbox ORDER BY id") == [("quarantined",), ("done",)]


def test_of_a_mail_over_the_cap_the_beginning_is_kept_and_it_is_said(
    polled: Polled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_fetch, "MAX_MAIL", 50_000)
    monkeypatch.setattr(imap_fetch, "BEGINNING", 5_000)
    polled.asks(JANE, Question("Big", f"{UNANSWERED.text}\n" + "lorem ipsum " * 6_000))
    told = polled.desk.mail_to(TOMASZ)
    assert told.says("trombone")
    assert told.says("only its beginning")
    [(size,)] = polled.desk.rows("SELECT full_size FROM inbox")
    assert size > 50_000
    assert polled.desk.request().state == "open"


def test_the_database_away_for_a_moment_does_not_stop_the_visits(
    polled: Polled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Cursors, "keep", away)
        polled.asks(JANE, UNANSWERED)
        until(lambda: polled.flags() == [set()], "the mail")
        polled.desk.settle()
        until(lambda: polled.desk.running.polling._due and _resting(polled), "a visit that failed")
    assert polled.desk.mail_to(TOMASZ)


def _resting(polled: Polled) -> bool:
    due = [when for when, _ in polled.desk.running.polling._due]
    return any(when > time.monotonic() + 0.5 for when in due)


def _hidden(polled: Polled, words: bytes) -> Path:
    """Make the server unable to hand out the one mail with these words; it stays in the folder."""
    polled.opened()
    bad = polled.file_of(KESTREL, containing=words)
    bad.chmod(0)
    return bad
