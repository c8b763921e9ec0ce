"""What all searches for private things share: a pattern with a last look, and how a value is told from plain words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.core.kb.words import STOP

Span = tuple[int, int]


def words_of(words: str) -> frozenset[str]:
    """A set of words, given as a text."""
    return frozenset(words.split())


# Common words that are passwords now and then.
DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
QUOTES = "\"'\u201c\u2018`*_"
_END = ".,;:!?)\"'\u201d\u2019`*_"

# Where it holds, between a label and its value: "for the copier", "in the ICT block".
_WHERE = (
    r"(?:[ \t]{1,3}(?:for|on|of|to|at|by|in|into)(?:[ \t](?!is\b|was\b)[\w'-]{1,30}){1,4}?"
    r"(?:[ \t](?:on|in|at|of)(?:[ \t](?!is\b|was\b)[\w'-]{1,30}){1,3}?)?)?"
)
# How a value is joined to its label: "is", "is still", ":", "=", a dash, a comma, a bracket, or nothing.
_PLAINLY = (
    r"(?:(?:\b"
    r"(?:(?:(?:has been|is|was|now) )?(?:changed|reset|set|updated|switched)(?: back)? to"
    r"|is (?:now|still|currently|always|just)|remains|says|reads|is|was"
    r"|(?:must|should|needs to|has to) be|to be|will be"
    r"|to)\b"
    r"|['\u2019]s\b)[ \t]{0,3}[:=]?|[:=]|[-\u2013](?=[ \t]))"
)
_BARELY = r"(?:,(?=[ \t])|\((?=\S)|(?=[ \t]))"
# Said in between: "the password, as you asked, is".
_ASIDE = r"(?:,[ \t][a-z][a-z' ]{1,30},(?=[ \t](?:is|was)\b))?"
JOIN = rf"(?P<join>{_WHERE}{_ASIDE}[ \t]{{0,3}}{_PLAINLY}|[ \t]{{0,3}}{_BARELY})[ \t]{{0,3}}"

_COUNTS = frozenset({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"})
_VERB = re.compile(r"(?:\b(?:is(?: \w+)?|remains|says|reads|was|be|to)|['\u2019]s)$")
_ADVICE = re.compile(r"\b(?:must|should|needs to|has to) be$")

# After "password is" these tell about the password, they are not it.
_TELLS = """
    wrong incorrect expired refused rejected accepted invalid the a an not too now being your our his her their same
    different case required needed on in at stored kept changed reset what that this correct right fine it its asked
    entered typed set sent given known used saved and or if when then will page prompt box field screen manager reset
    resets change changes again twice once there here no only for with from your new old own temporary blank empty
    yours full empty longer shorter forgotten lost
    hidden shown at least must cannot can should may been has have was were is are as to
    of by sheet policy safe system settings setting error protected about because but so before after until per which
    wherever where who into onto you they we he she i rules rule list hint tile card cards letter form link option
    button window expiry recovery generator dialog dialogue notebook book first second grey still both either each
    format name names type enter use ask see get case sensitive strong weak password passwords address email details
    stays works goes says comes approve please normal usual another other printed last never ever always recently
    however though obviously protected
"""
PLAIN = frozenset(_TELLS.split())


@dataclass(frozen=True, slots=True)
class Look:
    """One search: the kind of thing, its pattern, whether it is a secret, and where in a match the thing stands.

    `where` gives the span to take out, or None where the match is nothing of the kind. A secret that is not `sure`
    (a number, the name of a device?) is taken, and tells nothing of the rest of a text.
    """

    kind: str
    pattern: re.Pattern[str]
    where: Callable[[re.Match[str]], Span | None]
    secret: bool = False
    sure: bool = True


def whole(found: re.Match[str]) -> Span:
    """All that matched."""
    return found.span()


def trimmed(value: str) -> str:
    """A value without the punctuation of the sentence behind it."""
    return value.rstrip(_END) or value


def span_of(found: re.Match[str], value: str | None = None) -> Span:
    """Where the group `value` stands (or as much of it as `value` says), without punctuation behind it."""
    start, stop = found.span("value")
    text = found.string[start:stop] if value is None else value
    return start, start + max(1, len(trimmed(text)))


def joined_by(found: re.Match[str]) -> str:
    """How label and value are joined: ":" plainly, "is" by a verb, "-" by a dash, "" by next to nothing."""
    join: str = found.group("join").strip()
    if join.endswith((":", "=")):
        return ":"
    if join.endswith(("-", "\u2013")):
        return "-"
    if _ADVICE.search(join):
        return ""
    return "is" if _VERB.search(join) else ""


def is_made_up(value: str) -> bool:
    """Whether a word looks like nobody's language: letters with digits, or signs inside of it."""
    if len(value) < 4 or re.fullmatch(r"\d{1,4}-?[a-z]{1,12}|[Ff]\d{1,2}|\d{1,5}[xX]\d{1,5}", value):
        return False
    mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    return mixed or bool(re.search(r"\w[!$\u00a3&%?#@*_]+\w|\w[.-]\w{1,30}[.-]\w", value))


def is_phrase(value: str) -> bool:
    """Whether several words are a passphrase ("blue chair seven") and no sentence: none of them is a common one."""
    words = value.casefold().split()
    rest = words[1:]
    first = words[0] not in STOP or words[0] in _COUNTS
    told = len(words) > 1 and first and (len(words) > 2 or words[0] not in PLAIN)
    return told and not any(word in STOP - _COUNTS or word in PLAIN for word in rest)
