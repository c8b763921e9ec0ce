"""What is given to somebody to get in with, told by points: how a word is put, what is spoken of, how it looks.

What lives here: the words of a text -> what is taken. What does not: what tells for and against each (signs.py), the
points themselves (points.py), and the searches for what has a label or a shape of its own, which come before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.private.desk import is_named_thing
from mailbot.core.kb.private.look import PLAIN, words_of
from mailbot.core.kb.private.points import POINTS
from mailbot.core.kb.private.reading import Reading, read
from mailbot.core.kb.private.signs import judged
from mailbot.core.kb.private.slots import CUES, ENTRIES, GOES_ON, SECRETS, follows, front_of, leads, slot_of
from mailbot.core.kb.private.unexplained import unexplained

# How much a text gave away already: nothing, names as every answer has, something private, what is surely a secret.
NOTHING, NAMED, PRIVATE, SECRET = 0, 1, 2, 3
# Who gives one secret gives another: so many points fewer are asked of a word than of one in a text that gave nothing.
FEWER = {
    NAMED: {"form": 0.0, "other": 1.0},
    PRIVATE: {"form": 0.0, "other": 2.0},
    SECRET: {"form": 1.0, "known": 3.5, "few": 4.0, "other": 4.0},
}
_TURNS = words_of("left right clockwise anticlockwise anti-clockwise dial turn back past combination")
_DIALS = frozenset({"combination", "dial"})
_SECOND = ("known", "new", "odd", "camel", "digits", "few", "joined")
_MORE = ("new", "camel", "digits", "few", "mixed", "joined")

# Accounts that are spoken of where people log in too, and how "it is" and "you use" are written in a hurry.
_ACCOUNTS = words_of("admin administrator operator owner customer user manager system")
_HURRIED = words_of("its thats want that")
# What a phrase begins with, and what stands in front of one.
_COUNTS = words_of("two three four five six seven eight nine ten twelve")
_PHRASES = words_of("phrase words")
# What a box or a door does before it opens.
_WANTS = words_of("wants want wanted needs need needed takes took likes expects accepts requires demands")
_ASKS, _ANSWERS = words_of("asks asked ask waits looks"), words_of("answers opens responds listens reacts")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a text gives: start, stop and kind of each, in order, none overlapping.

    `sure` is whether one of them would be taken of a text that gave nothing else: what is taken because fewer points
    are asked tells nothing of the rest, or one word taken by mistake would bring down a whole text.
    """

    spans: tuple[Span, ...]
    sure: bool


def given(text: str, *, gave: int = NOTHING, known: Known = NOTHING_KNOWN) -> Given:
    """What `text` gives somebody to get in with; `gave` says how much of it was taken out already."""
    reading = read(text, known=known)
    points = {at: points_of(signs) for at, signs in judged(reading)}
    told = {at for at, total in points.items() if total + _fewer(reading.looks[at], gave=gave) >= 0}
    sure = any(total >= 0 for total in points.values())
    told |= {at for at in range(len(reading.words)) if _is_second(reading, at)}
    told |= _dialled(reading)
    if gave > NAMED:
        # figures among letters: the name of a device, where nothing tells of more
        told |= {at for at, look in enumerate(reading.looks) if look in ("mixed", "signs") or _is_first(reading, at)}
    if gave == SECRET:
        told |= {at for at in range(len(reading.words)) if _is_wanted(reading, at)}
    odd = unexplained(reading) - told if gave == SECRET else set()
    found: list[Span] = []
    for at in sorted(told | odd):
        if found and reading.words[at].start < found[-1][1]:
            continue
        first, last = _whole(reading, at)
        start = max(reading.words[first].start, found[-1][1] if found else 0)
        found.append((start, reading.words[last].stop, "unknown word" if at in odd else _kind(reading, at)))
    return Given(tuple(found), sure)


def points_of(signs: frozenset[str]) -> float:
    """The points of a word with these signs; from 0 on it is taken, of a text that gave nothing else away."""
    # exact and rounded: the order that a set has by chance must not decide a tie
    return round(fsum((POINTS[""], *(POINTS.get(sign, 0.0) for sign in signs))), 6)


def _fewer(look: str, *, gave: int) -> float:
    fewer = FEWER.get(gave, {})
    return fewer.get(look, fewer.get("other", 0.0))


def signs_of(text: str, *, known: Known = NOTHING_KNOWN) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Start and stop of each word that may be given to somebody, and what tells for and against it: to fit points."""
    reading = read(text, known=known)
    for at, signs in judged(reading):
        yield reading.words[at].start, reading.words[at].stop, signs


def _is_second(reading: Reading, at: int) -> bool:
    """Whether a word stands behind a login or password that was taken, only linking words between, and ends there."""
    if reading.looks[at] not in _SECOND or reading.gaps[at] in ("line", "stop") or reading.low(at) in PLAIN:
        return False
    ends = reading.gaps[at + 1] != "space" or reading.low(at + 1) in GOES_ON
    return ends and follows(reading, at, ENTRIES)


def _dialled(reading: Reading) -> set[int]:
    """Small numbers in a sentence that turns something to and fro, where a lock is spoken of in it or just before."""
    turned = {reading.sentences[at] for at, word in enumerate(reading.words) if word.low in _TURNS}
    locks = {reading.sentences[at] for at, word in enumerate(reading.words) if word.low in CUES["lock"] | _DIALS}
    return {
        at
        for at, look in enumerate(reading.looks)
        if look == "few"
        and reading.sentences[at] in turned
        and {reading.sentences[at] - back for back in range(3)} & locks
    }


def _is_first(reading: Reading, at: int) -> bool:
    """Whether a password that was taken stands behind this word, only linking words between ("viewer and then X")."""
    low, gap, left = reading.low(at), reading.gaps[at], reading.low(at - 1)
    if reading.looks[at] not in (*_SECOND, "known", "unit"):
        return False
    if (_is_cue(low) or low in PLAIN) and low not in _ACCOUNTS:
        return False
    on = left in ("on", "in") and reading.low(at - 2) in ("is", "it's", "its", "you're", "thats", "that's")
    front = "is" if on or left in _HURRIED else front_of(left)
    if left == "the" and reading.low(at + 1) == "one" and gap == "space":
        return leads(reading, at, SECRETS)  # "not the admin one, the [password] one"
    if gap == "space" and front not in ("is", "use", "as", "label", "then", "takes"):
        return False
    certain = gap == "colon" or (gap == "space" and (front in ("is", "as", "label") or _logs_in(reading, at)))
    return gap != "menu" and leads(reading, at, SECRETS if certain else ENTRIES)


def _logs_in(reading: Reading, at: int) -> bool:
    """Whether a login is spoken of in the words before, in the same sentence."""
    near = (one for one in range(max(0, at - 6), at) if reading.sentences[one] == reading.sentences[at])
    return any(reading.low(one) in CUES["who"] for one in near)


def _is_wanted(reading: Reading, at: int) -> bool:
    """Whether something wants this word, which has a capital that nothing explains, and no more: "it wants Padlock"."""
    left, two = reading.low(at - 1), reading.low(at - 2)
    wanted = left in _WANTS or (left == "for" and two in _ASKS) or (left == "to" and two in _ANSWERS)
    if not wanted or reading.gaps[at] not in ("space", "quote") or not reading.words[at].text[0].isupper():
        return False
    somebody = any(reading.low(at - back) in ("i", "we", "you", "they", "who") for back in (2, 3))
    ends = reading.gaps[at + 1] != "space" or reading.low(at + 1) in GOES_ON
    ordinary = reading.looks[at] in ("taken", "common") or is_named_thing(reading.low(at))
    return ends and not somebody and not ordinary


def _is_cue(low: str) -> bool:
    return any(low in cues for cues in CUES.values())


def _phrase(reading: Reading, at: int) -> tuple[int, int]:
    """The first and last of the words around one that make a phrase with it, where that is put as a whole."""
    first = last = at
    while first and reading.gaps[first] == "space" and at - first < 4 and _is_of_phrase(reading, first - 1):
        first -= 1
    while reading.gaps[last + 1] == "space" and last - at < 4 and _is_of_phrase(reading, last + 1):
        last += 1
    if first and reading.gaps[first] == "space" and reading.low(first - 1) in _COUNTS:
        first -= 1  # "seven tall poplars"
    put = reading.gaps[first] in ("colon", "quote", "bracket") or (
        reading.gaps[first] == "space"
        and (front_of(reading.low(first - 1)) in ("is", "use", "as", "label") or reading.low(first - 1) in _PHRASES)
    )
    return (first, last) if put and last - first < 5 else (at, at)


def _is_of_phrase(reading: Reading, at: int) -> bool:
    low = reading.low(at)
    other = low in PLAIN or low in _PHRASES or _is_cue(low)
    return reading.looks[at] in ("known", "new", "form", "few") and not other


def _whole(reading: Reading, at: int) -> tuple[int, int]:
    """The first and last word of a phrase ("pineapple chunks") of which one word was told."""
    first, last = _phrase(reading, at)
    if first != last:
        return first, last
    while last - at < 4 and reading.gaps[last + 1] == "space" and reading.looks[last + 1] in _MORE:
        last += 1
    while first and reading.gaps[first] == "space" and reading.looks[first] in _MORE:
        if reading.looks[first - 1] not in ("new", "camel"):
            break
        first -= 1
    return first, last


def _kind(reading: Reading, at: int) -> str:
    if reading.looks[at] in ("digits", "few"):
        return "code"
    near = {reading.low(one) for one in range(at - 4, at)}
    logs_in = near & CUES["who"] and not near & CUES["secret"]
    return "account name" if logs_in or slot_of(reading, at) in ("as", "in as") else "password"
