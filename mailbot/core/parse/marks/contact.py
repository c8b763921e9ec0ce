"""The lines that a signature is made of: a closing, a name, a post, a place, a way to reach somebody, working days.

A line with a word in small letters, a question, or a thing that people write to a helpdesk about is somebody's words.
"""

import re
from collections.abc import Sequence

_LONGEST = 160
_MOST_WORDS = 16
_CLOSING = re.compile(
    r"(?:(?:many |with )?thanks?(?: you)?|regards|cheers|best|yours (?:sincerely|faithfully)"
    r"|(?:with )?(?:kind|kindest|best|warm|warmest)?(?: and kind)? ?(?:regards|wishes)"
    r"|mit (?:freundlichen|besten|lieben) grüßen|(?:viele|beste|liebe) grüße|cordialement|bien à vous"
    r"|saludos(?: cordiales)?|atentamente|med vänliga hälsningar|met vriendelijke groet(?:en)?)[,.! ]{0,3}",
    re.IGNORECASE,
)
# A way to reach somebody, with the label that stands beside it.
_LABEL = (
    r"(?:(?:tel(?:ephone)?|phone|mobile?|mob|telefon|handy|tél|cell|fax|direct(?: line| dial)?|ddi|ext(?:ension|n)?"
    r"|office|work|switchboard|reception|e-?mail|mail|web(?:site)?|www|skype|teams|twitter|x|address"
    r"|t|m|e|w|p|f|d|o|c|a)\b\.?\s{0,3}[:.|]?\s{0,3})"
)
_REACH = re.compile(
    rf"{_LABEL}{{0,2}}(?:<?(?:mailto:)?[\w.+'-]{{1,64}}@[\w.-]{{2,190}}>?|<?https?://[^\s<>]{{1,400}}>?"
    r"|www\.[^\s<>]{1,300}"
    r"|(?<!\w)(?:\(\d{1,4}\)\s?|\+?\d)[\d ()./-]{4,24}\d(?:\s{0,2}(?:ext|x|extn)\.?\s{0,2}\d{1,6})?"
    r"|(?<![\w@])@[A-Za-z]\w{2,40})|(?:ext(?:ension|n)?|ddi)\b[.:]?\s{0,3}\d{2,6}",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@])(?:[a-z0-9-]{1,60}\.){1,4}(?:com|org|net|uk|example|edu|gov|io|eu|sch)(?:/\S{0,200})?(?!\w)"
)
_HOURS = re.compile(
    r"(?:(?:my |normal )?(?:working|office|opening|work) (?:days|hours|pattern)(?: are)?|hours|days|available)?"
    r"[\s:(]{0,4}(?:(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
    r"|\d{1,2}(?:[:.]\d\d)?(?: ?(?:am|pm))?\b|to|till|until|and|term time|only|noon|all day|mornings?|afternoons?"
    r"|[-–,;&/.() ]){1,30}",
    re.IGNORECASE,
)
_SMALL = frozenset({
    "of", "and", "for", "the", "at", "in", "to", "with", "on", "de", "la", "le", "du", "des", "der", "die", "und",
    "für", "et", "y", "van", "von", "den", "di", "da", "do", "e", "ext", "tel", "no",
})  # fmt: skip
_WORD = re.compile(r"[^\W_][\w'\u2019.-]*")
_NAME = re.compile(r"[^\W\d_][^\W\d_'\u2019-]{0,24}(?:['\u2019-][^\W\d_]{1,20})?\.?")
_POST = re.compile(
    r"\b(?:technician|technical|engineer|developer|teacher|teaching|tutor|lecturer|head(?:teacher)?|deputy|assistant"
    r"|manager|director|officer|administrator|admin|support|services?|secretary|bursar|receptionist|caretaker|senco"
    r"|lead|leader|coordinator|co-ordinator|consultant|analyst|president|chief|ceo|cto|founder|partner|sales|marketing"
    r"|principal|governor|librarian|student|professor|phd|department|dept|team|school|academy|college|university|trust"
    r"|primary|secondary|infants?|juniors?|nursery|council|ltd|limited|llc|inc|gmbh|plc|helpdesk|it|ict|network|class"
    r"|year \d{1,2}|reception|y\d{1,2}|key stage)\b",
    re.IGNORECASE,
)
# What stands below a divider when people list what is broken or what to press.
_THINGS = re.compile(
    r"\b(?:projectors?|printers?|copiers?|scanners?|(?:smart|white|key)?boards?|laptops?|computers?|screens?|monitors?"
    r"|ipads?|tablets?|chromebooks?|cables?|leads? \w|sockets?|chargers?|mouse|wi-?fi|denied|failed|room \d|hdmi|vga"
    r"|usb|press|source|step|windows|settings?)\b",
    re.IGNORECASE,
)
# Beside these a number is no telephone's.
_SECRETS = re.compile(
    r"\b(?:passwords?|passcode|pin|code|key(?! stage)|error|serial|ticket|order|asset|model|version|username"
    r"|log-?in)\b",
    re.IGNORECASE,
)
# With a capital at the beginning of a line these still speak to somebody, or go on with what was said.
_SPEAKS = re.compile(
    r"(?:please|also|then|and|but|or|so|if|when|try|turn|switch|press|hold|click|open|close|start|restart|check|tell"
    r"|let|ask|call|ring|send|bring|take|use|go|do|don['\u2019]?t|see|read|note|nb|ps|p\.s|sorry|hello|hi|dear|yes|no"
    r"|not|done|fixed|sorted|ok|okay|(?-i:I|It|it)|we|you|he|she|they|this|that|there|these|what|which|who|where|why"
    r"|how|is|are|was|can|could|would|remember|make|put|swap|plug|unplug|wait|install|update|reset|type|choose"
    r"|select)\b",
    re.IGNORECASE,
)
# What mailing lists and those who sign by a key put there.
_FOOTER = re.compile(r"[\w.-]{1,40} mailing list|[^.!?]{0,60}\b(?:fingerprint|pgp|gpg)\b[^.!?]{0,60}", re.IGNORECASE)
_HASHTAG = re.compile(r"#[A-Z][a-z]{1,20}[A-Z]\w{1,40}")
_ABBREVIATED = re.compile(r"\b\w{1,4}\.")
_GOES_ON = re.compile(r"\.\s+\S")


def is_contact_line(line: str) -> bool:
    """Whether the line is one that a signature is made of, alone or several of them beside each other ("A | B")."""
    if len(line) > _LONGEST or "?" in line:
        return False
    bare = line.strip("*_|•·- \t")
    if _is_closing(bare) or any(form.fullmatch(bare) for form in (_HASHTAG, _HOURS, _FOOTER)):
        return True
    left = _DOMAIN.sub(" ", _REACH.sub(" ", bare))
    reached = left != bare
    if _SPEAKS.match(bare) or _SECRETS.search(bare) or (not reached and _THINGS.search(bare)):
        return False
    return _is_title(left, reached=reached)


def says_who(lines: Sequence[str]) -> bool:
    """Whether the lines say who somebody is or how to reach them: a post, an address, a name with a closing."""
    short = [line for line in lines if len(line) <= _LONGEST]
    if any(test(line) for line in short for test in (_FOOTER.fullmatch, _REACH.search, _DOMAIN.search)):
        return True
    if any(_POST.search(line) for line in short) and any(_starts_as_name(line) for line in short[:2]):
        return True
    named = [line for line in short if not _is_closing(line)]
    return 0 < len(named) < len(short) and all(_is_named(line) for line in named)


def is_closing(line: str) -> bool:
    """Whether the line is but a closing ("Kind regards,")."""
    return len(line) <= _LONGEST and _is_closing(line)


def is_name(line: str) -> bool:
    """Whether the line is a name and nothing else ("Tomasz Wilk", "Mrs J. O'Neill")."""
    return len(line.split()) > 1 and _is_named(line)


def _is_named(line: str) -> bool:
    words = line.strip(" ,.").split()
    return 0 < len(words) <= 4 and all(word[0].isupper() and _NAME.fullmatch(word) for word in words)


def _is_title(text: str, *, reached: bool) -> bool:
    """Whether every word has a capital or stands between such words; beside a way to reach, nothing need be left."""
    if any(sign in text for sign in ":!;") or _GOES_ON.search(_ABBREVIATED.sub("", text)):
        return False
    words = _WORD.findall(text)
    if len(words) > _MOST_WORDS:
        return False
    known = {word for word in words if word[0].isupper() or word[0].isdigit() or _POST.fullmatch(word.rstrip("."))}
    if any(word not in known and word.rstrip(".") not in _SMALL for word in words):
        return False
    return bool(known) or (reached and not words)


def _is_closing(line: str) -> bool:
    """Whether the line is a closing, or one in two languages ("Viele Grüße / Best regards")."""
    return all(_CLOSING.fullmatch(one.strip()) for one in line.split("/"))


def _starts_as_name(line: str) -> bool:
    first = _WORD.match(line.strip("*_ "))
    return first is not None and first.group()[0].isupper()
