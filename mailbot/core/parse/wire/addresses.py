"""Tolerant reading of address lists (To, Cc, Reply-To), and the shape of a plain addr-spec. No proof rests on lists."""

import re
from collections.abc import Iterable, Iterator

from mailbot.core.model.message import Address
from mailbot.core.parse.wire.clean import clean_line
from mailbot.core.parse.wire.words import decode_words, plain

MAX_ADDRESSES = 100
_NAME_LIMIT = 200
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
ADDR_SPEC = re.compile(rf"{_ATOM}(?:\.{_ATOM}){{0,31}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,31}}")
_HOST = re.compile(r"@[A-Za-z0-9.-]{1,253}")
_LOCAL_END = re.compile(r"[A-Za-z0-9!#$%&*+/=?^_`{|}~.-]{1,64}\Z")
_LOOSE = re.compile(r"[^\s<>@,;:()\"]{1,128}@[^\s<>@,;:()\"]{1,253}")
_SPECIAL = re.compile(r"\\.|[\"()<>,;:]")
_ANGLE = re.compile(r"<([^<>]{0,400})>")


def is_plain(address: str) -> bool:
    """Whether this is an addr-spec of dot-atom and host name alone, within RFC 5321's lengths."""
    local, _, domain = address.rpartition("@")
    if not ADDR_SPEC.fullmatch(address) or len(local) > 64 or len(domain) > 253 or "=?" in address:
        return False
    return not any(label.startswith("-") or label.endswith("-") for label in domain.split("."))


def find_plain(text: str) -> Iterator[str]:
    """Every plain addr-spec that stands in a text, lower-case, in order. Linear: it looks back from each `@`."""
    for match in _HOST.finditer(text):
        local = _LOCAL_END.search(text[max(0, match.start() - 64) : match.start()])
        address = f"{local[0]}{match[0].rstrip('.-')}".lower() if local else ""
        if is_plain(address):
            yield address


def read_addresses(raw_values: Iterable[str], *, body_charset: str = "") -> tuple[tuple[Address, ...], bool]:
    """At most 100 mailboxes of these raw headers in order, and whether more were left out.

    What holds no address is passed over; groups are opened; names are decoded and cleaned.
    """
    found: list[Address] = []
    for raw in raw_values:
        for piece in _pieces(plain(raw, body_charset=body_charset)):
            address = read_address(piece)
            if address is None:
                continue
            if len(found) == MAX_ADDRESSES:
                return tuple(found), True
            found.append(address)
    return tuple(found), False


def read_address(piece: str) -> Address | None:
    """The mailbox that a reader would most likely see in this piece of a list, else None."""
    angles = _ANGLE.findall(piece)
    spec = _spec(angles[-1]) if angles else None
    if spec is not None:
        name = piece[: piece.rfind("<")]
    else:
        bare = _LOOSE.search(piece)
        if bare is None:
            return None
        spec = bare[0]
        name = piece[: bare.start()] + piece[bare.end() :]
    return Address(name=_name(name), address=clean_line(spec, limit=320).lower().rstrip("."))


def _spec(inside: str) -> str | None:
    inside = inside.strip().removeprefix("mailto:")
    if "@" not in inside:
        return None
    match = _LOOSE.search(inside)
    return match[0] if match else None


def _name(text: str) -> str:
    text = text.strip().strip("<>()").strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return clean_line(decode_words(text), limit=_NAME_LIMIT).strip("'\"() ")


def _pieces(text: str) -> Iterator[str]:
    """Split at commas, semicolons and group names, outside quotes, brackets and comments."""
    start = 0
    for place, character in _outside_quotes(text):
        if character in ",;:":
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _outside_quotes(text: str) -> Iterator[tuple[int, str]]:
    """The characters that stand in no quoted string, comment or angle bracket, with their places."""
    quoted, depth, angle = False, 0, False
    for match in _SPECIAL.finditer(text):
        character = match[0]
        if character == '"':
            quoted = not quoted and not depth
        elif quoted or character[0] == "\\":
            continue
        elif character in "()":
            depth = max(0, depth + (1 if character == "(" else -1))
        elif character in "<>":
            angle = character == "<"
        elif not depth and not angle:
            yield match.start(), character
