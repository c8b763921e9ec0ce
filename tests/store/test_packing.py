"""Mails are stored small where that can be had, quickly where it cannot, and come back byte by byte."""

import base64
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.store.packing import packed, unpacked

DICE = random.Random(7)  # noqa: S311 -- the same each time, no secret
HEAD = b"From: jane@kestrelpark.example\r\nSubject: photo\r\n\r\n"
FILE = HEAD + base64.encodebytes(DICE.randbytes(100_000)) + b"\r\n--end--\r\n"
TALK = HEAD + b" ".join(DICE.choices([b"the", b"projector", b"in", b"room", b"is", b"off", b"again"], k=20_000))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_what_is_packed_comes_back(piece: bytes, times: int) -> None:
    assert unpacked(packed(piece * times)) == piece * times


@pytest.mark.parametrize("raw", [FILE, TALK, HEAD, b""], ids=["file", "talk", "short", "empty"])
def test_it_is_about_as_small_as_the_slow_way_makes_it(raw: bytes) -> None:
    assert unpacked(packed(raw)) == raw
    assert len(packed(raw)) <= 1.03 * len(zlib.compress(raw, 1))


def test_in_a_file_no_repeats_are_looked_for() -> None:
    assert packed(FILE) != zlib.compress(FILE, 1)
    assert packed(TALK) == zlib.compress(TALK, 1)
