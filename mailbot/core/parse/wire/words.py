"""Header values: encoded words (RFC 2047), unfolding, and parameters (RFC 2231, gaps tolerated)."""

import binascii
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from mailbot.core.parse.wire.charset import decode, decode_header

_ENCODED = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(r"\r?\n[ \t]*|\r[ \t]*")
_Q_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_MAX_PARAMETERS = 100


def word_charset(raw: str) -> str:
    """The character set of the first encoded word in a raw value, '' where there is none."""
    match = _ENCODED.search(raw)
    return match[1].partition("*")[0].lower() if match else ""


def unfold(raw: str) -> str:
    """The value on one line: each fold becomes a single space."""
    return _FOLD.sub(" ", raw).strip() if "\n" in raw or "\r" in raw else raw.strip()


def plain(raw: str, *, body_charset: str = "", stripped: bool = True) -> str:
    """A raw value (ASCII with surrogate-escaped 8-bit bytes) as text, encoded words left as they are."""
    raw = unfold(raw) if stripped else raw
    return raw if raw.isascii() else decode_header(_as_bytes(raw), body_charset=body_charset)


def decode_words(raw: str, *, body_charset: str = "") -> str:
    """The raw value decoded for people to read. May hold control characters: clean it before use."""
    if "=?" not in raw:
        return plain(raw, body_charset=body_charset)
    text = unfold(raw)
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []
    end = 0
    for match in _ENCODED.finditer(text):
        between = text[end : match.start()]
        if between.strip() or not run:
            pieces.append(_text_of(run) + plain(between, body_charset=body_charset, stripped=False))
            run = []
        run.append((match[1].partition("*")[0].lower(), _decoded(match[2], match[3])))
        end = match.end()
    return "".join(pieces) + _text_of(run) + plain(text[end:], body_charset=body_charset, stripped=False)


@lru_cache(maxsize=64)  # of one mail's values several readers ask, and most mails have the same ones
def parameters(raw: str, *, body_charset: str = "") -> tuple[str, Mapping[str, str]]:
    """The value before the first `;` in lower case, and its parameters by lower-case name (RFC 2045, 2231).

    Continuations (`name*0*`) are joined in order of their numbers, over gaps. The first of two equal names wins.
    `body_charset` is what raw 8-bit bytes are read as where they are no UTF-8.
    """
    fields = _split(unfold(raw))
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for field in fields[1 : _MAX_PARAMETERS + 1]:
        name, equals, value = field.partition("=")
        name, value = name.strip().lower(), _unquote(value.strip())
        if not equals or not name:
            continue
        base, star, rest = name.partition("*")
        number, _, percent = rest.partition("*")
        if not star:
            found.setdefault(name, decode_words(value, body_charset=body_charset))
        elif not rest:
            pieces.setdefault(base, {}).setdefault(0, (True, value))
        elif number.isascii() and number.isdigit() and len(number) < 4:
            pieces.setdefault(base, {}).setdefault(int(number), (percent == "" and rest.endswith("*"), value))
    for base, numbered in pieces.items():
        found[base] = _joined(numbered)
    return fields[0].strip().lower(), MappingProxyType(found)


def _joined(numbered: Mapping[int, tuple[bool, str]]) -> str:
    charset, data = "", b""
    for place, (number, (percent, value)) in enumerate(sorted(numbered.items())):
        if place == 0 and percent and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)  # noqa: PLW2901 -- the rest is the value
        data += unquote_to_bytes(value.encode("utf-8", "surrogateescape")) if percent else _as_bytes(value)
        if number > 500:
            break
    return decode_words(decode(data, charset=charset))


def _split(text: str) -> list[str]:
    """Split at `;` outside quotes, in one pass."""
    if '"' not in text:
        return text.split(";")
    fields, start, quoted, escaped = [], 0, False, False
    for place, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            fields.append(text[start:place])
            start = place + 1
    fields.append(text[start:])
    return fields


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return value
    end = value.rfind('"')
    inner = value[1:end] if end > 0 else value[1:]
    return re.sub(r"\\(.)", r"\1", inner) if "\\" in inner else inner


def _decoded(encoding: str, text: str) -> bytes:
    data = _as_bytes(text)
    if encoding in "bB":
        data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        try:
            return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
        except binascii.Error:
            return binascii.a2b_base64(data[: len(data) // 4 * 4])
    return _Q_HEX.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))


def _text_of(run: list[tuple[str, bytes]]) -> str:
    """Neighbours of one charset are decoded together: senders split characters over two words."""
    text, charset, data = "", "", b""
    for its_charset, its_data in run:
        if its_charset != charset:
            text += decode(data, charset=charset)
            charset, data = its_charset, b""
        data += its_data
    return text + decode(data, charset=charset)


def _as_bytes(text: str) -> bytes:
    """Back to bytes where 8-bit bytes were surrogate-escaped; a lone surrogate of other origin becomes `?`."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
