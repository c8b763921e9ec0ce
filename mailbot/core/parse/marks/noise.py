"""Text in a mail that no person wrote: warnings of mail gateways, stand-ins for pictures, style sheets gone astray.

It is left out of the new text alone; the whole text keeps it. Every pattern is anchored and bounded.
"""

import re
from collections.abc import Sequence

_MAX_BANNERS = 2
_MAX_BANNER_LINES = 6
_MAX_BANNER = 700
_BANNER = re.compile(
    r"^[\s*_#>|\[-]{0,8}(?:caution|warning|attention|external|notice|be careful)\b[^\w\n]{0,6}"
    r"(?:(?:external|e-?mail|sender|message)\b[^\w\n]{0,6}){0,3}(?:this|the) (?:e-?mail|message)\b"
    r"[^\n]{0,120}\b(?:external|outside)\b",
    re.IGNORECASE,
)
_BANNER_ADVICE = re.compile(r"\b(?:click|open|links?|attachments?|caution|cautious)\b", re.IGNORECASE)
_SAFETY_TIP = re.compile(
    r"^[\s*_\[]{0,8}(?:(?:you|some people who received this message) don['\u2019]t often get e-?mail from\b"
    r"|\[?external(?: e-?mail| sender)?\]?[\s*_]{0,4}$)",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"^\s{0,8}(?:\[(?:cid|image):[^\[\]\n]{1,200}\]\s{0,3}){1,4}$", re.IGNORECASE)
_YAHOO = re.compile(r"#yiv\d{4,14}\b")
_YAHOO_RULE = re.compile(r"^[ \t]{0,4}blockquote, div\.yahoo_quoted \{[^{}\n]{0,400}\}[ \t]{0,4}$", re.MULTILINE)
_SELECTOR = re.compile(r"\s{0,4}(?:@media|_filtered|[#.][\w-])[^{}\n]{0,400}\{")
_MAX_STYLE = 60_000


def without_style(text: str) -> str:
    """The text without the style rules that Yahoo's composer (also BT's and Sky's) leaves in plain text.

    They begin with a name such as `#yiv9816071386`; what follows is dropped while it is rules in balanced braces.
    """
    if "#yiv" not in text and "div.yahoo_quoted {" not in text:
        return text
    text = _YAHOO_RULE.sub("", text)
    pieces: list[str] = []
    end = 0
    for match in _YAHOO.finditer(text):
        if match.start() < end:
            continue
        stop = _style_end(text, match.start())
        if stop is None:
            break
        pieces.append(text[end : match.start()])
        end = stop
    return "".join((*pieces, text[end:]))


def _style_end(text: str, start: int) -> int | None:
    """Where the run of rules that begins at `start` ends: `start` where it is none, None where a brace stays open."""
    limit = min(len(text), start + _MAX_STYLE)
    end = start
    while selector := _SELECTOR.match(text, end, limit):
        depth, place = 1, selector.end()
        while depth and place < limit:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        if depth:
            return None
        end = place
    return end


def banner_length(lines: Sequence[str]) -> int:
    """How many lines at the top are warnings about mail from outside, with the blank lines around; 0 for none."""
    end = 0
    for _ in range(_MAX_BANNERS):
        start = end
        while start < len(lines) and not lines[start].strip():
            start += 1
        length = _paragraph(lines[start : start + _MAX_BANNER_LINES + 1])
        if not 0 < length <= _MAX_BANNER_LINES or not _is_banner(lines[start : start + length]):
            return end
        end = start + length
    return end


def is_picture(line: str) -> bool:
    """Whether the line only stands in for pictures: `[cid:image001.png@...]`, `[image: photo.jpg]`."""
    return len(line) < 900 and bool(_PICTURES.match(line))


def _paragraph(lines: Sequence[str]) -> int:
    return next((place for place, line in enumerate(lines) if not line.strip()), len(lines))


def _is_banner(lines: Sequence[str]) -> bool:
    if _SAFETY_TIP.match(lines[0][:_MAX_BANNER]):
        return True
    joined = " ".join(line.strip() for line in lines)
    return len(joined) <= _MAX_BANNER and bool(_BANNER.match(joined)) and bool(_BANNER_ADVICE.search(joined))
