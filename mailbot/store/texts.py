"""Texts of strangers, made fit for both databases: PostgreSQL refuses NUL, and long values in an index."""

import hashlib

_MOST_KEY_BYTES = 800


def storable(text: str) -> str:
    """`text` without NUL and lone surrogates, which no database could give back."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def key_text(text: str) -> str:
    """`text` where it is short enough for an index, else its hash: the same for the same text, for ever."""
    clean = storable(text)
    if len(clean) * 4 <= _MOST_KEY_BYTES:
        return clean
    whole = clean.encode()
    return clean if len(whole) <= _MOST_KEY_BYTES else f"sha256:{hashlib.sha256(whole).hexdigest()}"
