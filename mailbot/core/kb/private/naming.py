"""Who is spoken of, told by points: a word with a capital, or alone below an answer, that may be somebody's name.

What lives here: a text as read -> what tells for and against each word being a name, and what is taken. What does not:
the points (name_points.py), the people on the thread (names.py), the lists of given names (given.py).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import fsum

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.private.given import is_family, is_given
from mailbot.core.kb.private.look import words_of
from mailbot.core.kb.private.name_points import POINTS
from mailbot.core.kb.private.reading import Reading, read
from mailbot.core.kb.words import STOP

# So many points fewer are asked of a word in a text that named somebody or gave a secret away.
FEWER = 3.0
MOST_PEOPLE = 60
_NAME = re.compile(r"[A-Z][a-z\u00c0-\u017f]*(?:(?:['\u2019-][A-Z]?|[A-Z])[a-z\u00c0-\u017f]+)*|[A-Z]{2,3}|[a-z]{2,9}")
_PART = re.compile(r"[^\W\d_]+")
_SPOKEN_OF = """
    he she his her hers him mum mother dad father nan gran carer brother sister pupil child boy girl son daughter twin
    husband wife partner who [name] [pupil] mr mrs ms miss
"""
_PERSONS = words_of(_SPOKEN_OF)
_ENDINGS = ("ing", "ed", "ly", "tion", "er", "s")
# So many lines at the end of an answer may be its signature; so many words around one are asked whom they speak of.
_SIGNATURE, _AROUND = 3, 12
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Thread:
    """The words of the names of the people on a thread, in lower case, and their initials."""

    words: frozenset[str]
    initials: frozenset[str]

    def shared(self, low: str) -> int:
        """How many letters (at most four) a word begins with as one of the names does."""
        return next((n for n in (4, 3, 2, 1) if any(one[:n] == low[:n] for one in self.words)), 0)


def named(text: str, *, people: Collection[str] = (), known: Known = NOTHING_KNOWN, gave: bool = False) -> list[Span]:
    """Where `text` names somebody: start and stop of each word, in order.

    `people` are those on the thread; of a text that `gave` a name or a secret away more is taken.
    """
    found = name_signs_of(text, people=people, known=known)
    return [(start, stop) for start, stop, signs in found if points_of(signs) + (FEWER if gave else 0.0) >= 0]


def points_of(signs: frozenset[str]) -> float:
    """The points of a word with these signs; from 0 on it is a name, in a text that named nobody else."""
    # exact and rounded: the order that a set has by chance must not decide a tie
    return round(fsum((POINTS[""], *(POINTS.get(sign, 0.0) for sign in signs))), 6)


def name_signs_of(
    text: str, *, people: Collection[str] = (), known: Known = NOTHING_KNOWN
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Start and stop of each word that may be a name, and what tells for and against it: to fit points."""
    reading, thread = read(text, known=known), _thread(people)
    lines = _lines(reading)
    for at, word in enumerate(reading.words):
        tail = lines[-1] - lines[at] < _SIGNATURE
        if _may_be_name(reading, at, thread, tail=tail):
            stop = word.stop - 2 if word.low.endswith("'s") else word.stop
            yield word.start, stop, frozenset(_signs(reading, at, thread, tail=tail))


def _thread(people: Collection[str]) -> _Thread:
    parts = [_PART.findall(one.partition("@")[0].casefold()) for one in sorted(people)[:MOST_PEOPLE]]
    initials = {"".join(part[0] for part in words).upper() for words in parts if len(words) > 1}
    return _Thread(frozenset(part for words in parts for part in words if len(part) > 1), frozenset(initials))


def _lines(reading: Reading) -> list[int]:
    """The number of the line of each word."""
    lines, line = [], 0
    for gap in reading.gaps[:-1]:
        line += gap == "line"
        lines.append(line)
    return lines


def _may_be_name(reading: Reading, at: int, thread: _Thread, *, tail: bool) -> bool:
    word = reading.words[at]
    if reading.looks[at] in ("taken", "nothing", "address") or not _NAME.fullmatch(word.text):
        return False
    begins, ends = reading.gaps[at] == "line", reading.gaps[at + 1] == "line"
    if word.text[0].islower():
        # "mat", below an answer
        return tail and begins and (ends or reading.looks[at + 1] == "taken") and word.low not in STOP
    if word.text.isupper():
        return len(word.text) > 3 or (begins and ends) or word.text in thread.initials
    # "Mark the box": what begins a sentence as any word does is left to the searches for names
    begun = reading.gaps[at] in ("line", "stop") and reading.gaps[at + 1] == "space"
    return word.low not in STOP and not (begun and reading.rarities[at] in ("desk", "english"))


def _signs(reading: Reading, at: int, thread: _Thread, *, tail: bool) -> Iterator[str]:
    """What tells for and against the word at a place, each by a name that name_points.py gives points to."""
    word, gap, behind = reading.words[at], reading.gaps[at], reading.gaps[at + 1]
    low = word.low.removesuffix("'s")
    rare = "strange" if reading.rarities[at] == "long" and gap == "space" else reading.rarities[at]
    shape = "small" if word.text[0].islower() else "caps" if word.text.isupper() else "title"
    place = gap if gap in ("line", "stop") else "inside"
    listed = "given" if is_given(low) else "family" if is_family(low) else "none"
    shared = thread.shared(low)
    yield from (f"rare {rare}", f"shape {shape}", f"place {place}", f"listed {listed}", f"thread {shared}")
    yield from (f"rare {rare} {place}", f"rare {rare} listed {listed}", f"rare {rare} thread {shared}")
    yield from (f"thread {shared} {place}", f"behind {behind}", f"gap {gap}")
    if low.endswith(_ENDINGS):
        yield from ("ending", f"ending {rare}")
    if word.low.endswith("'s"):
        yield "of"
    if shape == "caps" and word.text in thread.initials:
        yield "initials"
    yield from _line_signs(place, behind, rare, shared, tail=tail)
    yield from _beside(reading, at)
    around = range(max(0, at - _AROUND), min(len(reading.words), at + _AROUND + 1))
    sentence = reading.sentences[at]
    if any(one != at and reading.sentences[one] == sentence and reading.low(one) in _PERSONS for one in around):
        yield from ("persons", f"persons {rare}")


def _line_signs(place: str, behind: str, rare: str, shared: int, *, tail: bool) -> Iterator[str]:
    """Where in its line the word stands, and whether that is one of the last."""
    if tail:
        yield f"tail {place}"
    if place == "line" and behind == "line":
        where = "tail" if tail else "within"
        yield from ("alone", f"alone {where}", f"alone {rare} {where}")
    if place == "line" and behind == "comma":
        yield from ("called", f"called {rare}", f"called thread {shared}")


def _beside(reading: Reading, at: int) -> Iterator[str]:
    """The words on either side."""
    gap, behind = reading.gaps[at], reading.gaps[at + 1]
    if gap not in ("line", "stop"):
        yield f"left {reading.low(at - 1)}"
        if at > 1 and reading.gaps[at - 1] not in ("line", "stop"):
            yield f"left2 {reading.low(at - 2)}"
        if gap == "space" and reading.words[at - 1].text[0].isupper():
            yield f"left capital {reading.rarities[at - 1]}"
    if behind not in ("line", "stop"):
        yield f"right {reading.low(at + 1)}"
        if behind == "space" and reading.words[at + 1].text[0].isupper():
            yield f"right capital {reading.rarities[at + 1]}"
        if reading.gaps[at + 2] not in ("line", "stop"):
            yield f"right2 {reading.low(at + 2)}"
