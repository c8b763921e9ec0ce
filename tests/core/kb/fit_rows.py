"""The rows that points are fitted on: words of the sets' answers and of the articles, and whether each was planted.

Each answer is read several ways: with nothing found by the searches, with what they find, and with other values in the
same places (plain words above all), some of them taken already, so that the points learn how a thing is given and not
what it is. Always the same.
"""

import json
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator

from mailbot.core.kb.known import Known
from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.giving import signs_of
from mailbot.core.kb.private.naming import name_signs_of
from mailbot.core.kb.private.reading import read
from mailbot.core.kb.scrub import searched
from tests.core.kb.fit_ridge import Row
from tests.core.kb.planted import ARTICLES, HERE, ORDINARY, PUBLIC, Planted, PlantedAnswer, public_without, written
from tests.core.kb.planted import answers as pieced

SECRETS = ("password", "code", "account", "key", "number")
NAMES = ("name", "pupil")
TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Cllr", "PC", "Fr")
# What a word of an answer that was put together from pieces weighs, of one with other values, of an article, of an
# answer with nothing private in it.
PIECED, CHANGED, RENAMED, ARTICLE, NOTHING_THERE = 0.3, 0.5, 0.6, 2.0, 2.0
_HEADS = "br cr dr fl gr kn l m n p r s st sw t tr v w wh y z b c d f g h j k"
_MIDDLES = "a e i o u ai ee oa ou ea y"
_TAILS = "tt ll n m rd nk lby rton sley xo zza bbs gs mo z dge ck sh v lt wick worth nie tz mps ddy"
_LONG = [word for word in sorted(ORDINARY) if len(word) > 3]
DESK = [word for word in _LONG if is_of_the_desk(word)]
NEW = [word for word in _LONG if not is_of_the_desk(word) and read(word).looks == ("new",)]

Another = Callable[[Planted, random.Random], str]


def plain_rows() -> Iterator[Row]:
    """Words of the answers put together from pieces, of the articles, and of answers with nothing private in them."""
    for half in ("work", "held"):
        for answer in pieced(half):
            yield from _secrets_as_written(answer, PIECED)
    for article in ARTICLES:
        yield from _secret_rows(searched(article.body), (), ARTICLE, known=public_without(article.id))
    for text in _innocent():
        yield from _secret_rows(searched(text), (), 1.0)
    for text, people in _nothing_private():
        for secrets in (False, True):
            yield from _secret_rows(searched(text, people=people, secrets=secrets), (), NOTHING_THERE)


def plain_name_rows() -> Iterator[Row]:
    """The same for names."""
    for half in ("work", "held"):
        for answer in pieced(half):
            yield from _names_as_written(answer, PIECED)
    for article in ARTICLES:
        yield from _name_rows(searched(article.body), (), ARTICLE, known=public_without(article.id))
    for text in _innocent():
        yield from _name_rows(searched(text), (), 1.0)
    for text, people in _nothing_private():
        yield from _name_rows(searched(text, people=people), (), NOTHING_THERE, people=people)


def rows(name: str) -> Iterator[Row]:
    """Words of a file's answers, whether they were planted secrets, and their weight."""
    dice = random.Random(name)  # noqa: S311 -- the same each time, no secret
    for answer in written(name):
        yield from _secrets_as_written(answer, 1.0)
        for taken in (0.0, 0.45, 0.45):
            text, values = _changed(answer, SECRETS, lambda one, dice, taken=taken: _secret(one, dice, taken), dice)
            for secrets in (False, True):
                yield from _secret_rows(searched(text, people=answer.people, secrets=secrets), values, CHANGED)


def name_rows(name: str) -> Iterator[Row]:
    """Words of a file's answers, whether they were names, and their weight."""
    dice = random.Random(f"{name} names")  # noqa: S311 -- the same each time, no secret
    for answer in written(name):
        yield from _names_as_written(answer, 1.0)
        for taken in (0.0, 0.5, 0.8):
            text, values = _changed(answer, NAMES, lambda one, dice, taken=taken: _name(one, dice, taken), dice)
            parts = [part for value in values for part in _parts(value)]
            bare = searched(text, people=answer.people, names=False)
            yield from _name_rows(bare, parts, RENAMED, people=answer.people)


def _nothing_private() -> Iterator[tuple[str, tuple[str, ...]]]:
    told = tomllib.loads((HERE / "innocent.toml").read_text(encoding="utf-8"))
    for one in told["answer"]:
        yield one["text"], tuple(one["people"])


def _innocent() -> Iterator[str]:
    for line in (HERE / "near_work.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["answer"]


def _secrets_as_written(answer: PlantedAnswer, weight: float) -> Iterator[Row]:
    values = [one.value for one in answer.planted if one.kind in SECRETS]
    for secrets in (False, True):
        yield from _secret_rows(searched(answer.text, people=answer.people, secrets=secrets), values, weight)


def _names_as_written(answer: PlantedAnswer, weight: float) -> Iterator[Row]:
    values = [part for one in answer.planted if one.kind in NAMES for part in _parts(one.value)]
    for names in (False, True):
        text = searched(answer.text, people=answer.people, names=names)
        yield from _name_rows(text, values, weight, people=answer.people)


def _changed(
    answer: PlantedAnswer, kinds: tuple[str, ...], another: Another, dice: random.Random
) -> tuple[str, list[str]]:
    """The answer with other values in the places of these kinds, and those values."""
    text, values = answer.text, []
    for one in answer.planted:
        if one.kind in kinds:
            value = another(one, dice)
            text = value.join(re.split(rf"(?<!\w){re.escape(one.value)}(?!\w)", text))
            values.append(value)
    return text, values


def _secret(planted: Planted, dice: random.Random, taken: float) -> str:
    value = _another(planted.kind, planted.value, dice)
    if dice.random() < taken:
        return {"account": "[account name]", "code": "[code]"}.get(planted.kind, "[password]")
    return value


def _another(kind: str, value: str, dice: random.Random) -> str:
    one, two, known = dice.choice(NEW), dice.choice(NEW), dice.choice(DESK)
    figures = str(dice.randrange(1, 99))
    if kind == "password":
        return dice.choice((one, one.capitalize(), f"{one} {two}", known, known, one + figures, f"{one}-{two}", two))
    if kind == "account":
        return dice.choice((one, one + figures, dice.choice("abcdefgh") + one, f"{one}.{two}", two))
    return "".join(dice.choice("0123456789") if c.isdigit() else c for c in value)


def _name(planted: Planted, dice: random.Random, taken: float) -> str:
    value = "".join(_another_name(part, dice) for part in re.split(r"([^\w'-]+)", planted.value))
    return f"[{planted.kind}]" if dice.random() < taken else value


def _another_name(part: str, dice: random.Random) -> str:
    """Another name, half of them in no list; a title and an initial stay."""
    if not part[:1].isupper() or len(part) < 3 or part in TITLES:
        return part
    chance = dice.random()
    if chance < 0.5:
        return _unheard_of(dice).capitalize()
    return dice.choice(NEW if chance < 0.65 else DESK).capitalize() if chance < 0.72 else part


def _unheard_of(dice: random.Random) -> str:
    word = ""
    while not word or word in ORDINARY or is_of_the_desk(word):
        word = "".join(dice.choice(some.split()) for some in (_HEADS, _MIDDLES, _TAILS))
    return word


def _parts(value: str) -> list[str]:
    return [part for part in re.split(r"[ \t.]+", value) if len(part) > 1 and part not in TITLES] or [value]


def _secret_rows(text: str, values: Iterable[str], weight: float, *, known: Known = PUBLIC) -> Iterator[Row]:
    spans = _spans(text, values)
    for start, stop, signs in signs_of(text, known=known):
        yield signs, any(first <= start and stop <= last for first, last in spans), weight


def _name_rows(
    text: str, values: Iterable[str], weight: float, *, people: tuple[str, ...] = (), known: Known = PUBLIC
) -> Iterator[Row]:
    spans = _spans(text, values)
    for start, stop, signs in name_signs_of(text, people=people, known=known):
        yield signs, any(first <= start and stop <= last for first, last in spans), weight


def _spans(text: str, values: Iterable[str]) -> list[tuple[int, int]]:
    """Where the values stand that are not taken already."""
    return [
        found.span()
        for value in values
        if value[0] != "["
        for found in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)
    ]
