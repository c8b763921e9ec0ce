"""Lengths of time as people write them: "15m", "1h30", "half an hour", "3 days", "a fortnight". Pure.

Moments ("until Friday", "tomorrow 15:00") are read in `when.py`.
"""

import re
from datetime import timedelta
from itertools import pairwise

LONGEST_TEXT = 80
LONGEST = timedelta(days=400)

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_UNITS = {"m": _MINUTE, "h": _HOUR, "d": _DAY, "w": 7 * _DAY, "f": 14 * _DAY}
_WORDS = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
    "forty": "40", "forty-five": "45", "sixty": "60", "ninety": "90",
}  # fmt: skip
_PHRASES = (
    (re.compile(r"\bthree[ -]quarters of an hour\b"), "45m"),
    (re.compile(r"\b(?:a |one )?quarter of an hour\b"), "15m"),
    (re.compile(r"\bhalf (?:of )?an? hour\b|\ban? half[ -]hour\b"), "30m"),
    (re.compile(r"\b(\d+|an?|one|two|three|four|five|six) (hour|day|week)s? and a half\b"), r"\1.5 \2"),
    (re.compile(r"\b(\d+|one|two|three|four|five|six) and a half\b"), r"\1.5"),
    (re.compile(r"\bhalf a day\b"), "12h"),
    (re.compile(r"\bhalf a week\b"), "84h"),
    (re.compile(r"(\d)\s?\u00bd"), r"\1.5"),
    (re.compile(r"\u00bd"), "0.5"),
    (re.compile(r"\b(?:a )?couple of\b"), "2"),
)
_PIECE = re.compile(
    r"(?P<count>\d{1,5}(?:[.,]\d{1,2})?)\s?"
    r"(?:(?P<m>minutes?|mins?|m)|(?P<h>hours?|hrs?|h)|(?P<d>days?|d)|(?P<w>weeks?|wks?|w)|(?P<f>fortnights?))"
    r"(?![a-z])\.?(?:\s|,|and\b)*"
)
_GLUED = re.compile(r"(\d{1,3})\s?h(?:ours?|rs?)?\s?(\d{1,2})\s?(?:m|mins?|minutes?)?\.?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:\s?h(?:ours?|rs?)?)?")
_BARE = re.compile(r"\d{1,5}")


def duration_in(text: str) -> timedelta | str:
    """Give the length of time that the text says, or a sentence why it says none. A day is 24 hours, a week 7 days.

    Example: "1h30" gives 90 minutes, "half an hour" 30, "3d" three days; "15" gives "15 what? ...".
    """
    written = " ".join(text.casefold().split()).strip(" .!")
    if not written or len(text) > LONGEST_TEXT:
        return "Say how long, such as 15m, 1h30 or 3 days."
    found = _length(written.removeprefix("for ").removeprefix("in "))
    if found is None:
        if _BARE.fullmatch(written):
            return f"{written} what? Write {written}m, {written}h or {written}d."
        return f"\u201c{text.strip()}\u201d is no length of time; write it like 15m, 1h30 or 3 days."
    if found <= timedelta():
        return "That is no time at all."
    return found if found <= LONGEST else "That is more than a year."


def say_duration(length: timedelta) -> str:
    """Say a length as people do: "45 min", "1 h 30 min", "2 h"."""
    hours, minutes = divmod(int(length / _MINUTE), 60)
    said = ([f"{hours} h"] if hours else []) + ([f"{minutes} min"] if minutes or not hours else [])
    return " ".join(said)


def _length(written: str) -> timedelta | None:
    whole = _GLUED.fullmatch(written) or _CLOCK.fullmatch(written)
    if whole:
        return timedelta(hours=int(whole[1]), minutes=int(whole[2])) if int(whole[2]) < 60 else None
    for pattern, plain in _PHRASES:
        written = pattern.sub(plain, written)
    plain = re.sub(r"[a-z]+(?:-five)?", lambda word: _WORDS.get(word[0], word[0]), written)
    place, total, sizes = 0, timedelta(), list[timedelta]()
    while piece := _PIECE.match(plain, place):
        unit = next(size for name, size in _UNITS.items() if piece[name])
        total += float(piece["count"].replace(",", ".")) * unit
        sizes.append(unit)
        place = piece.end()
    downward = all(larger > smaller for larger, smaller in pairwise(sizes))
    return total if sizes and place == len(plain) and downward else None
