"""The next of a list of which one was taken: the code on the next line, the next value in a row of them.

What lives here: a text from which secrets were taken -> what goes on as they do ("hall [code], school office 4102").
What does not: how the first of them is told (shape.py, giving.py).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from mailbot.core.kb.private.look import PLAIN, words_of
from mailbot.core.kb.words import STOP
from mailbot.core.model.article import Removed

_NUMBERED = re.compile(r"\d\D{0,20}\d\D{0,20}\d")
_ITEM = re.compile(r"(?m)^[ \t]{0,8}(?:(?:[-*\u2022\u2013]|\d{1,2}[.)])[ \t]{1,4})?(\S{4,40})[ \t]{0,8}$")
_ROW = re.compile(r"[^\n]{1,2000}")
_BETWEEN = re.compile(r"[,;/|] ?(?:and )?|\.(?= |$)| and | & ")
_WITH_CODE = re.compile(r"\[(?:code|phone number)\]")
_WITH_WORD = re.compile(r"\[password\]['\u2019\"\u201d)]{0,2}$")
# "school office 4102", "2202 finance office"
_NUMBER = re.compile(
    r"(?:[^\W\d][\w'\u2019.-]{0,20}[ :=-]{1,3}){1,5}(?:\d{1,2} (?:\w{1,12} )?)?(?:is |on |now )?(?P<value>\d{3,6})#?"
)
_LED = re.compile(r"(?P<value>\d{3,6})#?(?: [=-])?(?: [^\W\d][\w'\u2019-]{0,20}){1,6}(?: \d{1,2})?")
_KNOWN_NUMBERS = words_of(
    "error event fault version build model year since from until step page port windows word excel publisher"
    " powerpoint server exchange about over under to in of"
)
# Whose it is, with a class or without, and what stands behind: "Alfie 9K blue otter spoon", "Sam's are pencil moose".
_OF_SOMEBODY = re.compile(
    r"(?:(?:and|then) )?(?:\[(?:name|pupil)\]|[A-Z][\w-]{1,20}(?=['\u2019]s))(?:['\u2019]s)?"
    r"(?: \[password\](?= )| \d{1,2}[A-Z]{1,2}\b)?(?:['\u2019]s)?"
    r"(?: (?:is|are|has|have|gets?|got|on|uses?|=|-))?:? (?P<value>\S{1,40}(?: \S{1,40}){0,4})"
)
_PASSWORDS = re.compile(
    r"\b(?:pass(?:word|code|phrase)s?|words|log-?ins?|log-?ons?|pws?|forget)\b|\[password\]", re.IGNORECASE
)
_HEAD = re.compile(r"\b(?:passwords|passphrases|words|logins|log-ins)\b[^:\n\[]{0,40}: ?", re.IGNORECASE)

Span = tuple[int, int, str, bool]


def below(text: str, removed: Iterable[Removed]) -> Iterator[Span]:
    """What stands alone on a line and has the very shape of a secret that was taken: the next code of a list."""
    shapes = {_shape(piece.text): piece.kind for piece in removed if piece.secret and _NUMBERED.search(piece.text)}
    for item in _ITEM.finditer(text) if shapes else ():
        kind = shapes.get(_shape(item[1]))
        if kind is not None:
            yield *item.span(1), kind, True


def along(text: str) -> Iterator[Span]:
    """What stands in a row beside a secret that was taken, put as that is, however far the row goes."""
    for row in _ROW.finditer(text):
        if "[" not in row[0]:
            continue
        items = _items(row[0])
        found = [(*span, "code") for span in _chained(items, _WITH_CODE, _number)]
        if _PASSWORDS.search(row[0]):
            words = (*_chained(items, _WITH_WORD, _of_somebody), *_headed(row[0]))
            found += [(*span, "password") for span in words]
        for start, stop, kind in sorted(set(found)):
            yield row.start() + start, row.start() + stop, kind, True


def _items(row: str) -> list[tuple[int, str]]:
    """Where each item of a row begins, and the item."""
    starts = [0, *(sign.end() for sign in _BETWEEN.finditer(row))]
    stops = [*(sign.start() for sign in _BETWEEN.finditer(row)), len(row)]
    return [(start, row[start:stop]) for start, stop in zip(starts, stops, strict=True)]


def _chained(
    items: Sequence[tuple[int, str]], taken: re.Pattern[str], values: Callable[[str], list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """The values of items beside one that holds what was `taken`, or beside such a value, on either side."""
    given = [values(item) for _, item in items]
    told = [taken.search(item.rstrip()) is not None for _, item in items]
    for way in (range(1, len(items)), range(len(items) - 2, -1, -1)):
        for at in way:
            told[at] = told[at] or (bool(given[at]) and told[at - way.step])
    beside = [any(told[max(0, at - 1) : at] + told[at + 1 : at + 2]) for at in range(len(items))]
    return [
        (start + first, start + last)
        for (start, _), has, near, spans in zip(items, told, beside, given, strict=True)
        if has and near
        for first, last in spans
    ]


def _headed(row: str) -> list[tuple[int, int]]:
    """The words that two or more people have behind a head that says that they are passwords."""
    head = _HEAD.search(row)
    if head is None:
        return []
    begin = head.end()
    given = [(begin + start, span) for start, item in _items(row[begin:]) for span in _of_somebody(item)]
    several = len({start for start, _ in given}) > 1
    return [(start + first, start + last) for start, (first, last) in given] if several else []


def _number(item: str) -> list[tuple[int, int]]:
    """Where the number of an item stands that is nothing else than what has it and the number."""
    put = _NUMBER.fullmatch(item.rstrip()) or _LED.fullmatch(item.rstrip())
    if put is None:
        return []
    before = [word.casefold() for word in re.findall(r"\w+", item[: put.start("value")])][-1:]
    known = before and (before[0] in _KNOWN_NUMBERS or (before[0] == "room" and len(put["value"]) < 4))
    return [] if known else [put.span("value")]


def _of_somebody(item: str) -> list[tuple[int, int]]:
    """Where the words stand that somebody has, those of them that were not taken yet; none is a common one."""
    put = _OF_SOMEBODY.fullmatch(item.rstrip(" .!"))
    if put is None:
        return []
    words = [(word[0].casefold(), word.span()) for word in re.finditer(r"\[\w+\]|[^\s\[\]]+", put["value"])]
    plain = any(word in STOP or word in PLAIN or (word[0] == "[" and word != "[password]") for word, _ in words)
    start = put.start("value")
    return [] if plain else [(start + first, start + last) for word, (first, last) in words if word[0] != "["]


def _shape(piece: str) -> str:
    """Each figure as a 0, each letter as an a."""
    return "".join("0" if sign.isdecimal() else "a" if sign.isalpha() else sign for sign in piece)
