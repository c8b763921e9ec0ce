"""Which pictures in a mail are decoration (tracking pixels, icons, logos under a signature), and which were sent.

Only the first bytes are looked at, for width and height; no picture is decoded. What cannot be told was sent.
Of those that were sent, `sent_pictures` gives what an article may show.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from mailbot.core.model.article import Picture
from mailbot.core.parse.wire.clean import clean_line
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes, measured

MOST_PICTURES = 5
LARGEST_PICTURE = 1024 * 1024  # bytes
_NAME = 80
_MARKUP = re.compile(r"[\[\]()<>*_`!|\\]+")
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_JPEG = b"\xff\xd8"
_TINY_BYTES = 120
_PIXEL, _ICON = 3, 64
_LOGO_WIDTH, _LOGO_HEIGHT, _LOGO_BYTES = 1000, 300, 150_000
_MAX_SEGMENTS = 200
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BEFORE = 3_000
_TAGS = re.compile(r"<[^<>]*>")
_QUOTE_STARTS = (
    "divrplyfwdmsg", "appendonsend", "gmail_quote", 'type="cite"', "type='cite'", "outlookmessageheader",
    "yahoo_quoted", "border-top:solid #e1e1e1", "border-top:solid #b5c4df",
)  # fmt: skip
_SIGNED = re.compile(
    r"\b(?:regards|wishes|thanks|thank you|sincerely|faithfully|cheers)\b"
    r"|\b(?:tel|telephone|phone|mobile|ext)\b ?[:.]|\+44|\b0\d{2,4}[ )]|\bwww\.|@",
    re.IGNORECASE,
)


class Looks(NamedTuple):
    """How many bytes a picture has, and its width and height in pixels, None where it states none."""

    length: int
    size: tuple[int, int] | None


def looks_of(data: bytes) -> Looks:
    """Give the looks of a picture by its bytes."""
    return Looks(len(data), picture_size(data))


def looks_of_leaf(leaf: Leaf) -> Looks:
    """The same for one in a mail; only of a JPEG whose frame stands far behind its beginning all bytes are made."""
    length, beginning = measured(leaf)
    size = picture_size(beginning)
    if size is None and length > len(beginning) and beginning.startswith(_JPEG):
        size = picture_size(leaf_bytes(leaf))
    return Looks(length, size)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a PNG, GIF, BMP or JPEG states them, None where the bytes are something else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data.startswith(b"BM") and len(data) >= 26:
        height = int.from_bytes(data[22:26], "little", signed=True)
        return int.from_bytes(data[18:22], "little"), abs(height)
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def picture_type(data: bytes) -> str:
    """Give the type of a PNG, JPEG or GIF with a width and a height, by its bytes alone; '' for all else."""
    known = next((type_ for magic, type_ in _MAGIC if data.startswith(magic)), "")
    size = picture_size(data) if known else None
    return known if size is not None and min(size) > 0 else ""


def picture_name(words: str) -> str:
    """Give a picture's name as it can stand in Markdown: its first line without marks, at most 80 characters."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    return " ".join(_MARKUP.sub(" ", clean_line(first, limit=_NAME * 2)).split())[:_NAME].rstrip()


def sent_pictures(parts: Iterable[Leaf], *, html: str) -> dict[str, Picture]:
    """Give the pictures in the HTML that were sent on purpose, by Content-ID: the first five of at most 1 MB each."""
    found: dict[str, Picture] = {}
    for leaf in parts:
        named = leaf.content_id and leaf.content_id not in found and f"cid:{leaf.content_id}" in html
        if not named or not leaf.type.startswith("image/"):
            continue
        picture = _picture(leaf, html=html)
        if picture is not None:
            found[leaf.content_id] = picture
        if len(found) == MOST_PICTURES:
            break
    return found


def _picture(leaf: Leaf, *, html: str) -> Picture | None:
    data = leaf_bytes(leaf)
    type_ = picture_type(data)
    if (
        not type_
        or len(data) > LARGEST_PICTURE
        or is_decoration(looks_of(data), content_id=leaf.content_id, html=html, attached=False)
    ):
        return None
    return Picture(sha256(data).hexdigest()[:32], picture_name(leaf.file_name) or "picture", type_, data)


def is_decoration(looks: Looks, *, content_id: str, html: str, attached: bool) -> bool:
    """Whether nobody means this picture when they say "see the picture".

    `html` is the source that may show it under `content_id`, `attached` whether its header calls it
    an attachment. A picture inside the quoted mail, or a small one below the sign-off, was not sent on purpose.
    """
    size = looks.size
    if looks.length <= _TINY_BYTES:
        return True
    place = html.find(f"cid:{content_id}") if content_id else -1
    if size is not None and (min(size) <= _PIXEL or (max(size) <= _ICON and (place >= 0 or not attached))):
        return True
    if place < 0:
        return False
    if 0 <= _quote_start(html) < place:
        return True
    if size is None or _larger_than_logos(looks.length, size=size):
        return False
    return bool(_SIGNED.search(_TAGS.sub(" ", html[max(0, place - _BEFORE) : place])))


def stands_apart(looks: Looks, *, content_id: str, html: str) -> bool:
    """Whether somebody attached this picture: the text shows it nowhere, and it is larger than logos are.

    `content_id` and `html` are as for `is_decoration`. What states no size counts as large.
    """
    if content_id and f"cid:{content_id}" in html:
        return False
    return looks.size is None or _larger_than_logos(looks.length, size=looks.size)


def _larger_than_logos(length: int, *, size: tuple[int, int]) -> bool:
    return size[0] > _LOGO_WIDTH or size[1] > _LOGO_HEIGHT or length > _LOGO_BYTES


def _quote_start(html: str) -> int:
    lower = html.lower()
    found = [place for mark in _QUOTE_STARTS if (place := lower.find(mark)) >= 0]
    return min(found, default=-1)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    place = 2
    for _ in range(_MAX_SEGMENTS):
        if place + 9 > len(data) or data[place] != 0xFF:
            return None
        if data[place + 1] in _FRAMES:
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return None
