"""The headers of a mail: the strict From, Message-IDs, addresses, and the ones that say who vouches or automates.

What is read here is what the sender wrote; whether to believe it is decided elsewhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message as MimeMessage

from mailbot.core.model.message import Address, Header
from mailbot.core.parse.wire.addresses import is_plain, read_address
from mailbot.core.parse.wire.charset import decode_header
from mailbot.core.parse.wire.clean import clean_line
from mailbot.core.parse.wire.guard import header_end
from mailbot.core.parse.wire.words import decode_words, plain, unfold

MAX_SUBJECT = 998
MAX_IDS = 100
_MAX_KEPT, _KEPT_BYTES = 60, 4096
_MAX_FROM = 1000
_ID = re.compile(r"<([^<>]{1,998})>")
_COMMENT = r"\([^()<>@\"\\,;:]{0,200}\)"
_ENCODED_WORD = r"=\?[^?\s<>@\"]{1,60}\?[bBqQ]\?[^?\s<>@\"]{0,300}\?="
_WORD = re.compile(
    rf"{_ENCODED_WORD}|\"(?:[^\"\\]|\\.){{0,400}}\"|{_COMMENT}|[^\s\"()<>@,;:\\\[\]]{{1,400}}|[ \t]{{1,400}}"
)
_PADDING = re.compile(r"\s{4,}")
_TRAILING = re.compile(rf"[ \t]*(?:{_COMMENT})?[ \t]*")
_KEPT = frozenset({
    "authentication-results", "arc-authentication-results", "received-spf", "auto-submitted", "precedence",
    "x-auto-response-suppress", "return-path",
})  # fmt: skip
_KEPT_PREFIXES = ("x-mailbot-", "list-")
_EXCHANGE_MARKS = ("authas", "authsource", "authmechanism", "network-message-id")
_FROM_LINE = re.compile(rb"(?im)^from[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*|\r[ \t][^\r\n]*){0,20})")


@dataclass(frozen=True, slots=True)
class RawHeaders:
    """Raw values (8-bit bytes surrogate-escaped) by lower-case name, in the mail's order; `items` is that order."""

    items: tuple[tuple[str, str], ...]
    by_name: Mapping[str, tuple[str, ...]]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this lower-case name, topmost first."""
        return self.by_name.get(name, ())

    def first(self, name: str) -> str:
        """The topmost value, '' where there is none."""
        values = self.by_name.get(name)
        return values[0] if values else ""


def read_headers(mail: MimeMessage) -> RawHeaders:
    """The headers of one MIME entity as they stand."""
    items = tuple((name.lower(), str(value)) for name, value in mail.raw_items())
    by_name: dict[str, list[str]] = {}
    for name, value in items:
        by_name.setdefault(name, []).append(value)
    return RawHeaders(items=items, by_name={name: tuple(values) for name, values in by_name.items()})


def strict_sender(raw_from_headers: Sequence[str]) -> Address | None:
    """The one plain mailbox of the one From header (RFC 5322 3.6.2, narrowed), else None.

    Takes the raw values of all From headers. Two headers, lists, groups, an `@` outside quotes in the name, nested or
    odd comments, quoted or non-ASCII local parts, domain literals and control characters: nobody is believed.
    """
    if len(raw_from_headers) != 1 or len(raw_from_headers[0]) > _MAX_FROM:
        return None
    text = unfold(raw_from_headers[0])
    if not text.isprintable() and any((one < " " and one != "\t") or one == "\x7f" for one in text):
        return None
    end = _phrase_end(text)
    if text[end : end + 1] == "<":
        close = text.find(">", end)
        return _mailbox(text[end + 1 : close].strip(" \t"), text[:end], text[close + 1 :]) if close > 0 else None
    bare, space, rest = text.partition(" ")
    if not space and "(" in bare:
        bare, bracket, rest = bare.partition("(")
        rest = bracket + rest
    return _mailbox(bare, rest.strip(" \t")[1:-1], rest)


def _phrase_end(text: str) -> int:
    """Where the words, quoted strings and harmless comments at the start of the text end."""
    end = 0
    while word := _WORD.match(text, end):
        end = word.end()
    return end


def _mailbox(spec: str, name: str, trailing: str) -> Address | None:
    if not is_plain(spec) or _TRAILING.fullmatch(trailing) is None:
        return None
    return Address(name=display_name(name), address=spec.lower())


def display_name(phrase: str) -> str:
    """A phrase as people should see it: unquoted, decoded, cleaned, at most 200 characters."""
    phrase = phrase.strip(" \t")
    if len(phrase) > 1 and phrase[0] == phrase[-1] == '"':
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1])
    return clean_line(decode_words(phrase), limit=200)


def header_text(raw: str, *, body_charset: str = "", limit: int = MAX_SUBJECT) -> str:
    """One raw value decoded, cleaned and bounded. Padding that would push words out of sight becomes one space."""
    text = clean_line(decode_words(raw, body_charset=body_charset), limit=limit * 4)
    return _PADDING.sub(" ", text)[:limit].rstrip()


def message_id(raw: str) -> str | None:
    """The Message-ID without its brackets, None where the header says nothing."""
    ids = message_ids([raw])
    if ids:
        return ids[0]
    bare = clean_line(plain(raw), limit=998).strip("<> ")
    return bare or None


def message_ids(raw_values: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs in these raw headers in order, without brackets, at most 100: the first ten and the newest."""
    found: dict[str, None] = {}
    for raw in raw_values:
        text = plain(raw)
        ids = _ID.findall(text) or [word for word in text.split() if "@" in word[1:-1]]
        for one in ids:
            cleaned = clean_line(one, limit=998).replace(" ", "")
            if cleaned:
                found.setdefault(cleaned)
    kept = tuple(found)
    return kept if len(kept) <= MAX_IDS else kept[:10] + kept[10 - MAX_IDS :]


def telling_headers(headers: RawHeaders) -> tuple[Header, ...]:
    """The headers about authentication and automation, topmost first, at most 60 of 4 KB each."""
    kept = [
        Header(name=name, value=clean_line(plain(value[: _KEPT_BYTES * 2]), limit=_KEPT_BYTES))
        for name, value in headers.items
        if name in _KEPT or name.startswith(_KEPT_PREFIXES) or _is_exchange_mark(name)
    ]
    return tuple(kept[:_MAX_KEPT])


def _is_exchange_mark(name: str) -> bool:
    return name.startswith("x-ms-exchange-") and ("crosstenant-" in name or name.endswith(_EXCHANGE_MARKS))


def sender_key(raw: bytes) -> str:
    """A lower-case address from the first From of an unparsed mail, or ''. For order per sender; proves nothing."""
    head = raw[:4096]
    head = head[: header_end(head) + 1]
    if b"\n" not in head and b"\r" in head:  # old Macintosh line ends
        head = raw[:65_536].replace(b"\r", b"\n")
        head = head[: header_end(head) + 1]
    match = _FROM_LINE.search(head) or _FROM_LINE.search(raw, 0, header_end(raw))
    if match is None:
        return ""
    value = decode_header(match[1][:_MAX_FROM]).replace("\r", " ").replace("\n", " ")
    address = read_address(value)
    return address.address if address else ""
