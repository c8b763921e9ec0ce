"""Mails are stored small where that can be had, quickly where it cannot, and come back byte by byte."""

import base64
import binascii
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.store.packing import packed, unpacked

DICE = random.Random(7)  # noqa: S311 -- the same each time, no secret
PHOTO = DICE.randbytes(100_000)
HEAD = b"From: jane@kestrelpark.example\r\nSubject: photo\r\n\r\n"


def lines(data: bytes, *, letters: int = 76, end: bytes = b"\r\n") -> bytes:
    text = binascii.b2a_base64(data, newline=False)
    return b"".join(text[start : start + letters] + end for start in range(0, len(text), letters))


def mail(*files: bytes) -> bytes:
    part = b"--end\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return HEAD + b"".join(part + one + b"\r\n" for one in files) + b"--end--\r\n"


TALK = HEAD + b" ".join(DICE.choices([b"the", b"projector", b"in", b"room", b"is", b"off", b"again"], k=20_000))
LETTER = base64.b64encode(PHOTO)
MAILS = {
    "photo": mail(lines(PHOTO)),
    "two photos": mail(lines(PHOTO), lines(PHOTO[::-1])),
    "other width": mail(lines(PHOTO, letters=64)),
    "line feeds alone": mail(lines(PHOTO)).replace(b"\r\n", b"\n"),
    "one line in all": mail(LETTER),
    "a table in base64": mail(lines(b"room,device,state\r\n" * 8_000)),
    "talk": TALK,
    "short": HEAD,
    "empty": b"",
}


@pytest.mark.parametrize("name", MAILS)
def test_every_byte_comes_back(name: str) -> None:
    assert unpacked(packed(MAILS[name])) == MAILS[name]


@given(st.binary(max_size=300), st.integers(0, 400))
def test_what_is_packed_comes_back(piece: bytes, times: int) -> None:
    assert unpacked(packed(piece * times)) == piece * times


@pytest.mark.parametrize("name", ["photo", "two photos", "other width", "line feeds alone", "one line in all"])
def test_a_mail_that_is_a_file_is_stored_as_it_came(name: str) -> None:
    assert len(packed(MAILS[name])) == len(MAILS[name]) + 1


@pytest.mark.parametrize("name", ["talk", "a table in base64", "short", "empty"])
def test_anything_else_is_squeezed(name: str) -> None:
    assert packed(MAILS[name]) == zlib.compress(MAILS[name], 1)


def test_large_words_take_less_than_half_of_their_room() -> None:
    assert len(packed(TALK)) < len(TALK) / 2
