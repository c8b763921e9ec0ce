"""Names where an answer begins or ends: cut short so that they are words too, or an initial with kisses.

What lives here: the people on a thread -> searches of a text's outer lines. What does not: their names as they are
written whole (names.py), and names that stand anywhere (given.py, naming.py).
"""

import re
from collections.abc import Collection

from mailbot.core.kb.private.given import is_given
from mailbot.core.kb.private.look import Look, Span
from mailbot.core.kb.words import STOP

MOST_PEOPLE = 60
_GREETS = (
    r"(?:(?:hi|hiya|hello|hey|dear|morning|afternoon|thanks|thank you|many thanks|thx|cheers|ta|regards|kind regards"
    r"|best wishes|best|yours|love|from|all the best|speak soon|over to you|bye|bye for now|laters?)[ ,!.-]{1,3})?"
)
_THANKS = r"(?:thanks|thank you|many thanks|thx|cheers|ta|regards|love|bye)"
_GREETED = r"(?:hi|hiya|hello|hey|heya|dear|(?:good )?(?:morning|afternoon|evening)|mornin)[ ,!.-]{1,3}"
_BEGUN = (
    r"(?:(?:ok|okay|right|right then|so|well|oh|ah|sorry|no worries|yes|yep|yeah|done it|thanks|cheers)[ ,!.-]{1,3})?"
)
# How somebody who was called by name is spoken to, and no instruction goes on ("Trace its easy", "Trace the cable").
_SPEAKS = (
    r"(?:it['\u2019]?s|it (?:is|was)|i(?:['\u2019]?(?:m|ve|ll|d))?|we(?:['\u2019](?:ve|re|ll)|ve)?|that['\u2019]?s"
    r"|you(?:['\u2019]?(?:re|ve|ll))?|u|ur|there['\u2019]?s|here['\u2019]?s|s?he['\u2019]?s|they['\u2019]?re"
    r"|sorry|apologies|thanks|thank you|thx|ta|ok|okay|so(?! (?:many|much|that|as|few)\b)|hope|hi|hello|yes|yep|yeah"
    r"|right(?:,| so| i\b)|no (?:worries|probs?|problem)|good (?:morning|afternoon|news)|all (?:done|sorted)|done"
    r"|sorted|as (?:promised|asked|discussed|requested|per|said)|re|about|please|pls|can|could|do(?:n['\u2019]?t)?|got"
    r"|had|glad)"
)
_CLOSED = (
    r"(?:(?:(?:all|that['\u2019]?s|it['\u2019]?s) )?(?:sorted|done|fixed|working)(?: now| for you)?"
    r"|t?here you (?:go|are)|no (?:worries|probs?|problem)|not a problem|got it|good news|bad news|right then"
    r"|okay|ok|sorry|as promised)"
)


_NAME = r"([^\W\d_]{3,24})"
_ALONE = (
    rf"[ \t]{{0,4}}[-\u2013~*]{{0,2}}[ ]?(?i:{_GREETS}){_NAME}"
    r"(?:[ ]x{1,3}|[ ]\([^)\n]{1,30}\))?[ \t]{0,3}[-\u2013,.!:~*x]{0,3}[ \t]{0,3}"
)
_CALLED = (
    rf"(?i:{_GREETED}){_NAME}(?!['\u2019\w])"
    rf"|(?i:{_CLOSED}[ ,!.-]{{1,3}}){_NAME}(?=[ ]?(?:x{{1,3}}|[.!,:)-]{{1,3}})?[ \t]{{0,3}}\n)"
    rf"|(?i:{_BEGUN})(?P<spoken>[^\W\d_]{{3,24}})[ ]?[-\u2013,.!:~]{{0,3}}[ ](?=(?i:{_SPEAKS})(?!\w))"
)
_OUTER = re.compile(
    rf"\A\s{{0,10}}(?:{_ALONE}(?=\n)|{_CALLED})|^{_ALONE}(?=(?:\n\s{{0,3}}[^\n]{{1,60}}){{0,3}}\s{{0,20}}\Z)",
    re.MULTILINE,
)


def short_look(people: Collection[str]) -> Look:
    """The search for names of `people` cut short, which are words too ("Trace"), alone in one of a text's outer lines.

    In the first line also in front of what says "it's", "I have" or "sorry" to somebody, or behind "all sorted".
    """
    forms = _short_forms(people)

    def where(found: re.Match[str]) -> Span | None:
        span = found.span(found.lastindex or 0)
        word = found.string[slice(*span)]
        low = word.casefold()
        common = low in STOP and not (found["spoken"] and word[0].isupper() and is_given(low))  # "Will that's the lead"
        return None if common or low not in forms else span

    return Look("name", _OUTER, where)


def _short_forms(people: Collection[str]) -> set[str]:
    """What people may call themselves, in lower case."""
    cut: set[str] = set()
    for person in sorted(people)[:MOST_PEOPLE]:
        for part in re.findall(r"[^\W\d_]{3,20}", "" if "@" in person else person[:80].casefold()):
            stems = {part[:end] for end in range(3, len(part) + 1)}
            cut |= stems | {part[-end:] for end in range(4, len(part))}
            cut |= {f"{stem}{end}" for stem in stems for end in ("y", "ie", "o", "s", "z", "zza", "a", "er", "ers")}
    return cut


def initial_pattern(people: Collection[str]) -> re.Pattern[str]:
    """The pattern of an initial below an answer: any with a kiss or a smile behind, else one of `people`.

    Alone on a line, or behind the thanks that end one ("Ring if it does it again. Ta J").
    """
    firsts = (re.search(r"[^\W\d_]", one[:80]) for one in sorted(people)[:MOST_PEOPLE] if "@" not in one)
    own = "".join(sorted({first[0].upper() for first in firsts if first is not None}))
    one = rf"(?:[A-Z]|(?i:[{own}]))" if own else "[A-Z]"
    signed = rf"{one}\.?(?:[ ]?[&+/][ ]?{one}\.?)?(?:[ ]?[xX]{{1,5}}|[ ]?[:;]-?[)D])(?!\w)"
    signed += rf"|(?i:[{own}])\.?(?:[ ]?[&+/][ ]?[{own}]\.?)?" if own else ""
    return re.compile(
        rf"(?:(?<=\n)[ \t]{{0,4}}[-\u2013~*]{{0,2}}[ ]?(?i:{_GREETS})|(?<=[.!?)] )(?i:{_THANKS})[ ,!.-]{{1,3}})"
        rf"(?P<value>{signed})(?=[ \t]{{0,4}}(?:\n\s{{0,3}}[^\n]{{1,40}}){{0,2}}\s{{0,20}}\Z)"
    )
