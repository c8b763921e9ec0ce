"""Make decoded text safe to print, to store and to put into a header of ours. Knows nothing of mail.

Removed are the Unicode categories Cc, Cf, Zl, Zp and lone surrogates. A soft hyphen that stands at no letter stays: it
hides no word, and bytes that were read in a wrong set can be read again only while all of them are there. In bodies
line feeds and tabs stay, and so do the two joiners (Cf) that emoji and several scripts need.
"""

import unicodedata

_DROPPED = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_BODY_KEEPS = frozenset("\n\t\u200c\u200d")


def clean_line(text: str, *, limit: int) -> str:
    """One line of at most `limit` characters: breaks and tabs become spaces, controls go, runs of spaces stay."""
    text = text[: limit * 4]
    if not text.isprintable():
        text = "".join(
            character if _is_misread(text, place) else _line_character(character)
            for place, character in enumerate(text)
        )
    return text.strip()[:limit].rstrip()


def clean_body(text: str) -> str:
    """Text of several lines with `\\n` line ends, without controls other than line feed and tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(_body_character(character) for character in text)


def _is_misread(text: str, place: int) -> bool:
    """Whether this soft hyphen hyphenates no word: between other signs it is a byte that was read in a wrong set."""
    beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return (
        text[place] == "\xad"
        and len(beside) == 2
        and beside.isprintable()
        and not any(one.isalnum() or one.isspace() or unicodedata.combining(one) for one in beside)
    )


def _line_character(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r\u2028\u2029\x0b\x0c\x85":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category in _DROPPED else character


def _body_character(character: str) -> str:
    if character.isprintable() or character in _BODY_KEEPS:
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in _DROPPED else character
