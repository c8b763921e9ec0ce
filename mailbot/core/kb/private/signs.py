"""What tells for and against a word being given to somebody to get in with: how it is put, what is spoken of, its look.

What lives here: a text as read -> the signs of each word. What does not: what each sign is worth (points.py), what is
taken (giving.py), and how a word is put (slots.py).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from mailbot.core.kb.private.look import PLAIN, words_of
from mailbot.core.kb.private.reading import Reading
from mailbot.core.kb.private.slots import BEFORE, CUES, FRONT, NOT_PUT, SECRETS, ends_here, leads, slot_of

_FAULTS = words_of("error stop exit fault event status post asset ticket serial model part")
# What lights, doors and boxes are, once the searches have taken what a password is.
_STATES = words_of("green red amber orange blue grey black white yellow full empty open shut ready done busy live new")
# A line of at most so many words is short.
_SHORT = 7
_LOOKS = ("known", "form", "new", "few", "unit", "odd", "digits")
_NO_VALUES = ("taken", "nothing", "common", "address")

Said = Mapping[int, Mapping[str, list[int]]]


def judged(reading: Reading) -> Iterator[tuple[int, frozenset[str]]]:
    """Each word that may be given to somebody, and what tells for and against it."""
    said = _said(reading)
    taken = [at for at, word in enumerate(reading.words) if word.low in SECRETS]
    for at, look in enumerate(reading.looks):
        if look not in _NO_VALUES and not _is_told_of(reading, at):
            yield at, frozenset(_signs(reading, at, said, taken))


def _is_told_of(reading: Reading, at: int) -> bool:
    """Whether a word says how something is ("passwords are refused"), or a number is an error's or explained."""
    look, left, low = reading.looks[at], reading.low(at - 1), reading.low(at)
    if look in ("form", "known"):
        return left in FRONT["is"] and (low in PLAIN or low in _STATES or low.endswith(("ed", "ing", "ly")))
    faulty = left in ("code", "number") and reading.low(at - 2) in _FAULTS
    return look in ("digits", "few") and (faulty or left == reading.low(at + 1) == "-")


def _said(reading: Reading) -> Said:
    """What is spoken of in each sentence, and where."""
    said: dict[int, dict[str, list[int]]] = {}
    for at, word in enumerate(reading.words):
        low = word.low.partition(" ")[0]
        for name, cues in CUES.items():
            if low in cues:
                said.setdefault(reading.sentences[at], {}).setdefault(name, []).append(at)
    return said


def _signs(reading: Reading, at: int, said: Said, taken: Sequence[int]) -> Iterator[str]:
    """What tells for and against the word at a place, each by a name that points.py gives points to."""
    look = reading.looks[at]
    shown = look if look in _LOOKS else "strange"
    slot, ends = slot_of(reading, at), ends_here(reading, at)
    cues = frozenset(_cues(reading, at, said, taken))
    near = any(cue.endswith(" here") for cue in cues)
    yield from (f"look {look}", f"slot {slot}", f"ends {ends}", *cues)
    if reading.words[at].text[0].isupper():
        yield "capital first" if reading.gaps[at] in ("line", "stop") else "capital"
    if slot not in NOT_PUT and ends:
        yield from ("given", f"given {shown}")
        if cues:
            spoken = "cue" if near else "far cue"
            yield from (f"given & {spoken}", f"given & {spoken} {shown}")
    if near:
        yield f"cue {shown}"
    if "taken here" in cues:
        yield f"taken {shown}"
    if shown in ("new", "form", "strange", "odd"):
        rare = f"rare {reading.rarities[at]}"
        yield from (rare, f"given {rare}") if slot not in NOT_PUT and ends else (rare,)
    yield from _beside(reading, at, shown)
    yield from _line_signs(reading, at, shown)


def _beside(reading: Reading, at: int, shown: str) -> Iterator[str]:
    """The words and signs on either side, and whether what was taken stands behind."""
    before, behind = reading.gaps[at], reading.gaps[at + 1]
    yield from (f"behind {behind}", f"behind {behind} {shown}", f"gap {before} {shown}")
    if leads(reading, at, SECRETS):
        yield from ("ahead taken", f"ahead taken {shown}")
    if before not in ("line", "stop"):
        yield f"left {reading.low(at - 1)}"
        if reading.gaps[at - 1] not in ("line", "stop"):
            yield f"left2 {reading.low(at - 2)}"
    elif at and reading.tails[at] == ":":
        yield from ("below colon", f"below colon {shown}")
    if behind not in ("line", "stop"):
        yield f"right {reading.low(at + 1)}"
        if reading.gaps[at + 2 : at + 3] not in ((), ("line",), ("stop",)):
            yield f"right2 {reading.low(at + 2)}"


def _cues(reading: Reading, at: int, said: Said, taken: Sequence[int]) -> Iterator[str]:
    """What is spoken of in this sentence, near in front, and in the two sentences before."""
    sentence = reading.sentences[at]
    for name in CUES:
        places = said.get(sentence, {}).get(name, ())
        if len(places) > 1 or (places and places[0] != at):
            yield f"{name} here"
        if bisect_left(places, at - 6) < bisect_left(places, at):
            yield f"{name} near"
        elif name in said.get(sentence - 1, {}):
            yield f"{name} before"
        elif name in said.get(sentence - 2, {}):
            yield f"{name} long before"
    around = taken[bisect_left(taken, at - 30) : bisect_left(taken, at + 30)]
    if any(abs(one - at) <= 12 and reading.sentences[one] == sentence for one in around):
        yield "taken here"
    elif around:
        yield "taken around"


def _line_signs(reading: Reading, at: int, shown: str) -> Iterator[str]:
    """What else stands in the line of a word, if that is short, and in the line above."""
    before, behind = reading.gaps[max(0, at - _SHORT) : at + 1], reading.gaps[at + 1 : at + 2 + _SHORT]
    if "line" not in before or "line" not in behind:
        return
    first, last = at - before[::-1].index("line"), at + 1 + behind.index("line")
    if last - first > _SHORT:
        return
    yield from ("short line", f"short line {shown}")
    if any(reading.low(one) in BEFORE or reading.looks[one] == "taken" for one in range(first, last)):
        yield from ("line with taken", f"line with taken {shown}")
    for start in (first - 1, last + (last - at)):
        if 0 <= start < len(reading.words) and reading.low(start) in SECRETS:
            yield "row of taken"
