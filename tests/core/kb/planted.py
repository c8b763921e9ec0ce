"""Technicians' answers with private things planted in them, put together from hand-written pieces; always the same."""

import re
import tomllib
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from mailbot.core.kb.known import Known
from mailbot.core.kb.promote import promote
from mailbot.core.kb.scrub import scrub
from mailbot.core.kb.words import stem, tokens
from mailbot.settings.articles import load_articles
from mailbot.settings.policy.ordinary import read_ordinary

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ARTICLES = load_articles(ROOT / "data" / "demo" / "articles", trust="t")
ORDINARY = read_ordinary(ROOT / "rules")
ANSWERS = 100
PLANTS = 5
# How often each kind stands among the planted things.
SHARES = {
    "password": 18, "name": 15, "code": 11, "phone": 10, "account": 9, "email": 9, "pupil": 9, "link": 6, "address": 4,
    "number": 4, "key": 3, "extension": 1, "postcode": 1,
}  # fmt: skip
MARK = re.compile(r"\{\{(?P<kind>\w+)\|(?P<value>.*?)\}\}")
TAKEN = re.compile(r"\[[A-Za-z ]{2,20}\]")
_WORD = re.compile(r"[^\s,|()]{4,}|(?=[^\s,|()]*\d)[^\s,|()]{3}")


@dataclass(frozen=True)
class Planted:
    """One private thing and the sentence that it stands in."""

    kind: str
    value: str
    sentence: str


class _Written(Container[str]):
    """The words of some articles, and other forms of them."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words, self._stems = words, frozenset(map(stem, words))

    def __contains__(self, word: object) -> bool:
        cut = stem(str(word))
        return word in self._words or (cut != word and cut in self._stems)


_WORDS = {
    one.id: frozenset(word.surface for word in tokens(f"{one.title}\n{one.body}", limit=4000)) for one in ARTICLES
}
_COUNTS = Counter(word for words in _WORDS.values() for word in words)


def public_without(article: str) -> Known:
    """What the demo trust's readers know of all its articles but this one: an article must not excuse itself."""
    own = _WORDS.get(article, frozenset())
    return Known(_Written(frozenset(word for word, times in _COUNTS.items() if times > (word in own))), ORDINARY)


PUBLIC = public_without("")


@dataclass(frozen=True)
class PlantedAnswer:
    """An answer, the people on its thread, the lines with something private and those without."""

    text: str
    people: tuple[str, ...]
    planted: tuple[Planted, ...]
    steps: tuple[str, ...]

    def missed(self, after: str) -> tuple[Planted, ...]:
        """The planted things of which anything telling is left in the text after scrubbing."""
        after = TAKEN.sub("[]", after)  # "[private link]" tells nothing of a link that had "private" in it
        innocent = " ".join((*self.steps, *(one.sentence for one in self.planted)))
        return tuple(one for one in self.planted if any(_stands(piece, after) for piece in _telling(one, innocent)))


def answers(half: str) -> tuple[PlantedAnswer, ...]:
    """The 100 answers with 500 planted things of one half ("work" or "held")."""
    told = tomllib.loads((HERE / f"secrets_{half}.toml").read_text(encoding="utf-8"))
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    turns = {kind: count() for kind in SHARES}
    steps = told["steps"]
    found = []
    for number in range(ANSWERS):
        thread = told["thread"][number % len(told["thread"])]
        places = [(number * PLANTS + place) * 37 % len(kinds) for place in range(PLANTS)]
        planted = tuple(_plant(kinds[place], next(turns[kinds[place]]), told, thread) for place in places)
        chosen = tuple(steps[(number * 3 + place * 7) % len(steps)] for place in range(4))
        lines = [line for pair in zip(chosen, planted, strict=False) for line in (pair[0], _said(pair[1]))]
        text = "Hi,\n\n" + "\n".join((*lines, _said(planted[4]))) + "\n\nKind regards\nIT Services\n"
        found.append(PlantedAnswer(text, tuple(thread["people"]), planted, chosen))
    return tuple(found)


def written(name: str) -> tuple[PlantedAnswer, ...]:
    """The answers of a file that holds them whole, its private things marked `{{kind|value}}`."""
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(_unmarked(one["text"], tuple(one["people"])) for one in told["answer"])


def _unmarked(text: str, people: tuple[str, ...]) -> PlantedAnswer:
    lines = text.split("\n")
    planted = tuple(
        Planted(mark["kind"], mark["value"], MARK.sub(" ", line)) for line in lines for mark in MARK.finditer(line)
    )
    steps = tuple(line for line in lines if line and not MARK.search(line))
    return PlantedAnswer(MARK.sub(lambda mark: mark["value"], text), people, planted, steps)


def _said(one: Planted) -> str:
    return one.sentence.replace("{}", one.value)


def _plant(kind: str, turn: int, told: dict[str, Any], thread: dict[str, Any]) -> Planted:
    pieces = told["kind"][kind]
    sentences = pieces["sentences"]
    place = turn % len(sentences)
    values = thread["forms"] if kind == "name" else pieces["values"]
    if "match" in pieces:
        values = [values[one] for one in pieces["match"][place]]
    return Planted(kind, values[(turn * 5 + turn // len(sentences)) % len(values)], sentences[place])


def _telling(one: Planted, innocent: str) -> list[str]:
    """The thing whole, and its words (four letters, three with a digit, a link's token) that stand nowhere else."""
    words = re.split(r"[=/]", one.value)[-1:] if "://" in one.value else _WORD.findall(one.value)
    return [one.value, *(word for word in words if word not in innocent)]


def _stands(piece: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text))


def promoted(answer: PlantedAnswer) -> str:
    """The article's body that an answer becomes."""
    return promote(
        title=None, question="", answer=answer.text, people=answer.people, proposed_from="x", known=PUBLIC
    ).body


def missed_of(answer: PlantedAnswer) -> tuple[Planted, ...]:
    """The planted things that the article made from an answer still tells."""
    return answer.missed(promoted(answer))


def spare_of(answer: PlantedAnswer) -> list[str]:
    """What was taken out of an answer and need not have been."""
    private = " ".join((*answer.people, *(one.value for one in answer.planted))).casefold()
    removed = scrub(answer.text, people=answer.people, known=PUBLIC).removed
    return [piece.text for piece in removed if piece.text.casefold() not in private]
