"""Bold, headings, links and lists of an HTML mail as light Markdown: marks inside a line, and that line in two forms.

The writer of `html.py` puts marks into a line while it lays it out; here they are taken out (the line as plain text,
which is what the reply scanner sees) or written as Markdown. Marks are characters that text never keeps.
"""

import re

BOLD, UNBOLD, LINK, TARGET, LINKED = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
MARKS = f"{BOLD}{UNBOLD}{LINK}{TARGET}{LINKED}"
_MARK = re.compile(f"[{MARKS}]")
_BOLD = re.compile(f"{BOLD}([^{BOLD}{UNBOLD}]{{0,4000}}){UNBOLD}")
_LINK = re.compile(f"{LINK}([^{MARKS}]{{0,1000}}){TARGET}([^{MARKS}]{{0,2000}}){LINKED}")
_ADDRESS = re.compile(f"{TARGET}([^{MARKS}]{{0,2000}}){LINKED}")
_JOINED = re.compile(f"{UNBOLD}([ \t]{{0,8}}){BOLD}")
_SPACE = re.compile(r"[ \t]+")
_SQUARE = str.maketrans({"[": "(", "]": ")"})


def without_marks(text: str) -> str:
    """Give the text without any mark: what a mail itself says must not be taken for one."""
    return _MARK.sub("", text)


def plain(line: str) -> str:
    """Give the marked line as plain text; a link's address follows its words in angle brackets."""
    return _MARK.sub("", _ADDRESS.sub(r" <\1>", line)) if _MARK.search(line) else line


def markdown(line: str) -> str:
    """Give the marked line with `**bold**` and `[words](address)`, its spaces outside of the stars."""
    if not _MARK.search(line):
        return line
    # Inside a link nothing is bold: the stars would stand inside the square brackets.
    whole = _JOINED.sub(r"\1", _unbold_links(line))
    linked = _ADDRESS.sub(r" <\1>", _LINK.sub(_link, _BOLD.sub(_bold, whole)))
    written = _MARK.sub("", linked)
    return _SPACE.sub(" ", written).strip()


def words_in(text: str) -> str:
    """Give letters and digits alone, in lower case: two texts with the same ones say the same."""
    return "".join(filter(str.isalnum, text.lower()))


def _unbold_links(line: str) -> str:
    inside = re.compile(f"{LINK}([^{LINK}{TARGET}]{{0,1000}}){TARGET}")
    return inside.sub(lambda found: f"{LINK}{re.sub(f'[{BOLD}{UNBOLD}]', '', found[1])}{TARGET}", line)


def _bold(found: re.Match[str]) -> str:
    words = found[1].strip()
    if not words:
        return found[1]
    start = found[1][: len(found[1]) - len(found[1].lstrip())]
    return f"{start}**{words}**{found[1][len(found[1].rstrip()) :]}"


def _link(found: re.Match[str]) -> str:
    words = " ".join(found[1].split()).translate(_SQUARE)
    address = found[2].replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{words}]({address})"
