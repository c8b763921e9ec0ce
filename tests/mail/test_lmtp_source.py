"""The LMTP door, spoken to by a real client and by hand: one answer for each recipient, on every path."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.mail.smtp.conversation import SEND_A_LINK
from mailbot.mail.smtp.source import SmtpListener
from mailbot.settings.installation import ListenerSettings
from tests.mail.test_smtp_source import NOW, OURS, RAW, Inbox

TOO_LARGE = b"552 5.3.4 larger than the 10 KB we take: " + SEND_A_LINK.encode()
TWO = ["help@kestrel.example", "help@other.example"]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def door(inbox: Inbox) -> Iterator[SmtpListener]:
    with _listening(inbox, ListenerSettings(id="in", protocol="lmtp", port=0, max_bytes=10_000)) as listener:
        yield listener


@contextmanager
def _listening(inbox: Inbox, settings: ListenerSettings) -> Iterator[SmtpListener]:
    listener = SmtpListener(settings, recipients=OURS.get, keep=inbox.keep, now=lambda: NOW, disk_ok=lambda: inbox.room)
    listener.start()
    yield listener
    listener.stop(grace=1)


@contextmanager
def _talking(door: SmtpListener) -> Iterator[Callable[[bytes, int], list[bytes]]]:
    """Say bytes, get so many answers (their last lines)."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=5) as link, link.makefile("rb") as heard:

        def say(text: bytes, answers: int = 1) -> list[bytes]:
            if text:
                link.sendall(text)
            said: list[bytes] = []
            while len(said) < answers:
                line = heard.readline()
                assert line, "the door hung up"
                if line[3:4] != b"-":
                    said.append(line.rstrip())
            return said

        say(b"")
        yield say


def _up_to_data(say: Callable[[bytes, int], list[bytes]]) -> None:
    say(b"LHLO mx\r\n", 1)
    say(b"MAIL FROM:<j@kestrel.example>\r\n", 1)
    for address in TWO:
        assert say(f"RCPT TO:<{address}>\r\n".encode(), 1) == [b"250 2.1.5 OK"]
    assert say(b"RCPT TO:<nobody@kestrel.example>\r\n", 1) == [b"550 5.1.1 no such mailbox here"]
    assert say(b"DATA\r\n", 1)[0].startswith(b"354")


def _still_well(say: Callable[[bytes, int], list[bytes]]) -> None:
    """The next command gets its own answer and nothing that was left over."""
    assert say(b"NOOP\r\n", 1) == [b"250 2.0.0 OK"]


def test_a_mail_gets_one_answer_for_each_recipient_that_was_accepted(door: SmtpListener, inbox: Inbox) -> None:
    with _talking(door) as say:
        _up_to_data(say)
        assert say(RAW + b".\r\n", 2) == [b"250 2.0.0 kept"] * 2
        _still_well(say)
    (deliveries,) = inbox.calls
    assert [(one.trust, one.mailbox, one.raw) for one in deliveries] == [
        ("demo", "kestrel", RAW),
        ("other", "main", RAW),
    ]


def test_two_recipients_of_one_mailbox_get_an_answer_each(door: SmtpListener, inbox: Inbox) -> None:
    with _talking(door) as say:
        say(b"LHLO mx\r\n", 1)
        text = b"MAIL FROM:<>\r\nRCPT TO:<help@kestrel.example>\r\nRCPT TO:<help+x@kestrel.example>\r\nDATA\r\n"
        assert [answer[:3] for answer in say(text, 4)] == [b"250", b"250", b"250", b"354"]  # pipelined
        assert say(RAW + b".\r\n", 2) == [b"250 2.0.0 kept"] * 2
    (deliveries,) = inbox.calls
    assert [one.envelope_to for one in deliveries] == [("help@kestrel.example", "help+x@kestrel.example")]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (
            b"x" * 900 + b"\r\n",
            TOO_LARGE,
        ),
        (b"x" * 3_000 + b"\r\n", b"554 5.6.0 a line of the message is too long"),
        (b"bare\nline\r\n", b"554 5.6.0 a bare CR or LF in the message"),
        (b"nul\0\r\n", b"554 5.6.0 a NUL in the message"),
    ],
    ids=["too much", "long line", "bare line end", "nul"],
)
def test_a_refusal_is_said_to_each_recipient(door: SmtpListener, inbox: Inbox, content: bytes, answer: bytes) -> None:
    times = 20 if answer.startswith(b"552") else 1
    with _talking(door) as say:
        _up_to_data(say)
        assert say(content * times + b".\r\n", 2) == [answer] * 2
        _still_well(say)
    assert not inbox.calls


def test_trouble_of_ours_is_a_4xx_for_each_recipient_and_tells_nothing(door: SmtpListener, inbox: Inbox) -> None:
    inbox.trouble = RuntimeError("secret detail")
    with _talking(door) as say:
        _up_to_data(say)
        assert say(RAW + b".\r\n", 2) == [b"451 4.3.0 cannot keep mail now, try again later"] * 2
        inbox.room = False
        assert say(b"MAIL FROM:<j@kestrel.example>\r\n", 1) == [b"452 4.3.1 not enough storage, try again later"]
        inbox.room, inbox.trouble = True, None
        _still_well(say)
        _up_to_data(say)
        assert say(RAW + b".\r\n", 2) == [b"250 2.0.0 kept"] * 2


def test_what_breaks_before_anything_is_kept_is_a_4xx_for_each_recipient(inbox: Inbox) -> None:
    asked = []

    def recipients(address: str) -> tuple[str, str] | None:
        asked.append(address)
        if len(asked) > 3:
            raise RuntimeError("secret detail")
        return OURS.get(address)

    settings = ListenerSettings(id="in", protocol="lmtp", port=0)
    listener = SmtpListener(settings, recipients=recipients, keep=inbox.keep, now=lambda: NOW, disk_ok=lambda: True)
    listener.start()
    try:
        with _talking(listener) as say:
            _up_to_data(say)
            assert say(RAW + b".\r\n", 2) == [b"451 4.3.0 cannot keep mail now, try again later"] * 2
            _still_well(say)
    finally:
        listener.stop(grace=1)


def test_without_an_accepted_recipient_the_content_is_refused_once(door: SmtpListener) -> None:
    with _talking(door) as say:
        say(b"LHLO mx\r\n", 1)
        say(b"MAIL FROM:<j@kestrel.example>\r\n", 1)
        say(b"RCPT TO:<nobody@kestrel.example>\r\n", 1)
        assert say(b"DATA\r\n", 1) == [b"503 5.0.0 Error: need RCPT command"]
        _still_well(say)


def test_who_speaks_smtp_is_told_so(door: SmtpListener) -> None:
    with _talking(door) as say:
        for greeting in (b"HELO x\r\n", b"EHLO x\r\n"):
            assert say(greeting, 1) == [b"500 5.5.1 this is LMTP, say LHLO"]


def test_a_real_client_delivers_by_a_unix_socket(inbox: Inbox, tmp_path: Path) -> None:
    path = str(tmp_path / "lmtp")
    settings = replace(ListenerSettings(id="in", protocol="lmtp"), host=path)
    with _listening(inbox, settings), smtplib.LMTP(path) as client:
        client.ehlo()  # says LHLO
        client.mail("jane@kestrel.example")
        codes = [client.rcpt(address)[0] for address in (*TWO, "nobody@kestrel.example")]
        # smtplib reads one answer to the content, RFC 2033 sends two
        assert [*codes, client.data(RAW)[0], client.getreply()[0]] == [250, 250, 550, 250, 250]
        assert client.has_extn("pipelining")
        assert client.has_extn("enhancedstatuscodes")
    assert [one.mailbox for one in inbox.calls[0]] == ["kestrel", "main"]
