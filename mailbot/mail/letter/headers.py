"""Header values made safe: text, addresses and Message-IDs that come from anywhere, written as RFC 5322 lines.

What lives here: cleaning, encoded words (RFC 2047), folding. Which headers a mail has is decided in compose.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable

TEXT_LIMIT = 200
LINE = 76
# 45 octets become 60 letters; with the frame of an encoded word that stays below the 75 of RFC 2047 section 2.
WORD_OCTETS = 45
ID_LIMIT = 250

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_ID = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_TAG = re.compile(r"\[#\d{1,12}-[a-z0-9]{1,12}\]")
_PREFIXES = ("re:", "aw:", "sv:", "antw:", "fw:", "fwd:", "wg:", "tr:")


def clean(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """One line of printable text: no Cc, Cf, Zl, Zp (line ends become spaces), no lone surrogates, at most `limit`."""
    text = text[: 10 * limit]
    if not text.isprintable():
        text = "".join(_printable(letter) for letter in text)
    return " ".join(text.split())[:limit].rstrip()


def _printable(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category == "Cf" else letter


def base_subject(subject: str, *, limit: int = TEXT_LIMIT) -> str:
    """The subject without reply and forward prefixes and without tags of ours: what a thread is called for life."""
    text = _TAG.sub(" ", clean(subject))
    for _ in range(20):
        text = text.strip()
        prefix = next((word for word in _PREFIXES if text[:5].lower().startswith(word)), None)
        if prefix is None:
            break
        text = text[len(prefix) :]
    return clean(text, limit=limit)


def plain_address(address: str) -> str | None:
    """The address as ASCII addr-spec (RFC 5321 without quoted local parts), its domain in IDNA; None if it is none.

    Nothing is dropped or mended: another address than the given one would be another person.
    """
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    written = f"{local}@{domain}"
    if not _ADDRESS.fullmatch(written) or ".." in written:
        return None
    if local.startswith(".") or local.endswith(".") or domain.startswith((".", "-")) or domain.endswith((".", "-")):
        return None
    return written


def message_ids(ids: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """The newest `limit` well-formed ids (without brackets) in their order, each once; the others are left out."""
    known = dict.fromkeys(one for one in ids if len(one) <= ID_LIMIT and _ID.fullmatch(one))
    return tuple(known)[-limit:] if limit > 0 else ()


def text_line(name: str, text: str) -> str:
    """`Name: text` for an unstructured header, cleaned, encoded where it must be, folded."""
    text = clean(text)
    if text.isascii() and "=?" not in text:
        return fold(name, text.split(" "))
    return fold(name, _encoded_words(text))


def address_line(name: str, display: str, address: str) -> str:
    """`Name: "Display" <address>`; `address` must have come through plain_address."""
    display = clean(display, limit=100)
    if not display:
        return f"{name}: {address}"
    if not display.isascii() or "=?" in display:
        words = _encoded_words(display)
    elif _ATOMS.fullmatch(display):
        words = display.split(" ")
    else:
        escaped = display.replace("\\", "\\\\").replace('"', '\\"')
        words = f'"{escaped}"'.split(" ")
    return fold(name, [*words, f"<{address}>"])


def id_line(name: str, ids: Iterable[str]) -> str:
    """`Name: <id> <id>`, folded; the ids must have come through message_ids or be our own."""
    return fold(name, [f"<{one}>" for one in ids])


def fold(name: str, words: Iterable[str]) -> str:
    """The header as lines of about 76 characters, broken between words only (RFC 5322 section 2.2.3)."""
    lines, line = [], f"{name}:"
    for position, word in enumerate(words):
        if position and len(line) + 1 + len(word) > LINE:
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return "\r\n".join([*lines, line])


def _encoded_words(text: str) -> list[str]:
    """The text as encoded words, cut between characters, so that each stands for itself."""
    pieces, piece, octets = [], "", 0
    for letter in text:
        size = len(letter.encode())
        if octets + size > WORD_OCTETS:
            pieces.append(piece)
            piece, octets = "", 0
        piece, octets = piece + letter, octets + size
    return [f"=?utf-8?b?{b64encode(one.encode()).decode('ascii')}?=" for one in [*pieces, piece]]
