"""Hostile and broken mail: never an exception, never a control character, always something to read."""

import dataclasses
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.message import Message
from mailbot.core.parse import mime
from mailbot.core.parse.as_json import message_as_json
from mailbot.core.parse.attachments import attachment_bytes, safe_name
from mailbot.core.parse.mime import parse
from mailbot.core.parse.wire.guard import MAX_PARTS, guard

MAILS = Path(__file__).parents[2] / "mails"


def strings(value: object) -> list[str]:
    """Every string inside a value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in strings(one)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [text for one in dataclasses.fields(value) for text in strings(getattr(value, one.name))]
    return []


def assert_printable(message: Message) -> None:
    for text in strings(message):
        text.encode("utf-8")
        assert not {c for c in text if unicodedata.category(c) == "Cc"} - {"\n", "\t"}, text[:80]
    for line in (message.subject, message.from_display, *(one.name for one in message.attachments)):
        shown = re.sub(r"(?<=[^\w\s])\xad(?=[^\w\s])", "", line)  # no word is hidden by one between other signs
        assert not {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}}


def nested(depth: int) -> bytes:
    raw = b"From: a@b.example\nSubject: deep\n"
    for level in range(depth):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    return raw + b"Content-Type: text/plain\n\nbottom\n"


def forwarded_in_forwarded(depth: int) -> bytes:
    return b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * depth + b"Subject: x\n\nbottom\n"


def parts(count: int) -> bytes:
    piece = b"--b\nContent-Type: image/png; name=x.png\n\nx\n"
    return b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n' + piece * count + b"--b--\n"


BOMBS = {
    "multiparts nested 1,000 deep": nested(1000),
    "messages nested 5,000 deep": forwarded_in_forwarded(5000),
    "5,000 parts": parts(5000),
    "20,000 recipients": b"From: a@b.example\nTo: " + b"x@y.example, " * 20_000 + b"\n\nHi\n",
    "folded recipients": b"From: a@b.example\nTo: " + b"x@y.example,\n " * 20_000 + b"\n\nHi\n",
    "10,000 quotes in To": b"From: a@b.example\nTo: " + b'"' * 10_000 + b"\n\nHi\n",
    "20,000 references": b"From: a@b.example\nReferences: " + b"<x@y>\n " * 20_000 + b"\n\nHi\n",
    "100,000 headers": b"From: a@b.example\n" + b"X: y\n" * 100_000 + b"\nHi\n",
    "no end of headers": b"a" * 3_000_000,
    "From of brackets": b"From: " + b"(" * 3000 + b"\n\nHi\n",
    "long parameters": b"Content-Type: text/plain" + b'; "' * 5000 + b"\n\nHi\n",
    "long parameters in a part": b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed"
    + b';a=";"' * 300_000
    + b"\n\nHi\n--b--\n",
    "long disposition": parts(1).replace(
        b"\n\nx", b"\nContent-Disposition: attachment" + b';a=";"' * 300_000 + b"\n\nx"
    ),
    "HTML nested 100,000 deep": b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"bottom",
    "HTML of open links": b"Content-Type: text/html\n\n" + b"<a href='http://x.example/'>x" * 20_000,
    "HTML table in one row": b"Content-Type: text/html\n\n<table><tr>" + b"<td>x" * 100_000,
    "HTML comments": b"Content-Type: text/html\n\n" + b"<!--" * 100_000,
    "flowed lines": b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 300_000,
    "dashes": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--\n" * 300_000,
    "25 million lines": b"From: a@b.example\n" + b"\n" * 25_000_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 1000 + b"\n\nHi\n",
    "open encoded words": b"Subject: " + b"=?a?q?" * 3000 + b"\n\nHi\n",
    "at signs in a bounce": b"From: mailer-daemon@x.example\n\n" + b"a.b@" * 60_000,
    "one long word in a bounce": b"From: mailer-daemon@x.example\n\n" + b"a." * 100_000,
    "uu junk": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n\xff\xff\n",
    "base64 junk": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n=\xff=A==!!\n",
    "punycode as charset": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 50_000,
    "NUL": b"From: a@b.example\nSubject: a\x00b\n\n\x00Hi\x00\n",
    "From of a quote": b'From: "\n\nHi\n',
    "empty": b"",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_time(name: str) -> None:
    started = time.process_time()
    message = parse(BOMBS[name])
    assert time.process_time() - started < 3
    assert message.unreadable is None
    assert_printable(message)


@pytest.mark.parametrize(
    "name", ["multiparts nested 1,000 deep", "5,000 parts", "20,000 recipients", "100,000 headers"]
)
def test_what_was_cut_is_told(name: str) -> None:
    assert parse(BOMBS[name]).truncated


def test_parts_are_counted_whatever_the_field_before_them_says_and_however_it_is_written() -> None:
    told = b'X-Note: content-type: text/plain\nCONTENT-type:multipart/mixed;\n boundary="b"\n'
    raw = parts(5000).replace(b'Content-Type: multipart/mixed; boundary="b"\n', told, 1)
    assert guard(raw).raw.count(b"\n--b\n") == MAX_PARTS


def test_parts_beyond_five_hundred_never_reach_the_parser() -> None:
    guarded = guard(parts(5000))
    assert guarded.truncated
    assert guarded.raw.count(b"\n--b\n") == MAX_PARTS


def test_ordinary_mail_is_not_cut() -> None:
    message = parse(nested(15))
    assert message.text == "bottom"
    assert not message.truncated
    assert len(parse(parts(90)).attachments) == 90


def test_a_fault_of_ours_still_gives_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(mime, "read_body", fail)
    message = parse(b"From: a@b.example\nSubject: x\n\nHelp\x00 me\n")
    assert message.unreadable == "RecursionError: too deep"
    assert message.from_display == "a@b.example"
    assert message.sender is None
    assert "Help me" in message.text


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw: bytes) -> None:
    for data in (raw, b"From: a@b.example\nSubject: " + raw, b"Content-Type: text/html\n\n" + raw):
        message = parse(data)
        assert message.unreadable is None
        assert_printable(message)
        assert message_as_json(message)["kind"] == message.kind


PIECES = st.sampled_from([
    b"From: a@b.example\n", b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n", b"--b--\n", b"\n", b"text\n",
    b"Content-Type: ", b"message/rfc822\n", b"text/html; charset=x-unknown\n", b"Content-Transfer-Encoding: base64\n",
    b"SGk=\n", b"\r", b"\xff\xfe", b"=?utf-8?b?", b"message/delivery-status\n", b"multipart/report; boundary=c\n",
    b"Final-Recipient: rfc822; x@y.example\n", b"--c\n",
])  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_no_broken_structure_raises(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    message = parse(raw)
    assert message.unreadable is None
    for one in message.attachments:
        assert len(attachment_bytes(raw, part=one.part)) == one.size


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?q?a=0D=0ABcc:_x@y.example?=", "a  Bcc: x@y.example"),
        (b"=?utf-8?q?a=E2=80=A8b?=", "a b"),
        (b"Fr\xf6sche", "Frösche"),
        ("Frösche".encode(), "Frösche"),
        (b"=?iso-8859-1?Q?Fr\xf6sche?=", "Frösche"),
        (b"=?utf-8?b?w6Q=?= =?utf-8?b?w7Y=?=", "äö"),
        (b"=?utf-8?b?w?= =?utf-8?q?=A4?= x", "Ã ¤ x"),
        (b"=?x-unknown?q?caf=C3=A9?=", "café"),
        (b"a\r\n\tfolded line", "a folded line"),
        ("invi\u200bsible \u202eflip".encode(), "invisible flip"),
    ],
)
def test_subjects_are_decoded_and_cleaned(raw: bytes, subject: str) -> None:
    read = parse(b"From: a@b.example\nSubject: " + raw + b"\n\nHi\n").subject
    if subject != "Ã ¤ x":  # broken base64: only that nothing raises
        assert read == subject


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="../../etc/passwd"', "passwd"),
        (b'attachment; filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        (b"attachment; filename*0*=utf-8''caf%C3%A9; filename*2=.pdf", "café.pdf"),
        (b"attachment; filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        (b'attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        (b'attachment; filename="caf\xc3\xa9.pdf"', "café.pdf"),
        ('attachment; filename=".hta\u200bccess"'.encode(), ".htaccess"),
        (b'attachment; filename="a\x00b.txt"', "ab.txt"),
        (b'attachment; filename=".."', ""),
        (b"attachment", "named.bin"),
    ],
)
def test_attachment_names_are_safe(header: bytes, name: str) -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\n"
        b'Content-Type: application/octet-stream; name="named.bin"\nContent-Disposition: ' + header + b"\n\nx\n--b--\n"
    )
    message = parse(raw)
    assert [one.name for one in message.attachments] == [name or "named.bin"] or name == ""
    assert attachment_bytes(raw, part=message.attachments[0].part) == b"x"


def test_long_names_keep_their_ending() -> None:
    assert safe_name("x" * 500 + ".docx").endswith("xx.docx")
    assert len(safe_name("x" * 500 + ".docx")) == 120


def test_unknown_charsets_and_old_line_ends_are_read() -> None:
    assert parse(b"From: a@b.example\rSubject: mac\r\rline one\rline two\r").text == "line one\nline two"
    assert parse("Content-Type: text/plain; charset=none-such\n\ncafé\n".encode()).text == "café"
    assert parse(b"Content-Type: text/plain; charset=utf-8\n\ncaf\xe9\n").text == "café"


@pytest.mark.parametrize("path", sorted(MAILS.glob("hostile-*.eml")), ids=lambda path: path.stem)
def test_every_hostile_mail_leaves_something_to_read(path: Path) -> None:
    message = parse(path.read_bytes())
    assert message.unreadable is None
    assert message.text or message.attachments
    assert_printable(message)


@pytest.mark.parametrize("sign", [b"\x0b", b"\x0c", b"\x1c"])
def test_an_attached_mail_that_the_library_would_not_write_leaves_the_rest_readable(sign: bytes) -> None:
    attached = b"Subject: old" + sign + b"mail: y\nFrom: c@d.example\n\nbody\n"
    message = parse(
        b"From: a@b.example\nSubject: The projector\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nIt is off.\n--b\nContent-Type: message/rfc822\n\n" + attached + b"--b--\n"
    )
    assert (message.subject, message.new_text.strip(), message.unreadable) == ("The projector", "It is off.", None)
