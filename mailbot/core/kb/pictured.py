"""Pictures of an answer kept out of the scrub's way: one character stands for each, and gives way to it at the end.

Nothing looks into a picture. What is its name is scrubbed like any words.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.article import PICTURED, Picture, Promotion

MOST_MARKS = 8
# Characters that no text holds (Unicode's noncharacters), one for each picture.
_FIRST = 0xFDD8
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + MOST_MARKS - 1)}]")
_PLACEHOLDER = re.compile(r"\[[^\[\]]{0,40}\]")


def marked(answer: str, *, pictures: Sequence[Picture]) -> str:
    """Give the answer with a mark for each of these pictures that it names; what else looks like one goes.

    Letters and digits of a picture's id would look like a secret.
    """
    known = {one.id: chr(_FIRST + place) for place, one in enumerate(pictures[:MOST_MARKS])}
    return PICTURED.sub(lambda found: known.get(found[2], ""), without_marks(answer))


def without_marks(text: str) -> str:
    """Give the words alone."""
    return _MARK.sub("", text)


def shown(
    promotion: Promotion,
    *,
    answer: str,
    pictures: Sequence[Picture],
    people: Collection[str],
    known: Known = NOTHING_KNOWN,
) -> Promotion:
    """Give the promotion of a marked answer with its pictures in the body, under the names that `answer` gives them.

    `people` are the names that are scrubbed from those, `known` are words that may stay.
    """
    names = {found[2]: found[1] for found in PICTURED.finditer(answer)}
    renamed = [
        replace(one, name=_scrubbed(names.get(one.id) or one.name, people=people, known=known))
        for one in pictures[:MOST_MARKS]
    ]
    return replace(promotion, title=without_marks(promotion.title), body=restored(promotion.body, pictures=renamed))


def restored(text: str, *, pictures: Sequence[Picture]) -> str:
    """Give the marked text with the pictures themselves, under their names."""

    def picture(mark: re.Match[str]) -> str:
        place = ord(mark[0]) - _FIRST
        return pictures[place].reference if place < len(pictures) else ""

    return _MARK.sub(picture, text)


def named_in(body: str) -> tuple[Picture, ...]:
    """Give the pictures that an article's body names, each once, without their bytes."""
    return tuple({found[2]: Picture(found[2], found[1], "") for found in PICTURED.finditer(body)}.values())


def _scrubbed(name: str, *, people: Collection[str], known: Known) -> str:
    """The name without people and secrets; what the scrub puts there would end the name in Markdown."""
    words = _PLACEHOLDER.sub(" ", scrub(name, people=people, known=known).text)
    return " ".join(words.replace("[", " ").replace("]", " ").split()) or "picture"
