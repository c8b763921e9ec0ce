"""A technician's words as HTML and as plain text: bold, headings, lists and links, all else letter by letter.

This is no Markdown: an answer may hold paths, passwords and stars, and nothing that is not surely meant as formatting
changes. What is meant stands as `core.parse.marks.rich` writes it.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_BOLD = re.compile(r"(?<![\w*\\])\*\*(?=[^\s*])([^*\n]{1,4000}?)(?<=\S)\*\*(?![\w*])")
_LINK = re.compile(r"\[([^\[\]\n]{1,1000})\]\((https?://[^\s()<>\"]{1,2000})\)")
_HEADING = re.compile(r"(?m)(?<![^\n]\n)^## (\S[^\n]{0,200})$(?!\n[^\n])")
_ITEM = re.compile(r"([ ]{0,20})(?:(-)|(\d{1,4})\.) (\S.*)")
_PARAGRAPH = '<p class="md-p" style="margin:0 0 12px;">{}</p>'
_LIST = '<{tag} class="md-{tag}" style="margin:0 0 12px;padding-left:24px;"{start}>\n{items}\n</{tag}>'
_LI = '<li class="md-li" style="margin:0 0 6px{inset};">{words}</li>'


def plain(text: str) -> str:
    """Give the words as plain text: no stars around what is bold, the address of a link behind its words.

    Example: "**Source**, see [here](https://a.example)" gives "Source, see here <https://a.example>".
    """
    return _BOLD.sub(r"\1", _LINK.sub(r"\1 <\2>", _HEADING.sub(r"\1", text)))


def html(text: str) -> Markup:
    """Give the words as safe HTML: paragraphs, line breaks, and the formatting that is surely meant."""
    return Markup("\n").join(Markup(piece) for piece in _pieces(text))  # noqa: S704 -- each piece is escaped below


def _pieces(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n[ \t]*\n", text.strip("\n")):
        run: list[str] = []
        for line in paragraph.split("\n"):
            if run and bool(_ITEM.fullmatch(run[-1])) != bool(_ITEM.fullmatch(line)):
                yield _run(run)
                run = []
            if line.strip():
                run.append(line.rstrip())
        if run:
            yield _run(run)


def _run(lines: list[str]) -> str:
    """Lines that are all items of one list, or all none."""
    items = [found for line in lines if (found := _ITEM.fullmatch(line))]
    if len(items) == len(lines) and _is_list(items):
        return _list(items)
    if len(lines) == 1 and (heading := _HEADING.fullmatch(lines[0])):
        return _PARAGRAPH.format(f"<strong>{_inline(heading[1])}</strong>")
    return _PARAGRAPH.format("<br>\n".join(_inline(line) for line in lines))


def _is_list(items: list[re.Match[str]]) -> bool:
    """Bullets throughout, or numbers that count up: an address or a date at the start of a line is no item."""
    outer = [item for item in items if not item[1]]
    numbers = [int(item[3]) for item in outer if item[3]]
    if len(items) < 2 or not numbers:
        return len(items) > 1
    return len(numbers) == len(outer) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _list(items: list[re.Match[str]]) -> str:
    numbers = [item[3] for item in items if item[3] and not item[1]]
    tag = "ol" if numbers else "ul"
    start = f' start="{int(numbers[0])}"' if numbers and numbers[0] != "1" else ""
    written = "\n".join(
        _LI.format(
            inset=f";list-style-type:circle;margin-left:{6 * len(item[1])}px" if item[1] else "",
            words=_inline(item[4]) if not (item[1] and item[3]) else f"{item[3]}. {_inline(item[4])}",
        )
        for item in items
    )
    return _LIST.format(tag=tag, start=start, items=written)


def _inline(line: str) -> str:
    """One line, escaped, with bold and links. Indents stay: people set in lines of a path or a menu."""
    body = line.lstrip(" ")
    pieces, end = ["&nbsp;" * min(len(line) - len(body), 12)], 0
    for found in _LINK.finditer(body):
        pieces.append(_bold(body[end : found.start()]))
        pieces.append(f'<a class="md-a" href="{escape(found[2])}" style="color:#1d4ed8;">{escape(found[1])}</a>')
        end = found.end()
    return "".join((*pieces, _bold(body[end:])))


def _bold(text: str) -> str:
    pieces, end = [], 0
    for found in _BOLD.finditer(text):
        pieces += [str(escape(text[end : found.start()])), f"<strong>{escape(found[1])}</strong>"]
        end = found.end()
    return "".join((*pieces, str(escape(text[end:]))))
