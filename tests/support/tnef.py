"""Writes TNEF (`winmail.dat`) as Outlook does, as far as tests need it: text, formatted text, HTML and files."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from compressed_rtf import compress

_SIGNATURE = b"\x78\x9f\x3e\x22\x01\x00"
_MESSAGE, _ATTACHMENT = 1, 2
_VERSION, _CODE_PAGE, _BODY, _PROPERTIES = 0x00089006, 0x00069007, 0x0002800C, 0x00069003
_RENDER, _TITLE, _DATA, _FILE_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_RTF, _HTML, _LONG_NAME, _MIME_TAG, _CONTENT_ID = 0x10090102, 0x10130102, 0x3707001F, 0x370E001F, 0x3712001F


@dataclass(frozen=True, slots=True)
class File:
    """A file to pack: its name, bytes, type and Content-ID ('' for none)."""

    name: str
    data: bytes
    type: str = ""
    content_id: str = ""


def pack(*, text: str = "", rtf: str = "", html: str = "", files: Sequence[File] = ()) -> bytes:
    """The bytes of a winmail.dat with this text (plain, as RTF source, as HTML) and these files."""
    out = [_SIGNATURE, _object(_MESSAGE, _VERSION, struct.pack("<I", 0x10000))]
    out.append(_object(_MESSAGE, _CODE_PAGE, struct.pack("<II", 1252, 0)))
    if text:
        out.append(_object(_MESSAGE, _BODY, text.encode("cp1252") + b"\0"))
    properties = [(_RTF, compress(rtf.encode("ascii")))] if rtf else []
    properties += [(_HTML, html.encode())] if html else []
    if properties:
        out.append(_object(_MESSAGE, _PROPERTIES, _mapi(properties)))
    for file in files:
        out.append(_object(_ATTACHMENT, _RENDER, bytes(14)))
        out.append(_object(_ATTACHMENT, _TITLE, file.name.encode("cp1252", "replace")[:8] + b"\0"))
        out.append(_object(_ATTACHMENT, _DATA, file.data))
        given = ((_LONG_NAME, file.name), (_MIME_TAG, file.type), (_CONTENT_ID, file.content_id))
        out.append(
            _object(_ATTACHMENT, _FILE_PROPERTIES, _mapi([(tag, _wide(value)) for tag, value in given if value]))
        )
    return b"".join(out)


def _object(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _mapi(properties: Sequence[tuple[int, bytes]]) -> bytes:
    out = [struct.pack("<I", len(properties))]
    for tag, value in properties:
        padding = bytes(-len(value) % 4)
        out.append(struct.pack("<III", tag, 1, len(value)) + value + padding)
    return b"".join(out)


def _wide(value: str) -> bytes:
    return value.encode("utf-16-le") + b"\0\0"
