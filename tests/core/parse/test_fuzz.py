"""Damaged mails: bytes flipped, cut, doubled and spliced. None raises, none is slow, all that is shown is printable."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.message import Message
from mailbot.core.parse.attachments import attachment_bytes
from mailbot.core.parse.content_key import content_key
from mailbot.core.parse.mime import ENCRYPTED, parse
from tests.core.parse.test_hostile import assert_printable

ROOT = Path(__file__).parents[3]
MAILS = tuple(path.read_bytes() for path in sorted((ROOT / "tests" / "mails").glob("*.eml")))
SHARED = Path(os.environ.get("MAILBOT_SHARED") or ROOT.parent / "shared")
CORPORA = SHARED / "corpora"
FUZZED = int(os.environ.get("MAILBOT_FUZZED", "1000"))
BATCHES = 4
LONGEST = 1.0


def assert_read(raw: bytes) -> Message:
    started = time.process_time()
    message = parse(raw)
    assert time.process_time() - started < LONGEST
    assert message.unreadable in (None, ENCRYPTED)
    assert_printable(message)
    assert len(message.text) <= len(raw) * 4 + 2_000
    assert content_key(raw, fallback="f").key.startswith("v1:")
    return message


FLIPS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=30)


@given(st.sampled_from(MAILS), FLIPS, st.floats(0, 1), st.floats(0, 1))
def test_a_mail_with_flipped_bytes_is_read(
    raw: bytes, flips: list[tuple[float, int]], start: float, end: float
) -> None:
    data = bytearray(raw)
    for where, byte in flips:
        data[int(where * (len(data) - 1))] = byte
    assert_read(bytes(data[: int(end * len(data))] + data[int(start * len(data)) :]))


@given(st.sampled_from(MAILS), st.sampled_from(MAILS), st.floats(0, 1), st.floats(0, 1))
def test_a_splice_of_two_mails_is_read(first: bytes, second: bytes, cut: float, again: float) -> None:
    message = assert_read(first[: int(cut * len(first))] + second[int(again * len(second)) :])
    for one in message.attachments[:2]:
        assert one.size >= 0


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """One to sixty changes of the kinds that gateways, disks and attackers make."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 60)):
        place = chance.randrange(len(data) + 1)
        length = min(chance.choice((1, 2, 8, 80, 400)), len(data) - place)
        change = chance.randrange(5)
        if change == 0 and place < len(data):
            data[place] = chance.randrange(256)
        elif change == 1:
            del data[place : place + length]
        elif change == 2:
            data[place:place] = data[place : place + length]
        elif change == 3:
            data[place:place] = chance.choice(
                (b"\n", b"\r", b"\r\n\r\n", b"\x00", b'"', b"<", b"--", b"=?", b"\xff", b"; ")
            )
        else:
            data[place:place] = chance.randbytes(min(length, 20))
    return bytes(data)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_public_mails_are_read(batch: int) -> None:
    """1,000 in all here; MAILBOT_FUZZED=10000 for the long run. The seed is the batch, so that a failure comes back."""
    paths = sorted(path for path in CORPORA.rglob("*") if path.is_file() and path.stat().st_size < 200_000)
    if not paths:
        pytest.skip("no corpora: set MAILBOT_SHARED to the folder that holds them")
    chance = random.Random(batch)  # noqa: S311 -- repeatable damage, no secret
    for number in range(FUZZED // BATCHES):
        path = chance.choice(paths)
        raw = damaged(path.read_bytes(), chance)
        try:
            message = assert_read(raw)
        except AssertionError as fault:
            raise AssertionError(f"number {number} of batch {batch}: {path}") from fault
        for one in message.attachments[:1]:
            assert len(attachment_bytes(raw, part=one.part)) == one.size
