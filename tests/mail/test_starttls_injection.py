"""What somebody on the wire puts behind a server's word to begin TLS is never taken for the server's."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import ImapGuard
from mailbot.mail.outcome import Delivered, RelayDown
from mailbot.mail.smtp.sender import SmtpSender
from mailbot.settings.installation import ImapServer, RelaySettings, Secret
from tests.support.machine import Certificate
from tests.support.scripted_server import ScriptedServer

DATA = b"Message-ID: <1@x>\r\nSubject: hello\r\n\r\nhello\r\n"


class TurningServer(ScriptedServer):
    """Plays a script, and begins TLS after the reply to STARTTLS; `injected` goes out with that reply, in clear."""

    def __init__(self, certificate: Certificate, *, greeting: bytes, injected: bytes, answer: Callable[[bytes], bytes]):
        super().__init__(greeting=greeting, answer=answer)
        self._injected = injected
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate.cert, certificate.key)
        self.in_clear = b""

    def _talk(self, talk: object, greeting: bytes, answer: object) -> None:
        link = talk.connection  # type: ignore[attr-defined]
        link.sendall(greeting)
        while b"STARTTLS\r\n" not in self.in_clear.upper():
            line = link.recv(1000)
            if not line:
                return
            self.in_clear += line
            link.sendall(answer(line) + (self._injected if b"STARTTLS" in line.upper() else b""))  # type: ignore[operator]
        try:
            with self._context.wrap_socket(link, server_side=True) as secure, secure.makefile("rb") as lines:
                for line in lines:
                    self.heard += line
                    secure.sendall(answer(line))  # type: ignore[operator]
        except OSError:
            return


def _smtp() -> Callable[[bytes], bytes]:
    in_data = False

    def answer(line: bytes) -> bytes:
        nonlocal in_data
        word = line[:4].upper()
        if in_data:
            in_data = line != b".\r\n"
            return b"" if in_data else b"250 2.0.0 queued by the relay itself\r\n"
        in_data = word == b"DATA"
        replies = {b"EHLO": b"250-relay\r\n250 STARTTLS\r\n", b"STAR": b"220 go\r\n", b"DATA": b"354 go\r\n"}
        return replies.get(word, b"250 ok\r\n")

    return answer


@pytest.mark.parametrize("injected", [b"250-evil\r\n250 AUTH PLAIN\r\n", b"250 ok\r\n" * 6, b"554 go away\r\n"])
def test_answers_put_behind_starttls_are_not_a_relays(certificate: Certificate, injected: bytes) -> None:
    with TurningServer(certificate, greeting=b"220 relay\r\n", injected=injected, answer=_smtp()) as server:
        relay = RelaySettings(
            host="localhost", port=server.port, tls="starttls", timeout=3, ca_file=Path(certificate.cert)
        )
        sender = SmtpSender(relay)
        outcome = sender.send(envelope_from="help@x.example", recipient="jane@x.example", data=DATA)
        sender.close()
        assert isinstance(outcome, Delivered | RelayDown)  # or the handshake failed: just as well
        if isinstance(outcome, Delivered):
            assert "queued by the relay itself" in outcome.text
            assert server.heard.count(b"\r\n.\r\n") == 1
    assert b"MAIL" not in server.in_clear


def _imap(line: bytes) -> bytes:
    tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
    said = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" if rest.upper() == b"CAPABILITY" else b""
    return said + tag + b" OK done\r\n"


@pytest.mark.parametrize(
    "injected", [b"* CAPABILITY IMAP4rev1 X-EVIL AUTH=PLAIN\r\n", b"* BYE evil\r\n", b"* 3 EXISTS\r\nA1 OK evil\r\n"]
)
def test_words_put_behind_starttls_are_not_a_mail_servers(certificate: Certificate, injected: bytes) -> None:
    with TurningServer(certificate, greeting=b"* OK ready\r\n", injected=injected, answer=_imap) as server:
        settings = ImapServer(
            host="localhost",
            port=server.port,
            tls="starttls",
            user="office@x.example",
            password=Secret("s3cr3t", "test"),
            connect_timeout=3,
            read_timeout=3,
            ca_file=Path(certificate.cert),
        )
        try:
            with ImapGuard(settings) as guard:
                assert not guard.can("X-EVIL")
        except ImapError:
            pass  # the handshake failed, or the rest made no sense: just as well
        assert b"s3cr3t" not in server.in_clear
        assert b"LOGIN" not in server.in_clear
