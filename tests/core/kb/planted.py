"""Technicians' answers with private things planted in them, put together from hand-written pieces; always the same."""

import re
import tomllib
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ANSWERS = 100
PLANTS = 5
# How often each kind stands among the planted things.
SHARES = {
    "password": 18, "name": 15, "code": 11, "phone": 10, "account": 9, "email": 9, "pupil": 9, "link": 6, "address": 4,
    "number": 4, "key": 3, "extension": 1, "postcode": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """One private thing and the sentence that it stands in."""

    kind: str
    value: str
    sentence: str


@dataclass(frozen=True)
class PlantedAnswer:
    """An answer, the people on its thread, the lines with something private and those without."""

    text: str
    people: tuple[str, ...]
    planted: tuple[Planted, ...]
    steps: tuple[str, ...]

    def missed(self, after: str) -> tuple[Planted, ...]:
        """The planted things of which anything telling is left in the text after scrubbing."""
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
    """The thing whole, and its words of four letters or more that stand nowhere else in the answer."""
    words = [one.value] if "://" in one.value else re.findall(r"[^\s,|()]{4,}", one.value)
    return [one.value, *(word for word in words if word not in innocent)]


def _stands(piece: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text))
