"""Words that point at an answer which is not in them: "see below", "answers inline", "my comments are in red".

Whoever answers inside the quoted mail writes them on top. Where their own words follow, those are what they point at.
"""

import re

from mailbot.core.parse.marks.contact import is_contact_line

_THINGS = (
    r"(?:answers?|comments?|repl(?:y|ies)|responses?|notes?|thoughts|feedback|details?|info(?:rmation)?|instructions?|steps?"
    r"|guide|e-?mail|message|screenshots?|pictures?|text|list|questions?)"
)
_INLINE = r"in-?line|in line(?! with)"
_COLOUR = r"in (?:red|blue|green|purple|orange|pink|bold|italics?|caps|capitals|colour)"
_TAIL = (
    r"(?:,? (?:below|underneath|too|as well|please|thanks|thank you|thx|with yours|beside yours|for you"
    r"|(?:to|on|in|of|within) your [\w' -]{1,30}))*$"
)
_POINTS = re.compile(
    rf"\b(?:see|read|find|view|refer to)(?: (?:my|the|our|all|some|his|her|their|please|attached|and|your|as well))*"
    rf"(?: {_THINGS})?(?: (?:to|on|for|from) [\w' ]{{1,40}})?(?: are| is)? (?:below|underneath|{_INLINE}|{_COLOUR})"
    rf"(?: {_COLOUR})?{_TAIL}"
    rf"|\b(?:answer(?:s|ed)?|comment(?:s|ed)?|repl(?:y|ies|ied)|respon(?:se|ses|ded))\b[^.!?\n]{{0,50}}"
    rf"\b(?:below|underneath|{_INLINE}|{_COLOUR}|between (?:your|the) lines|interspersed)(?: {_COLOUR})?{_TAIL}"
    rf"|^(?:as |please |all |both )?(?:see )?(?:below|underneath|{_INLINE}|{_COLOUR})(?: {_COLOUR})?{_TAIL}"
    rf"|\b(?:below {_COLOUR}|{_COLOUR} below){_TAIL}",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|(?:good )?(?:morning|afternoon))\b[^,.!\n]{0,30}[,.!-]{1,2}\s*", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[.!?:])\s+|\n+")
_COURTESY = re.compile(
    r"(?:many |with )?(?:thanks|thank you|thx|cheers|regards|ta)\b[^.!?\n]{0,40}"
    r"|(?:please |just )?(?:let (?:me|us) know|shout|(?:give|ring|call) (?:me|us))\b[^\n]{0,80}"
    r"|(?:if )?(?:you have )?any (?:problems?|questions?|quer(?:y|ies)|issues?|more)\b[^\n]{0,80}"
    r"|(?:i )?hope (?:that|this|it)\b[^\n]{0,60}|(?:hi|hello|hey|dear)\b[^\n]{0,30}",
    re.IGNORECASE,
)
_LOOKED_AT = 4_000


def points_below(text: str) -> str:
    """Give the sentence that points below itself though nothing but courtesies and a name follow; '' for none.

    Example: "See my answers in red.\\n\\nThanks\\nTomasz" gives "See my answers in red."
    """
    sentences = [one.strip() for one in _SENTENCES.split(text[:_LOOKED_AT]) if one.strip()]
    if len(text) > _LOOKED_AT:
        return ""
    for place in range(len(sentences) - 1, -1, -1):
        said = _GREETING.sub("", sentences[place]).rstrip(" .!:;,)-*").lstrip("*(- ")
        if _POINTS.search(said):
            return sentences[place]
        if not _is_courtesy(sentences[place]):
            return ""
    return ""


def only_courtesies(text: str) -> bool:
    """Tell whether a text says nothing but a greeting, thanks, hopes and a name."""
    return len(text) <= _LOOKED_AT and all(_is_courtesy(one.strip()) for one in _SENTENCES.split(text) if one.strip())


def _is_courtesy(sentence: str) -> bool:
    return is_contact_line(sentence) or bool(_COURTESY.fullmatch(sentence.rstrip(" .!:,")))
