"""What lets somebody in, told by its shape and by what the words around it speak of, however they are put.

What lives here: words nobody would say ("k4d7wqe"), runs of digits, names of accounts beside a password. What does not:
the wordings that label a value (secrets.py, reach.py); these searches come after them and take what they leave.
"""

import re

from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.look import PLAIN, Look, Span, span_of, trimmed, whole
from mailbot.core.kb.words import STOP

# How much of the text around a value is asked what it speaks of, in characters; less behind digits, which are common.
_BEFORE, _AFTER, _JUST_AFTER = 140, 70, 25
_ENTRY = re.compile(
    r"\b(?:pass(?:word|phrase|code|key)?s?|pwd?|pins?|codes?|otp|log(?:s|ged)?[ -]?(?:in|on|into)|sign(?:s|ed)?[ -]?in"
    r"|logins?|log-?ins?|user(?:name)?s?|accounts?|admin|operator|manager|vouchers?|keys?|serials?|locks?|locked|padlock"
    r"|unlocks?|override|keypad|alarm|doors?|gate|barrier|safe|one-off|one-time|bypass|pairing|pair|recovery|backup"
    r"|quote|reference|ref|reset|meeting id|conference id|mailbox number|read out|digits|set ?up key|secret|token"
    r"|today's (?:was|is)|yours (?:was|is|just now)|silence|member(?:ship)? (?:no|number)|site id|radio id|licen[cs]e"
    r"|combination|lockers?|drawer|dial|turn|type|enter|press|tap|hash|voicemail|credentials?|memorable|enrol|activat\w{1,4})\b|\bkey:",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\b(?:model|version|build|part|firmware|driver|printer|laserjet|latitude)[ ]$", re.IGNORECASE)
_STRANGE = re.compile(r"(?<![\w/.@\[\\:-])(?P<value>[A-Za-z0-9][\w.$\u00a3&#@%!*+-]{2,60})(?![\w/\\]|://)")
_DIGITS = re.compile(
    r"(?<![\w/.,:\u00a3$-])(?P<value>\d(?:[-.]\d){3,7}|\d(?: \d){3,7}|\d{1,2}(?:-\d{1,2}){2}"
    r"|\d{2,6}(?:[ -]\d{2,6}){1,3}#?|\d{3,8}(?:\*\d{1,8})?#?(?:-[A-Z]\b)?)"
    r"(?![\w/-]|[.,:]\d|[ -]?(?:%|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|characters?|letters?|digits?"
    r"|times?|pages?|pupils?|people|staff|users?|gb|mb|kb|mm|cm|pixels?|px|pounds?|sheets?|x\b|dpi|hz)\b)",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?<![\w/.:\\-])(?P<value>(?=[\w/-]{0,30}\d{3})[A-Z0-9]{1,8}(?:[/-][A-Z0-9]{1,10}){0,3}/[A-Z0-9]{1,10}(?:[/-][A-Z0-9]{1,10}){0,3})(?![\w/-])"
)
_DATES = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|(?:19|20)\d\d/\d\d(?:\d\d)?|\d{1,4}/\d{1,3}")
_COUNTED = re.compile(
    r"\b(?:error|event|fault|room|windows|office|version|port|page|step|option|year|server|asset|build|model|microsoft"
    r"|(?<!punch )(?<!key )(?<!type )(?<!put )(?<!tap )in"
    r"|since|from|until|by|about|over|under|than|least|most|to|for|of|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|spring|summer|autumn|winter|error code|exit code|status)[ \t]$",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"0x[0-9a-f]+|\d{1,5}(?:st|nd|rd|th|am|pm|[kmgt]b|mm|cm|m|in|[kmg]?hz|w|v|k|p|s|x|hrs?|mins?|secs?|dpi)|\d{1,2}[A-Za-z]\d?"
    r"|[A-Za-z]{1,3}\d{1,2}|\d{1,5}x\d{1,5}|\d{2}h\d|[vV]?\d[\d.]*|wpa\d?|\d{3}\.[\dx]{1,2}\w{0,2}|kb[-\d]+"
    r"|(?:windows|office|year|room|microsoft|step|part|option|port|hdmi|usb|block|floor|level|version|server|ipad|iphone"
    r"|wpa|mp|tier|line|page|tv|key|box|kb|version)-?\d{1,4}[a-z]?|\d{1,3}-(?:[a-z]+)(?:-[a-z]+)*|[a-z]+-to-[a-z]+"
    r"|[\w.-]+\.(?:com|net|org|uk|example|edu|gov|io|local|exe|msi|pdf|docx?|xlsx?|pptx?|csv|txt|jpe?g|png|mp4|zip|html?"
    r"|ini|dll|accdb|pst|ost|bat|ps1|eml|ics)|\d{1,2}[./]\d{2}(?:am|pm)?|[\d.]+-[\d.]+|[a-z]{2,}\d?/[a-z]+",
    re.IGNORECASE,
)
# Numbers that everybody knows.
_PUBLIC = frozenset({"999", "112", "101", "111", "105", "1471", "1571", "365"})
_SETUP_KEY = re.compile(
    r"(?<![\w-])(?=[A-Z -]{0,30}\d)(?=[\d -]{0,30}[A-Z])(?:[A-Z0-9]{4}[ -]){2,7}[A-Z0-9]{4}(?![\w-])"
    r"|(?<![\w-])(?=[A-Z-]{0,30}\d)(?=[\d-]{0,30}[A-Z])(?:[A-Z0-9]{2,8}-){3,7}[A-Z0-9]{2,8}(?![\w-])"
    r"|(?<![\w-])\d{4}(?:-\d{4}){3,7}(?![\w-])"
)
_LABEL = (
    r"(?:user(?: ?name)?|log[ -]?in|log[ -]?on|logs?[ -]in(?:to)?|log[ -]?into"
    r"|sign[ -]?in(?:to)?|account|operator|admin(?:istrator)?|types?)"
)
# Words that go with passwords, yet are accounts where a password stands behind them.
_OFFICES = frozenset({"manager", "system", "admin"})
_TAKEN = r"\[(?:password|code|key)\]"
# The word in front of a password that was taken, after "user", "log in as": an account, however ordinary the word.
_WITH_TAKEN = re.compile(
    rf"\b{_LABEL}\b[^\n.;]{{0,40}}?(?:\b(?:as|is|with|by|use|using)[ \t]|['\u2019]s[ \t]|:[ \t]?|[ \t]|-[ \t])"
    r"(?P<value>(?!(?:use|is|as|the|with|and|by|a|an|your|to|in|on|it)\b)[\w.\\@-]{2,40}?"
    r"(?:[ ](?!and\b|with\b|pass|pw|pin\b|the\b)[\w.-]{3,20})?)(?:[ ]\([^)\n]{0,30}\))?"
    r"[ \t]{0,2}(?:[.,;/&|(\u2013-]|and|with)?[ \t]{0,2}(?:(?:the|its|his|her|their|a)[ \t])?"
    r"(?:(?:pass\w{0,6}|pwd?|pin|secret)(?:['\u2019]s)?(?:[ \t](?!is\b)\w{1,6}){0,2}[ \t]{0,2}"
    rf"(?:is(?: still| now)?|[:=-])?[ \t]?)?{_TAKEN}",
    re.IGNORECASE,
)
_INTERNAL = re.compile(
    r"\b(?:dial|ring|call|phone|internal(?:ly)?(?: on)?)[ ](?P<value>\d{4,5})(?![\w-]|[ ]\d)", re.IGNORECASE
)
# "user X, pass Y": both stand side by side, so Y is the password, however ordinary the word.
_BESIDE = re.compile(
    rf"\b{_LABEL}\b[^\n.;]{{0,40}}?[\w.\\@\[\]-]{{3,40}}[ \t]{{0,2}}(?:,|;|/|&|and|with|-)?[ \t]{{0,2}}(?:the[ \t])?"
    r"(?:pass(?:word|code|phrase)?|pwd?|secret)[ \t]{0,2}(?:is[ \t](?:still[ \t]|now[ \t])?|[:=-][ \t]?|[ \t])"
    r"(?P<value>[^\s,;\[]{3,60})",
    re.IGNORECASE,
)
_SLASH = re.compile(
    rf"\b{_LABEL}\b[^\n.;/]{{0,40}}?[\w.\\@\[\]-]{{2,40}}[ \t]/[ \t](?P<value>[^\s,;\[/]{{4,60}})", re.IGNORECASE
)
# "Operator: X, Y" and no more: Y is what lets X in.
_BY_COMMA = re.compile(
    rf"\b{_LABEL}[ \t]?:[ \t]?[\w.\\@-]{{3,40}},[ \t](?P<value>[^\s,;\[/]{{4,60}})(?=[.)]?[ \t]{{0,3}}(?:\n|\Z))",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\b(?:pass(?:word|phrase|code)?|key|phrase|pin|code|user(?:name)?|log-?in|secret)\b[^\n.;\"\u201c]{0,20}?[\"\u201c]"
    r"(?P<value>[^\"\u201c\u201d\n]{2,40})[\"\u201d]",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?<!\S)\.\\[\w.-]{2,30}")
_PHRASE_NUMBER = re.compile(
    r"\bpass(?:word|phrase|code)\b(?:[ \t]is)?[ \t:]{1,3}(?P<value>(?:[A-Z][a-z]{2,20}[ \t]){1,3}\d{1,4})\b"
)


_LETTERS = re.compile(r"[A-Za-z]{2}")


def _context(found: re.Match[str], *, after: int = _AFTER) -> bool:
    """Whether the words around, in the line or above a line that starts with the value, speak of getting in."""
    text, (start, stop) = found.string, found.span("value")
    near = text[max(0, start - _BEFORE) : start]
    if not _LETTERS.search(near) and not _LETTERS.search(text, stop, stop + after):
        return False
    line = near.rpartition("\n")[2]
    before = line if re.search(r"\w{2}", line) else near
    behind = text[stop : stop + after].partition("\n")[0]
    return bool(_ENTRY.search(before) or _ENTRY.search(behind))


def _strange(found: re.Match[str]) -> Span | None:
    value = trimmed(found.group("value"))
    if len(value) < 5 or value.startswith("[") or _ORDINARY.fullmatch(value.rstrip("!")) or "@" in value[1:-1]:
        return None
    digit, letter = any(c.isdigit() for c in value), any(c.isalpha() for c in value)
    parts = re.split(r"[-.+]", value.casefold())
    woven = bool(re.search(r"\w[$\u00a3&#%!*+_]\w", value)) and letter
    chained = len(parts) > 2 and all(len(part) > 2 and part not in STOP for part in parts)
    dotted = "." in value and value == value.casefold() and all(len(part) > 2 for part in parts)
    if chained and (all(is_of_the_desk(part) for part in parts) or "xxx" in parts):
        return None
    if _MODEL.search(found.string[max(0, found.start() - 12) : found.start()]):
        return None
    told = (digit and letter) or woven or chained or dotted
    start = found.start("value")
    return (start, start + len(value)) if told and _context(found) else None


# "- *691* - wrong password": a number that a list explains.
_LINE_BEGINS = re.compile(r"(?:^|\n)[-*\s]*$")
_EXPLAINED = re.compile(r"\W*[-\u2013:] ")


# A year that opens something: "opens with 1066", "unset with the head's birth year, 1961".
_OPENED = re.compile(
    r"\b(?:opens?|opened|opening|unlock\w{0,3}|lock\w{0,3}|padlock|disarms?|unsets?|alarm|key ?safe|safe|combination"
    r"|keypad|gate|door|barrier|shutter|store|cupboard|cabinet|locker|shed|loft|trolley"
    r"|(?:gets?|lets?|got) (?:you |us |me |them |him |her )?(?:back )?in(?:to)?)\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?:with|using|(?:open|opens|opened|unlocks?|unlocked|unsets?|disarms?) (?:by|to|on)) $"
    r"|\b(?:with|by|using|to|on|is|was|it's|its)\b[^.!?\n\d]{0,30}\b(?:years?|date|birthday|birth|born|built|opened|founded"
    r"|began|started|number)\b[^.!?\n\d]{0,25}?[,:(\u2013-] ?$",
    re.IGNORECASE,
)
_OR_LATER = re.compile(
    r" (?:and|or) (?:later|newer|up|above|older|earlier)|[- ](?:version|edition|model|list|form|intake)"
)


def _is_year(found: re.Match[str]) -> bool:
    """Whether a number is a year and no code: nothing says that it is to be entered or opens something."""
    before = found.string[max(0, found.start() - 90) : found.start()].rpartition("\n")[2]
    if re.search(r"(?:is|code|pin|enter|press)[ \t:]$", before, re.IGNORECASE):
        return False
    opens = _BY_YEAR.search(before) and _OPENED.search(before)
    return not opens or _OR_LATER.match(found.string, found.end()) is not None


def _digits(found: re.Match[str]) -> Span | None:
    value = found.group("value")
    before = found.string[max(0, found.start() - 16) : found.start()]
    year = re.fullmatch(r"(?:19|20)\d\d", value) is not None
    if year and not _is_year(found):
        return found.span("value")
    chain = re.fullmatch(r"\d{1,2}(?:[- ]\d{1,2}){2,7}", value) is not None
    if year or value in _PUBLIC or (_COUNTED.search(before) and not chain):
        return None
    behind = found.string[found.end() : found.end() + 8]
    listed = _LINE_BEGINS.search(before) is not None and _EXPLAINED.match(behind) is not None
    if listed or re.search(r"\d x $", before):
        return None
    # four to eight digits that count nothing are in no ordinary instruction
    told = re.fullmatch(r"\d{4,8}#?|\d(?:-\d){3,7}", value) and not year
    return found.span("value") if told or _context(found, after=_JUST_AFTER) else None


def _slashed(found: re.Match[str]) -> Span | None:
    return None if _DATES.fullmatch(found.group("value")) else found.span("value")


def _plain_word(word: str) -> bool:
    folded = word.casefold()
    return folded in STOP or folded in PLAIN or folded.startswith("[")


def _quoted(found: re.Match[str]) -> Span | None:
    """What stands in quotes behind talk of a password, unless it is said or shown ("it says "wrong password"")."""
    words = found.group("value").casefold().split()
    said = re.search(
        r"\b(?:says?|said|reads?|called|labelled|marked|shows?|click|press|choose|option)\b", found.group()
    )
    told = len(words) < 5 and not said and not all(_plain_word(word) or is_of_the_desk(word) for word in words)
    return found.span("value") if told else None


def _account(found: re.Match[str]) -> Span | None:
    words = found.group("value").casefold().split()
    plain = any(word.startswith("pass") or (_plain_word(word) and word not in _OFFICES) for word in words)
    return None if plain else found.span("value")


def _beside(found: re.Match[str]) -> Span | None:
    value = trimmed(found.group("value"))
    start = found.start("value")
    return None if _plain_word(value) else (start, start + len(value))


_CELL = re.compile(r"(?:^|[|\t])[ ]*(?P<value>[^|\t\n]{2,60}?)[ ]*(?=[|\t\n]|$)", re.MULTILINE)
_HEAD = re.compile(
    r"\b(?:pass\w*|pw|pwd|pins?|codes?|secret|keys?|combination|log-?ins?|log-?ons?|user ?names?|user|accounts?|voucher"
    r"|token|serial)\b",
    re.IGNORECASE,
)


MOST_ROWS = 40
MOST_OF_A_ROW = 600


def _cell(found: re.Match[str]) -> Span | None:
    """A cell of letters or figures below a head that says what it is."""
    text, start, value = found.string, found.start("value"), found.group("value")
    line = text.rfind("\n", max(0, start - MOST_OF_A_ROW), start) + 1
    if (not line and start > MOST_OF_A_ROW) or not any(c.isalnum() for c in value) or value.startswith("["):
        return None
    names = re.split(r"[|\t]", _top_row(text, line))
    column = len(re.findall(r"[|\t]", text[line:start]))
    ordinary = value.casefold() in PLAIN or len(value.split()) > 3
    told = not ordinary and column < len(names) and _HEAD.search(names[column]) is not None
    return found.span("value") if told else None


def _top_row(text: str, line: int) -> str:
    """The first row of the table whose row begins at `line`, "" where it is that row itself."""
    head = ""
    for _ in range(MOST_ROWS):
        above = text.rfind("\n", 0, max(0, line - 1)) + 1
        row = text[above : line - 1]
        if not line or len(row) > MOST_OF_A_ROW or ("|" not in row and "\t" not in row):
            break
        head, line = row, above
    return head


TABLES = (Look("password", _CELL, _cell, secret=True),)
PHRASES = (Look("password", _PHRASE_NUMBER, span_of, secret=True),)
SHAPES = (
    Look("phone number", _INTERNAL, span_of),
    Look("key", _SETUP_KEY, whole, secret=True),
    Look("password", _BESIDE, _beside, secret=True),
    Look("password", _SLASH, _beside, secret=True),
    Look("password", _BY_COMMA, _beside, secret=True),
    Look("code", _STRANGE, _strange, secret=True, sure=False),
    Look("code", _SLASHED, _slashed, secret=True, sure=False),
    Look("code", _DIGITS, _digits, secret=True, sure=False),
    Look("password", _QUOTED, _quoted, secret=True),
    Look("account name", _LOCAL, whole),
    Look("account name", _WITH_TAKEN, _account),
)
