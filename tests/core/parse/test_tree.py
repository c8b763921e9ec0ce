"""What is cut here has the library's tree: the same fields, parts and contents, for ordinary mail and any other."""

import base64
import os
import random
from email import message_from_bytes, policy
from email.message import Message as MimeMessage
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.parse.wire import tree as tree_module
from mailbot.core.parse.wire.guard import guard
from mailbot.core.parse.wire.leaves import leaf_bytes, leaves, measured
from mailbot.core.parse.wire.tree import tree

SHARED = Path(os.environ.get("MAILBOT_SHARED") or Path(__file__).parents[4] / "shared")
CORPORA = SHARED / "corpora"
MAILS = Path(__file__).parents[2] / "mails"
OWN = sorted(MAILS.rglob("*.eml"))

ORDINARY = b"""\
From: Jane <jane@kestrelpark.example>
Subject: The projector
\tin room 4
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_outer"

Read with a newer program.

--=_outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

It is dead.
--inner
Content-Type: text/html

<p>It is dead.</p>

--inner--

--=_outer
Content-Type: image/png; name=photo.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--=_outer--
"""


def shape(mail: MimeMessage) -> list[object]:
    """Fields, defaults and contents, part by part."""
    inside = mail.get_payload()
    below = [shape(part) for part in inside if isinstance(part, MimeMessage)] if isinstance(inside, list) else inside
    return [list(mail.raw_items()), mail.get_default_type(), mail.get_unixfrom(), below]


def library(data: bytes) -> MimeMessage:
    return message_from_bytes(data, policy=policy.compat32)


@pytest.mark.parametrize("data", [ORDINARY, ORDINARY.replace(b"\n", b"\r\n")], ids=["lf", "crlf"])
def test_ordinary_mail_is_cut_here_as_the_library_cuts_it(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = shape(library(data))
    monkeypatch.setattr(tree_module, "BytesParser", None)
    assert shape(tree(data)) == wanted


@pytest.mark.parametrize("file", OWN, ids=[file.stem for file in OWN])
def test_our_own_samples_have_the_library_s_tree(file: Path) -> None:
    data = guard(file.read_bytes()).raw
    assert shape(tree(data)) == shape(library(data))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="no corpora: set MAILBOT_SHARED to the folder that holds them")
def test_public_mails_have_the_library_s_tree() -> None:
    files = [file for file in CORPORA.rglob("*") if file.is_file() and file.suffix not in (".json", ".py", ".md")]
    assert len(files) > 500
    for file in files:
        data = guard(file.read_bytes()).raw
        assert shape(tree(data)) == shape(library(data)), file


ODD = {
    "two parts": b"--b\n\none\n--b\n\ntwo\n--b--\n",
    "closed before it began": b"--b--\n\nx\n--b\n\ntext\n--b--\n",
    "closed before it began, and once more": b"--b--\n\nx\n--b--\n",
    "a delimiter after a carriage return": b"--b\n\none\n\r--b\n\ntwo\n--b--\n",
    "doubled": b"--b\n--b\n\ntext\n--b--\n",
    "empty": b"--b\n\n--b\n\ntext\n--b--\n",
    "never closed": b"--b\n\ntext\n",
    "cut off": b"--b\n\ntext\n--b",
    "a head alone": b"--b\nContent-Type: text/html\n--b--\n",
    "a line that is no field": b"--b\nContent-Type: text/html\nhello\n\ntext\n--b--\n",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("kind", ["mixed", "digest"])
def test_odd_mail_has_the_library_s_tree(kind: str, body: bytes) -> None:
    data = f"Content-Type: multipart/{kind}; boundary=b\n\n".encode() + body
    assert shape(tree(data)) == shape(library(data))


LINES = st.sampled_from(
    [
        b"--b",
        b"--b--",
        b"--b \t",
        b"--b-- x",
        b"--bb",
        b"--bb--",
        b"-- b",
        b"",
        b" ",
        b"\t x",
        b"text",
        b"text \x80\xff",
        b"\rtext",
        b"\r--b",
        b"Subject: hello",
        b"Subject:",
        b": nameless",
        b"no field at all",
        b"From a@b.example Thu",
        b"Content-Type: text/plain",
        b"Content-Type: multipart/mixed; boundary=b",
        b'Content-Type: multipart/related; boundary="bb"',
        b"Content-Type: multipart/mixed",
        b"Content-Type: multipart/digest; boundary=b",
        b"Content-Type: message/rfc822",
        b"Content-Type: message/delivery-status",
        b"Content-Type:\n multipart/mixed;\n boundary=b",
        b"Content-Transfer-Encoding: base64",
    ]
)
ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\r\n", b"\r"])


@given(
    st.lists(st.tuples(LINES, ENDS), max_size=24), st.sampled_from([b"", b"Content-Type: multipart/x; boundary=b\n\n"])
)
def test_whatever_lines_come_the_tree_is_the_library_s(lines: list[tuple[bytes, bytes]], head: bytes) -> None:
    data = head + b"".join(line + end for line, end in lines)
    assert shape(tree(data)) == shape(library(data))


PART = st.builds(
    lambda head, body: b"".join(one + b"\n" for one in (*head, b"", *body)),
    st.lists(
        st.sampled_from([b"Content-Type: text/plain", b"X-A: 1", b"X-B: 2\n\tfolded", b"Subject: \xe9"]), max_size=3
    ),
    st.lists(st.sampled_from([b"text", b"", b"--other", b"\x80", b"--b.x"]), max_size=4),
)


@given(st.lists(PART, min_size=1, max_size=4), st.booleans(), st.sampled_from([b"", b"after\n"]))
def test_well_formed_mail_has_the_library_s_tree(parts: list[bytes], crlf: bool, after: bytes) -> None:
    data = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    data += b"".join(b"--b\n" + part for part in parts) + b"--b--\n" + after
    data = data.replace(b"\n", b"\r\n") if crlf else data
    assert shape(tree(data)) == shape(library(data))


@pytest.mark.parametrize("levels", [4, 12])
def test_however_deep_it_has_the_library_s_tree(levels: int) -> None:
    data = b"Subject: deep\n"
    for level in range(levels):
        data += f"Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n".encode()
    data += b"Content-Type: text/plain\n\ninside"
    for level in reversed(range(levels)):
        data += f"\n--b{level}x--\n".encode()
    assert shape(tree(data)) == shape(library(data))


def differs(content: str, *, encoding: str = "base64") -> bool:
    raw = f"Content-Transfer-Encoding: {encoding}\r\nContent-Type: application/pdf\r\n\r\n{content}"
    (leaf,) = leaves(tree(raw.encode("latin-1")))
    data = leaf_bytes(leaf)
    return measured(leaf) != (len(data), data[:2_048])


@pytest.mark.parametrize("length", [2_040, 2_047, 2_048, 2_049, 3_071, 3_072, 3_073, 4_096, 50_000])
@pytest.mark.parametrize("width", [4, 60, 76, 998])
def test_a_large_file_is_measured_as_its_bytes_are(length: int, width: int) -> None:
    text = base64.b64encode(random.Random(length).randbytes(length)).decode()  # noqa: S311 -- no secret
    assert not differs("".join(f"{text[at : at + width]}\r\n" for at in range(0, len(text), width)))


def test_a_file_is_measured_as_its_bytes_are_however_they_are_written() -> None:
    short = [one for length in range(6) for one in product("Ab=\n!", repeat=length) if differs("".join(one))]
    assert short == []
    for filled_up_before_its_end in ("AA==AAAA", "AA==\nAAAA=="):
        assert not differs(filled_up_before_its_end)


@pytest.mark.parametrize("encoding", ["base64", "BASE64", " base64", "base64 ", "quoted-printable", "7bit", "x"])
def test_the_size_of_a_file_follows_its_encoding(encoding: str) -> None:
    assert not differs("SGVs\r\nbG8=\r\n", encoding=encoding)
