"""The listener, spoken to by real clients and by hand: what it takes, refuses and never says."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.model.message import Delivery
from mailbot.mail.smtp.conversation import fault_of_content
from mailbot.mail.smtp.source import ListenError, SmtpListener
from mailbot.settings.installation import AuthProfile, ListenerSettings, Secret
from mailbot.settings.servers import is_local
from tests.support.machine import Certificate

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS = {
    "help@kestrel.example": ("demo", "kestrel"),
    "help@bracken.example": ("demo", "bracken"),
    "help@other.example": ("other", "main"),
}
RAW = b"From: jane@kestrel.example\r\nSubject: hello\r\n\r\nhello\r\n"


@dataclass
class Inbox:
    """What was kept, one entry a call; `trouble` is raised instead."""

    calls: list[list[Delivery]] = field(default_factory=list)
    trouble: Exception | None = None
    room: bool = True
    wait: threading.Event | None = None
    entered: threading.Event = field(default_factory=threading.Event)

    def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Keep, or fail, or take one's time."""
        self.entered.set()
        if self.wait is not None:
            self.wait.wait(10)
        if self.trouble is not None:
            raise self.trouble
        self.calls.append(list(deliveries))


Start = Callable[..., SmtpListener]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def start(inbox: Inbox) -> Iterator[Start]:
    """Start listeners that are stopped after the test."""
    running: list[SmtpListener] = []

    def begin(**settings: Any) -> SmtpListener:
        listener = SmtpListener(
            replace(ListenerSettings(id="main", port=0), **settings),
            recipients=OURS.get,
            keep=inbox.keep,
            now=lambda: NOW,
            disk_ok=lambda: inbox.room,
        )
        listener.start()
        running.append(listener)
        return listener

    yield begin
    for listener in running:
        listener.stop(grace=1)


def client(listener: SmtpListener) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", listener.port, timeout=5)


@contextmanager
def by_hand(listener: SmtpListener) -> Iterator[Callable[[bytes], bytes]]:
    """Say bytes, get the next answer line(s)."""
    with socket.create_connection(("127.0.0.1", listener.port), timeout=5) as link, link.makefile("rb") as answers:

        def say(text: bytes) -> bytes:
            if text:
                link.sendall(text)
            said = b""
            while True:
                line = answers.readline()
                said += line
                if line[3:4] != b"-":
                    return said

        say(b"")
        yield say


def up_to_data(listener: SmtpListener) -> AbstractContextManager[Callable[[bytes], bytes]]:
    @contextmanager
    def conversation() -> Iterator[Callable[[bytes], bytes]]:
        with by_hand(listener) as say:
            for line in (b"EHLO x", b"MAIL FROM:<j@kestrel.example>", b"RCPT TO:<help@kestrel.example>", b"DATA"):
                say(line + b"\r\n")
            yield say

    return conversation()


def test_a_mail_is_kept_with_its_envelope_and_then_answered_250(start: Start, inbox: Inbox) -> None:
    with client(start()) as smtp:
        smtp.sendmail("jane@kestrel.example", ["Help+Tok3n@kestrel.example"], RAW)
    assert inbox.calls == [
        [
            Delivery(
                raw=RAW,
                trust="demo",
                mailbox="kestrel",
                received_at=NOW,
                envelope_from="jane@kestrel.example",
                envelope_to=("Help+Tok3n@kestrel.example",),
                listener="main",
            )
        ]
    ]


def test_one_mail_for_three_mailboxes_is_kept_in_one_call(start: Start, inbox: Inbox) -> None:
    with client(start()) as smtp:
        smtp.sendmail("", [*OURS, "help+x@bracken.example"], RAW)
    (deliveries,) = inbox.calls
    assert [(d.trust, d.mailbox, d.envelope_to) for d in deliveries] == [
        ("demo", "kestrel", ("help@kestrel.example",)),
        ("demo", "bracken", ("help@bracken.example", "help+x@bracken.example")),
        ("other", "main", ("help@other.example",)),
    ]
    assert {delivery.envelope_from for delivery in deliveries} == {""}


def test_strangers_are_refused_at_rcpt_and_nothing_is_relayed(start: Start, inbox: Inbox) -> None:
    with client(start()) as smtp:
        smtp.ehlo()
        smtp.mail("jane@kestrel.example")
        answers = [smtp.rcpt(to)[0] for to in ("x@gmail.example", "nobody@kestrel.example", "help", "help@kestrel")]
        assert answers == [550, 550, 550, 550]
        assert smtp.docmd("DATA")[0] == 503
        assert smtp.docmd("VRFY", "help@kestrel.example")[0] == 252
    assert inbox.calls == []


@pytest.mark.parametrize(
    "trouble", [OSError(28, "No space left on device"), RuntimeError("secret detail"), KeyError(1)]
)
def test_what_cannot_be_kept_is_answered_451_without_a_reason(start: Start, inbox: Inbox, trouble: Exception) -> None:
    inbox.trouble = trouble
    with client(start()) as smtp, pytest.raises(smtplib.SMTPDataError) as caught:
        smtp.sendmail("jane@kestrel.example", ["help@kestrel.example"], RAW)
    assert caught.value.smtp_code == 451
    assert caught.value.smtp_error == b"4.3.0 cannot keep mail now, try again later"


def test_when_keeping_used_up_the_room_the_answer_is_452(start: Start, inbox: Inbox) -> None:
    with up_to_data(start()) as say:
        inbox.room, inbox.trouble = False, OSError(28, "No space left on device")
        assert say(b"hello\r\n.\r\n").startswith(b"452")


def test_a_handler_that_breaks_answers_451(inbox: Inbox) -> None:
    def broken(_: str) -> None:
        raise OSError(28, "No space left on device")

    listener = SmtpListener(
        ListenerSettings(id="main", port=0), recipients=broken, keep=inbox.keep, now=lambda: NOW, disk_ok=lambda: True
    )
    listener.start()
    try:
        with client(listener) as smtp:
            smtp.ehlo()
            smtp.mail("a@b.example")
            assert smtp.rcpt("help@kestrel.example") == (451, b"4.3.0 cannot keep mail now, try again later")
    finally:
        listener.stop()


def test_without_room_the_answer_is_452_and_comes_back_by_itself(start: Start, inbox: Inbox) -> None:
    inbox.room = False
    with client(start()) as smtp:
        smtp.ehlo()
        assert smtp.mail("jane@kestrel.example")[0] == 452
        inbox.room = True
        smtp.sendmail("jane@kestrel.example", ["help@kestrel.example"], RAW)
    assert len(inbox.calls) == 1


END_OF_DATA = {
    "LF.LF": b"\n.\n",
    "LF.CRLF": b"\n.\r\n",
    "CRLF.LF": b"\r\n.\n",
    "CR.CR": b"\r.\r",
    "CRLF.CR": b"\r\n.\r",
    "CR.CRLF": b"\r.\r\n",
    "CRCRLF.CRCRLF": b"\r\r\n.\r\r\n",
    "LF.CR": b"\n.\r",
    "NUL.CRLF": b"\r\n\0.\r\n",
    "CRCRLF.CRLF": b"\r\r\n.\r\n",
}
SECOND = b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<help@kestrel.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n.\r\n"


@pytest.mark.parametrize("end", END_OF_DATA.values(), ids=END_OF_DATA)
def test_no_second_mail_is_smuggled_in(start: Start, inbox: Inbox, end: bytes) -> None:
    with up_to_data(start()) as say:
        # The tenth really is CRLF.CRLF behind a bare CR: the mail ends there, and is refused for the CR.
        assert say(b"Subject: a\r\n\r\nhello" + end + SECOND).startswith(b"554")
    assert not [call for call in inbox.calls if b"hello" in call[0].raw]
    if end != END_OF_DATA["CRCRLF.CRLF"]:
        assert inbox.calls == []


@pytest.mark.parametrize("body", [b"a\nb", b"a\rb", b"a\0b", b"\n", b"a\r\r\nb"])
def test_bare_line_ends_and_nul_are_refused(start: Start, inbox: Inbox, body: bytes) -> None:
    assert fault_of_content(body + b"\r\n") is not None
    with up_to_data(start()) as say:
        assert say(body + b"\r\n.\r\n").startswith(b"554")
    assert inbox.calls == []


def test_a_line_too_long_is_554_and_a_mail_too_big_552(start: Start, inbox: Inbox) -> None:
    listener = start(max_bytes=20_000)
    with up_to_data(listener) as say:
        assert say(b"x" * 5000 + b"\r\n.\r\n").startswith(b"554")
    with up_to_data(listener) as say:
        assert say(b"x\r\n" * 9000 + b".\r\n").startswith(b"552")
    with client(listener) as smtp:
        smtp.ehlo()
        assert smtp.esmtp_features["size"] == "20000"
        told = b"5.3.4 larger than the 20 KB we take: put large files into OneDrive or Google Drive and send the link"
        assert smtp.mail("a@b.example", ["SIZE=30000"]) == (552, told)
    assert inbox.calls == []


def test_no_more_than_a_hundred_recipients(start: Start) -> None:
    with client(start()) as smtp:
        smtp.ehlo()
        smtp.mail("a@b.example")
        codes = [smtp.rcpt(f"help+{number}@kestrel.example")[0] for number in range(102)]
    assert codes == [250] * 100 + [452] * 2


def test_too_many_connections_are_sent_away_with_421(start: Start) -> None:
    listener = start(max_connections=4)
    with client(listener), client(listener), pytest.raises(smtplib.SMTPConnectError) as caught:
        client(listener)
    assert caught.value.smtp_code == 421
    with client(listener) as smtp:
        assert smtp.noop()[0] == 250


LOGINS = {"school": Secret("right", "test")}


def test_three_wrong_passwords_end_the_connection(start: Start) -> None:
    with by_hand(start(logins=LOGINS)) as say:
        say(b"EHLO x\r\n")
        answers = [say(b"AUTH PLAIN AHNjaG9vbAB3cm9uZw==\r\n")[:3] for _ in range(4)]
    assert answers == [b"535", b"535", b"535", b"421"]


@pytest.mark.parametrize(
    ("kind", "logs_in", "networks", "vouched"),
    [
        ("trusted_peers", True, (), True),
        ("trusted_peers", False, (), False),
        ("trusted_peers", False, ("127.0.0.0/8",), True),
        ("trusted_peers", False, ("10.0.0.0/8", "::1/128"), False),
        ("none", True, ("127.0.0.0/8",), False),
    ],
)
def test_only_trusted_peers_vouch(
    start: Start, inbox: Inbox, kind: str, logs_in: bool, networks: tuple[str, ...], vouched: bool
) -> None:
    profile = AuthProfile(kind=kind, networks=networks)  # type: ignore[arg-type]  # one of the literals above
    with client(start(logins=LOGINS, auth=profile)) as smtp:
        if logs_in:
            smtp.login("school", "right")
        smtp.sendmail("jane@kestrel.example", ["help@kestrel.example"], RAW)
    assert inbox.calls[0][0].vouched is vouched


def test_auth_in_clear_is_offered_on_this_machine_alone(certificate: Certificate, inbox: Inbox) -> None:
    def build(**settings: Any) -> SmtpListener:
        return SmtpListener(
            replace(ListenerSettings(id="main", host="0.0.0.0", port=0), **settings),  # noqa: S104 -- the point
            recipients=OURS.get,
            keep=inbox.keep,
            now=lambda: NOW,
            disk_ok=lambda: True,
        )

    with pytest.raises(ValueError, match="cert_file"):
        build(logins=LOGINS)
    listener = build(logins=LOGINS, cert_file=certificate.cert, key_file=certificate.key)
    listener.start()
    try:
        with client(listener) as smtp:
            smtp.ehlo()
            assert not smtp.has_extn("auth")
            assert smtp.docmd("AUTH", "PLAIN AHNjaG9vbAByaWdodA==")[0] == 538
            smtp.starttls(context=ssl.create_default_context(cafile=certificate.cert))
            smtp.login("school", "right")
    finally:
        listener.stop()


def test_without_logins_auth_is_not_offered(start: Start) -> None:
    with client(start()) as smtp:
        smtp.ehlo()
        assert not smtp.has_extn("auth")


def test_commands_glued_behind_starttls_are_not_obeyed(start: Start, inbox: Inbox, certificate: Certificate) -> None:
    listener = start(cert_file=certificate.cert, key_file=certificate.key)
    context = ssl.create_default_context(cafile=certificate.cert)
    glued = b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<help@kestrel.example>\r\n"
    with socket.create_connection(("127.0.0.1", listener.port), timeout=5) as link:
        link.recv(1000)
        link.sendall(glued)
        assert link.recv(1000).startswith(b"220")
        try:
            with context.wrap_socket(link, server_hostname="localhost") as secure:
                secure.sendall(b"DATA\r\n")
                assert secure.recv(1000).startswith(b"503")
        except OSError:
            pass  # the handshake failed: just as well
    assert inbox.calls == []


def test_a_port_in_use_is_said_in_a_sentence(start: Start) -> None:
    taken = start()
    with pytest.raises(ListenError, match=r"main cannot listen on 127\.0\.0\.1:\d+: another program listens there"):
        start(port=taken.port)


def test_a_unix_socket_serves_too(start: Start, tmp_path: Path) -> None:
    start(host=str(tmp_path / "in.sock"))
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(tmp_path / "in.sock"))
        assert link.recv(100).startswith(b"220 ")
    assert is_local("/run/x.sock")
    assert not is_local("192.0.2.1")


def test_stopping_gives_a_mail_that_is_being_kept_its_answer(start: Start, inbox: Inbox) -> None:
    inbox.wait = threading.Event()
    listener = start()
    idle = client(listener)
    with up_to_data(listener) as say:
        answer: list[bytes] = []
        sender = threading.Thread(target=lambda: answer.append(say(b"hello\r\n.\r\n")))
        sender.start()
        assert inbox.entered.wait(5)
        stopping = threading.Thread(target=listener.stop)
        stopping.start()
        inbox.wait.set()
        sender.join(5)
        stopping.join(5)
        assert answer[0].startswith(b"250")
    idle.close()
    with pytest.raises(OSError):  # noqa: PT011 -- refused, whatever the words
        client(listener)
