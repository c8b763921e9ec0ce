"""Tokens of ours: signing them, and reading them back.

A token is 46 characters of lower-case base32: key id 1, purpose 1, reference 10, person 8, entry seen 3, day 3, and an
HMAC-SHA256 (RFC 2104) over all of it cut to 20 characters (100 bits). No school and no number inside: they may change.
What a token is worth for a mail (whose it is, whether it is too old) is decided beside this file, not in it.
"""

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from mailbot.core.model.snapshot import Token, TokenPurpose

TOKEN_LENGTH = 46
TECHNICIAN_DAYS = 14

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_SIGNED = 26
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_SHAPE = re.compile(r"[a-z2-7]{46}")
_FIELDS = re.compile(r"([a-z2-7])([rtcb])([a-z2-7]{10})([a-z2-7]{8})([a-z2-7]{3})([a-z2-7]{3})")


def sign(  # noqa: PLR0913 -- the fields of a token, and the keys
    *,
    purpose: TokenPurpose,
    reference: str,
    person: str,
    entry_seen: int,
    day: int,
    keys: Mapping[str, bytes],
    current: str,
) -> str:
    """Give the token for one recipient, signed with the key called `current`.

    `reference` is 10 and `person` 8 base32 characters; `entry_seen` is the newest entry the recipient was shown and
    `day` a `day_number`; both are held within 15 bits. Raises ValueError for ids of another shape and KeyError for an
    unknown key.
    """
    head = f"{current}{purpose}{reference}{person}{_digits(entry_seen)}{_digits(day)}"
    if _FIELDS.fullmatch(head) is None:
        raise ValueError(f"reference {reference!r}, person {person!r} or key {current!r} does not fit into a token")
    return head + _seal(head, key=keys[current])


def read(text: str, *, keys: Mapping[str, bytes]) -> Token | None:
    """Give the token that `text` is, or None where it is not one of ours; any of `keys` may have signed it.

    Upper case is forgiven, since mail servers fold the local part of an address.
    """
    candidate = text.lower()
    if _SHAPE.fullmatch(candidate) is None:
        return None
    head, seal = candidate[:_SIGNED], candidate[_SIGNED:]
    fields = _FIELDS.fullmatch(head)
    key = keys.get(head[0])
    if fields is None or key is None or not hmac.compare_digest(seal, _seal(head, key=key)):
        return None
    _, purpose, reference, person, entry, day = fields.groups()
    return Token(cast("TokenPurpose", purpose), reference, person, _number(entry), _number(day))


def expired(token: Token, *, today: int) -> bool:
    """Tell whether a technician's or confirmation token is too old to give authority; `today` is a `day_number`.

    A day ahead of ours is forgiven, since clocks differ.
    A requester's lives as long as the request lets it, a bounce's for ever: their callers know the request.
    """
    return token.purpose in ("t", "c") and not -1 <= today - token.day <= TECHNICIAN_DAYS


def day_number(now: datetime) -> int:
    """Count the days from 2020-01-01 to `now` (aware), in UTC."""
    return (now.astimezone(UTC) - _EPOCH).days


def _seal(head: str, *, key: bytes) -> str:
    digest = hmac.digest(key, head.encode("ascii"), "sha256")
    # so many bytes are just as many letters as are needed, and some
    return base64.b32encode(digest[:15]).decode("ascii").lower()[: TOKEN_LENGTH - _SIGNED]


def _digits(number: int) -> str:
    held = min(max(number, 0), 32**3 - 1)
    return _ALPHABET[held >> 10] + _ALPHABET[held >> 5 & 31] + _ALPHABET[held & 31]


def _number(digits: str) -> int:
    high, middle, low = (_ALPHABET.index(digit) for digit in digits)
    return high << 10 | middle << 5 | low
