"""The content key is frozen: these literals must never change, whatever becomes of the parser."""

import base64
import quopri
import re

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.parse.content_key import content_key

PLAIN = (
    b"From: Jane <jane@kestrelpark.example>\r\nDate: Mon, 2 Nov 2026 07:10:00 +0000\r\n"
    b"Subject: Cant get the smartboard\r\n to show my laptop\r\nMessage-ID: <m1@kestrelpark.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
)
TEXT = "It is black.\r\nY5 in at 9, caf\u00e9 = shut \r\n".encode()
PARTS = (
    b"From: jane@kestrelpark.example\r\nDate: Mon, 2 Nov 2026 07:10:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\npreamble\r\n--b1\r\nContent-Type: text/plain\r\n\r\nHello\r\n'
    b"--b1\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b1--\r\n"
)
GOLDEN_PLAIN = "v1:m1@kestrelpark.example:772305d098abe413c87f2ed10afe30911c8d41da5295e1ad40f1f5482f3f8723"
GOLDEN_PARTS = "v1::2f8e98d00519cfb95fa89599c5ef92abe029cb81180d6b6ee5e646d798e065af"
GOLDEN_RAW = "v1:raw:2137af2bb8f1ac0340a4311288a303938c30b7e0ae7e792cd3cd1b7f6d12b178:f"


def key(raw: bytes) -> str:
    return content_key(raw, fallback="f").key


def test_keys_of_version_1_are_frozen() -> None:
    assert key(PLAIN + b"\r\n" + TEXT) == GOLDEN_PLAIN
    assert key(PARTS) == GOLDEN_PARTS
    assert key(b"Subject: no identity\r\n\r\nHi\r\n") == GOLDEN_RAW


def test_headers_added_in_transit_do_not_change_it() -> None:
    added = b"Received: from a by b\r\n\twith ESMTP\r\nX-Spam: no\r\nAuthentication-Results: x; dmarc=pass\r\n"
    assert key(added + PLAIN + b"X-Late: 1\r\n\r\n" + TEXT) == GOLDEN_PLAIN


def test_line_ends_do_not_change_it() -> None:
    raw = PLAIN + b"\r\n" + TEXT
    assert key(raw.replace(b"\r\n", b"\n")) == GOLDEN_PLAIN
    assert key(raw.replace(b"\r\n", b"\r")) == GOLDEN_PLAIN
    assert key(PARTS.replace(b"\r\n", b"\n")) == GOLDEN_PARTS


def test_another_transfer_encoding_or_folding_does_not_change_it() -> None:
    encoded = base64.encodebytes(TEXT).replace(b"\n", b"\r\n")
    assert key(PLAIN + b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded) == GOLDEN_PLAIN
    quoted = quopri.encodestring(TEXT.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    assert key(PLAIN + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted) == GOLDEN_PLAIN
    assert key(PLAIN.replace(b"smartboard\r\n to", b"smartboard to") + b"\r\n" + TEXT) == GOLDEN_PLAIN


def test_another_boundary_does_not_change_it() -> None:
    assert key(PARTS.replace(b"b1", b"other")) == GOLDEN_PARTS


def test_other_words_subject_sender_date_or_attachment_are_another_message() -> None:
    raw = PLAIN + b"\r\n" + TEXT
    others = {
        key(raw.replace(old, new))
        for old, new in [
            (b"black", b"blank"),
            (b"smartboard", b"projector"),
            (b"jane@", b"joan@"),
            (b"07:10", b"07:11"),
            (b"<m1@", b"<m2@"),
        ]
    }
    assert len(others) == 5
    assert GOLDEN_PLAIN not in others
    assert key(PARTS.replace(b"SGVsbG8=", b"SGVsbG9v")) != GOLDEN_PARTS


def test_without_message_id_and_date_the_bytes_and_the_fallback_identify_it() -> None:
    raw = b"From: a@b.example\r\n\r\nHi\r\n"
    first, second = content_key(raw, fallback="1"), content_key(raw, fallback="2")
    assert not first.has_identity
    assert first.key != second.key
    assert first.key == content_key(raw, fallback="1").key
    assert content_key(b"Date: x\n" + raw, fallback="1") == content_key(b"Date: x\n" + raw, fallback="2")


def test_long_and_hostile_message_ids_stay_short_and_printable() -> None:
    for made in (b"<" + b"x" * 5000 + b"@h>", b"<\xff\x00@h>", b"<a b@h>"):
        made_key = key(b"Message-ID: " + made + b"\n\nHi")
        assert len(made_key) < 400
        assert made_key.isascii()
        assert made_key.isprintable()


@given(st.binary(max_size=400))
def test_no_bytes_raise(raw: bytes) -> None:
    assert key(raw).startswith("v1:")
    assert key(b"Date: x\nContent-Type: multipart/mixed; boundary=x\n" + raw).startswith("v1:")


@given(st.binary(max_size=200))
def test_of_a_base64_body_only_its_letters_count(body: bytes) -> None:
    head = b"Message-ID: <1@x>\nContent-Transfer-Encoding: base64\n\n"
    letters = re.sub(rb"[^A-Za-z0-9+/]+", b"", body)
    assert content_key(head + body, fallback="") == content_key(head + letters, fallback="")
