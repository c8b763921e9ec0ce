"""Which pictures in a mail are decoration (tracking pixels, icons, logos under a signature), and which were sent.

Only the first bytes are looked at, for width and height; no picture is decoded. What cannot be told was sent.
"""

import re

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


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a PNG, GIF, BMP or JPEG states them, None where the bytes are something else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data.startswith(b"BM") and len(data) >= 26:
        height = int.from_bytes(data[22:26], "little", signed=True)
        return int.from_bytes(data[18:22], "little"), abs(height)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def is_decoration(data: bytes, *, content_id: str, html: str, attached: bool) -> bool:
    """Whether nobody means this picture when they say "see the picture".

    `data` are its bytes, `html` the source that may show it under `content_id`, `attached` whether its header calls it
    an attachment. A picture inside the quoted mail, or a small one below the sign-off, was not sent on purpose.
    """
    if len(data) <= _TINY_BYTES:
        return True
    size = picture_size(data)
    place = html.find(f"cid:{content_id}") if content_id else -1
    if size is not None and (min(size) <= _PIXEL or (max(size) <= _ICON and (place >= 0 or not attached))):
        return True
    if place < 0:
        return False
    if 0 <= _quote_start(html) < place:
        return True
    if size is None or size[0] > _LOGO_WIDTH or size[1] > _LOGO_HEIGHT or len(data) > _LOGO_BYTES:
        return False
    return bool(_SIGNED.search(_TAGS.sub(" ", html[max(0, place - _BEFORE) : place])))


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
