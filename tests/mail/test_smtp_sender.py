"""Sending through real SMTP servers that obey, refuse, stall and hang up."""

import smtplib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mailbot.mail.outcome import Delivered, Outcome, Permanent, RelayDown, Temporary
from mailbot.mail.smtp.sender import MAX_MAILS, SmtpSender, check_relay
from mailbot.settings.installation import RelaySettings, Secret
from tests.support.machine import Certificate, free_port
from tests.support.scripted_server import ScriptedServer
from tests.support.smtp_sink import DISCONNECT, STALL, SmtpSink, Stage

DATA = b"Message-ID: <1@x>\r\nSubject: hello\r\n\r\n.dot\r\n..two\r\nend\r\n"
LOGIN = ("mailbot", "s3cr3t")
ENDS_OF_DATA = (
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\r\r\n.\r\r\n", b"\n.\r",
    b"\r\n.\r\n", b"\r\r\n.\r\n",
)  # fmt: skip


def a_relay(port: int, **changes: Any) -> RelaySettings:
    return replace(RelaySettings(host="127.0.0.1", port=port, tls="none", timeout=2), **changes)


def send(
    sender: SmtpSender, *, to: str = "jane@school.example", sender_address: str = "help@school.example"
) -> Outcome:
    return sender.send(envelope_from=sender_address, recipient=to, data=DATA)


@pytest.fixture(params=[True, False], ids=["at-once", "one-by-one"])
def sink(request: pytest.FixtureRequest) -> Iterator[SmtpSink]:
    with SmtpSink(pipelining=request.param) as running:
        yield running


@pytest.fixture
def sender(sink: SmtpSink) -> Iterator[SmtpSender]:
    made = SmtpSender(a_relay(sink.port))
    yield made
    made.close()


def test_the_bytes_arrive_as_they_are_with_their_envelope(sink: SmtpSink, sender: SmtpSender) -> None:
    assert send(sender, sender_address="help+tok@school.example") == Delivered(250, "2.0.0 kept")
    (mail,) = sink.mails
    assert (mail.envelope_from, mail.envelope_to) == ("help+tok@school.example", ("jane@school.example",))
    assert mail.content == DATA


def test_the_null_sender_works(sink: SmtpSink, sender: SmtpSender) -> None:
    assert isinstance(send(sender, sender_address=""), Delivered)
    assert sink.mails[0].envelope_from == ""


def test_one_connection_serves_a_hundred_mails(sink: SmtpSink, sender: SmtpSender) -> None:
    for _ in range(MAX_MAILS + 1):
        assert isinstance(send(sender), Delivered)
    assert (len(sink.mails), sink.connections) == (MAX_MAILS + 1, 2)
    assert [mail.connection for mail in sink.mails] == [1] * MAX_MAILS + [2]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("answer", "kind"), [("451 4.3.0 later", Temporary), ("550 5.1.1 no such user", Permanent)])
def test_an_answer_tells_whether_later_would_help(
    sink: SmtpSink, sender: SmtpSender, stage: Stage, answer: str, kind: type[Outcome]
) -> None:
    sink.script(stage, answer, times=1)
    code, _, text = answer.partition(" ")
    assert send(sender) == kind(int(code), text)
    assert isinstance(send(sender), Delivered)
    assert (len(sink.mails), sink.connections) == (1, 1)


def a_pipelining_relay(answers: dict[bytes, bytes]) -> ScriptedServer:
    """Answers each command as given, and the mail's end by b"."; agrees to any other."""
    usual = {b"EHLO": b"250-relay\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n"}
    agreed = dict.fromkeys((b"MAIL", b"RCPT", b"RSET", b"QUIT", b"."), b"250 fine\r\n")

    def answer(line: bytes) -> bytes:
        return {**agreed, **usual, **answers}.get(line[:4].strip().upper(), b"")

    return ScriptedServer(greeting=b"220 relay\r\n", answer=answer)


def test_a_relay_that_takes_several_commands_at_once_gets_them_without_waiting() -> None:
    # who waited for an answer to the first would wait for ever
    answers = {b"MAIL": b"", b"RCPT": b"", b"DATA": b"250 fine\r\n250 fine\r\n354 go on\r\n"}
    with a_pipelining_relay(answers) as relay:
        sender = SmtpSender(a_relay(relay.port))
        assert isinstance(send(sender), Delivered)
        sender.close()


@pytest.mark.parametrize("refused", [b"MAIL", b"RCPT"])
def test_a_relay_that_refuses_and_waits_for_the_mail_all_the_same_gets_none(refused: bytes) -> None:
    with a_pipelining_relay({refused: b"550 5.1.1 no\r\n"}) as relay:
        sender = SmtpSender(a_relay(relay.port))
        assert send(sender) == Permanent(550, "5.1.1 no")
        assert send(sender) == Permanent(550, "5.1.1 no")
        sender.close()
        said = [line[:4] for line in relay.lines]
    assert said == [b"ehlo", b"MAIL", b"RCPT", b"DATA"] * 2


def test_a_relay_that_says_why_and_hangs_up_is_heard() -> None:
    def answer(line: bytes) -> bytes | None:
        if line.startswith(b"DATA"):
            return None
        return {b"ehlo": b"250-relay\r\n250 PIPELINING\r\n", b"RCPT": b"550 5.1.1 no such user\r\n"}.get(
            line[:4], b"250 fine\r\n"
        )

    with ScriptedServer(greeting=b"220 relay\r\n", answer=answer) as relay:
        sender = SmtpSender(a_relay(relay.port))
        assert send(sender) == Permanent(550, "5.1.1 no such user")
        sender.close()


def test_a_relay_that_loses_what_comes_at_once_is_asked_one_by_one() -> None:
    with SmtpSink() as sink:
        sink.script("MAIL", DISCONNECT, times=1)
        sender = SmtpSender(a_relay(sink.port))
        assert isinstance(send(sender), Temporary)
        assert not sender._at_once
        assert isinstance(send(sender), Delivered)
        sender.close()


def test_of_several_refusals_the_first_counts_and_nothing_of_the_mail_is_said() -> None:
    with a_pipelining_relay({b"MAIL": b"452 4.3.1 full\r\n", b"RCPT": b"503 no\r\n", b"DATA": b"503 no\r\n"}) as relay:
        sender = SmtpSender(a_relay(relay.port))
        assert send(sender) == Temporary(452, "4.3.1 full")
        sender.close()
    assert b"Subject" not in relay.heard


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "AFTER_DATA"])
def test_a_hang_up_or_421_is_temporary_and_the_next_mail_connects_anew(
    sink: SmtpSink, sender: SmtpSender, stage: Stage
) -> None:
    for script in (DISCONNECT, "421 4.3.2 shutting down"):
        sink.script(stage, script, times=1)
        assert isinstance(send(sender), Temporary)
        assert isinstance(send(sender), Delivered)
    assert sink.connections == 3


def test_a_stalling_relay_is_left_in_time(sink: SmtpSink) -> None:
    sink.script("DATA", STALL)
    sender = SmtpSender(a_relay(sink.port, timeout=60), deadline=0.4)
    began = time.monotonic()
    assert isinstance(send(sender), Temporary)
    assert time.monotonic() - began < 3


def test_a_relay_that_drips_is_cut_at_the_deadline() -> None:
    def drip(line: bytes) -> bytes | None:
        del line
        for link in server.links:
            try:
                for _ in range(200):
                    link.sendall(b"250-still here\r\n")
                    time.sleep(0.02)  # the relay's slowness, not the test's waiting
            except OSError:
                return None
        return b"250 done\r\n"

    with ScriptedServer(greeting=b"220 relay\r\n", answer=drip) as server:
        sender = SmtpSender(a_relay(server.port, timeout=60), deadline=0.3)
        began = time.monotonic()
        outcome = send(sender)
        assert not isinstance(outcome, Delivered)
        assert time.monotonic() - began < 2


def test_nobody_at_home_pauses_the_relay() -> None:
    assert isinstance(send(SmtpSender(a_relay(free_port()))), RelayDown)
    assert isinstance(send(SmtpSender(a_relay(25, host="relay.invalid"))), RelayDown)


def test_a_silent_greeting_and_a_refusing_one_pause_the_relay(sink: SmtpSink) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert isinstance(send(SmtpSender(a_relay(silent.getsockname()[1], timeout=0.2))), RelayDown)
    sink.script("CONNECT", "554 5.3.2 not today")
    assert send(SmtpSender(a_relay(sink.port))) == RelayDown(554, f"127.0.0.1:{sink.port}: 5.3.2 not today")


def test_the_relay_comes_back_by_itself(sink: SmtpSink, sender: SmtpSender) -> None:
    assert isinstance(send(sender), Delivered)
    sink.stop()
    assert isinstance(send(sender), RelayDown)
    sink.start()
    assert isinstance(send(sender), Delivered)


@pytest.mark.parametrize("implicit", [True, False])
def test_tls_and_login(certificate: Certificate, implicit: bool) -> None:
    with SmtpSink(certificate=certificate, implicit_tls=implicit, login=LOGIN) as sink:
        relay = a_relay(
            sink.port,
            tls="implicit" if implicit else "starttls",
            user=LOGIN[0],
            password=Secret(LOGIN[1], "test"),
            ca_file=certificate.cert,
        )
        good = SmtpSender(relay)
        assert isinstance(send(good), Delivered)
        good.close()
        assert (sink.mails[0].tls, sink.mails[0].login) == (True, "mailbot")
        outcome = send(SmtpSender(replace(relay, password=Secret("wrong", "test"))))
        assert isinstance(outcome, RelayDown)
        assert outcome.code == 535
        outcome = send(SmtpSender(replace(relay, ca_file=None)))
        assert isinstance(outcome, RelayDown)
        assert "certificate is not trusted" in outcome.text
        outcome = send(SmtpSender(replace(relay, user="")))
        assert isinstance(outcome, RelayDown)  # 530 at MAIL: the configuration's fault, not the mail's
        assert len(sink.mails) == 1


def test_a_relay_can_be_checked_without_sending(certificate: Certificate) -> None:
    with SmtpSink(certificate=certificate, login=LOGIN) as sink:
        password = Secret(LOGIN[1], "test")
        relay = a_relay(sink.port, tls="starttls", user=LOGIN[0], password=password, ca_file=certificate.cert)
        check_relay(relay)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            check_relay(replace(relay, password=Secret("wrong", "test")))
        with pytest.raises(OSError, match="certificate verify failed"):
            check_relay(replace(relay, ca_file=None))
        assert sink.mails == []


def test_without_starttls_nothing_is_sent() -> None:
    def answer(line: bytes) -> bytes | None:
        return b"250-relay\r\n250 AUTH PLAIN LOGIN\r\n" if line.upper().startswith(b"EHLO") else b"250 OK\r\n"

    with ScriptedServer(greeting=b"220 relay\r\n", answer=answer) as server:
        relay = a_relay(server.port, tls="starttls", user="mailbot", password=Secret("s3cr3t", "test"))
        assert isinstance(send(SmtpSender(relay)), RelayDown)
        assert [line.split(b" ")[0].upper() for line in server.lines] == [b"EHLO"]


@pytest.mark.parametrize(
    "address", ["a@b\r\nRCPT TO:<c@d>", "a@b\n", "a b@c", "a@b>", "<a@b", "", "jané@x", "a\0@b", "x" * 400]
)
def test_no_address_becomes_a_command(sink: SmtpSink, sender: SmtpSender, address: str) -> None:
    assert isinstance(send(sender, to=address), Permanent)
    if address:
        assert isinstance(send(sender, sender_address=address), Permanent)
    assert (sink.connections, sink.mails) == (0, [])


@pytest.mark.parametrize("end", [*ENDS_OF_DATA], ids=repr)
def test_no_words_of_a_mail_end_it_and_begin_another(end: bytes) -> None:
    """Whatever the next server takes for an end: there is one end on the wire, and no line end but CRLF."""
    in_data = False

    def answer(line: bytes) -> bytes:
        nonlocal in_data
        if in_data:
            in_data = line != b".\r\n"
            return b"" if in_data else b"250 OK\r\n"
        in_data = line.upper() == b"DATA\r\n"
        return b"354 go\r\n" if in_data else b"250 OK\r\n"

    smuggled = b"Subject: a\r\n\r\nhello" + end + b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<all@x.example>\r\nDATA\r\n"
    with ScriptedServer(greeting=b"220 relay\r\n", answer=answer) as server:
        sender = SmtpSender(a_relay(server.port))
        outcome = sender.send(envelope_from="help@x.example", recipient="jane@x.example", data=smuggled)
        sender.close()
        assert isinstance(outcome, Delivered)
        _, _, content = server.heard.partition(b"DATA\r\n")
        mail, _, after = content.partition(b"\r\n.\r\n")
        assert b"MAIL FROM:<evil" in mail
        assert b"MAIL FROM" not in after
        assert b"\n" not in mail.replace(b"\r\n", b"")
        assert b"\r" not in mail.replace(b"\r\n", b"")


def test_closing_twice_is_fine(sink: SmtpSink, sender: SmtpSender) -> None:
    send(sender)
    sender.close()
    sender.close()
    assert isinstance(send(sender), Delivered)
    assert sink.connections == 2
