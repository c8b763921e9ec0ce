"""Caps before any parser sees the bytes: size, header block, single headers, depth and number of MIME parts.

One forward pass with an explicit stack; what lies beyond a cap is cut off, never guessed at.
"""

import re
from dataclasses import dataclass

from mailbot.core.parse.wire.words import parameters

MAX_SIZE = 26_214_400
MAX_DEPTH = 20
MAX_PARTS = 500
MAX_LINES = 400_000  # the standard parser's cost is per line; 25 MB of base64 has 340,000
MAX_HEADER_BLOCK = 262_144
MAX_HEADER = 16_384
_MAX_PART_HEADERS = 65_536

_BLANK = re.compile(rb"\n\r?\n")
_DASHES = re.compile(rb"\n--([^\r\n]{0,200})")
_OBSOLETE_COLON = re.compile(rb"(?m)^([!-9;-~]{1,76})[ \t]{1,80}:")  # RFC 5322 4.5: obsolete, but to be read
_CONTENT_TYPE = re.compile(rb"(?im)^content-type:([^\n]*(?:\n[ \t][^\n]*)*)")


@dataclass(frozen=True, slots=True)
class Guarded:
    """Bytes that are safe to hand to the standard library's parser, and whether something was cut off."""

    raw: bytes
    truncated: bool


def guard(raw: bytes) -> Guarded:
    """Apply every cap. Old Macintosh line ends (CR alone) become line feeds, since parsers know only LF and CRLF."""
    data = raw[:MAX_SIZE]
    if b"\r" in data and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    data, long = _cap_lines(data)
    data, cut = _cap_headers(data)
    end = _cut_of_structure(data)
    return Guarded(raw=data[:end], truncated=long or cut or end < len(data) or len(raw) > MAX_SIZE)


def header_end(data: bytes, *, start: int = 0, limit: int = MAX_HEADER_BLOCK) -> int:
    """Where the header block that begins at `start` ends (the index of its last line feed), at most `limit` on."""
    if data[start : start + 1] == b"\n" or data[start : start + 2] == b"\r\n":
        return start
    match = _BLANK.search(data, start, min(len(data), start + limit))
    return match.start() if match else min(len(data), start + limit)


def _cap_lines(data: bytes) -> tuple[bytes, bool]:
    whole = len(data)
    if whole <= MAX_LINES:
        return data, False
    for end in (b"\n", b"\r"):
        if data.count(end) > MAX_LINES:
            data = data[: len(data) - len(data.split(end, MAX_LINES)[-1])]
    return data, len(data) < whole


def _cap_headers(data: bytes) -> tuple[bytes, bool]:
    end = header_end(data, limit=len(data) + 1)
    if end <= MAX_HEADER_BLOCK and (b" :" in data[:end] or b"\t:" in data[:end]):
        head = _OBSOLETE_COLON.sub(rb"\1:", data[:end])
        data, end = head + data[end:], len(head)
    if end <= MAX_HEADER:
        return data, False
    block, cut = data[:end], False
    if end > MAX_HEADER_BLOCK:
        block, cut = block[: block.rfind(b"\n", 0, MAX_HEADER_BLOCK) + 1 or MAX_HEADER_BLOCK].rstrip(b"\r\n"), True
    lines, kept, size = block.split(b"\n"), list[bytes](), 0
    for line in lines:
        size = size + len(line) if line[:1] in (b" ", b"\t") else len(line)
        if size <= MAX_HEADER:
            kept.append(line)
            continue
        cut = True
        if line[:1] not in (b" ", b"\t"):
            kept.append(line[:MAX_HEADER])
    return b"\n".join(kept) + data[end:], cut


def _cut_of_structure(data: bytes) -> int:
    """The index at which the message has to end so that it stays within depth and number of parts."""
    stack: list[bytes] = []
    depth = _opened(data, 0, stack)
    if depth is None:
        return 0
    if not stack:
        return len(data)
    parts, levels = 0, [depth]
    for match in _DASHES.finditer(data):
        place = _which(match[1], stack)
        if place is None:
            continue
        parts += 1
        if parts > MAX_PARTS:
            return match.start()
        del stack[place + 1 :], levels[place + 1 :]
        if match[1].startswith(stack[place] + b"--"):
            continue
        before = len(stack)
        line_end = data.find(b"\n", match.end())
        own = _opened(data, line_end + 1, stack, depth=levels[place]) if line_end >= 0 else levels[place]
        if own is None:
            return match.start()
        levels.extend([own] * (len(stack) - before))
    return len(data)


def _which(line: bytes, stack: list[bytes]) -> int | None:
    for place in range(len(stack) - 1, -1, -1):
        boundary = stack[place]
        if line.startswith(boundary) and line[len(boundary) :].rstrip() in (b"", b"--"):
            return place
    return None


def _opened(data: bytes, start: int, stack: list[bytes], *, depth: int = 0) -> int | None:
    """Read the headers at `start`; push the boundary they announce. The depth then, or None where it is too deep."""
    while True:
        end = header_end(data, start=start, limit=_MAX_PART_HEADERS if start else MAX_HEADER_BLOCK)
        found = _content_type(data, start, end)
        if found is None:
            return depth
        if len(found[1]) > MAX_HEADER:
            return None
        kind, given = parameters(found[1].decode("ascii", "surrogateescape"))
        if not kind.startswith(("multipart/", "message/")):
            return depth
        depth += 1
        if depth > MAX_DEPTH:
            return None
        blank = _BLANK.match(data, end)
        if kind.startswith("multipart/") or blank is None:
            _push(stack, given.get("boundary", ""))
            return depth
        start = blank.end()


def _content_type(data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    """The first such field between the two (`start` begins a line). To search for it with the pattern is slow."""
    at = (b"\n" + data[start:end].lower()).find(b"\ncontent-type:")
    return _CONTENT_TYPE.match(data, start + at, end) if at >= 0 else None


def _push(stack: list[bytes], boundary: str) -> None:
    if boundary.strip():
        stack.append(boundary.rstrip().encode("utf-8", "surrogateescape"))
