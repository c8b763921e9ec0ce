"""Whether the lines behind `>` in an answer are the mail that it answers, or what its author shows: an error, a log.

A client that quotes says so: by a line above ("On ... wrote:"), by the head of the mail, by its markup. Where nothing
does, quoted lines that close the mail are a quote, and those with the author's words below them are theirs.
"""

import re
from collections.abc import Sequence

from mailbot.core.parse.marks.attribution import attribution_length
from mailbot.core.parse.marks.blocks import (
    is_forward_separator,
    is_header_block,
    is_original_separator,
    is_reply_line,
    is_rule,
)
from mailbot.core.parse.marks.devices import is_device_line
from mailbot.core.parse.marks.noise import is_picture
from mailbot.core.parse.marks.signature import begins_signature, is_disclaimer

_MAX_LINES = 500
_QUOTATION = re.compile(r"<blockquote\b", re.IGNORECASE)


def has_quotation(html: str) -> bool:
    """Whether the source of an HTML body has a block quotation, by which mail programs mark what they cite."""
    return _QUOTATION.search(html) is not None


def is_cited(line: str) -> bool:
    """Whether the line stands behind a `>`."""
    return line.startswith((">", " >"))


def cited_from(lines: Sequence[str]) -> int:
    """From which line on `>` marks the answered mail, in an answer: 0 for everywhere, past the last for nowhere.

    What stands above the line that announces the quote is looked at alone. Where 500 lines do not say it, the rest is
    not searched: `>` is a quote everywhere.
    """
    if not any(is_cited(line) for line in lines):
        return len(lines)
    place = announcement(lines[:_MAX_LINES])
    if place is None:
        return _below_own_words(lines) if len(lines) <= _MAX_LINES else 0
    return 0 if is_cited(lines[place]) else _below_shown(lines, _below_own_words(lines[:place]), end=place)


def marked_by_hand(text: str) -> tuple[list[str], list[str]]:
    """The lines behind `>` that no program need have put there, nothing above announces them; and the lines without.

    Nothing is looked for beyond 500 lines, nor in a text without any.
    """
    lines = text.split("\n")
    place = announcement(lines[:_MAX_LINES]) if any(is_cited(line) for line in lines[:_MAX_LINES]) else 0
    end = _MAX_LINES if place is None else place
    marked = [line.strip() for line in lines[:end] if is_cited(line)]
    return marked, [line for at, line in enumerate(lines) if at >= end or not is_cited(line)]


def announcement(lines: Sequence[str]) -> int | None:
    """The first line that says whose words follow: plainly or, as Apple Mail writes it, inside the quote."""
    bare = [line.lstrip()[1:].lstrip(" ") if is_cited(line) else line for line in lines]
    for place, line in enumerate(bare):
        if not line:
            continue
        if is_original_separator(line) or is_forward_separator(line) or is_reply_line(line.lstrip("> ")):
            return place
        if attribution_length(lines, place) or attribution_length(bare, place) or is_header_block(bare, place):
            return place
    return None


def _below_own_words(lines: Sequence[str]) -> int:
    """The line below the last one that its author wrote; past the end where there is none: it is all they send."""
    bare = [line if not is_cited(line) else "" for line in lines]
    end = next((place for place in range(len(bare)) if begins_signature(bare, place)), len(lines))
    own = [place for place, line in enumerate(lines[:end]) if _says_something(line)]
    return own[-1] + 1 if own else len(lines)


def _below_shown(lines: Sequence[str], place: int, *, end: int) -> int:
    """The line below what their last words announce ("It says:"): the quote has a line of its own, so this is none."""
    above = next((line for line in reversed(lines[:place]) if line.strip()), "")
    if not above.rstrip().endswith(":"):
        return place
    while place < end and (is_cited(lines[place]) or not lines[place].strip()):
        place += 1
    return place


def _says_something(line: str) -> bool:
    no_words = is_cited, is_rule, is_picture, is_device_line, is_disclaimer
    return bool(line.strip()) and not any(test(line) for test in no_words)
