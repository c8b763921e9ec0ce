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
    """Phrases by first stem: (stems, concept, as written); all their words, and these by first letter and length."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    by_shape: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    by_shape: dict[str, list[str]] = {}
    for surface in sorted(spellings):
        by_shape.setdefault(f"{surface[0]}{len(surface)}", []).append(surface)
    return Lexicon(
        phrases={first: tuple(sorted(set(several))) for first, several in found.items()},
        spellings=frozenset(spellings),
        by_shape={shape: tuple(several) for shape, several in by_shape.items()},
    )


def concepts_in(words: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Every concept that a text speaks of, with the phrase that says so; one that is said twice comes twice."""
    stems = [token.stem for token in words]
    phrases = lexicon.phrases
    for start in [place for place, stem in enumerate(stems) if stem in phrases]:
        second = stems[start + 1] if start + 1 < len(stems) else ""
        for phrase, concept, written in phrases[stems[start]]:
            if len(phrase) == 1 or (phrase[1] == second and tuple(stems[start : start + len(phrase)]) == phrase):
                yield concept, written
