"""Pictures made from nothing, and replies that have them pasted in, as mail programs write them."""

import email.policy
import struct
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape


def png(width: int = 400, height: int = 220, *, grey: int = 120, noise: bytes = b"") -> bytes:
    """A grey PNG with a dark frame, that any program shows; `noise` makes it larger and another."""

    def chunk(type_: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + type_ + data + struct.pack(">I", zlib.crc32(type_ + data))

    dark, row = b"\x00" * 12, bytes([grey]) * (3 * (width - 8))
    lines = [b"\x00" + (b"\x20" * 3 * width if y < 4 or y >= height - 4 else dark + row + dark) for y in range(height)]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    more = chunk(b"noIs", noise) if noise else b""
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(b"".join(lines))) + chunk(b"IEND", b"")


def gif() -> bytes:
    """The beginning of a GIF of 300 by 200 pixels, long enough to be one that somebody sent."""
    return b"GIF89a" + struct.pack("<HH", 300, 200) + b"\x00" * 400


def pasted(reply: bytes, pictures: Mapping[str, bytes], *, html: str, type_: str = "image/png") -> bytes:
    """The plain reply with this HTML beside its text, in which `cid:NAME` shows the picture of that name."""
    mail = BytesParser(policy=email.policy.SMTP).parsebytes(reply)
    assert isinstance(mail, EmailMessage)
    mail.add_alternative(html, subtype="html")
    body = mail.get_body(("html",))
    assert isinstance(body, EmailMessage)
    for name, data in pictures.items():
        main, _, sub = type_.partition("/")
        body.add_related(data, main, sub, cid=f"<{name}>", filename=f"{name}", disposition="inline")
    return mail.as_bytes()


def html_of(text: str, *, quoted: str = "") -> str:
    """The text as HTML, a paragraph for each line; a line `<img ...>` stays what it is. `quoted` is cited below it."""
    lines = [line if line.startswith("<img ") else escape(line) for line in text.split("\n") if line.strip()]
    written = "".join(f"<p>{line}</p>" for line in lines)
    return f'<html><body>{written}<blockquote type="cite">{quoted}</blockquote></body></html>'
