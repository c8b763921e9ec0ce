"""Words that anybody may read: those of a trust's published articles, and those of the language.

What lives here: the two as one value, and where they come from. What does not: what a word that is in neither tells
(private/).
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from mailbot.core.kb.index import Index
from mailbot.core.kb.terms.shelf import Shelf
from mailbot.core.kb.words import stem
from mailbot.core.model.article import Scope
from mailbot.core.model.policy import Policy

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("s", "es", "ed", "ing")


@dataclass(frozen=True, slots=True)
class Known:
    """Words that tell nobody anything: `published` in a trust's articles, `ordinary` in English. All in lower case."""

    published: Container[str] = frozenset()
    ordinary: Container[str] = field(default=frozenset(), repr=False)

    def is_published(self, word: str) -> bool:
        """Whether the trust's articles use this lower-case word."""
        return word in self.published

    def is_english(self, word: str) -> bool:
        """Whether this lower-case word, or what it is a form of, is one of the language."""
        forms = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        return word in self.ordinary or any(form in self.ordinary for form in forms)


NOTHING_KNOWN = Known()


def known_to(scope: Scope, *, index: Index, policy: Policy, draft: str = "") -> Known:
    """What whoever may read an article of this scope knows already: articles, schools' names, the policy's language.

    So are the words of a `draft` that was scrubbed before.
    """
    names = " ".join((policy.name, *(school.name for school in policy.schools.values()), draft))
    said = frozenset(_WORD.findall(names.casefold()))
    return Known(_Published(said, (shelf for _, shelf in index.visible(scope))), policy.kb.ordinary)


class _Published(Container[str]):
    """Words that are said, and those of the articles on these shelves and their other forms, asked of the index."""

    def __init__(self, said: frozenset[str], shelves: Iterable[Shelf]) -> None:
        self._said, self._shelves = said, tuple(shelves)

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not word:
            return False
        return word in self._said or any(_stands_on(shelf, word) for shelf in self._shelves)


def _stands_on(shelf: Shelf, word: str) -> bool:
    """Whether an article that counts has this word; one that was taken back told nobody anything.

    What is a mere stem ("fil" of "file") counts where it was written.
    """
    cut = stem(word)
    places = shelf.base.find(cut).places
    counts = shelf.recent.count(cut) > 0 or any(shelf.base.ids[place] not in shelf.gone for place in places)
    return counts and (
        cut != word or any(word in part.spelled_like(word[0], len(word)) for part in (shelf.base, shelf.recent))
    )
