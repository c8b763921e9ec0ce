"""What the author wrote now, apart from quotes, signature and forwarded mail: one forward pass over the lines.

Losing real text is worse than leaking a quote: what would leave nothing is not cut, and text between or below quoted
lines stays. The recognisers of single lines live in `marks`; choosing the body lives in `body`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from mailbot.core.parse.html import QUOTE_STARTS
from mailbot.core.parse.marks.attribution import attribution_length
from mailbot.core.parse.marks.blocks import is_forward_separator, is_header_block, is_original_separator, is_rule
from mailbot.core.parse.marks.noise import banner_length, is_picture, without_style
from mailbot.core.parse.marks.signature import is_delimiter, is_device_line, is_disclaimer

MARKER = "-- Please reply above this line --"
_MARKER_LINE = re.compile(
    r"^[\s#=*_-]{0,12}(?:please )?(?:(?:type )?(?:your )?reply|write) above this line\b[^\n]{0,60}$", re.IGNORECASE
)
_MAX_LINE = 1000
_WRAPPED = 60
_SIGNATURE_LINES = 15
_SIGNATURE_CHARACTERS = 1200


@dataclass(frozen=True, slots=True)
class Split:
    """The author's new words, what was cut off as signature, and the text of a forwarded mail below them."""

    new: str
    signature: str = ""
    forwarded: str = ""


class _Start(Enum):
    """What begins at a line."""

    TEXT = 0
    QUOTED = 1
    ATTRIBUTION = 2
    CUT = 3
    FORWARD = 4


@dataclass(slots=True)
class _Pass:
    """The state of one pass: kept lines as segments (a quote ends one), and where everything below was cut."""

    segments: list[list[str]] = field(default_factory=lambda: [[]])
    rest: list[str] = field(default_factory=list)
    forward: bool = False
    quoted: int = 0

    def keep(self, line: str) -> None:
        self.segments[-1].append(line)

    def skip(self) -> None:
        self.quoted += 1
        if self.segments[-1]:
            self.segments.append([])


def split_reply(text: str, *, answers: bool, forwards: bool) -> Split:
    """Split a body with `\\n` line ends; `answers` and `forwards` are what headers and subject say of the mail.

    A reply that begins with its quote is empty: showing the quote as new words would send our own notes back out.
    """
    lines = without_style(text).split("\n")
    lines = lines[banner_length(lines) :]
    seen = _scan(lines, answers=answers, forwards=forwards)
    signature: list[str] = []
    kept = [_without_signature(segment, signature) for segment in seen.segments]
    new = _tidy("\n".join("\n".join(segment) for segment in kept if any(line.strip() for line in segment)))
    forwarded = _tidy("\n".join(seen.rest).replace(QUOTE_STARTS, "")) if seen.forward else ""
    if not new and not forwarded and not signature and not answers and seen.quoted < 2:
        new = _tidy(text.replace(QUOTE_STARTS, ""))  # nothing says that it is all quoted: show it
    return Split(new=new, signature=_tidy("\n".join(signature)), forwarded=forwarded)


def _scan(lines: Sequence[str], *, answers: bool, forwards: bool) -> _Pass:
    seen = _Pass()
    probes = [line[:_MAX_LINE] for line in lines]
    cites = (
        answers
        or forwards
        or any(_is_marker(line.lstrip("> ")) for line in probes if line.startswith(">"))
        or any(attribution_length(probes, place) for place in _before_quotes(probes))
    )
    place = 0
    while place < len(lines):
        start, length = _start_at(probes, place, cites=cites)
        if start is _Start.TEXT:
            seen.keep(lines[place])
        elif start is _Start.ATTRIBUTION or start is _Start.QUOTED:
            seen.skip()
        else:
            seen.forward = start is _Start.FORWARD or not answers
            seen.rest = list(lines[place:])
            _drop_rules(seen.segments[-1])
            break
        place += length
    return seen


def _start_at(lines: Sequence[str], place: int, *, cites: bool) -> tuple[_Start, int]:
    """What begins at this line and how many lines it takes."""
    line = lines[place]
    if line == QUOTE_STARTS or _is_marker(line):
        return _Start.CUT, 1
    if line.startswith((">", " >")):
        return (_Start.QUOTED if cites else _Start.TEXT), 1
    if cites and _is_broken_quote(lines, place):
        return _Start.QUOTED, 1
    if not line.strip():
        return _Start.TEXT, 1
    if is_forward_separator(line):
        return _Start.FORWARD, 1
    if is_original_separator(line) or is_header_block(lines, place):
        return _Start.CUT, 1
    length = attribution_length(lines, place)
    if length == 0:
        return _Start.TEXT, 1
    return (_Start.ATTRIBUTION if _is_quoted_below(lines, place + length) else _Start.CUT), length


def _before_quotes(lines: Sequence[str]) -> list[int]:
    """Places of lines above the first quoted one where an attribution may begin."""
    first = next((place for place, line in enumerate(lines) if line.startswith(">")), 0)
    return list(range(max(0, first - 6), first))


def _is_quoted_below(lines: Sequence[str], place: int) -> bool:
    following = next((line for line in lines[place : place + 4] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_broken_quote(lines: Sequence[str], place: int) -> bool:
    """Whether a gateway broke a long quoted line here: the sentence goes on unmarked, and quoted lines follow.

    An answer between the lines follows a whole sentence, so it is not taken for one.
    """
    above, line = lines[place - 1] if place else "", lines[place]
    if not above.startswith(">") or not line[:1].islower() or not lines[place + 1 : place + 2]:
        return False
    above = above.rstrip()
    return len(above) >= _WRAPPED and (above[-1].isalnum() or above[-1] == ",") and lines[place + 1].startswith(">")


def _is_marker(line: str) -> bool:
    return "above this line" in line.lower() and bool(_MARKER_LINE.match(line))


def _drop_rules(segment: list[str]) -> None:
    while segment and (not segment[-1].strip() or is_rule(segment[-1])):
        segment.pop()


def _without_signature(segment: list[str], cut: list[str]) -> list[str]:
    """The lines that are no signature; what was cut is added to `cut`."""
    kept: list[str] = []
    first = _first_of_signature(segment)
    for place, line in enumerate(segment):
        if place + 1 >= first and is_delimiter(line):
            cut.extend(segment[place:])
            break
        if is_disclaimer(line) and any(earlier.strip() for earlier in kept):
            cut.extend(segment[place:])
            _drop_rules(kept)
            break
        if is_device_line(line):
            cut.append(line)
        elif not is_picture(line):
            kept.append(line)
    return kept


def _first_of_signature(segment: Sequence[str]) -> int:
    """From which line on the rest is short enough for a signature: a `--` above a long text is a divider."""
    lines = characters = 0
    for place in range(len(segment) - 1, -1, -1):
        if segment[place].strip():
            lines, characters = lines + 1, characters + len(segment[place])
        if lines > _SIGNATURE_LINES or characters > _SIGNATURE_CHARACTERS:
            return place + 1
    return 0


def _tidy(text: str) -> str:
    """Without blank lines at the ends and with at most two in a row inside."""
    lines: list[str] = []
    blank = 0
    for line in text.split("\n"):
        stripped = line.rstrip()
        blank = blank + 1 if not stripped else 0
        if blank < 3:
            lines.append(stripped)
    return "\n".join(lines).strip("\n")
