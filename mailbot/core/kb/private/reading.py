"""A text as a row of words: how each looks, what stands between them, which sentence they are of.

What lives here: text -> words with their looks and gaps. What does not: what they tell of a secret (giving.py).
"""

import re
from dataclasses import dataclass

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.look import DAYS, PLAIN
from mailbot.core.kb.words import STOP

_WORD = re.compile(r"\[[A-Za-z ]{2,20}\]|[^\s()\[\]\"\u201c\u201d|,;<>={}]{1,80}")
_AROUND = "'\u2018\u2019*_`"
_BEHIND = _AROUND + ".:!?"
# What everybody says and knows: public numbers, error codes, keys, times, prices, addresses of machines.
_EVERYDAY = re.compile(
    r"365|a[2-5]|1[45]71|999|112|101|111|0x\w*|f\d{1,2}|e\.g|i\.e|a\.m|p\.m|mb?ps|i(?:os|pados|pad|phone)|.{1,20}[-@]"
    r"|[*\\]{1,4}\d{1,3}|\d{1,2}[.:]\d\d(?:[ap]m)?(?:-\d{1,2}[.:]\d\d(?:[ap]m)?)?|\u00a3[\d.,]+|\d[\d.]*%|\.\w{2,5}"
    r"|\d{1,2}(?:\.\d{1,3}){1,2}|\\\\.*|\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?|(?:ctrl|alt|shift|win|windows|cmd|fn)(?:[+-]\w+)+|\d+'s"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
)
_ADDRESS = re.compile(
    r"https?:.*|www\..*|[\w-]{1,60}(?:\.[\w-]{1,60}){0,6}\.(?:com|org|net|uk|example|co|edu|gov|io|app|me|tv|local|lan"
    r"|internal|exe|msi|docx?|pdf|xlsx?|pptx?|pub|zip|iso|csv|xml|txt|ini|dll|ps1|bat|reg|rdp|msc|cpl|ics|eml|pst|ost"
    r"|accdb|mdb|html?|png|jpe?g|gif|mp[34]|wav|mov|ttf|apk)(?:[/:].*)?|[a-z]:\\.*|\w+:[a-z]+"
    r"|(?:ipad|iphone|mac|pc|ios|android)s?/\w+"
)
_MEASURED = re.compile(
    r"[a-z]{0,3}-?\d{1,2}[a-z]?|\d{1,2}[a-z]{1,3}|v?\d{1,3}(?:\.\d{1,4}){1,3}[a-z]?"
    r"|-?\d{1,5}(?:[.,]\d{1,3})?(?:st|nd|rd|th|am|pm|[kmgt]i?b|px|cm|mm|m|p|k|[kmg]?hz|[kmg]bps|[kmg]bit|mah|gsm|dpi|fps|lux|kg"
    r"|lm|kw|kwh|dbm?|ish|min|mins|hrs?|secs?|ms|[\u00b0\u00ba]c?|bit|inch|ft|ml|va|ah|w|v|a|x)(?:/(?:hr?|s|min|day|yr|m|month|year))?"
    r"|\d{1,4}/(?:hr|h|day|min|month|yr|year)"
    r"|h\.26\d|mp\d|(?:hdmi|wpa|ddr|wifi)-?\d|[cl]r\d{2,4}|\d+x\d+|\d{1,3}x{1,3}|\d{2}h\d|\d{1,3}-[a-z-]{3,}"
)
_UNIT_NAMES = """
    gb mb kb tb mm cm m px pixels seconds second secs sec minutes minute mins min hours hour hrs days day weeks week
    months years degrees percent pages people pupils staff users characters letters digits times w v ghz mhz dpi
    gsm sheets copies pounds pence words per free x newer later
"""
# What has a number behind it that everybody may read.
_NAMES_OF_NUMBERED = """
    error event fault stop status exit version build model part firmware driver port page step option year yr room stage
    chapter channel x windows office server ios ipados android macos laserjet latitude thinkpad elitebook ricoh canon
    kyocera epson brother xerox lexmark dell optiplex rule option tier line hdmi usb vlan about over under least most
"""
_NUMBERED = frozenset(_NAMES_OF_NUMBERED.split())
_UNITS = frozenset(_UNIT_NAMES.split())
_SIGNED = re.compile(r"\w[!$\u00a3&%?#@*_.+\\:]\w")
# Letters one by one, and capitals in groups as codes have them.
_SPELT = re.compile(r"\w(?:[-.]\w){2,}")
_GROUPS = re.compile(r"(?:[A-Z]{3,6}-)+[A-Z]{3,6}")
# What ends as a verb does and is none.
_NOUNS = re.compile(
    r"^[^aeiouy]*(?:ing|ed|ly)$|(?:fly|lily|holly|jelly|belly|bully|family|assembly|july|italy|ally|melly|telly|welly|polly"
    r"|molly|dolly|billy|lolly|gully|seed|weed|reed|bed|shed|sled|speed|tweed|steed|morning|evening|wedding|pudding"
    r"|ceiling|building|darling|duckling|herring|sterling|starling|string|spring|thing|king|wing|ring)$"
)
_GAPS = (("|", "cell"), ("(", "bracket"), (")", "close"), ("=", "colon"), (":", "colon"))
_QUOTED = re.compile(r"[\"\u201c\u201d\u2018`]|(?<=\s)'|'(?=\s)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word without the signs around it, in lower case too, and where it stands."""

    text: str
    low: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text; the look of each; gaps[n] stands in front of words[n]; the sentence of each, from 0.

    `rarities` say how well a word is known: "desk" (or published), "english", "long" (in no list), "strange". tails[n]
    is the last sign before the line that words[n] begins.
    """

    words: tuple[Word, ...]
    looks: tuple[str, ...]
    rarities: tuple[str, ...]
    gaps: tuple[str, ...]
    tails: tuple[str, ...]
    sentences: tuple[int, ...]

    def low(self, at: int) -> str:
        """The word at a place in lower case, "" outside of the text."""
        return self.words[at].low if 0 <= at < len(self.words) else ""


def read(text: str, *, known: Known = NOTHING_KNOWN) -> Reading:
    """The words of `text` in order; what was taken out already ("[name]") is one."""
    words = _words(text)
    ways = {low: rarity(low, known=known) for low in {one.low for one in words}}
    rarities = tuple(ways[one.low] for one in words)
    around = zip((None, *words), words, (*words[1:], None), strict=False)
    looks = tuple(
        _look(one, before, behind, rare=rare) for (before, one, behind), rare in zip(around, rarities, strict=False)
    )
    gaps = tuple(_gap(text, left, right) for left, right in zip((None, *words), (*words, None), strict=True))
    sentence, sentences = 0, []
    for gap in gaps[:-1]:
        sentence += gap in ("line", "stop")
        sentences.append(sentence)
    tails = tuple(_tail(text, one, gap) for one, gap in zip(words, gaps, strict=False))
    return Reading(words, looks, rarities, gaps, tails, tuple(sentences))


def _tail(text: str, word: Word, gap: str) -> str:
    """The last sign on the lines before the one that this word begins, "" where it begins none."""
    return text[max(0, word.start - 8) : word.start].rstrip(" \t\n-*>\u2022")[-1:] if gap == "line" else ""


# Words that the list of the language holds: longer ones are in no list.
_LEAST, _MOST = 4, 8


def rarity(low: str, *, known: Known) -> str:
    """How well a lower-case word is known: to a helpdesk, to the trust's readers, to the language, or to nobody."""
    bare = low.removesuffix("'s")
    if _is_common(bare) or bare in PLAIN or is_of_the_desk(bare):
        return "desk"
    parts = [part for part in re.split(r"[-']", bare) if len(part) > 1]
    if all(part in STOP or known.is_published(part) for part in parts):
        return "desk"
    if all(part in STOP or known.is_english(part) for part in parts):
        return "english"
    return "long" if any(len(part) > _MOST for part in parts) else "strange"


def _is_common(low: str) -> bool:
    """Whether everybody says it, with or without its apostrophe ("don't")."""
    return low in STOP or low.replace("'", "") in STOP


def _words(text: str) -> tuple[Word, ...]:
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        core = raw if raw[0] == "[" else raw.lstrip(_AROUND).rstrip(_BEHIND)
        if core:
            start = match.start() + raw.index(core)
            found.append(Word(core, core.casefold().replace("\u2019", "'"), start, start + len(core)))
    return tuple(found)


def _look(word: Word, before: Word | None, behind: Word | None, *, rare: str) -> str:
    """How a word looks: "taken" already, "nothing", "common", an "address", of figures, or as `_letters` says."""
    text, low = word.text, word.low
    if text[0] == "[":
        return "taken"
    if not any(c.isalnum() for c in text):
        return "nothing"
    if low in DAYS:
        return "known"
    if _is_common(low) or _EVERYDAY.fullmatch(low) or (len(low) < 2 and not low.isdigit()):
        return "common"
    if _ADDRESS.fullmatch(low):
        return "address"
    if not any(c.isdigit() for c in text):
        counted = low in _UNITS and before is not None and before.text[-1].isdigit()
        return "common" if counted else _letters(text, low, is_known=rare == "desk", is_english=rare == "english")
    counted = (before is not None and before.low in _NUMBERED) or (behind is not None and behind.low in _UNITS)
    named = "-" in text and any(c.isalpha() for c in text)
    return "common" if counted and not named else _figures(text, low)


def _figures(text: str, low: str) -> str:
    """A word with figures: "digits", "few" of them, a "unit" ("30cm", "room12"), or "mixed" as nobody says it."""
    if any(c.isalpha() for c in text):
        return "unit" if _MEASURED.fullmatch(low) else "mixed"
    return "digits" if sum(c.isdigit() for c in text) > 2 else "few"


def _letters(text: str, low: str, *, is_known: bool, is_english: bool) -> str:
    """A word of letters: "signs" in it, "known" to a helpdesk, "odd" or "camel" capitals, a "form", or "new"."""
    parts = low.split("/")
    if len(parts) == 2 and all(part.isalpha() and len(part) > 2 for part in parts):
        return "known" if any(is_of_the_desk(part) for part in parts) else "signs"
    if _SIGNED.search(text):
        return "signs"
    if _SPELT.fullmatch(text):
        return "signs"
    if is_known:
        return "known"
    if "-" in text:
        chained = text.count("-") > 1 and not is_english
        return "signs" if chained or _GROUPS.fullmatch(text) else "joined"
    if text[1:] != text[1:].casefold():
        return _capitals(text)
    return "form" if low.endswith(("ing", "ed", "ly")) and not _NOUNS.search(low) else "new"


def _capitals(text: str) -> str:
    parts = re.findall(r"[A-Z][a-z]+|[a-z]+|[A-Z]+", text)
    if len(parts) > 1 and all(is_of_the_desk(part.casefold()) for part in parts):
        return "known"
    return "odd" if text.isupper() and len(text) < 6 else "camel"


def _gap(text: str, left: Word | None, right: Word | None) -> str:
    """What stands between neighbours: the end of a "line" or sentence ("stop"), a sign, "wide" or a mere "space"."""
    if left is None or right is None:
        return "line"
    between = text[left.stop : right.start]
    if between == " ":
        return "space"
    if "\n" in between:
        return "line"
    for sign, name in _GAPS:
        if sign in between:
            return name
    return _lesser(between)


def _lesser(between: str) -> str:
    if _QUOTED.search(between):
        return "quote"
    if re.search(r"[.!?]", between):
        return "stop"
    if re.search(r"[,;]", between):
        return "comma"
    if ">" in between:
        return "menu"
    return "wide" if re.search(r"\t|  ", between) else "space"
