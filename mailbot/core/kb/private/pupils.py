"""Pupils' names, where the words around show that they are: "the pupil X", "X in 7B", "X's mum"."""

import re

from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.given import is_family, is_given
from mailbot.core.kb.private.look import Look, Span, words_of
from mailbot.core.kb.words import STOP

_NAME = r"[A-Z][a-z\u00c0-\u017f]{1,20}(?:['\u2019-][A-Z]?[a-z\u00c0-\u017f]{1,20})?"
_NAMES = rf"(?P<value>{_NAME}(?:[ ](?:(?:Mc|Mac|O['\u2019]|Al-|El-)?{_NAME})){{0,2}})"
_CLASS = (
    r"(?:[Yy]ear \d{1,2}|[Yy]r ?\d{1,2}|Y\d{1,2}|\d{1,2}[A-Z]{1,2}\d?|[Rr]eception|[Nn]ursery|tutor group \w{1,5})\b"
)
_CALLED = re.compile(
    r"\b(?:[Pp]upils?|[Ss]tudents?|[Cc]hild(?:ren)?|[Bb]oy|[Gg]irl|[Ll]earner|[Cc]andidate|[Ss]on|[Dd]aughter|[Tt]win|[Bb]rother|[Ss]ister|[Cc]ousin)"
    r"(?:'s|\u2019s)?(?:[ ](?:name|concerned|affected|in question))?(?:[ ](?:is|was|called|named)|[ ]?:)?[ ]{1,2}"
    + _NAMES
)
_IN_CLASS = re.compile(
    rf"(?<![A-Za-z]){_NAMES}(?=(?:[ ](?:is |was )?(?:in|from|of)[ ](?:class )?|[ ]\(|,? )(?:class )?{_CLASS})"
)
_OF_PARENT = re.compile(
    rf"(?<![A-Za-z]){_NAMES}(?=['\u2019]s[ ](?:mum|dad|mother|father|parents?|carer|gran|nan|family|sister|brother|TA"
    r"|tutor|form tutor)\b)"
)
# Capitalised words that are no names: things, places and programs that stand before "in Year 5" too.
_COMMON = """
    class classes room rooms year laptop laptops ipad ipads chromebook chromebooks notebook notebooks office teams
    team word excel outlook onenote onedrive sims teacher teachers staff everybody everyone somebody nobody board
    register registers homework minecraft education wordwall epraise impero apple classroom windows printer copier
    trolley the any some all both children pupils pupil students student they them this that these those it only if
    for when ask tell move sign remove reset add put use show give copy mrs mr miss ms dr tiles stop access lost
    company portal key head monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december science maths english art history geography music
    french german spanish welsh computing form tutor passwords password users user account accounts new old group
    photo photos name names screen keyboard stage microsoft google play safari edge chrome adobe canva kahoot seesaw
    tapestry arbor bromcom purple mash zoom web wi first choose open press check select search pick enter type see
"""
_THINGS = frozenset(_COMMON.split())


def _name(found: re.Match[str]) -> Span | None:
    """The words that may be a name, without a verb or thing in front; None where none is left."""
    start, stop = found.span("value")
    words = found.string[start:stop].split(" ")
    while words and _is_thing(words[0]):
        start += len(words[0]) + 1
        words.pop(0)
    if not words or any(_is_thing(word) for word in words):
        return None
    return start, stop


def _certain(found: re.Match[str]) -> Span | None:
    """In front of a class one word alone may be anything ("Boards in Year 5"): two are taken for a name."""
    span = _name(found)
    return span if span is not None and " " in found.string[span[0] : span[1]] else None


def _is_thing(word: str) -> bool:
    folded = word.casefold()
    return folded in _THINGS or folded in STOP


# Somebody with a title is a person, whether or not they are on the thread.
_TITLE = "Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|PC|Sgt|Revd?|Fr|Prof|Sir|Dame|Lord|Lady|Canon|Nurse|Coach"
_TITLED = re.compile(rf"\b(?:{_TITLE})\.?[ ](?:[A-Z]\.?[ ])?(?P<value>{_NAME})")


def _titled(found: re.Match[str]) -> Span | None:
    folded = found.group("value").casefold()
    plain = folded in STOP or (found.group().startswith("PC") and (is_of_the_desk(folded) or found.group()[2] == "."))
    return None if plain else found.span()


# The same in a hurry, without capitals or with nothing else: "miss hallam told me", "mr akhtar", "MISS HALLAM".
_IN_A_HURRY = re.compile(
    r"(?<![\w'\u2019-])(?P<title>mr|mrs|ms|miss|mx|dr|cllr|nurse|coach|sir)\.?(?: (?:and|&) (?:mrs|mr|miss|ms|dr))?[ ]"
    r"(?:[a-z]\.?[ ])?"
    r"(?P<value>[a-z\u00c0-\u017f]['\u2019]?[a-z\u00c0-\u017f]{1,20}(?:[-'\u2019][a-z\u00c0-\u017f]{2,20})?|[a-z]\b)"
    r"(?:['\u2019]s\b)?(?![\w@])",
    re.IGNORECASE,
)
_BY_TITLE_ALONE = ("mr", "mrs", "mx", "cllr")
_PROGRAMS = words_of("paint visio project dynamics bing copilot stream lens stuff")
# What stands in front of somebody, and behind: "ask miss hallam", and not "you miss breakfast".
_TO_SOMEBODY = re.compile(
    r"\b(?:(?:with|from|for|by|of|ask|tell|told|see|give|gave|is|its|it's|and|in|thats|at)"
    r"|(?:give|gave|hand|send|sent|take|pass|speak|spoke|talk|over|back|belongs?)\b[^.!?\n]{0,25} to) $",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"['\u2019]?s?[ ](?:told|tells|said|says|has|hasn|had|wants|wanted|will|is|was|asked|asks|knows|can|needs|does|took"
    r"|uses|gave|got|who|also|and (?:mr|mrs|miss|ms))\b",
    re.IGNORECASE,
)


def _in_a_hurry(found: re.Match[str]) -> Span | None:
    title, folded = found.group("title").casefold(), found.group("value").casefold()
    if folded in STOP and len(folded) > 1:
        return None
    sure = title in _BY_TITLE_ALONE or is_family(folded) or is_given(folded)
    other = not is_of_the_desk(folded) and folded not in _PROGRAMS and len(folded) > 1
    if title == "miss":
        before, stop = found.string[max(0, found.start() - 40) : found.start()], found.end("value")
        other = other and bool(_TO_SOMEBODY.search(before) or _OF_SOMEBODY.match(found.string, stop))
    elif title in ("nurse", "coach", "sir"):
        other = False
    return (found.start(), found.end("value")) if sure or other else None


PUPILS = (
    Look("pupil", _CALLED, _name),
    Look("pupil", _OF_PARENT, _name),
    Look("pupil", _IN_CLASS, _certain),
    Look("name", _TITLED, _titled),
    Look("name", _IN_A_HURRY, _in_a_hurry),
)
