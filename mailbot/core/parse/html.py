"""HTML bodies to laid-out text: lxml reads, an own iterative walk writes. What people cannot see is dropped.

Two things the reply scanner needs are kept: cited blocks get `> ` before each line, and where a client's markup says
that the quoted mail begins there stands a line with QUOTE_STARTS alone (a character that cleaned text cannot hold).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from mailbot.core.parse.marks import rich
from mailbot.core.parse.markup import is_cited, is_hidden, is_red, is_signature, quote_starts
from mailbot.core.parse.wire.clean import clean_body

MAX_HTML = 1_048_576
QUOTE_STARTS = "\x0c"
_MAX_OUTPUT = 1_000_000
_MAX_CITED = 5
_MAX_PICTURES = 100

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "li", "main", "nav", "ol", "pre", "section", "table", "tbody", "tfoot", "thead",
    "tr", "ul", "body", "html",
})  # fmt: skip
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_TAGS = re.compile(r"<[^<>]*>")
_INLINE = frozenset({"a", "b", "strong"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the mail shown as a picture: behind which line (-1: above all), how deep in lists, its words."""

    behind: int
    content_id: str
    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out page: each line as plain text and with light Markdown, and which lines the client calls signature.

    `pictures` are those of the mail itself: nothing on the web is one. `red` are the lines with words in red.
    """

    lines: tuple[str, ...] = ()
    rich: tuple[str, ...] = ()
    signed: frozenset[int] = frozenset()
    pictures: tuple[Shown, ...] = ()
    red: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The plain text."""
        return "\n".join(self.lines).strip("\n")


def html_to_text(html: str) -> str:
    """The visible text, at most 1 MB read; may hold QUOTE_STARTS lines. Never raises on broken markup."""
    return html_layout(html).text


def html_layout(html: str) -> Layout:
    """The same, line by line, with what is bold, a heading, a list or a link. Never raises on broken markup."""
    html = html[:MAX_HTML].replace("\x00", "")
    if not html.strip():
        return Layout()
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    layout = _Writer().written(root) if root is not None else Layout()
    if not layout.text.replace(QUOTE_STARTS, "").strip() and (root is None or len(html) > 100_000):
        # Nested beyond what the library keeps: words rather than nothing.
        words = tuple(clean_body(_TAGS.sub(" ", html)).split("\n"))
        return Layout(words, words)
    return layout


class _Writer:
    """Text being laid out line by line; knows how far it stands inside cited blocks and lists."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.size = 0
        self.dirty = False
        self.delimits = False
        self.cited = 0
        self.kept = 0
        self.lists: list[int] = []
        self.wants_blank = False
        self.bullet = ""
        self.rich: list[str] = []
        self.signed: set[int] = set()
        self.signing = 0
        self.bold = 0
        self.heading = False
        self.waiting: list[Shown] = []
        self.pictures: list[Shown] = []
        self.inked = 0
        self.reddens = False
        self.red: set[int] = set()

    def written(self, root: etree._Element) -> Layout:
        for element, closing in _walk(root):
            if self.size > _MAX_OUTPUT:
                break
            if closing:
                self.close(element)
                self.inked -= self.inked > 0 and is_red(element)
                self.text(element.tail)
            else:
                self.open(element)
                self.inked += is_red(element)
                self.text(element.text)
        self.break_line()
        shown = tuple(self.pictures)
        return Layout(tuple(self.lines), tuple(self.rich), frozenset(self.signed), shown, frozenset(self.red))

    def text(self, text: str | None) -> None:
        if text:
            piece = rich.without_marks(text if self.kept else _SPACE.sub(" ", text))
            self.size += len(piece)
            self.dirty = self.dirty or not piece.isspace()
            self.reddens = self.reddens or (self.inked > 0 and not piece.isspace())
            self.delimits = self.delimits or "-- " in text or "--\xa0" in text
            self.current.append(piece)

    def break_line(self) -> None:
        self.write_line()
        self.place_pictures()

    def place_pictures(self) -> None:
        """What was shown since the last line stands behind it."""
        self.pictures += [replace(one, behind=len(self.lines) - 1) for one in self.waiting]
        self.waiting = []

    def picture(self, element: etree._Element) -> None:
        """Keep an image that is a part of this mail; those of a quote or a signature are nobody's words."""
        source = (element.get("src") or "").strip()
        if self.cited or self.signing or source[:4].lower() != "cid:":
            return
        if len(self.pictures) + len(self.waiting) < _MAX_PICTURES:
            words = (element.get("alt") or "")[:1_000]
            self.waiting.append(Shown(-1, source[4:][:300], words, depth=len(self.lists)))

    def write_line(self) -> None:
        marked = "".join(self.current)
        joined = rich.plain(marked)
        joined = joined.rstrip() if self.kept else _SPACE.sub(" ", joined).strip()
        if joined == "--" and self.delimits:
            joined = "-- "  # its space tells a program's delimiter from a divider that somebody typed
        reddens = self.reddens
        self.current = [rich.BOLD] if self.bold else []
        self.dirty = self.delimits = self.reddens = False
        if not joined:
            self.wants_blank = self.wants_blank or "\xa0" in marked  # an empty paragraph, as Word writes it
            return
        prefix = "> " * self.cited
        if self.wants_blank and self.lines:
            self.line(prefix.rstrip(), prefix.rstrip())
        self.wants_blank = False
        lines = clean_body(joined).split("\n")
        self.red.update(range(len(self.lines), len(self.lines) + len(lines) * reddens))
        for line in lines:
            bulleted = prefix + self.bullet + line
            self.line(bulleted, self.richly(marked, prefix=prefix) if len(lines) == 1 else bulleted)
            self.bullet = ""

    def line(self, text: str, richly: str) -> None:
        """Every line is added here, so that both forms keep step."""
        if self.signing:
            self.signed.add(len(self.lines))
        self.lines.append(text)
        self.rich.append(richly)

    def richly(self, marked: str, *, prefix: str) -> str:
        written = rich.markdown(clean_body(marked) + (rich.UNBOLD if self.bold else ""))
        if self.heading:
            return f"{prefix}## {written.replace('**', '')}"
        inset = "    " * (len(self.lists) - 1) if self.bullet and not self.cited else ""
        return f"{prefix}{inset}{self.bullet}{written}"

    def open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self.line_feed()
            return
        if tag == "img":
            self.picture(element)
            return
        if tag in _INLINE:
            self.enter_inline(tag)
        if tag in _BLOCKS or tag in _SPACED:
            self.break_line()
            if self.is_spaced(element, tag):
                self.wants_blank = True
            if quote_starts(element):
                self.line(QUOTE_STARTS, QUOTE_STARTS)
            self.signing += is_signature(element)
            self.heading = self.heading or tag in _HEADINGS
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

    def enter_inline(self, tag: str) -> None:
        if tag == "a":
            self.current.append(rich.LINK)
        else:
            self.bold += 1
            self.current.append(rich.BOLD if self.bold == 1 else "")

    def close_inline(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self.link(element)
        elif self.bold:
            self.bold -= 1
            self.current.append("" if self.bold else rich.UNBOLD)

    def close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in _INLINE:
            self.close_inline(element, tag)
        if tag not in _BLOCKS and tag not in _SPACED:
            return
        self.break_line()
        self.signing -= is_signature(element) and self.signing > 0
        self.heading = self.heading and tag not in _HEADINGS
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
            self.place_pictures()

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
            self.current.append(f"{rich.TARGET}{rich.without_marks(clean_body(target))}{rich.LINKED}")


def _walk(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Every visible element twice: opening, and closing (after which its tail follows)."""
    stack: list[tuple[etree._Element, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing or not isinstance(element.tag, str):
            yield element, True
            continue
        stack.append((element, True))
        if is_hidden(element):
            continue
        yield element, False
        stack.extend((child, False) for child in reversed(element))


def _bare(text: str) -> str:
    text = text.lower().removeprefix("mailto:").removeprefix("https://").removeprefix("http://")
    return text.removeprefix("www.").rstrip("/")
