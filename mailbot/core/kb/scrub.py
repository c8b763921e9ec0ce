"""Takes out of a text what must not stand in an article: secrets, ways to reach people, their numbers and names.

What lives here: the order of the searches, text -> text and what was taken out. What does not: the patterns
(private/, names.py) and the decision whether an article with something secret in it waits for somebody's word.
"""

from collections.abc import Collection
from dataclasses import dataclass

from mailbot.core.kb.names import initials_pattern, name_pattern
from mailbot.core.kb.private.look import Look, whole
from mailbot.core.kb.private.pupils import PUPILS
from mailbot.core.kb.private.reach import EMAILS, LINKS, REACH
from mailbot.core.kb.private.secrets import PRIVATE_KEYS, SECRETS, STRONG
from mailbot.core.model.article import Removed

MAX_TEXT = 64_000


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text that may be published, and what was taken out of it (each text once)."""

    text: str
    removed: tuple[Removed, ...]


def scrub(text: str, *, people: Collection[str] = ()) -> Scrubbed:
    """Take secrets, numbers of people, ways to reach them and the names of `people` (names and addresses) out.

    Looks at no more than the first 64,000 characters; the rest is dropped, never passed unseen.
    """
    found: dict[tuple[str, str], Removed] = {}
    text = text[:MAX_TEXT]
    for look in _looks(people):
        pieces: list[str] = []
        end = 0
        for match in look.pattern.finditer(text):
            span = look.where(match)
            if span is not None and span[0] >= end:
                piece = Removed(look.kind, text[span[0] : span[1]], f"[{look.kind}]", look.secret)
                found.setdefault((look.kind, piece.text), piece)
                pieces += (text[end : span[0]], piece.replacement)
                end = span[1]
        text = "".join((*pieces, text[end:]))
    return Scrubbed(text=text, removed=tuple(found.values()))


def _looks(people: Collection[str]) -> tuple[Look, ...]:
    """The searches in their order: the longest and surest first, names last."""
    named: list[Look] = []
    initials = initials_pattern(people)
    if initials is not None:
        named.append(Look("name", initials, whole))
    names = name_pattern(people)
    if names is not None:
        named.append(Look("name", names.pattern, names.span))
    return (*PRIVATE_KEYS, *LINKS, *SECRETS, *EMAILS, *STRONG, *REACH, *PUPILS, *named)
