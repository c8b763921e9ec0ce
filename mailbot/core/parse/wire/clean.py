"""Make decoded text safe to print, to store and to put into a header of ours. Knows nothing of mail.

Removed are the Unicode categories Cc, Cf, Zl, Zp and lone surrogates. In bodies line feeds and tabs stay, and so do the
two joiners (Cf) that emoji and several scripts need.
"""

import unicodedata

_DROPPED = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_BODY_KEEPS = frozenset("\n\t\u200c\u200d")


def clean_line(text: str, *, limit: int) -> str:
    """One line of at most `limit` characters: breaks and tabs become spaces, controls go, runs of spaces stay."""
    text = text[: limit * 4]
    if not text.isprintable():
        text = "".join(_line_character(character) for character in text)
    return text.strip()[:limit].rstrip()


def clean_body(text: str) -> str:
    """Text of several lines with `\\n` line ends, without controls other than line feed and tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(_body_character(character) for character in text)


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
