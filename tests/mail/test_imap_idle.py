"""Waiting for news on a real server, and on one that hangs up: what is heard when, and that nothing is touched."""

import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from mailbot.mail.imap import idle as imap_idle
from mailbot.mail.imap.cord import Cord
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.idle import IdleLink
from mailbot.settings.installation import ImapServer, Secret
from tests.support.dovecot import Dovecot
from tests.support.scripted_server import ScriptedServer


def server_of(server: Dovecot | ScriptedServer, account: str) -> ImapServer:
    password = Secret(Dovecot.password, "test")
    return ImapServer("localhost", server.port, "none", account, password, connect_timeout=5, read_timeout=5)


def test_a_mail_that_arrives_is_news_at_once(dovecot: Dovecot, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_idle, "MOST_SECONDS", 3.0)
    dovecot.maildir(account)
    heard: list[float] = []

    def news() -> None:
        heard.append(time.monotonic())
        if len(heard) < 3:
            dovecot.deliver(account, b"Subject: hello\r\n\r\nhello\r\n")

    with IdleLink(server_of(dovecot, account)) as link:
        link.examine()
        link.wait(news, clock=time.monotonic)
    assert len(heard) >= 3  # at the beginning, and for each mail
    assert max(later - earlier for earlier, later in pairwise(heard[:3])) < 2


def test_without_news_it_ends_by_itself(dovecot: Dovecot, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_idle, "MOST_SECONDS", 0.5)
    dovecot.maildir(account)
    heard: list[int] = []
    with IdleLink(server_of(dovecot, account)) as link:
        link.examine()
        begun = time.monotonic()
        for number in range(2):  # the same connection, once more
            link.wait(lambda: heard.append(number), clock=time.monotonic)  # noqa: B023 -- called at once
        assert 0.9 < time.monotonic() - begun < 5
    assert heard == [0, 1]


def idle_server(line: bytes) -> bytes | None:
    """Knows IDLE, and hangs up in the middle of it."""
    tag, _, word = line.rstrip().partition(b" ")
    if word == b"IDLE":
        return None
    said = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n"}.get(word, b"")
    if word.startswith(b"EXAMINE"):
        said = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"
    return said + tag + b" OK done\r\n"


def test_a_server_that_hangs_up_ends_the_wait_and_keeps_no_processor_busy() -> None:
    def hang_up_later(line: bytes) -> bytes | None:
        if line.rstrip().endswith(b" IDLE"):
            link = server.links[-1]
            link.sendall(b"+ idling\r\n")
            time.sleep(0.2)
        return idle_server(line)

    with ScriptedServer(greeting=b"* OK ready\r\n", answer=hang_up_later) as server:
        link = IdleLink(server_of(server, "x"))
        link.examine()
        begun, used = time.monotonic(), time.thread_time()
        with pytest.raises(ImapError) as caught:
            link.wait(lambda: None, clock=time.monotonic)
        assert caught.value.kind == "connection"
        assert time.monotonic() - begun < 4
        assert time.thread_time() - used < 0.2
        link.close()


def test_a_cord_ends_the_wait(dovecot: Dovecot, account: str) -> None:
    dovecot.maildir(account)
    cord = Cord(time.monotonic)
    link = IdleLink(replace(server_of(dovecot, account), read_timeout=60), cord=cord)
    link.examine()
    threading.Timer(0.3, cord.pull, ("the desk stops",)).start()
    begun = time.monotonic()
    with pytest.raises(ImapError):
        link.wait(lambda: None, clock=time.monotonic)
    assert time.monotonic() - begun < 4
    link.close()
    cord.release()
    with pytest.raises(ImapError, match="the desk stops"):
        IdleLink(server_of(dovecot, account), cord=cord)
