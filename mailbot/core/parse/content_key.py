"""The key that tells the same message again, however often and by whichever way it is delivered.

FROZEN: keys are stored for ever. This file leans on nothing of the parser and nothing of the standard library's mail
code, so that neither can change a key. A better function would be a new version beside this one, never an edit of what
it gives.

Version 1: SHA-256 over From, Date and Subject (unfolded) and the transfer-decoded bytes of each MIME leaf with its type
(line ends normalised, trailing line ends dropped), behind the Message-ID.
"""

import binascii
import hashlib
import re
from dataclasses import dataclass

_MAX_DEPTH = 20
_MAX_LEAVES = 1000
_MAX_ID = 200
_MAX_HEAD = 262_144
_SPACE = re.compile(rb"[ \t\n]+")
_NO_BASE64 = bytes(sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")))
_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_BOUNDARY = re.compile(rb";[ \t\n]*boundary[ \t]*=[ \t\n]*(?:\"([^\"\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_READ = frozenset((b"from", b"date", b"subject", b"message-id", b"content-type", b"content-transfer-encoding"))
_SAFE_ID = re.compile(rb"[!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class ContentKey:
    """`key` is equal for equal messages; without Message-ID and Date (`has_identity` False) only for equal bytes."""

    key: str
    has_identity: bool


@dataclass(frozen=True, slots=True)
class _Entity:
    head: dict[bytes, bytes]
    body: bytes
    depth: int


def content_key(raw: bytes, *, fallback: str) -> ContentKey:
    """The version 1 key of a mail as it came. Never raises.

    `fallback` tells mails without identity apart (INTERNALDATE, or envelope and hour); for others it is unused.
    """
    mail = _entity(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), 0)
    message_id, date = mail.head.get(b"message-id", b""), mail.head.get(b"date", b"")
    if not message_id and not date:
        return ContentKey(key=f"v1:raw:{hashlib.sha256(raw).hexdigest()}:{fallback}", has_identity=False)
    digest = hashlib.sha256()
    for name in (b"from", b"date", b"subject"):
        _add(digest, mail.head.get(name, b""))
    _add_leaves(digest, mail)
    return ContentKey(key=f"v1:{_shown_id(message_id)}:{digest.hexdigest()}", has_identity=True)


def _shown_id(message_id: bytes) -> str:
    bare = message_id.strip(b"<> ")
    if not bare:
        return ""
    if len(bare) <= _MAX_ID and _SAFE_ID.fullmatch(bare):
        return bare.decode("ascii")
    return "sha256-" + hashlib.sha256(message_id).hexdigest()


def _add_leaves(digest: "hashlib._Hash", mail: _Entity) -> None:
    stack = [mail]
    count = 0
    while stack:
        entity = stack.pop()
        children = _children(entity) if count < _MAX_LEAVES else []
        if children:
            stack.extend(reversed(children))
            continue
        count += 1
        _add(digest, _type(entity))
        _add(digest, _content(entity))


def _add(digest: "hashlib._Hash", value: bytes) -> None:
    digest.update(b"%d:" % len(value))
    digest.update(value)


def _entity(data: bytes, depth: int) -> _Entity:
    if data[:1] == b"\n":
        return _Entity(head={}, body=data[1:], depth=depth)
    end = data.find(b"\n\n")
    head, body = (data, b"") if end < 0 else (data[:end], data[end + 2 :])
    return _Entity(head=_head(head[:_MAX_HEAD]), body=body, depth=depth)


def _head(block: bytes) -> dict[bytes, bytes]:
    """The first value of each header that is read, unfolded, spaces collapsed, names in lower case."""
    found: dict[bytes, bytes] = {}
    name, lines = b"", list[bytes]()
    for line in [*block.split(b"\n"), b":"]:
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
            continue
        if name in _READ and name not in found:
            found[name] = _SPACE.sub(b" ", b"\n".join(lines)).strip()
        name, _, value = line.partition(b":")
        name, lines = name.strip().lower(), [value]
    return found


def _type(entity: _Entity) -> bytes:
    return entity.head.get(b"content-type", b"text/plain").partition(b";")[0].strip().lower()


def _children(entity: _Entity) -> list[_Entity]:
    if entity.depth >= _MAX_DEPTH or not _type(entity).startswith(b"multipart/"):
        return []
    match = _BOUNDARY.search(b";" + entity.head[b"content-type"].partition(b";")[2][:16384])
    if match is None:
        return []
    marker = b"\n--" + (match[1] or match[2]).rstrip()
    pieces = (b"\n" + entity.body).split(marker, _MAX_LEAVES)
    children = []
    for piece in pieces[1:]:
        line, _, rest = piece.partition(b"\n")
        if line.startswith(b"--"):
            break
        if not line.strip():
            children.append(_entity(rest, entity.depth + 1))
    return children


def _content(entity: _Entity) -> bytes:
    data, encoding = entity.body, entity.head.get(b"content-transfer-encoding", b"").strip().lower()
    if encoding == b"base64":
        data = _base64(data)
    elif encoding == b"quoted-printable":
        data = b"\n".join(line.rstrip(b" \t") for line in data.split(b"\n")).replace(b"=\n", b"")
        data = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")


def _base64(data: bytes) -> bytes:
    letters = data.translate(None, _NO_BASE64)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return data
