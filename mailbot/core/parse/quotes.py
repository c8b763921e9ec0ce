"""What the author wrote now, apart from quotes, signature and forwarded mail: one forward pass over the lines.

Losing real text is worse than leaking a quote: what would leave nothing is not cut, and text between or below quoted
lines stays. The recognisers of single lines live in `marks`; choosing the body lives in `body`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from mailbot.core.parse.html import QUOTE_STARTS
from mailbot.core.parse.marks.attribution import attribution_length
from mailbot.core.parse.marks.blocks import (
    is_forward_separator,
    is_header_block,
    is_original_separator,
    is_reply_line,
    is_rule,
)
from mailbot.core.parse.marks.cited import cited_from, is_cited
from mailbot.core.parse.marks.devices import is_device_line
from mailbot.core.parse.marks.noise import banner_length, is_picture, without_style
from mailbot.core.parse.marks.signature import begins_signature, disclaimer_at, is_delimiter, is_disclaimer, is_sign_off

MARKER = "-- Please reply above this line --"
_MAX_LINE = 1000
_WRAPPED = 60
_SIGNATURE_LINES = 15
_SIGNATURE_CHARACTERS = 1200


@dataclass(frozen=True, slots=True)
class Split:
    """What is new, of it the author's own words alone, the signature, and the text of a forwarded mail below them."""

    new: str
    words: str
    signature: str = ""
    forwarded: str = ""


class _Start(Enum):
    """What begins at a line."""

    TEXT = 0
    QUOTED = 1
    ATTRIBUTION = 2
    CUT = 3
    FORWARD = 4


_TEXT = _Start.TEXT, 1


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


def split_reply(text: str, *, answers: bool, forwards: bool, cites: bool = False) -> Split:
    """Split a body with `\\n` line ends; `answers` and `forwards` are what headers and subject say of the mail.

    `cites` says that the mail's markup has a quotation: then `>` is one everywhere.

    A reply that begins with its quote is empty: showing the quote as new words would send our own notes back out.
    """
    lines = without_style(text).split("\n")
    lines = lines[banner_length(lines) :]
    lines = _unquoted_forward(lines) if forwards else lines
    seen = _scan(lines, answers=answers, sure=forwards or (answers and cites))
    signature: list[str] = []
    new = _joined(_without_signature(segment, signature, signs=True) for segment in seen.segments)
    words = _own_words(seen, new=new, answers=answers)
    forwarded = _tidy("\n".join(seen.rest).replace(QUOTE_STARTS, "")) if seen.forward else ""
    if not new and not forwarded and not signature and not answers and seen.quoted < 2:
        words = new = _tidy(text.replace(QUOTE_STARTS, ""))  # nothing says that it is all quoted: show it
    return Split(new=new, words=words, signature=_tidy("\n".join(signature)), forwarded=forwarded)


def _own_words(seen: _Pass, *, new: str, answers: bool) -> str:
    """The author's words alone, as they are sent on and obeyed: in an answer no line behind `>`, no name below `--`.

    Where there is neither they are what is new.
    """
    if not any(is_delimiter(line) or (answers and is_cited(line)) for segment in seen.segments for line in segment):
        return new
    own = ([line for line in segment if not (answers and is_cited(line))] for segment in seen.segments)
    return _joined(_without_signature(segment, [], signs=False) for segment in own)


def _joined(segments: Iterable[Sequence[str]]) -> str:
    return _tidy("\n".join("\n".join(segment) for segment in segments if any(line.strip() for line in segment)))


def _unquoted_forward(lines: list[str]) -> list[str]:
    """The lines with Apple Mail's `> Begin forwarded message:` as every other client writes it."""
    place = next((at for at, line in enumerate(lines) if is_forward_separator(line[:_MAX_LINE])), len(lines))
    if place == len(lines) or any(line.startswith(">") for line in lines[:place]):
        return lines
    return [*lines[:place], lines[place].lstrip("> \t"), *lines[place + 1 :]]


def _scan(lines: Sequence[str], *, answers: bool, sure: bool) -> _Pass:
    seen = _Pass()
    probes = [line[:_MAX_LINE] for line in lines]
    quoted_from = _quoted_from(probes, answers=answers, sure=sure)
    place = 0
    while place < len(lines):
        start, length = _TEXT if not lines[place] else _start_at(probes, place, cites=place >= quoted_from)
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


def _quoted_from(lines: Sequence[str], *, answers: bool, sure: bool) -> int:
    """From which line on `>` marks a quote: 0 for everywhere, past the last where it is the author's own."""
    if sure or any(attribution_length(lines, place) for place in _before_quotes(lines)):
        return 0
    if answers:
        return cited_from(lines)
    return 0 if any(is_reply_line(line.lstrip("> ")) for line in lines if is_cited(line)) else len(lines)


def _start_at(lines: Sequence[str], place: int, *, cites: bool) -> tuple[_Start, int]:
    """What begins at this line and how many lines it takes."""
    line = lines[place]
    if line == QUOTE_STARTS or is_reply_line(line):
        return _Start.CUT, 1
    if is_cited(line):
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


def _drop_rules(segment: list[str]) -> None:
    while segment and (not segment[-1].strip() or is_rule(segment[-1])):
        segment.pop()


def _without_signature(segment: list[str], cut: list[str], *, signs: bool) -> list[str]:
    """The lines that are no signature; what was cut is added to `cut`. With `signs` a name and a post stay."""
    kept: list[str] = []
    first = _first_of_signature(segment)
    for place, line in enumerate(segment):
        if not line:
            kept.append(line)
            continue
        if place + 1 >= first and begins_signature(segment, place):
            if signs and any(earlier.strip() for earlier in kept) and is_sign_off(segment[place + 1 :]):
                kept += [""] if kept[-1].strip() else []
                continue
            cut.extend(segment[place:])
            break
        if disclaimer_at(segment, place) and any(earlier.strip() for earlier in kept):
            cut.extend(segment[place:])
            _drop_rules(kept)
            break
        if is_device_line(line) and not _goes_on(segment, place):
            cut.append(line)
        elif not is_picture(line):
            kept.append(line)
    return kept


def _goes_on(segment: Sequence[str], place: int) -> bool:
    """Whether words follow in a paragraph of their own: then a line like a phone's is its writer's too.

    Not below a directive, which ends what is said: there a phone's line stands above a name.
    """
    if place + 2 >= len(segment) or segment[place + 1].strip():
        return False
    above = next((line for line in reversed(segment[:place]) if line.strip()), "")
    if above.lstrip().startswith("#"):
        return False
    below = next((line for line in segment[place + 2 :] if line.strip()), "#")
    no_words = is_delimiter, is_device_line, is_disclaimer, is_picture, is_rule
    return not below.lstrip().startswith("#") and not any(test(below) for test in no_words)


def _first_of_signature(segment: Sequence[str]) -> int:
    """From which line on the rest is short enough for a signature: any `--` above a long text is a divider."""
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
