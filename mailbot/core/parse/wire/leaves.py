"""The MIME leaves of a mail in depth-first order, walked with an explicit stack; their type, name and bytes."""

import binascii
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.generator import BytesGenerator
from email.message import Message as MimeMessage
from typing import NamedTuple

from mailbot.core.parse.wire.guard import MAX_HEADER, MAX_PARTS
from mailbot.core.parse.wire.words import parameters, word_charset

_TEXT = "text/plain"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BEGINNING = 2_048


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf: its index, lower-case type, parameters, disposition, and the kind of multipart around it.

    `alternative` numbers the innermost multipart/alternative that it stands in (0: none); `related` tells whether it
    is a later part of a multipart/related, so a picture of the HTML. A whole message inside is one leaf.
    """

    part: MimeMessage
    index: int
    type: str
    parameters: Mapping[str, str]
    disposition: str
    file_name: str
    content_id: str
    parent: str = ""
    alternative: int = 0
    related: bool = False

    @property
    def charset(self) -> str:
        """The declared character set, '' where none is."""
        return self.parameters.get("charset", "")


def leaves(mail: MimeMessage) -> Iterator[Leaf]:
    """The leaves in the order they stand in the mail, at most 500."""
    stack: list[tuple[MimeMessage, str, int, bool]] = [(mail, "", 0, False)]
    alternatives, index, local = 0, 0, local_charset(mail)
    while stack and index < MAX_PARTS:
        part, parent, alternative, related = stack.pop()
        raw = raw_value(part, "content-type")
        kind, given = parameters(raw) if raw is not None else (_default(parent), dict[str, str]())
        children = payload_of(part) if part.is_multipart() else None
        if kind.startswith("multipart/") and isinstance(children, list):
            if kind == "multipart/alternative":
                alternatives += 1
                alternative = alternatives
            for place in range(len(children) - 1, -1, -1):
                child = children[place]
                if isinstance(child, MimeMessage):
                    later = related or (kind == "multipart/related" and place > 0)
                    stack.append((child, kind, alternative, later))
            continue
        if raw is not None and not raw.isascii():
            given = parameters(raw, body_charset=given.get("charset") or local)[1]
        yield _leaf(part, index=index, kind=kind, given=given, place=(parent, alternative, related), local=local)
        index += 1


def payload_of(part: MimeMessage) -> object:
    """The parts inside, or the text as it stands; '' where the library cannot read it (a NUL in the charset's name)."""
    try:
        return part.get_payload()
    except (ValueError, LookupError):
        return ""


def leaf_bytes(leaf: Leaf) -> bytes:
    """The transfer-decoded bytes; a message inside as the bytes it has. Broken encodings give what can be decoded."""
    children = payload_of(leaf.part) if leaf.part.is_multipart() else None
    if isinstance(children, list):
        return b"".join(_serialised(inner) for inner in children if isinstance(inner, MimeMessage))
    try:
        data = leaf.part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        data = None
    if isinstance(data, bytes):
        return data
    payload = payload_of(leaf.part)
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


class Measured(NamedTuple):
    """How many bytes a leaf has, and what they begin with, `_BEGINNING` of them or all."""

    size: int
    beginning: bytes


def measured(leaf: Leaf) -> Measured:
    """Measure what `leaf_bytes` gives; where its base64 is in order (RFC 2045 section 6.8) without making the most."""
    payload = None if leaf.part.is_multipart() else payload_of(leaf.part)
    is_base64 = str(leaf.part.get("content-transfer-encoding", "")).lower() == "base64"
    if is_base64 and isinstance(payload, str) and payload.isascii():
        text = payload.encode().rstrip(b"\r\n")
        rest = text.translate(None, _BASE64)
        letters, line_ends = len(text) - len(rest), rest.rstrip(b"=")
        filling = len(rest) - len(line_ends)
        ends_so = filling < 3 and text.endswith(b"=" * filling) and (letters + filling) % 4 == 0
        if ends_so and not line_ends.strip(b"\r\n"):
            first = text[: 2 * _BEGINNING].translate(None, b"\r\n")
            return Measured(letters * 3 // 4, binascii.a2b_base64(first[: len(first) // 4 * 4])[:_BEGINNING])
    data = leaf_bytes(leaf)
    return Measured(len(data), data[:_BEGINNING])


def local_charset(mail: MimeMessage) -> str:
    """The character set that raw 8-bit header bytes are probably in: what the mail names as a whole, or in its subject.

    Clients that write such bytes use one local character set throughout.
    """
    named = parameters(raw_value(mail, "content-type") or "")[1].get("charset", "")
    return named or word_charset(raw_value(mail, "subject") or "") or word_charset(raw_value(mail, "from") or "")


def _leaf(
    part: MimeMessage,
    *,
    index: int,
    kind: str,
    given: Mapping[str, str],
    place: tuple[str, int, bool],
    local: str,
) -> Leaf:
    raw = raw_value(part, "content-disposition")
    charset = given.get("charset") or local
    disposition, its = parameters(raw, body_charset=charset) if raw is not None else ("", dict[str, str]())
    return Leaf(
        part=part,
        index=index,
        type=kind if kind.count("/") == 1 and not kind.startswith("multipart/") else _TEXT,
        parameters=given,
        disposition=disposition,
        file_name=its.get("filename") or its.get("name") or given.get("name") or given.get("filename") or "",
        content_id=(raw_value(part, "content-id") or "").strip().strip("<>"),
        parent=place[0],
        alternative=place[1],
        related=place[2],
    )


def raw_value(part: MimeMessage, name: str) -> str | None:
    """The first raw value of a header (8-bit bytes surrogate-escaped, which `Message.get` would destroy)."""
    for given, value in part.raw_items():
        if len(given) == len(name) and given.lower() == name:
            return str(value)[:MAX_HEADER]
    return None


def _default(parent: str) -> str:
    return "message/rfc822" if parent == "multipart/digest" else _TEXT


def _serialised(inner: MimeMessage) -> bytes:
    """The bytes of a message that the library has taken apart, as near to the original as it can."""
    out = io.BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(inner)
    except (ValueError, LookupError, TypeError, MessageError):
        head = "".join(f"{name}: {value}\n" for name, value in inner.raw_items())
        return head.encode("utf-8", "surrogateescape")
    return out.getvalue()
