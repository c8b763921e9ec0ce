"""Which leaves are the visible text, and that text: plain before HTML, decoded, cleaned and bounded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.core.parse.html import MAX_HTML, QUOTE_STARTS, html_to_text
from mailbot.core.parse.wire.charset import decode
from mailbot.core.parse.wire.clean import clean_body
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes

MAX_TEXT = 262_144
MAX_LINES = 5_000
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_TEXTS = ("text/plain", "text/html", "text/enriched", "text/x-amp-html")


@dataclass(frozen=True, slots=True)
class Body:
    """The visible text (`marked` still holds the scanner's QUOTE_STARTS lines), its leaves, and the HTML's source."""

    marked: str
    shown: frozenset[int]
    html: str
    truncated: bool

    @property
    def text(self) -> str:
        """The text for people."""
        return self.marked.replace(QUOTE_STARTS + "\n", "").replace(QUOTE_STARTS, "").strip("\n")


def read_body(parts: Sequence[Leaf]) -> Body:
    """The body of a mail from its leaves. Text parts that carry a file name are attachments, not text."""
    texts = [leaf for leaf in parts if is_text(leaf)] or list(_whole_mail(parts))
    pieces: list[str] = []
    shown: set[int] = set()
    html = ""
    truncated = False
    for group in _groups(texts):
        shown.update(leaf.index for leaf in group if not leaf.file_name)
        text, source, cut = _best(group)
        html = html or source
        truncated = truncated or cut
        if text.strip():
            pieces.append(text)
    marked, cut = _bounded("\n\n".join(pieces))
    return Body(marked=marked, shown=frozenset(shown), html=html, truncated=truncated or cut)


def with_text(body: Body, *, text: str, html: str) -> Body:
    """The body with this text, else that of this HTML, in place of its own; cleaned and bounded like any."""
    html = html[:MAX_HTML]
    marked, cut = _bounded(clean_body(text[: MAX_TEXT * 2]) if text.strip() else html_to_text(html))
    return replace(body, marked=marked, html=body.html or html, truncated=body.truncated or cut)


def _whole_mail(parts: Sequence[Leaf]) -> Sequence[Leaf]:
    """A mail of one part is its own text, also where that part carries a file name."""
    return parts if len(parts) == 1 and parts[0].type in _TEXTS and not parts[0].parent else ()


def is_text(leaf: Leaf) -> bool:
    """Whether the leaf is part of what the reader sees as the message."""
    return leaf.type in _TEXTS and leaf.disposition != "attachment" and not leaf.file_name


def _groups(texts: Sequence[Leaf]) -> list[list[Leaf]]:
    """Leaves of one alternative belong together; every other leaf stands alone."""
    groups: list[list[Leaf]] = []
    by_alternative: dict[int, list[Leaf]] = {}
    for leaf in texts:
        if not leaf.alternative:
            groups.append([leaf])
        elif leaf.alternative in by_alternative:
            by_alternative[leaf.alternative].append(leaf)
        else:
            by_alternative[leaf.alternative] = [leaf]
            groups.append(by_alternative[leaf.alternative])
    return groups


def _best(group: Sequence[Leaf]) -> tuple[str, str, bool]:
    """The text of a group, the HTML source beside it, and whether something was cut."""
    plain = [leaf for leaf in group if leaf.type not in ("text/html", "text/x-amp-html")]
    hyper = [leaf for leaf in group if leaf.type == "text/html"]
    source = _html_source(hyper[0]) if hyper else ""
    text = "\n".join(_plain_text(leaf) for leaf in plain)
    if text.strip() or not hyper:
        return text, source, False
    text = "\n\n".join(html_to_text(_html_source(leaf)) for leaf in hyper)
    return text, source, len(source) >= MAX_HTML


def _plain_text(leaf: Leaf) -> str:
    data = leaf_bytes(leaf)[: MAX_TEXT * 4]
    text = clean_body(decode(data, charset=leaf.charset))
    return _unflowed(text) if leaf.parameters.get("format", "").lower() == "flowed" else text


def _html_source(leaf: Leaf) -> str:
    data = leaf_bytes(leaf)[:MAX_HTML]
    charset = leaf.charset
    if not charset:
        meta = _META_CHARSET.search(data, 0, 4096)
        charset = meta[1].decode("ascii") if meta else ""
    return decode(data, charset=charset)


def _unflowed(text: str) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676), quotes and signature delimiter left alone."""
    lines: list[list[str]] = []
    soft = False
    for stuffed in text.split("\n"):
        line = stuffed.removeprefix(" ")  # RFC 3676 4.4: space-stuffing goes first
        quoted = line.startswith(">")
        if soft and not quoted and line != "-- ":
            lines[-1].append(line)
        else:
            lines.append([line])
        soft = line.endswith(" ") and line != "-- " and not quoted
    return "\n".join("".join(pieces) for pieces in lines)


def _bounded(text: str) -> tuple[str, bool]:
    cut = len(text) > MAX_TEXT or text.count("\n") >= MAX_LINES
    if not cut:
        return text.strip("\n"), False
    return "\n".join(text[:MAX_TEXT].split("\n")[:MAX_LINES]).strip("\n"), True
