"""Bad mail among good mail in one mailbox: the others do not wait, and each bad one ends where a person sees it."""

import base64
import io
import os
import signal
import time
import zipfile

import pytest

from mailbot.core.model.message import Address
from mailbot.core.parse.mime import parse
from mailbot.daemon.apart import reader
from tests.journeys.field.desk import ADDRESSES
from tests.journeys.field.letters import JANE, TOMASZ, UNANSWERED, Question, new_mail, stamped, with_header
from tests.journeys.field.polled import KESTREL, Polled
from tests.journeys.field.wait import until

GOOD = 19  # for each bad one
OTHERS_WAIT = 15.0  # seconds, at most
SET_ASIDE_WITHIN = 10.0


def _deep(head: bytes) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(3_000)
    )
    return head + b"MIME-Version: 1.0\r\n" + opened + b"Content-Type: text/plain\r\n\r\nThe bottom.\r\n"


def _crowd(head: bytes) -> bytes:
    crowd = ",\r\n ".join(f"p{number}@crowd.example" for number in range(20_000)).encode()
    return head + b"Cc: " + crowd + b"\r\n\r\nThe trombone is bent.\r\n"


def _charset(head: bytes) -> bytes:
    words = b"=?x-klingon?Q?=FF=FE?= =?utf-7?B?!!!!?= " * 200
    return (
        head
        + b"X-Words: "
        + words
        + b'\r\nContent-Type: text/plain; charset="\xff\xfe\x00nonsense"\r\n'
        + b"Content-Transfer-Encoding: x-uuencode\r\n\r\n\xff\xfe\x00\xd8 The trombone \x80\x81\r\n"
    )


def _html(head: bytes) -> bytes:
    page = b"<table><tr><td>" * 20_000 + b"<!-- <b>bent</b" + b"<img src=x onerror=" * 5_000
    return head + b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + page + b"\r\n"


def _nothing(head: bytes) -> bytes:
    return head.partition(b"\r\n")[0] + b"\r\n\r\n"


def _parts(head: bytes) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    return (
        head
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + part * 30_000
        + b"--b--\r\n"
    )


def _header(head: bytes) -> bytes:
    return head + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 900) for number in range(5_000)) + b"\r\nHelp\r\n"


def _brackets(head: bytes) -> bytes:
    """What makes a search with two stars go over a line again and again."""
    quoted = b"On " + b"Mon, " * 20_000 + b"wrote\r\n"
    return head + b"\r\n" + quoted + b"> " * 50_000 + b"\r\n" + b"-" * 100_000 + b" \r\n" + b"[" * 50_000 + b"\r\n"


def _zip(head: bytes) -> bytes:
    """Nothing opens it: 100 MB of noughts in 100 KB, inside another."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("noughts", bytes(100_000_000))
    lines = base64.encodebytes(packed.getvalue()).replace(b"\n", b"\r\n")
    named = b'Content-Type: application/zip; name="bomb.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head + b"MIME-Version: 1.0\r\n" + named + lines


BOMBS = {
    "parts": _parts,
    "header": _header,
    "brackets": _brackets,
    "zip": _zip,
    "deep": _deep,
    "crowd": _crowd,
    "charset": _charset,
    "html": _html,
    "nothing": _nothing,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_one_bad_mail_in_twenty_delays_nobody_and_is_seen_by_a_person(polled: Polled, bomb: str) -> None:
    polled.desk.stop()
    head = (
        f"From: Mal Ware <mal.ware@kestrelpark.example>\r\nTo: {ADDRESSES[KESTREL]}\r\nSubject: bomb\r\n"
        f"Message-ID: <{bomb}@kestrelpark.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
    ).encode()
    polled.puts(BOMBS[bomb](head), proof=None)
    for number in range(GOOD):
        polled.asks(Address("", f"good{number}@kestrelpark.example"), Question(f"Good {number}", UNANSWERED.text))
    polled.start()
    begun = time.monotonic()
    until(lambda: _good(polled) == GOOD, "every good mail a request", seconds=OTHERS_WAIT)
    assert time.monotonic() - begun < OTHERS_WAIT
    polled.desk.settle()
    [bad] = polled.desk.rows("SELECT state FROM inbox WHERE id = 1")
    assert bad in (("done",), ("quarantined",))
    if bad == ("done",):
        assert polled.desk.rows("SELECT state FROM request WHERE subject NOT LIKE 'Good%'") == [("open",)]
    else:
        assert len(polled.mailbot("quarantine", "list")) == 1


def test_a_reading_that_never_ends_is_ended_and_others_go_on(polled: Polled) -> None:
    head = f"From: mal@kestrelpark.example\r\nTo: {ADDRESSES[KESTREL]}\r\nSubject: %s\r\nMessage-ID: <%s@x.example>\r\n"
    odd = "\r\n" + "<p>" * 6_000 + "\r\n"
    polled.puts((head % ("first", "first") + odd).encode(), proof=None)
    until(lambda: polled.desk.rows("SELECT 1 FROM inbox WHERE state = 'done'"), "the first odd mail read apart")
    apart = polled.desk.running.processing.process.reader.pid
    assert apart is not None
    os.kill(apart, signal.SIGSTOP)
    polled.puts((head % ("second", "second") + odd).encode(), proof=None)
    begun = time.monotonic()
    for number in range(GOOD):
        polled.asks(Address("", f"good{number}@kestrelpark.example"), Question(f"Good {number}", UNANSWERED.text))
    until(lambda: _good(polled) == GOOD, "every good mail a request", seconds=OTHERS_WAIT)
    until(lambda: polled.desk.rows("SELECT 1 FROM inbox WHERE state = 'quarantined'"), "the odd one set aside")
    assert time.monotonic() - begun < SET_ASIDE_WITHIN + OTHERS_WAIT
    [found] = polled.mailbot("quarantine", "list")
    assert "it took too long" in found["error"]
    polled.mailbot_says("quarantine", "retry", str(found["id"]))
    until(
        lambda: polled.desk.rows("SELECT 1 FROM request WHERE subject = 'second'"), "its ticket, read by a new process"
    )


def test_a_mail_that_breaks_us_is_quarantined_and_comes_back_when_we_are_mended(
    polled: Polled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(raw: bytes) -> object:
        if b"poison" in raw:
            raise RuntimeError("a bug")
        return parse(raw)

    with monkeypatch.context() as broken:
        broken.setattr(reader, "parse", stumbles)
        polled.asks(Address("", "mal@kestrelpark.example"), Question("poison", UNANSWERED.text))
        for number in range(GOOD):
            polled.asks(Address("", f"good{number}@kestrelpark.example"), Question(f"Good {number}", UNANSWERED.text))
        until(lambda: _good(polled) == GOOD, "every good mail a request", seconds=OTHERS_WAIT)
        until(lambda: polled.desk.rows("SELECT 1 FROM inbox WHERE attempts = 1 AND error IS NOT NULL"), "a failure")
        polled.desk.write("UPDATE inbox SET not_before = NULL")  # the pause before the second attempt
        until(lambda: polled.desk.rows("SELECT 1 FROM inbox WHERE state = 'quarantined'"), "the bad one set aside")
    [found] = polled.mailbot("quarantine", "list")
    assert (found["sender"], "a bug" in found["error"]) == ("mal@kestrelpark.example", True)
    assert polled.mailbot("status")["inbox"]["quarantined"] == 1
    polled.mailbot_says("quarantine", "retry", str(found["id"]))
    until(lambda: polled.desk.rows("SELECT 1 FROM request WHERE subject = 'poison'"), "the ticket")
    assert polled.mailbot("quarantine", "list") == []


def test_a_mail_that_nobody_can_read_comes_to_the_technician_byte_for_byte(polled: Polled) -> None:
    raw = new_mail(JANE, to=ADDRESSES[KESTREL], about=UNANSWERED, at=polled.desk.now).partition(b"\r\n\r\n")[0]
    sealed = with_header(raw, "Content-Type", "application/pkcs7-mime; smime-type=enveloped-data")
    sealed += b"\r\n\r\nMIAGCSqGSIb3DQEHA6CAMIACAQAxggFx\r\n"
    polled.puts(sealed)
    told = polled.desk.mail_to(TOMASZ)
    (attached,) = told.parsed.iter_attachments()
    assert attached.get_filename() == "original-message.eml"
    assert base64.b64decode(str(attached.get_payload())) == stamped(sealed, proof="pass")
    assert not list(polled.desk.mail_to(JANE).parsed.iter_attachments())
    assert polled.desk.request().state == "open"


def _good(polled: Polled) -> int:
    return int(polled.desk.rows("SELECT count(*) FROM request WHERE subject LIKE 'Good %'")[0][0])
