"""How the words begin that a rule's phrase or pattern begins with: where a mail has none of them, nothing is searched.

It only ever saves a search: what begins in a way that is not told here (None) is searched for in every mail.
"""

import re

LONGEST = 12
_NEXT = 3
_DOTLESS = "\u0131"  # a pattern without regard to capitals takes it for an i
_WORD = re.compile(r"\w+")
_GROUP = "(?:"
# what counts outside of escapes and sets
_SIGN = re.compile(r"\\.|\[\^?.[^\]]*\]|[()|]", re.DOTALL)
_LETTERS = re.compile(r"[a-z0-9]+")
_FEWER = ("?", "*", "{")


def beginnings(text: str) -> frozenset[str]:
    """Every beginning, up to 12 letters, of every word of a folded text; and each word with how the next begins."""
    words = [word[:LONGEST] for word in _WORD.findall(plain(text))]
    single = {word[:end] for word in set(words) for end in range(1, len(word) + 1)}
    return frozenset(single.union(map(_pair, words, words[1:])))


def plain(text: str) -> str:
    """The text, as long as it was, with every sign that a pattern takes for an i as one."""
    return text.replace(_DOTLESS, "i")


def of_phrase(phrase: str) -> str | None:
    """How a folded phrase (any ending after a `*`) begins in a text; None where it begins with no letter."""
    if _WORD.match(phrase) is None:
        return None
    words: list[str] = [word[:LONGEST] for word in _WORD.findall(plain(phrase))]
    # a short word with any ending may go on to another pair
    if len(words) == 1 or (len(words[1]) < _NEXT and len(words) == 2 and phrase.endswith("*")):
        return words[0]
    return _pair(words[0], words[1])


def _pair(word: str, following: str) -> str:
    return f"{word} {following[:_NEXT]}"


def of_pattern(pattern: str) -> frozenset[str] | None:
    r"""How what the pattern matches in a folded text begins; None where that is not plain.

    >>> sorted(of_pattern(r"\b(?:doors?|al(?:arm|ram)s?)\b.{0,9}\bopen"))
    ['al', 'door']
    """
    if not pattern.startswith(r"\b") or r"\]" in pattern or len(_ways(pattern) or ()) != 1:
        return None  # inside of a word, a set that only a parser can read, several ways at the top
    stems = _stems(pattern[2:])
    return None if "" in stems else stems


def _stems(way: str) -> frozenset[str]:
    """How it begins: as any of the ways of the group that it begins with, or as a plain word; '' for anyhow."""
    if not way.startswith(_GROUP):
        return frozenset((_stem(way),))
    ways = _ways(way[len(_GROUP) :])
    return frozenset(stem for one in ways or ("",) for stem in _stems(one))


def _ways(pattern: str) -> list[str] | None:
    """The alternatives of the group that the pattern stands in, or of all of it, without what follows.

    None where the group may be missing from what is matched.
    """
    ways, depth, begin = list[str](), 0, 0
    for sign in _SIGN.finditer(pattern):
        if sign[0] == "(":
            depth += 1
        elif sign[0] == ")" and depth:
            depth -= 1
        elif sign[0] in ("|", ")") and not depth:
            ways.append(pattern[begin : sign.start()])
            begin = sign.end()
            if sign[0] == ")":
                return None if pattern[begin : begin + 1] in _FEWER else ways
    return [*ways, pattern[begin:]]


def _stem(way: str) -> str:
    """The letters that it surely begins with: the last of them may be optional."""
    letters = _LETTERS.match(way)
    if letters is None:
        return ""
    stem = letters[0][:-1] if way[letters.end() : letters.end() + 1] in _FEWER else letters[0]
    return stem[:LONGEST]
