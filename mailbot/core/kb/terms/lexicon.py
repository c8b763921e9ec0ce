"""Synonyms: concepts of a trust's policy, and which of them a text speaks of.

What lives here: concept -> words and phrases, found as runs of stems. What does not: their weight (rank.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.core.kb.words import Token, tokens

CONCEPT_MARK = "="
MAX_PHRASE = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first stem: (stems, concept, as written); all their words, and these by first letter."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    by_letter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_synonyms(synonyms: Mapping[str, Sequence[str]]) -> Lexicon:
    """A lexicon of `concept -> words and phrases`; phrases of more than six words are cut."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    spellings: set[str] = set()
    for concept, phrases in synonyms.items():
        for phrase in phrases:
            words = tokens(phrase, limit=MAX_PHRASE)
            if words:
                stems = tuple(token.stem for token in words)
                found.setdefault(stems[0], []).append((stems, CONCEPT_MARK + concept, phrase))
                spellings.update(token.surface for token in words if not token.stop)
    by_letter: dict[str, list[str]] = {}
    for surface in sorted(spellings):
        by_letter.setdefault(surface[0], []).append(surface)
    return Lexicon(
        phrases={first: tuple(sorted(set(several))) for first, several in found.items()},
        spellings=frozenset(spellings),
        by_letter={letter: tuple(several) for letter, several in by_letter.items()},
    )


def concepts_in(words: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Every concept that a text speaks of, with the phrase that says so; one that is said twice comes twice."""
    stems = [token.stem for token in words]
    for start, first in enumerate(stems):
        for phrase, concept, written in lexicon.phrases.get(first, ()):
            if len(phrase) == 1 or tuple(stems[start : start + len(phrase)]) == phrase:
                yield concept, written
