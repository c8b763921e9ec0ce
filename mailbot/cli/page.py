"""Pages for people and JSON for programs: at most 80 columns, aligned, nothing of a mail reaches the terminal raw.

What does not live here: what is said. Colours are used on a terminal alone, and not where NO_COLOR is set.
"""

import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

WIDTH = 80
_LEAST_COLUMN = 5
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]")


def say(lines: Iterable[str]) -> None:
    """Print lines; a terminal that does not know a letter shows a question mark in its place."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    for line in lines:
        print(line)


def say_json(value: object) -> None:
    """Print a value as JSON: dataclasses as objects, times as ISO texts, what could steer a terminal escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable)
    say([_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)])


def _jsonable(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def clean(text: object) -> str:
    """One line that is safe to print: whitespace becomes a space, invisible marks go, other controls show as a box."""
    return "".join(_shown(letter) for letter in str(text)).strip()


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) == "Cf" else "\ufffd"


def width(text: str) -> int:
    """The columns that a terminal gives to this text."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def cut(text: object, columns: int) -> str:
    """The text cleaned, cut to so many columns with an ellipsis where something is missing."""
    line = clean(text)
    if width(line) <= columns:
        return line
    room, kept = max(columns - 1, 0), ""
    for letter in line:
        room -= _columns(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def pad(text: str, columns: int) -> str:
    """The text with blanks after it up to so many columns."""
    return text + " " * (columns - width(text))


def table(
    rows: Sequence[Sequence[object]], *, head: Sequence[str] = (), indent: int = 2, whole: Collection[int] = ()
) -> list[str]:
    """Rows as aligned columns within the page; where there is too little room the widest columns give way.

    The columns at the places in `whole` are never cut: they must be narrow by themselves.
    """
    cells = [[clean(cell) for cell in row] for row in (*([head] if head else []), *rows)]
    if not cells:
        return []
    widths = [max(width(row[place]) for row in cells) for place in range(len(cells[0]))]
    room = WIDTH - indent - 2 * (len(widths) - 1) - sum(widths[place] for place in whole)
    narrowed = iter(_narrowed([value for place, value in enumerate(widths) if place not in whole], room=room))
    widths = [value if place in whole else next(narrowed) for place, value in enumerate(widths)]
    lines = ("  ".join(pad(cut(cell, size), size) for cell, size in zip(row, widths, strict=True)) for row in cells)
    return [(" " * indent + line).rstrip() for line in lines]


def _narrowed(widths: list[int], *, room: int) -> list[int]:
    """Widths that fit the room: the widest gives way, down to the next widest at once, never below the least."""
    while widths and sum(widths) > room and max(widths) > _LEAST_COLUMN:
        widest = max(widths)
        smaller = [value for value in widths if value < widest]
        target = max([*smaller, (room - sum(smaller)) // widths.count(widest), _LEAST_COLUMN])
        widths = [min(value, target) for value in widths]
    return widths


def wrapped(text: object, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text on lines within the page: `first` before the first, `rest` (default: blanks) before the others."""
    follow = " " * width(first) if rest is None else rest
    lines, line = [], first
    fresh = True
    for word in _pieces(clean(text).split(), most=WIDTH - max(width(first), width(follow))):
        if not fresh and width(line) + 1 + width(word) > WIDTH:
            lines.append(line)
            line, fresh = follow, True
        line += word if fresh else f" {word}"
        fresh = False
    return [*lines, line.rstrip()]


def _pieces(words: Iterable[str], *, most: int) -> Iterable[str]:
    """The words; one that is wider than a line in pieces."""
    step = max(most // 2, 1)
    for word in words:
        if width(word) <= most:
            yield word
        else:
            narrow = most if width(word) == len(word) else step
            yield from (word[start : start + narrow] for start in range(0, len(word), narrow))


def moment(at: datetime | str | None, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """A time of the database on the desk's own clock: `25 Nov 08:00`, of today (by `now`) `08:00:12`; '-' for none."""
    if at is None:
        return "-"
    local = _local(at, zone=zone)
    if now is None:
        return f"{local:%d %b %Y %H:%M}"
    today = now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M:%S}"
    return f"{local:%d %b %H:%M}" if local.year == today.year else f"{local:%d %b %Y}"


def day(at: datetime | str, *, zone: ZoneInfo) -> str:
    """The day of a time of the database, as a heading: `Wed 25 Nov 2026`."""
    return f"{_local(at, zone=zone):%a %d %b %Y}"


def time_of_day(at: datetime | str, *, zone: ZoneInfo) -> str:
    """Below such a heading: `08:00:12`."""
    return f"{_local(at, zone=zone):%H:%M:%S}"


def _local(at: datetime | str, *, zone: ZoneInfo) -> datetime:
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(zone)


def lasted(seconds: float) -> str:
    """A span in the words of a person: `12 s`, `5 min`, `3 h`, `2 days`."""
    for size, unit, most in ((1, "s", 120), (60, "min", 120 * 60), (3600, "h", 48 * 3600)):
        if seconds < most:
            return f"{max(0, int(seconds // size))} {unit}"
    return f"{int(seconds // 86_400)} days"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 mail`, `2 mails`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def strong(text: str) -> str:
    """A heading: bold on a terminal."""
    return _painted(text, code="1")


def alarm(text: str) -> str:
    """Something to look at: red on a terminal."""
    return _painted(text, code="31")


def _painted(text: str, *, code: str) -> str:
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[{code}m{text}\x1b[0m" if wanted else text
