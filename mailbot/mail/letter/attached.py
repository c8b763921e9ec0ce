"""Files beside a mail's words, as MIME parts: the mail that was decided on, whole, or some of its files.

Nothing hostile is taken apart: bytes go on as they are, under a type that no program runs by itself.
"""

import re
from base64 import encodebytes
from collections.abc import Sequence
from urllib.parse import quote

from mailbot.core.model.effects.on_mail import SentFile
from mailbot.core.parse.attachments import bytes_of
from mailbot.mail.letter.headers import clean

LARGEST_ORIGINAL = 5 * 1024 * 1024  # bytes of a mail that are attached; relays refuse what is much larger
LARGEST_FILES = 25 * 1024 * 1024
ORIGINAL_NAME = "original-message.eml"
# Types that phones show, and that no program acts on by itself.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "application/pdf"})
_UNSAFE = re.compile(r"[^A-Za-z0-9 ()_.,+-]")


def with_files(pieces: list[bytes], files: Sequence[bytes], *, boundary: str) -> list[bytes]:
    """The mail's pieces and these parts in one multipart/mixed; the pieces alone where there are none."""
    if not files:
        return pieces
    parts = [line for file in files for line in (f"--{boundary}".encode(), file)]
    return [
        f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n--{boundary}'.encode(),
        *pieces,
        *parts,
        f"--{boundary}--\r\n".encode(),
    ]


def with_related(part: list[bytes], pictures: Sequence[bytes], *, boundary: str) -> list[bytes]:
    """The lines of an HTML part and the pictures that it shows in one multipart/related; the part alone without any."""
    if not pictures:
        return part
    parts = [line for picture in pictures for line in (f"--{boundary}".encode(), picture)]
    head = f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n--{boundary}'
    return [head.encode(), *part, *parts, f"--{boundary}--\r\n".encode()]


def original_part(original: bytes) -> bytes:
    """The whole mail as one file, cut at 5 MB: what could not be understood is neither shown nor taken apart."""
    return _part(original[:LARGEST_ORIGINAL], name=ORIGINAL_NAME, type_="application/octet-stream")


def file_parts(original: bytes, files: Sequence[SentFile]) -> list[bytes]:
    """These files of the mail, each a part; what is no longer there, or would pass 25 MB together, is left out."""
    parts: list[bytes] = []
    left = LARGEST_FILES
    wanted = {file.part for file in files if not file.data}
    found = bytes_of(original, parts=wanted) if wanted and original else {}
    for file in files:
        data = file.data or found.get(file.part, b"")
        if data and len(data) <= left:
            left -= len(data)
            type_ = file.type if file.type in _SHOWN else "application/octet-stream"
            parts.append(_part(data, name=file.name, type_=type_))
    return parts


def _part(data: bytes, *, name: str, type_: str) -> bytes:
    head = (
        f"Content-Type: {type_}\r\nContent-Disposition: attachment; {_filename(name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(data).replace(b"\n", b"\r\n")


def _filename(name: str) -> str:
    """The name in quotes where ASCII holds it, else as RFC 2231 writes it; without what could deceive or break out."""
    shown = clean(name, limit=120)
    if not _UNSAFE.search(shown):
        return f'filename="{shown or "file"}"'
    return f"filename*=utf-8''{quote(shown, safe='', errors='replace')}"
