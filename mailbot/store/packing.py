"""Mails as they are stored: compressed, quickly; a file in a mail as the bytes that its base64 stands for.

Two forms, told apart by the first byte: a zlib stream (RFC 1950), which begins with an x, or `_APART`, then how many
files there are, where each stood and how it was written, the length of the rest, the rest as a zlib stream, the files.
"""

import binascii
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LARGE = 32_768
_SAMPLES = (1, 3, 5, 7)  # eighths of a file
_SAMPLE = 1_024
# of a sample's size; a photograph or a document comes to all of it, and looking for repeats takes long for nothing
_LITTLE_GAINED = 0.9

_APART = b"\x01"
_COUNT = struct.Struct(">I")
_PLACE = struct.Struct(">IIH?")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LEAST_LINES = 100
_MOST_LETTERS = 1_000
_MOST_FILES = 1_000


class _File(NamedTuple):
    """Whole lines of base64 in a mail from `start` to `end`, what they stand for, and how they were written."""

    start: int
    end: int
    data: bytes
    letters: int
    line_end: bytes


def packed(raw: bytes) -> bytes:
    """The bytes compressed."""
    files = list(_files(raw)) if len(raw) >= _LARGE else []
    return _with_files_apart(raw, files) if files else zlib.compress(raw, 1)


def unpacked(data: bytes) -> bytes:
    """The bytes as they came."""
    if not data.startswith(_APART):
        return zlib.decompress(data)
    (count,) = _COUNT.unpack_from(data, 1)
    places = [_PLACE.unpack_from(data, 1 + _COUNT.size + number * _PLACE.size) for number in range(count)]
    at = 1 + _COUNT.size + count * _PLACE.size
    (length,) = _COUNT.unpack_from(data, at)
    at += _COUNT.size
    rest = zlib.decompress(data[at : at + length])
    at += length
    pieces, told = list[bytes](), 0
    for place, size, letters, returns in places:
        pieces += (rest[told:place], _written(data[at : at + size], letters=letters, returns=returns))
        told, at = place, at + size
    return b"".join((*pieces, rest[told:]))


def _with_files_apart(raw: bytes, files: list[_File]) -> bytes:
    ends = [0, *(bound for one in files for bound in (one.start, one.end)), len(raw)]
    between = [raw[start:end] for start, end in list(pairwise(ends))[::2]]
    rest = zlib.compress(b"".join(between), 1)
    places, told = list[bytes](), 0
    for piece, one in zip(between, files, strict=False):
        told += len(piece)
        places.append(_PLACE.pack(told, len(one.data), one.letters, one.line_end == b"\r\n"))
    parts = (_APART, _COUNT.pack(len(files)), *places, _COUNT.pack(len(rest)), rest, *(one.data for one in files))
    return b"".join(parts)


def _written(data: bytes, *, letters: int, returns: bool) -> bytes:
    """The lines of base64 again, each as long as the others and none with a sign that fills it up."""
    text = binascii.b2a_base64(data, newline=False)
    lines = [text[start : start + letters] for start in range(0, len(text), letters)]
    return (b"\r\n" if returns else b"\n").join((*lines, b""))


def _files(raw: bytes) -> Iterator[_File]:
    """What stands in base64 in the parts of a mail, as far as writing it again surely gives the very same bytes."""
    line_end = b"\r\n" if b"\r\n" in raw[:_MOST_LETTERS] else b"\n"
    at, found = 0, 0
    while found < _MOST_FILES:
        blank = raw.find(line_end * 2, at)
        if blank < 0:
            return
        start = blank + 2 * len(line_end)
        end = raw.find(line_end + b"--", start - len(line_end))  # a part may begin at once
        at = end if end >= 0 else len(raw)  # each byte is looked at once, whatever a part turns out to be
        one = _file(raw, start, at, line_end=line_end)
        if one is not None:
            found += 1
            yield one


def _file(raw: bytes, start: int, end: int, *, line_end: bytes) -> _File | None:
    """The lines from the start on that are as long as the first, where they are base64 in which nothing repeats."""
    letters = raw.find(line_end, start, min(end, start + _MOST_LETTERS)) - start if start < end else 0
    length = letters + len(line_end)
    if letters <= 0 or letters % 4 or end - start < _LEAST_LINES * length:
        return None
    lines = (end - start) // length
    block = raw[start : start + lines * length]
    ends = line_end * lines
    if block.translate(None, _LETTERS) != ends:
        return None
    if any(block[letters + place :: length] != line_end[place : place + 1] * lines for place in range(len(line_end))):
        return None
    data = binascii.a2b_base64(block)
    return None if _has_repeats(data) else _File(start, start + len(block), data, letters, line_end)


def _has_repeats(data: bytes) -> bool:
    samples = (data[len(data) * eighth // 8 :][:_SAMPLE] for eighth in _SAMPLES)
    return any(len(zlib.compress(sample, 1)) < _LITTLE_GAINED * len(sample) for sample in samples)
