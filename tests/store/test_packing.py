"""Mails are stored small where that can be had, quickly where it cannot, and come back byte by byte."""

import base64
import binascii
import random
import zlib

import pytest
from hypothesis import given, settings
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
    "mixed line ends": mail(lines(PHOTO[:50_000]) + lines(PHOTO[50_000:], end=b"\n")),
    "one line longer": mail(lines(PHOTO[:50_000], letters=72) + lines(PHOTO[50_000:])),
    "a sign in the middle": mail(lines(PHOTO).replace(b"A", b"*", 1)),
    "filled up in the middle": mail(lines(PHOTO[:50_000]) + lines(PHOTO[50_000:])),
    "one line in all": mail(LETTER),
    "a line that begins with dashes": mail(lines(PHOTO[:57_000]) + b"--" + lines(PHOTO[57_000:])),
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


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    widths=st.lists(st.sampled_from([4, 60, 64, 72, 75, 76, 80, 996]), min_size=1, max_size=4),
    end=st.sampled_from([b"\r\n", b"\n"]),
    harm=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), max_size=3),
)
def test_files_of_any_shape_and_with_any_harm_come_back(
    seed: int, widths: list[int], end: bytes, harm: list[tuple[float, bytes]]
) -> None:
    dice = random.Random(seed)  # noqa: S311
    files = [lines(dice.randbytes(dice.randint(20_000, 40_000)), letters=letters) for letters in widths]
    raw = bytearray(mail(*files).replace(b"\r\n", end))
    for share, other in harm:
        place = int(share * len(raw))
        raw[place : place + dice.randint(0, 2)] = other
    assert unpacked(packed(bytes(raw))) == bytes(raw)


@pytest.mark.parametrize("name", ["photo", "two photos", "other width", "line feeds alone"])
def test_a_file_takes_the_room_of_what_it_is_and_not_of_its_letters(name: str) -> None:
    raw = MAILS[name]
    assert len(packed(raw)) <= 0.75 * len(raw)
    assert packed(raw)[:1] != b"x"


@pytest.mark.parametrize("name", ["talk", "a table in base64", "short", "empty", "one line in all", "mixed line ends"])
def test_anything_else_is_a_plain_stream(name: str) -> None:
    assert packed(MAILS[name]) == zlib.compress(MAILS[name], 1)


def test_what_was_stored_as_a_plain_stream_is_still_read() -> None:
    packer = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    assert unpacked(packer.compress(MAILS["photo"]) + packer.flush()) == MAILS["photo"]
