"""Mails as they are stored: squeezed where that gives much for little, else as they came.

Two forms, told apart by the first byte: a zlib stream (RFC 1950), which begins with an x, or `_AS_IT_CAME` and all.
"""

import zlib

_AS_IT_CAME = b"\x01"
# looking for repeats in a photograph takes longer than all else that is done for its mail, and finds none: base64 alone
# comes to three quarters, written words to less than half
_LARGE = 32_768
_MUCH = 0.6
_SAMPLES = (1, 3, 5, 7)  # eighths of a mail
_SAMPLE = 1_024


def packed(raw: bytes) -> bytes:
    """The bytes as they are stored."""
    return zlib.compress(raw, 1) if len(raw) < _LARGE or _has_repeats(raw) else _AS_IT_CAME + raw


def unpacked(data: bytes) -> bytes:
    """The bytes as they came."""
    return data[len(_AS_IT_CAME) :] if data.startswith(_AS_IT_CAME) else zlib.decompress(data)


def _has_repeats(raw: bytes) -> bool:
    samples = b"".join(raw[len(raw) * eighth // 8 :][:_SAMPLE] for eighth in _SAMPLES)
    return len(zlib.compress(samples, 1)) < _MUCH * len(samples)
