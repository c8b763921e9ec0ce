"""HTML bodies to laid-out text: lxml reads, an own iterative walk writes. What people cannot see is dropped.

Two things the reply scanner needs are kept: cited blocks get `> ` before each line, and where a client's markup says
that the quoted mail begins there stands a line with QUOTE_STARTS alone (a character that cleaned text cannot hold).
"""

import re
from collections.abc import Iterator

from lxml import etree

from mailbot.core.parse.wire.clean import clean_body

MAX_HTML = 1_048_576
QUOTE_STARTS = "\x0c"
_MAX_OUTPUT = 1_000_000
_MAX_CITED = 5

_DROPPED = frozenset(
    {"script", "style", "title", "head", "noscript", "template", "object", "iframe", "svg", "select", "textarea"}
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "li", "main", "nav", "ol", "pre", "section", "table", "tbody", "tfoot", "thead",
    "tr", "ul", "body", "html",
})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|$)|opacity:0(?:;|$)"
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_STARTS_IDS = (
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "reply-intro",
    "isforwardcontent",
    "mail-editor-reference-message-container",
)
_STARTS_CLASSES = (
    "outlookmessageheader",
    "yahoo_quoted",
    "moz-email-headers-table",
    "zmail_extra",
    "protonmail_quote",
    "freebirdformquote",
    "front-blockquote",
)
_OUTLOOK_RULE = re.compile(
    r"border-top:(?:solid#(?:e1e1e1|b5c4df)1\.0pt|1pxsolid(?:#b5c4df|#e1e1e1|rgb\(181,196,223\)))"
    r"|border:none;border-top:solid#(?:b5c4df|e1e1e1)"
)
_TAGS = re.compile(r"<[^<>]*>")


def html_to_text(html: str) -> str:
    """The visible text, at most 1 MB read; may hold QUOTE_STARTS lines. Never raises on broken markup."""
    html = html[:MAX_HTML].replace("\x00", "")
    if not html.strip():
        return ""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    text = _Writer().written(root) if root is not None else ""
    if not text.replace(QUOTE_STARTS, "").strip() and (root is None or len(html) > 100_000):
        return clean_body(_TAGS.sub(" ", html))  # nested beyond what the library keeps: words rather than nothing
    return text


class _Writer:
    """Text being laid out line by line; knows how far it stands inside cited blocks and lists."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.size = 0
        self.dirty = False
        self.cited = 0
        self.kept = 0
        self.lists: list[int] = []
        self.wants_blank = False
        self.bullet = ""

    def written(self, root: etree._Element) -> str:
        for element, closing in _walk(root):
            if self.size > _MAX_OUTPUT:
                break
            if closing:
                self.close(element)
                self.text(element.tail)
            else:
                self.open(element)
                self.text(element.text)
        self.break_line()
        return "\n".join(self.lines).strip("\n")

    def text(self, text: str | None) -> None:
        if text:
            piece = text if self.kept else _SPACE.sub(" ", text)
            self.size += len(piece)
            self.dirty = self.dirty or not piece.isspace()
            self.current.append(piece)

    def break_line(self) -> None:
        joined = "".join(self.current)
        joined = joined.rstrip() if self.kept else _SPACE.sub(" ", joined).strip()
        self.current, self.dirty = [], False
        if not joined:
            return
        prefix = "> " * self.cited
        if self.wants_blank and self.lines:
            self.lines.append(prefix.rstrip())
        self.wants_blank = False
        for line in clean_body(joined).split("\n"):
            self.lines.append(prefix + self.bullet + line)
            self.bullet = ""

    def open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self.line_feed()
            return
        if tag in _BLOCKS or tag in _SPACED:
            self.break_line()
            if self.is_spaced(element, tag):
                self.wants_blank = True
            if quote_starts(element):
                self.lines.append(QUOTE_STARTS)
            self.enter(element, tag)
        elif tag in ("td", "th") and self.dirty:
            self.current.append("  ")

    def enter(self, element: etree._Element, tag: str) -> None:
        if tag == "blockquote" and is_cited(element):
            self.cited = min(self.cited + 1, _MAX_CITED)
        elif tag == "pre":
            self.kept += 1
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ul" else 1)
        elif tag == "li":
            number = self.lists[-1] if self.lists else 0
            self.bullet = f"{number}. " if number else "- "
            if number:
                self.lists[-1] = number + 1

    def close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "a":
            self.link(element)
        if tag not in _BLOCKS and tag not in _SPACED:
            return
        self.break_line()
        if tag == "blockquote" and is_cited(element):
            self.cited = max(0, self.cited - 1)
        elif tag == "pre":
            self.kept = max(0, self.kept - 1)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.bullet = ""
        if self.is_spaced(element, tag):
            self.wants_blank = True

    def line_feed(self) -> None:
        if self.dirty:
            self.break_line()
        else:
            self.current = []
            self.wants_blank = True

    def is_spaced(self, element: etree._Element, tag: str) -> bool:
        if tag == "p":
            return "MsoNormal" not in (element.get("class") or "")
        return tag in _SPACED or (tag in ("ul", "ol") and len(self.lists) <= 1) or tag == "hr"

    def link(self, element: etree._Element) -> None:
        target = (element.get("href") or "").strip()[:2000]
        if not target.lower().startswith(("http://", "https://")):
            return
        shown = "".join(str(piece) for piece in element.itertext()).strip()
        if shown and _bare(shown) != _bare(target):
            self.current.append(f" <{clean_body(target)}>")


def quote_starts(element: etree._Element) -> bool:
    """Whether this block is what Outlook, Yahoo and others put above the mail they answer."""
    given = (element.get("id") or "").lower()
    if given and given.removeprefix("x_").startswith(_STARTS_IDS):
        return True
    classes = (element.get("class") or "").lower()
    if classes and any(name in classes for name in _STARTS_CLASSES):
        return True
    style = element.get("style") or ""
    return bool(style) and bool(_OUTLOOK_RULE.search(style[:500].lower().replace(" ", "")))


def is_cited(element: etree._Element) -> bool:
    """Whether a blockquote cites a mail (and is no indented paragraph)."""
    if (element.get("type") or "").lower() == "cite" or element.get("cite"):
        return True
    return "quote" in (element.get("class") or "").lower()


def _walk(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Every visible element twice: opening, and closing (after which its tail follows)."""
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing or not isinstance(element.tag, str):
            yield element, True
            continue
        stack.append((element, True))
        if _is_hidden(element):
            continue
        yield element, False
        stack.extend((child, False) for child in reversed(element))


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style") or ""
    return bool(style) and bool(_HIDDEN_STYLE.search(style[:2000].lower().replace(" ", "")))


def _bare(text: str) -> str:
    text = text.lower().removeprefix("mailto:").removeprefix("https://").removeprefix("http://")
    return text.removeprefix("www.").rstrip("/")
