"""From a query to the terms that are looked up: corrected, joined and split words, and concepts beside them.

What lives here: what a word of the mail may stand for among the visible articles. What does not: scoring (rank.py).
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mailbot.core.kb.query import Query
from mailbot.core.kb.terms.lexicon import Lexicon, concepts_in
from mailbot.core.kb.terms.segment import Segment
from mailbot.core.kb.terms.typos import MIN_LENGTH, correct, slips_allowed
from mailbot.core.kb.words import Token, stem, token
from mailbot.core.model.policy import KbPolicy

MAX_CORRECTIONS = 24
MAX_REPEATS = 2.0


class QueryTerm(NamedTuple):
    """One term to look up: as the articles have it, as the person wrote it, and what it weighs in the question."""

    term: str
    word: str
    weight: float


class _Read(NamedTuple):
    """A token of the query after correction: `written` is what stood there, `likeness` how sure the correction is."""

    token: Token
    written: str
    likeness: float = 1.0


def expand(query: Query, *, segments: Sequence[Segment], lexicon: Lexicon, kb: KbPolicy) -> tuple[QueryTerm, ...]:
    """The query's terms, each once. Words that no visible article knows stay: what is not covered counts as well."""
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    for part, factor in ((query.subject, kb.subject_weight), (query.body, 1.0)):
        read = tuple(_read_words(part, segments=segments, lexicon=lexicon, ordinary=kb.ordinary))
        for term, word, weight in _terms(read, segments=segments, lexicon=lexicon, kb=kb):
            words.setdefault(term, word)
            weights[term] = weights.get(term, 0.0) + factor * weight
    return tuple(
        QueryTerm(term=term, word=words[term], weight=min(weight, MAX_REPEATS)) for term, weight in weights.items()
    )


def _read_words(
    part: Sequence[Token], *, segments: Sequence[Segment], lexicon: Lexicon, ordinary: Collection[str]
) -> Iterator[_Read]:
    """Each token as it was meant: unknown ones split or corrected where that gives a known word.

    Ordinary words are not corrected: who writes "rest" or "love" means it, and no "reset" and no "live".
    """
    corrections = 0
    for word in part:
        if word.stop or _known(word.stem, segments) or word.stem in lexicon.firsts or word.surface in lexicon.spellings:
            yield _Read(word, word.surface)
            continue
        halves = _split(word.surface, segments)
        if halves:
            yield from (_Read(half, word.surface) for half in halves)
            continue
        if corrections == MAX_CORRECTIONS or word.surface in ordinary:
            yield _Read(word, word.surface)
            continue
        corrections += 1
        found = correct(word.surface, spellings=_spellings(word.surface, segments, lexicon))
        yield _Read(word, word.surface) if found is None else _Read(token(found[0]), word.surface, found[1])


def _terms(
    read: Sequence[_Read], *, segments: Sequence[Segment], lexicon: Lexicon, kb: KbPolicy
) -> Iterator[tuple[str, str, float]]:
    for item in read:
        if not item.token.stop:
            yield item.token.stem, item.written, item.likeness
    for left, right in pairwise(read):
        joined = left.token.surface + right.token.surface
        if len(joined) > 5 and not left.token.stop and _known(stem(joined), segments):
            yield stem(joined), f"{left.written} {right.written}", 1.0
    for concept, phrase in concepts_in([item.token for item in read], lexicon):
        yield concept, phrase, kb.concept_weight


def _split(word: str, segments: Sequence[Segment]) -> tuple[Token, Token] | None:
    """An unknown word of two known ones written together ("smartboardpen"), each of three letters or more."""
    for cut in range(3, min(len(word) - 2, 20)):
        first = token(word[:cut])
        if not first.stop and _known(first.stem, segments):
            second = token(word[cut:])
            if not second.stop and _known(second.stem, segments):
                return first, second
    return None


def _known(term: str, segments: Sequence[Segment]) -> bool:
    for segment in segments:  # noqa: SIM110 -- asked for every word of a question: no generator for each
        if segment.count(term):
            return True
    return False


def _spellings(word: str, segments: Sequence[Segment], lexicon: Lexicon) -> Iterator[Sequence[str]]:
    """Known words of a like length that begin like this one, or like its second letter (one missing or swapped)."""
    slips = slips_allowed(word)
    lengths = range(max(MIN_LENGTH, len(word) - slips), len(word) + slips + 1)
    for letter in sorted(set(word[:2])):
        for length in lengths:
            for segment in segments:
                yield segment.spelled_like(letter, length)
            yield lexicon.by_shape.get(f"{letter}{length}", ())
