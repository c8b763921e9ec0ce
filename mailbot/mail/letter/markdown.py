"""Articles (Markdown) as HTML for a mail and as plain text for its other half.

What lives here: rendering alone, pure and cached. The frame around an article is a matter of the templates.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mailbot.core.model.article import said_of_picture

SOURCE_LIMIT = 64_000
CACHED = 256
_PARSED = 4  # tokens are large, and soon written

_PICTURE = re.compile(r"cid:[0-9a-f]{32}")
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_HEADING = "margin:20px 0 6px;font-weight:600;line-height:1.3;"
_STYLES = {
    "p": "margin:0 0 12px;",
    "h1": _HEADING + "font-size:18px;",
    "h2": _HEADING + "font-size:16px;",
    "h3": _HEADING + "font-size:16px;",
    "h4": _HEADING + "font-size:16px;",
    "h5": _HEADING + "font-size:16px;",
    "h6": _HEADING + "font-size:16px;",
    "ul": "margin:0 0 12px;padding-left:24px;",
    "ol": "margin:0 0 12px;padding-left:24px;",
    "li": "margin:0 0 6px;",
    "code": "font-family:Consolas,Menlo,monospace;font-size:14px;word-break:break-word;",
    "pre": "margin:0 0 12px;white-space:pre-wrap;word-break:break-word;",
    "blockquote": "margin:0 0 12px;padding-left:12px;border-left:3px solid #9aa5b1;",
    "hr": "border:0;border-top:1px solid #9aa5b1;margin:16px 0;",
    "a": "color:#1d4ed8;word-break:break-word;",
    # A phone is narrow: a table takes the width there is and breaks its words, never the page.
    "img": "display:block;max-width:100%;height:auto;margin:0 0 12px;border:1px solid #9aa5b1;",
    "table": "width:100%;table-layout:fixed;border-collapse:collapse;margin:0 0 12px;",
    "th": "text-align:left;vertical-align:top;padding:6px;border:1px solid #9aa5b1;word-break:break-word;",
    "td": "vertical-align:top;padding:6px;border:1px solid #9aa5b1;word-break:break-word;",
}
_TAGS = set(_STYLES) | {"strong", "em", "br", "thead", "tbody", "tr"}
_OPENING = re.compile("<(" + "|".join(sorted(_STYLES, key=len, reverse=True)) + r")(?=[ >])")

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def without_title(body: str, *, title: str) -> str:
    """The body without a first heading that only repeats the article's title."""
    first, _, rest = body.lstrip().partition("\n")
    repeats = first.startswith("# ") and first[2:].strip().casefold() == title.strip().casefold()
    return rest.lstrip("\n") if repeats else body


@lru_cache(maxsize=CACHED)
def to_html(source: str) -> str:
    """Safe HTML with inline styles: our own short list of tags, no raw HTML, no pictures but those of the article
    itself (`cid:`, which compose joins to their bytes); the source cut at 64 KB.
    """
    rendered = _markdown.renderer.render(_parsed(source[:SOURCE_LIMIT]), _markdown.options, {})
    safe = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
    )
    return _OPENING.sub(lambda found: f'<{found[1]} class="md-{found[1]}" style="{_STYLES[found[1]]}"', safe)


@lru_cache(maxsize=_PARSED)
def _parsed(source: str) -> Sequence[Token]:
    """The tokens of an article, for nobody to change: a mail has it as HTML and, right after, as plain text."""
    tokens = _markdown.parse(source)
    for token in tokens:
        for child in token.children or ():
            own = _PICTURE.fullmatch(str(child.attrs.get("src", "")))
            if child.type == "image" and not own:  # remote pictures tell who reads: their words stay, they do not
                child.type, child.children = "text", None
    return tokens


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Links lead to the web, a mailbox or a telephone; of all other attributes a list's first number stays, and what a
    picture of the article is and says.
    """
    if tag == "img":
        return value if name == "alt" or _PICTURE.fullmatch(value) else None
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(_SCHEMES) else None
    return value if (tag, name) == ("ol", "start") else None


@lru_cache(maxsize=CACHED)
def to_text(source: str) -> str:
    """The article to read as plain text: lists numbered, no stars, links with their address; cut at 64 KB."""
    return "\n".join(_written(source).lines).strip("\n")


@lru_cache(maxsize=CACHED)
def first_lines(source: str, *, count: int = 2, limit: int = 160) -> str:
    """The first `count` lines that are no headings, each cut to `limit` characters: what an article is about."""
    writer = _written(source[:4000])
    lines = [line.strip() for line in writer.lines if line.strip() and line not in writer.headings]
    return " ".join(line if len(line) <= limit else line[: limit - 1].rstrip() + "…" for line in lines[:count])


def _written(source: str) -> "_PlainWriter":
    writer = _PlainWriter()
    for token in _parsed(source[:SOURCE_LIMIT]):
        writer.take(token)
    return writer


class _PlainWriter:
    """Takes block tokens in order and keeps lines; `margins` are what each open list or quote puts before a line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: set[str] = set()
        self._margins: list[str] = []
        self._counters: list[int | None] = []
        self._bullet: str | None = None
        self._cells: list[str] | None = None
        self._heading = False
        self._tight = False

    def take(self, token: Token) -> None:
        """Write what this token says; unknown ones say nothing."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._counters.append(int(token.attrs.get("start", 1)) if token.type.startswith("o") else None)
            self._gap()
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._counters.pop()
        elif token.type == "list_item_open":
            self._open_item()
        elif token.type == "blockquote_open":
            self._gap()
            self._margins.append("> ")
        elif token.type in ("list_item_close", "blockquote_close"):
            self._margins.pop()
            self._bullet = None
        elif token.type.startswith(("table_", "tr_")):
            self._take_table(token)
        else:
            self._take_leaf(token)

    def _take_leaf(self, token: Token) -> None:
        if token.type in ("heading_open", "heading_close"):
            self._heading = token.type == "heading_open"
        elif token.type == "paragraph_open":
            self._tight = token.hidden
        elif token.type == "inline":
            self._put(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            self._put("\n".join("    " + line for line in token.content.rstrip("\n").split("\n")))
        elif token.type == "hr":
            self._put("* * *")

    def _take_table(self, token: Token) -> None:
        if token.type == "tr_open":
            self._cells = []
        elif token.type == "tr_close":
            cells, self._cells, self._tight = self._cells or [], None, True
            self._put(" | ".join(cells))
        else:
            self._gap()

    def _open_item(self) -> None:
        count = self._counters[-1]
        self._bullet = "- " if count is None else f"{count}. "
        if count is not None:
            self._counters[-1] = count + 1
        self._margins.append(" " * len(self._bullet))

    def _put(self, text: str) -> None:
        if self._cells is not None:
            self._cells.append(text)
            return
        if not self._tight and self._bullet is None:
            self._gap()
        margin = "".join(self._margins)
        first = margin[: len(margin) - len(self._bullet)] + self._bullet if self._bullet else margin
        for position, line in enumerate(text.split("\n")):
            self.lines.append(((margin if position else first) + line).rstrip())
        if self._heading:
            self.headings.add(self.lines[-1])
        self._bullet, self._tight = None, False

    def _gap(self) -> None:
        if self.lines and self.lines[-1] and self._bullet is None and not self._tight:
            self.lines.append("".join(self._margins).rstrip() if ">" in "".join(self._margins) else "")


def _inline(children: list[Token]) -> str:
    """Running text without marks; a link is its words and, in brackets, its address."""
    said: list[str] = []
    links: list[tuple[str, int]] = []
    for child in children:
        if child.type == "image" and _PICTURE.fullmatch(str(child.attrs.get("src", ""))):
            said.append(said_of_picture(child.content))
        elif child.type in ("text", "code_inline", "image"):
            said.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            said.append("\n" if child.type == "hardbreak" else " ")
        elif child.type == "link_open":
            links.append((str(child.attrs.get("href", "")), len(said)))
        elif child.type == "link_close" and links:
            target, start = links.pop()
            words = "".join(said[start:])
            shown = target.removeprefix("mailto:").removeprefix("tel:")
            if shown != words and target.lower().startswith(_SCHEMES):
                said.append(f" ({shown})")
    return "".join(said)
