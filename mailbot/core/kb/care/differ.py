"""Where two articles on one thing say otherwise what to do: instructions alike that name another value, or forbid it.

What this can see: the same instruction ("hold the button for 10 seconds") with another number, another name in bold or
quotes, or with a "do not". What it cannot: the same advice in other words, a step that is missing, another order, or
who is right. So it is quiet far more often than it is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Article

MOST_SENTENCES = 120
LEAST_ALIKE = 0.6
LEAST_SHARED = 2
LONGEST_QUOTE = 110

_BULLET = re.compile(r"^[ \t]{0,12}(?:[-*+\u2022]|\d{1,3}[.)])[ \t]{1,8}")
_END = re.compile(r"(?<=[.!?;:])[ \t]{1,8}")
_NAMED = re.compile(
    r'\*\*([^*\n]{1,60})\*\*|"([^"\n]{1,60})"|\u201c([^\u201d\n]{1,60})\u201d|(?<!\*)\*([^*\n]{1,60})\*(?!\*)'
)
_NUMBER = re.compile(r"\d{1,9}(?:[.:,]\d{1,6})?")
_MARKUP = re.compile(r"[*_`#>]")
_LEADING = re.compile(r"^(?:please|then|now|first|next|finally|and|also|so)\b[ ,]{0,3}", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:in|on|at|if|when|from|with|to|for|after|before|once|as|while|under)\b[^,.]{1,80},[ ]{1,3}", re.IGNORECASE
)
_NOT = re.compile(r"^(?:do not|don't|don\u2019t|never|please do not)\b[ ,]{0,3}", re.IGNORECASE)
_VERBS = re.compile(
    r"(?:add|allow|answer|ask|call|cancel|change|charge|check|choose|clean|clear|click|close|connect|copy|create|delete"
    r"|disable|disconnect|double-click|download|drag|empty|enable|enter|fill|find|go|hold|insert|install|keep|leave|let"
    r"|lift|load|lock|log|look|make|move|name|open|paste|pick|plug|point|press|pull|push|put|read|reboot|reconnect"
    r"|remove|rename|repeat|replace|reset|restart|right-click|run|save|scan|scroll|select|send|set|share|shut|sign|start"
    r"|stop|swap|swipe|switch|take|tap|tell|tick|try|turn|type|unplug|untick|update|use|wait|walk|write|ring|phone|dial"
    r"|email|visit|book|bring|fetch|place|lay|raise|lower|mute|unmute|pair|sync|print|forward|attach|detach|upload)"
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One sentence that says what to do: its verb, whether it forbids, its other words, and what it names."""

    said: str
    verb: str
    forbids: bool
    words: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the older and the newer article say to do about one thing, as they say it."""

    older: str
    newer: str


def difference(older: Article, newer: Article) -> Difference | None:
    """The first instruction of the older article that the newer one gives otherwise, None where none is found.

    What stands in a title is what an article is about: that another names another thing there is no contradiction.

    Example: "Hold the power button for 10 seconds" and "Hold the power button for 30 seconds" are one.
    """
    theirs = tuple(instructions(newer.body))
    about = _stems(older.title) ^ _stems(newer.title)
    for mine in instructions(older.body):
        other = max(theirs, key=lambda one: _alike(mine, one), default=None)
        if other is None or _alike(mine, other) < LEAST_ALIKE:
            continue
        if _contrary(mine, other, whole=newer.body, about=about):
            return Difference(_quoted(mine.said), _quoted(other.said))
    return None


def instructions(body: str) -> Iterator[Instruction]:
    """The sentences of a Markdown text that begin with a verb of doing; at most 120."""
    count = 0
    for line in body.splitlines():
        for sentence in _END.split(_BULLET.sub("", line)):
            found = _instruction(sentence)
            if found is not None and count < MOST_SENTENCES:
                count += 1
                yield found


def _instruction(sentence: str) -> Instruction | None:
    named = (next(filter(None, found.groups())) for found in _NAMED.finditer(sentence))
    names = frozenset(" ".join(one.split()).strip(" .,:;").casefold() for one in named)
    plain = " ".join(_MARKUP.sub("", sentence).split())
    bare = _LEADING.sub("", _CLAUSE.sub("", _LEADING.sub("", plain)))
    forbids = _NOT.match(bare)
    rest = bare[forbids.end() :] if forbids else bare
    verb = rest.partition(" ")[0].strip(".,:;!").casefold()
    if not _VERBS.fullmatch(verb):
        return None
    unnamed = _MARKUP.sub("", _NAMED.sub(" ", sentence))
    words = frozenset(one.stem for one in tokens(unnamed, limit=60) if not one.stop and not one.surface[0].isdigit())
    return Instruction(plain, verb, forbids is not None, words, frozenset(_NUMBER.findall(plain)), names)


def _alike(mine: Instruction, other: Instruction) -> float:
    """How far two sentences are one instruction, 0..1; their values and names are left out."""
    shared = mine.words & other.words
    if mine.verb != other.verb or len(shared) < LEAST_SHARED:
        return 0.0
    return len(shared) / len(mine.words | other.words)


def _contrary(mine: Instruction, other: Instruction, *, whole: str, about: frozenset[str]) -> bool:
    """Whether they cannot both be right; what the newer text names anywhere is no contradiction."""
    if mine.forbids != other.forbids:
        return True
    text = whole.casefold()
    numbers = mine.numbers and other.numbers and not mine.numbers & other.numbers
    if numbers and not any(re.search(rf"(?<!\d){re.escape(one)}(?!\d)", text) for one in mine.numbers):
        return True
    if not mine.names or not other.names or mine.names & other.names or any(one in text for one in mine.names):
        return False
    return not about & _stems(" ".join(mine.names | other.names))


def _stems(text: str) -> frozenset[str]:
    return frozenset(one.stem for one in tokens(text, limit=60) if not one.stop)


def _quoted(said: str) -> str:
    said = said.rstrip(" .,;:!")
    return said if len(said) <= LONGEST_QUOTE else f"{said[:LONGEST_QUOTE].rpartition(' ')[0]} ..."
