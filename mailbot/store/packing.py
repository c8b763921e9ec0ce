"""Mails as they are stored: compressed, quickly."""

import zlib

_LARGE = 32_768
_SAMPLE = 4_096
# of a sample's size; base64 in which nothing repeats comes to three quarters
_LITTLE_GAINED = 0.7


def packed(raw: bytes) -> bytes:
    """The bytes compressed (RFC 1950). In files as base64 no repeats are looked for, which takes long for nothing."""
    if len(raw) < _LARGE or any(
        map(_has_repeats, (raw[len(raw) * eighth // 8 :][:_SAMPLE] for eighth in (1, 3, 5, 7)))
    ):
        return zlib.compress(raw, 1)
    packer = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(raw) + packer.flush()


def _has_repeats(sample: bytes) -> bool:
    return len(zlib.compress(sample, 1)) < _LITTLE_GAINED * len(sample)


def unpacked(data: bytes) -> bytes:
    """The bytes as they came."""
    return zlib.decompress(data)
