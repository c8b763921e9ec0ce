"""Secrets as people say them: digits in words, a value behind a comma, what a person "has".

What lives here: these searches. What does not: wordings that label a value (secrets.py), shapes (shape.py), names
(names.py, outer.py).
"""

import re

from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.look import PLAIN, Look, Span, span_of, whole
from mailbot.core.kb.words import STOP

_BEFORE, _AFTER, _TOLD = 90, 90, 400
_DIGIT = r"(?:zero|oh|o|nought|naught|nil|one|two|three|four|five|six|seven|eight|nine|\d)"
_TEENS = (
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_ONE = rf"(?:(?:double|treble|triple)[ -])?(?:{_TEENS}|{_DIGIT})"
_BETWEEN = r"(?:,? (?:and )?then |, ?| - |[ -])"
_SPELT = re.compile(
    rf"(?<![\w'-])(?P<value>(?:(?-i:[B-HJ-Z]){_BETWEEN})?{_ONE}(?:{_BETWEEN}{_ONE}){{1,11}}(?:{_BETWEEN}(?-i:[B-HJ-Z])\b)?)"
    r"(?![\w'-]|,? (?:and|or) (?:\w+teen|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)",
    re.IGNORECASE,
)
_WORDS_OF_DIGITS = re.compile(r"[A-Za-z]{2,}")
_TIMES = {"double": 1, "treble": 2, "triple": 2, "then": 0, "and": 0}
_TENS = ("teen", "ty", "ten", "eleven", "twelve")
_JUST_SAID = re.compile(
    r"\b(?:pin|code|combination|combo|passcode)(?:['\u2019]s| is| is now|:|,| =| -)? [\"'(]?$", re.IGNORECASE
)
# Who counts says none of these.
_SPELT_OUT = frozenset({"oh", "nought", "naught", "zero", "double", "treble"})
_PUT = re.compile(r"(?:[:=]|\bis|['\u2019]s) ?$")
_COUNTING = (
    "zero one",
    "one two",
    "two three",
    "three four",
    "four five",
    "five six",
    "six seven",
    "seven eight",
    "eight nine",
)
# What a code opens, or is: in the sentence of digits that are spelt.
_CODED = re.compile(
    r"\b(?:pins?|pass(?:word|code|phrase)s?|codes?|combination|combo|keypad|key ?safe|padlock|locks?|safe|alarm"
    r"|voicemail|cupboard|cabinet|locker|gate|door|shutter|opens?|unlocks?|lets (?:you|them|us) in|disarms?|unsets?"
    r"|extension|digits)\b",
    re.IGNORECASE,
)
# In front of numbers that count things, or are chosen from.
_LISTED = re.compile(
    r"\b(?:steps?|rooms?|years?|lines?|items?|options?|channels?|floors?|buttons?|keys?|classes|sets?|rows? of|pages?"
    r"|parts?|lessons?|periods?|blocks?|ports?|inputs?|screens?|numbers?|weeks?|days?|doors|gates|locks|count(?: to)?"
    r"|every|least|most|about|say|says|next|last|first|these|those|only)[ :,]{1,2}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[ -](?:times?|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|digits?|letters?|characters?"
    r"|figures?|people|pupils?|staff|pages?|rooms?|machines?|pcs|laptops?|ipads?|screens?|boards?|of\b|or\b|more\b|rings?|beeps?"
    r"|flashes|clicks?|steps?|metres?|feet|inch(?:es)?|percent|o'clock|ways?|turns?|keys?|users?|others?)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\b(?:is|was|be|to|with|try|use|enter|type|press|tap|punch in|key in|dial|now|code|pin|in)"
    r"|['\u2019]s|[:=,(-])[ ]?[\"']?$",
    re.IGNORECASE,
)


_ENTERED = re.compile(r"\b(?:put in|enter|type|tap|punch in|key in|press|dial|try|use)[ :]{1,2}$", re.IGNORECASE)


def _spelt(found: re.Match[str]) -> Span | None:
    """Three or more digits in words where a code is spoken of, or four said in one breath."""
    text, (start, stop) = found.string, found.span("value")
    value = found.group("value").casefold()
    words = re.findall(r"\w+", value)
    several = sum(2 if word.endswith(_TENS) else _TIMES.get(word, 1) for word in words)
    if (
        several < 3
        or (len(words) < 3 and not _JUST_SAID.search(text[max(0, start - 30) : start]))
        or not _WORDS_OF_DIGITS.search(value)
    ):
        return None
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    if _LISTED.search(before) or _COUNTED.match(text, stop):
        return None
    behind = text[stop : stop + _AFTER].partition("\n")[0]
    counting = " ".join(words) in " ".join(dict.fromkeys(" ".join(_COUNTING).split()))
    if not counting and (_SPELT_OUT.intersection(words[1:]) or (words.count("then") > 1 and _PUT.search(before))):
        return found.span("value")
    labelled = bool(_LABELLED.search(before))
    coded = bool(_CODED.search(before) or _CODED.search(behind))
    if coded and (labelled or not counting):
        return found.span("value")
    breath = "," not in value or _ENTERED.search(before)
    return found.span("value") if several > 3 and breath and not counting else None


_LABEL = (
    r"(?:pass(?:word|phrase|code)|pass[ -]word|safe ?word|code ?word|memorable (?:word|answer|phrase)|secret word"
    r"|wi-?fi key|network key|pre-?shared key|security (?:word|answer))"
)
_GIVES = re.compile(
    r"\b(?:giv(?:e|es|ing)|gave|use[sd]?|using|type|types|typing|enter|say|says|saying|quote|quoting|tell|tells|try|with|put"
    r"|ask(?:s|ed)? (?:\w+ )?for|needs?|wants?|told|is|was|it's|same|read out|have|has|got|our|site|account|their)\b",
    re.IGNORECASE,
)
_PROPER = r"[A-Z][a-z]{2,15}(?:[ -](?:[A-Z][a-z]{2,15}|\d{1,4})){0,3}"
_SET_OFF = r"(?:,? | (?:its|it['\u2019]s) | ?[-\u2013] | \()"
_OPENS, _CLOSES = r"[\"'\u201c\u2018*]{0,2}", r"[\"'\u201d\u2019*]{0,2}"
# "the site password, Heron Bank." and "the password (Heron Bank)".
_BEHIND = re.compile(
    rf"(?i:\b{_LABEL}(?P<where> (?:for|on|to|of|at)(?: [\w'\u2019-]{{2,20}}){{1,5}})?)"
    rf"{_SET_OFF}{_OPENS}(?P<value>{_PROPER})(?={_CLOSES}(?:[.,;:!?)\n]|$| [-\u2013] ))"
)
# "Heron Bank, the site password."
_SAID_VALUE = re.compile(
    r"(?i:\b(?:say|quote|give(?: them)?|use|type|enter|try|tell them|it's|is|with)[ ])[\"'\u201c\u2018*]{0,2}"
    rf"(?P<value>{_PROPER})[\"'\u201d\u2019*]{{0,2}}(?:, | ?[-\u2013] | \()"
    rf"(?i:(?:the|our|your|their|its|his|her|my)(?: [\w-]{{2,15}}){{0,3}}? {_LABEL})(?=[.,;!?)\n]|$)"
)


# "Heron Bank is the site password", and not "is the password manager".
_IS = re.compile(
    rf"(?:(?<=[.!?] )|(?<=\n)|(?<=\n[-*] )|(?<=\d\. )|\A){_OPENS}(?P<value>{_PROPER}){_CLOSES}"
    rf"(?i: (?:is|was)(?: still| now)? (?:the|our|your|their|its|his|her|my)(?: [\w-]{{2,15}}){{0,2}}? {_LABEL})"
    r"(?=[.,;!?)\n]|$| (?:if|for|when|they|you|to|until|on|in|at|now|this|and|that|so|there|once)\b)"
)
_INITIAL = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir)\.? [A-Z]\b(?![\w&/-])\.?(?! ?[A-Z][a-z])")


def _is_value(value: str) -> bool:
    """Whether a word of these is none of a helpdesk's own: "Heron Bank", not "Remember Me" or "Google Classroom"."""
    words = re.split(r"[ -]", value.casefold())
    plain = [word in STOP or word in PLAIN for word in words]
    return not any(plain) and any(not is_of_the_desk(word) and not word.isdigit() for word in words)


_SURE = re.compile(r"passcode|passphrase|code ?word|safe ?word", re.IGNORECASE)


def _beside(found: re.Match[str]) -> Span | None:
    """What stands in apposition to a password that somebody gives or is asked for."""
    clause = re.split(r"[.!?\n]", found.string[max(0, found.start() - 80) : found.start()])[-1]
    opened = found.string[found.start() : found.start("value")].rstrip("\"'\u201c\u2018*")
    bare = opened[-2:-1].isalnum() and not opened.endswith("s ") and not _SURE.match(opened)
    sign = not opened.endswith(", ") or found.group("where") is not None
    gives = (sign and not bare) or _GIVES.search(clause)
    return found.span("value") if gives and _is_value(found.group("value")) else None


def _said(found: re.Match[str]) -> Span | None:
    return found.span("value") if _is_value(found.group("value")) else None


_WHO = r"(?:\[(?:name|pupil)\]|\b[A-Z][\w'\u2019-]{1,20}|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]wins?|group|class|table))"
_HAS = (
    r"(?: (?:now |still |then |just )?(?:has|have|had|gets?|got|uses?|is|was|is on|are on|goes on|takes|needs|types)"
    r"(?: now| still)? |['\u2019]s (?:now )?(?:on )?|: ?| ?[-\u2013=] )"
)
_HELD = re.compile(
    rf"(?:(?P<who>\[(?:name|pupil)\](?: [A-Z]\b)?)(?:,?{_HAS}|,? )|{_WHO}{_HAS})"
    r"(?P<value>(?=[A-Za-z]{0,8}\d)(?=\d{0,8}[A-Za-z])[A-Za-z0-9]{4,12})(?![\w@/'-]|\.\w)"
)
_HELD_WORD = re.compile(rf"{_WHO} (?:has|gets?|uses?|is|is on) (?P<value>[a-z]{{3,14}})(?=[,;.\n]|$| and (?:\[|[A-Z]))")
_OF_PEOPLE = re.compile(
    r"\b(?:cards?|(?:log|sign)(?:s|ging|ing)? in|pins?|pass(?:word|code)s?|codes|log-?ins?|log-?ons?|pw|usernames?)\b",
    re.IGNORECASE,
)
_PASSWORDS = re.compile(r"\b(?:passwords?|passcodes?|passphrases?|secret words?)\b", re.IGNORECASE)
# Sizes, classes, standards, models and sockets that people and things have.
_HAVES = re.compile(
    r"\d+(?:[kmgt]b|[kmg]?hz|mm|cm|mbps|gbps|mah|dpi|st|nd|rd|th|am|pm|px|hrs?|mins?|secs?|p|w|v)"
    r"|(?:usb|hdmi|vga|wpa|ks|year|yr|room|windows|win|office|ios|ipad|mp|wifi|level|floor|block|set|rj"
    r"|cat|ddr|eyfs|hd|tv|pc|key|port|ps|h|cr|lr|kb|dvi|http|sha|aes|class|stage|band|zone|line|step|part|tier"
    r"|version|bt|hp|sd|nvme|intel|ryzen)\d+\w?"
    r"|[a-z]\d{2,4}[a-z]?|(?-i:\d{1,2}[A-Z]{1,2}\d?)|\d{3,5}x\d{3,5}|\d{2}h\d|[a-z]\d{3,4}[a-z]{1,3}",
    re.IGNORECASE,
)


# The next in a list of people with a value each.
_ANOTHER = re.compile(
    r"\[(?:name|pupil)\](?: is| has| gets| uses| on| =| -|:)? (?:\[(?:code|password)\]|[a-z]{2,8}\d{2,4}\b)"
)


def _held(found: re.Match[str]) -> Span | None:
    """A short mix of letters and digits that a person has, where PINs, logins or passwords are spoken of."""
    start, stop = found.span("value")
    near = found.string[max(0, start - _TOLD) : start] + found.string[stop : stop + _TOLD // 4]
    made_up = found.group("who") and re.fullmatch(r"[a-z]{2,8}\d{2,4}", found.group("value"))
    told = made_up or _OF_PEOPLE.search(near) or _ANOTHER.search(near)
    return None if _HAVES.fullmatch(found.group("value")) or not told else found.span("value")


def _held_word(found: re.Match[str]) -> Span | None:
    """A word that a person has, in a line of passwords where another has one: "Ava has walrus, Ben has teapot"."""
    text, (start, stop) = found.string, found.span("value")
    low = found.group("value")
    plain = low in STOP or low in PLAIN or is_of_the_desk(low) or low.endswith(("ing", "ed", "ly"))
    line = text[max(0, start - _BEFORE) : start].rpartition("\n")[2], text[stop : stop + _BEFORE].partition("\n")[0]
    if plain or not (_PASSWORDS.search(text[max(0, start - _TOLD // 2) : start]) or "[password]" in line[1]):
        return None
    again = any(
        re.search(rf"{_WHO} (?:has|gets?|uses?|is|is on) [a-z]|\[password\]", part) for part in (line[0][:-1], line[1])
    )
    return found.span("value") if again else None


# The codes of locks with buttons, and "the temporary one is Welcome-Spring".
_BUTTONS = re.compile(r"(?<![\w-])C\d{2,5}[XYZ](?![\w-])")
_FOR_NOW = re.compile(
    r"\b(?:temporary|temp|new|current|old|guest) one(?: is|['\u2019]s| was|:) "
    r"(?P<value>[A-Z][a-z]+(?:[-_.][A-Z][a-z]+){1,3})(?!\w)"
)

SPOKEN = (
    Look("code", _BUTTONS, whole, secret=True),
    Look("password", _FOR_NOW, span_of, secret=True),
    Look("code", _SPELT, _spelt, secret=True),
    Look("password", _BEHIND, _beside, secret=True),
    Look("password", _SAID_VALUE, _said, secret=True),
    Look("password", _IS, _said, secret=True),
)
HELD = (
    Look("name", _INITIAL, whole),
    Look("code", _HELD, _held, secret=True),
    Look("password", _HELD_WORD, _held_word, secret=True),
)
