"""Where our tokens may stand in a mail. Finds strings of their shape; whether one is genuine is not known here."""

import re
from collections.abc import Iterable, Sequence

MAX_TOKENS = 20
_SHAPE = r"(?<![a-z2-7])[a-z2-7]{46}(?![a-z2-7])"
_PLUS = re.compile(rf"\+({_SHAPE})@", re.IGNORECASE)
_IN_ID = re.compile(rf"^({_SHAPE})\.[^@]{{1,200}}@", re.IGNORECASE)
_LINE = re.compile(rf"\bref: ?({_SHAPE})", re.IGNORECASE)
_DELIVERY = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
TOKEN_HEADERS = frozenset(_DELIVERY)


def is_token_line(line: str) -> bool:
    """Whether the line has a `ref:` and a string of a token's shape, as the last line of our mails to technicians."""
    return "ref:" in line[:2_000].lower() and bool(_LINE.search(line[:2_000]))


def find_tokens(
    *, recipients: Iterable[str], in_reply_to: Sequence[str], references: Sequence[str], text: str
) -> tuple[str, ...]:
    """At most 20 different tokens: plus parts of recipients, In-Reply-To, References newest first, `ref:` lines.

    `recipients` are values of the headers named in TOKEN_HEADERS, raw or decoded.
    """
    found: dict[str, None] = {}
    for value in recipients:
        found.update(dict.fromkeys(match.lower() for match in _PLUS.findall(value)))
    for one in (*in_reply_to, *reversed(references)):
        match = _IN_ID.match(one)
        if match:
            found.setdefault(match[1].lower())
    if "ref:" in text.lower():
        found.update(dict.fromkeys(match.lower() for match in _LINE.findall(text)))
    return tuple(found)[:MAX_TOKENS]
