"""Synonyms: concepts of a trust's policy, and which of them a text speaks of.

What lives here: concept -> words and phrases, found as runs of stems. What does not: their weight (rank.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.core.kb.words import Token, tokens

CONCEPT_MARK = "="
MAX_PHRASE = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of one word by its stem, as (concept, as written), and longer ones by their first two, with their stems.

    `firsts` are the first stems of all phrases; `spellings` all their words, also by first letter and length.
    """

    firsts: frozenset[str] = frozenset()
    single: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    longer: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], str, str], ...]] = field(default_factory=dict)
    spellings: frozenset[str] = frozenset()
    by_shape: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_synonyms(synonyms: Mapping[str, Sequence[str]]) -> Lexicon:
    """A lexicon of `concept -> words and phrases`; phrases of more than six words are cut."""
    found: set[tuple[tuple[str, ...], str, str]] = set()
    spellings: set[str] = set()
    for concept, phrases in synonyms.items():
        for phrase in phrases:
            words = tokens(phrase, limit=MAX_PHRASE)
            if words:
                stems = tuple(token.stem for token in words)
                found.add((stems, CONCEPT_MARK + concept, phrase))
                spellings.update(token.surface for token in words if not token.stop)
    by_shape: dict[str, list[str]] = {}
    for surface in sorted(spellings):
        by_shape.setdefault(f"{surface[0]}{len(surface)}", []).append(surface)
    single: dict[str, list[tuple[str, str]]] = {}
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], str, str]]] = {}
    for stems, concept, phrase in sorted(found):
        if len(stems) == 1:
            single.setdefault(stems[0], []).append((concept, phrase))
        else:
            longer.setdefault((stems[0], stems[1]), []).append((stems, concept, phrase))
    return Lexicon(
        firsts=frozenset(stems[0] for stems, *_ in found),
        single={stem: tuple(several) for stem, several in single.items()},
        longer={two: tuple(several) for two, several in longer.items()},
        spellings=frozenset(spellings),
        by_shape={shape: tuple(several) for shape, several in by_shape.items()},
    )


def concepts_in(words: Sequence[Token], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Every concept that a text speaks of, with the phrase that says so; one that is said twice comes twice."""
    stems = [token.stem for token in words]
    firsts, single, longer = lexicon.firsts, lexicon.single, lexicon.longer
    found: list[tuple[str, str]] = []
    for start in [place for place, stem in enumerate(stems) if stem in firsts]:
        first, second = stems[start], stems[start + 1] if start + 1 < len(stems) else ""
        found += single.get(first, ())
        for phrase, concept, written in longer.get((first, second), ()):
            if tuple(stems[start : start + len(phrase)]) == phrase:
                found.append((concept, written))
    return found
