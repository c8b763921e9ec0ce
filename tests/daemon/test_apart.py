"""Odd mail is read in a process of its own, which can do nothing else and does not outlive its limits."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.core.parse.mime import parse
from mailbot.core.parse.wire.harmless import LONGEST_LINE, MOST_HEAD, MOST_OF_A_SIGN, MOST_PARTS, is_harmless
from mailbot.daemon.apart.child import LENGTH, READY
from mailbot.daemon.apart.reader import Reader, Unreadable, _message
from tests.support.pictures import pasted, png

MAILS = sorted((Path(__file__).resolve().parents[1] / "mails").glob("*.eml"))
PLAIN = b"From: a@b.example\r\nSubject: Hi\r\n\r\nHelp\r\n"
ODD = b"From: a@b.example\r\nSubject: Hi\r\nContent-Type: text/html\r\n\r\n" + b"<p>Help</p>\r\n" * 6_000


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_an_ordinary_mail_starts_nothing(reader: Reader) -> None:
    assert reader.read(PLAIN) == parse(PLAIN)
    assert reader.pid is None


def test_an_odd_mail_is_read_apart_and_the_same(reader: Reader) -> None:
    assert reader.read(ODD) == parse(ODD)
    first = reader.pid
    assert first is not None
    assert reader.read(ODD + b"x") == parse(ODD + b"x")
    assert reader.pid == first


def test_the_pictures_of_an_odd_mail_come_back_with_it(reader: Reader) -> None:
    html = '<p>Help</p><img src="cid:shot.png">' + "<b></b>" * 6_000
    raw = pasted(
        PLAIN.replace(b"Subject: ", b"Content-Type: text/plain\r\nSubject: Re: "), {"shot.png": png()}, html=html
    )
    assert reader.read(raw) == parse(raw)
    assert reader.pid is not None
    assert [one.data for one in reader.read(raw).pictures] == [png()]


@pytest.mark.parametrize(
    "odd",
    [
        PLAIN + b"x" * (LONGEST_LINE + 1),
        PLAIN.replace(b"Hi", b"Hi\r\n" + b"X: y\r\n" * MOST_HEAD),
        PLAIN + b"\r\n--b" * (MOST_PARTS + 1),
        PLAIN + b"boundary=b\r\n" * 13,
        PLAIN + b"<" * 5_001,
        PLAIN + b"\n" * 40_001,
        PLAIN + (b"x" * 999 + b"\n") * 2_001,
        PLAIN.replace(b"Hi", b'"' * 1_500 + b"\r\n " + b'"' * 1_501),
    ],
    ids=["line", "head", "parts", "depth", "tags", "lines", "size", "quotes"],
)
def test_what_is_odd_in_any_way_is_seen(odd: bytes) -> None:
    assert not is_harmless(odd)


@pytest.mark.parametrize("before", [0, 1, 1_999, 2_000, 2_001, 5_000])
def test_a_line_of_the_longest_length_is_ordinary_wherever_it_stands_and_a_longer_one_is_not(before: int) -> None:
    above = b"From: a@b.example\r\n\r\n" + b"x\n" * (before // 2) + b"\n" * (before % 2)
    for below in (b"", b"\n", b"\nend\n" * 900):
        assert is_harmless(above + b"x" * LONGEST_LINE + below)
        assert not is_harmless(above + b"x" * (LONGEST_LINE + 1) + below)


@pytest.mark.parametrize("blank", [b"\n\n", b"\n\r\n", b"\r\r"])
def test_the_head_ends_at_the_first_blank_line_whichever_it_is(blank: bytes) -> None:
    signs = b'"' * (MOST_OF_A_SIGN + 1)
    below = b"\n\n and \n\r\n and \r\r"
    lines = b"\n".join(signs[at : at + 1_000] for at in range(0, len(signs), 1_000))
    assert is_harmless(b"From: a@b.example" + blank + lines + below)
    assert not is_harmless(b"From: a@b.example\nX: " + lines + blank + below)


def test_the_mails_of_the_tests_are_ordinary_but_for_hostile_ones() -> None:
    assert [path.name for path in MAILS if not is_harmless(path.read_bytes()) and "hostile" not in path.name] == []


def test_a_reading_that_takes_too_long_is_ended_and_the_next_mail_is_read() -> None:
    reader = Reader(seconds=0.0)
    with pytest.raises(Unreadable, match="it took too long"):
        reader.read(ODD)
    assert reader.pid is None
    reader.close()


def _taken_over(does: str) -> subprocess.CompletedProcess[bytes]:
    code = f"""
import sys
from mailbot.daemon.apart import child
child.CPU_SECONDS = 1
def taken_over(raw, unpack=None):
    {does}
    return raw
child.parse = taken_over
child.shut_in()
child.serve(sys.stdin.buffer, sys.stdout.buffer)
"""
    given = LENGTH.pack(1) + b"x"
    return subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, timeout=30, check=False)


@pytest.mark.parametrize(
    "does",
    [
        "x = 'y' * 2_000_000_000",
        "while True: pass",
        "open('/etc/hostname')",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_whoever_took_over_the_process_apart_could_do_nothing(does: str) -> None:
    done = _taken_over(does)
    assert done.returncode != 0
    assert done.stdout == b""


def test_what_reads_a_mail_as_it_should_is_left_alone() -> None:
    assert _taken_over("pass").returncode == 0


def test_every_mail_is_read_apart_as_it_is_here() -> None:
    # some need parts of the library that no ordinary mail needs, and it can open no file to import them
    mails = [path.read_bytes() for path in MAILS]
    done = subprocess.run(
        [sys.executable, "-m", "mailbot.daemon.apart.child"],
        input=b"".join(LENGTH.pack(len(raw)) + raw for raw in mails),
        capture_output=True,
        timeout=60,
        check=True,
    )
    answers = done.stdout.removeprefix(READY)
    for path, raw in zip(MAILS, mails, strict=True):
        size = LENGTH.unpack(answers[: LENGTH.size])[0]
        answer, answers = answers[LENGTH.size :][:size], answers[LENGTH.size + size :]
        assert _message(answer) == parse(raw), path.name
    assert answers == b""


class _Shell:
    def __reduce__(self) -> tuple[object, ...]:
        return (subprocess.check_call, (["true"],))


@pytest.mark.parametrize("answer", [pickle.dumps(_Shell()), pickle.dumps("no message"), b"", b"\x80"])
def test_an_answer_that_is_no_message_is_not_believed(answer: bytes) -> None:
    with pytest.raises(Unreadable, match="no message"):
        _message(answer)
