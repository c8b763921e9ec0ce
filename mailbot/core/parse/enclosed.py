"""Mails inside a mail: forwarded as attachments, or wrapped whole by a gateway. Their text, for people to read.

Nothing of theirs counts as said by the sender: no directive, no token and no quote is looked for in it.
"""

import binascii
import quopri
from collections.abc import Sequence
from email.message import Message as MimeMessage

from mailbot.core.parse.body import read_body
from mailbot.core.parse.headers import header_text, read_headers
from mailbot.core.parse.wire.guard import guard
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes, leaves, payload_of, raw_value
from mailbot.core.parse.wire.tree import tree

MAX_MAILS = 5
_MAX_EACH = 60_000
_MAX_BYTES = 1_048_576
_MAX_LEVELS = 4
_SHOWN = ("From", "Date", "To", "Subject")


def enclosed_text(parts: Sequence[Leaf]) -> str:
    """The mails among the leaves, each with From, Date, To and Subject above its text; '' where there is none.

    At most five of 60,000 characters each; a mail whose only content is another mail is opened down to four levels.
    """
    pieces: list[str] = []
    stack = [(leaf, 1) for leaf in reversed(parts)]
    while stack and len(pieces) < MAX_MAILS:
        leaf, level = stack.pop()
        mail = _mail_of(leaf)
        if mail is None:
            continue
        inner = tuple(leaves(mail))
        text = read_body(inner).text.strip()
        if text or level == _MAX_LEVELS:
            pieces.append(f"{_head(mail)}\n\n{text}"[:_MAX_EACH].strip())
        else:
            stack.extend((one, level + 1) for one in reversed(inner))
    return "\n\n".join(piece for piece in pieces if piece)


def charset_inside(mail: MimeMessage, parts: Sequence[Leaf]) -> str:
    """The character set of an enclosed mail whose subject this one repeats byte for byte, as a filter's report does.

    '' where there is none: then the mail's own character sets say what its raw bytes are.
    """
    subject = raw_value(mail, "subject") or ""
    if subject.isascii():
        return ""
    inside = (_mail_of(leaf) for leaf in parts[:MAX_MAILS] if leaf.type == "message/rfc822")
    same = (one for one in inside if one is not None and (raw_value(one, "subject") or "").strip() == subject.strip())
    return next((leaf.charset for one in same for leaf in leaves(one) if leaf.charset), "")


def _mail_of(leaf: Leaf) -> MimeMessage | None:
    if leaf.parent == "multipart/report":
        return None
    if leaf.type != "message/rfc822":
        named = leaf.file_name.lower().endswith(".eml") and leaf.type in ("application/octet-stream", "text/plain")
        return tree(guard(leaf_bytes(leaf)[:_MAX_BYTES]).raw) if named else None
    encoding = (raw_value(leaf.part, "content-transfer-encoding") or "").strip().lower()
    if encoding in ("base64", "quoted-printable"):  # RFC 2046 5.2.1 forbids it, gateways do it
        data = _decoded(leaf_bytes(leaf)[: _MAX_BYTES * 2], encoding)
        return tree(guard(data).raw)
    payload = payload_of(leaf.part)
    inner = payload[0] if isinstance(payload, list) and payload else None
    return inner if isinstance(inner, MimeMessage) else None


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return quopri.decodestring(data.lstrip())
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return b""


def _head(mail: MimeMessage) -> str:
    given = read_headers(mail)
    shown = [(name, header_text(given.first(name.lower())[:2000], limit=500)) for name in _SHOWN]
    return "\n".join(f"{name}: {value}" for name, value in shown if value)
