"""Postings of some articles in a few flat arrays, and the articles themselves packed: small enough for thousands.

What lives here: where a term stands and what it weighs there. What does not: which articles count (shelf.py).
"""

import sys
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from mailbot.core.kb.terms.document import Document
from mailbot.core.model.article import Article
from mailbot.core.model.policy import KbPolicy

# Weights are kept as 16-bit numbers: 1.0 is FULL.
FULL = 65_535
_SMALL = 65_536
_UNIT = "\x1f"


class Postings(NamedTuple):
    """Where a term stands: positions of articles, ascending, and the saturated weight it has there (0..FULL)."""

    places: Sequence[int]
    weights: Sequence[int]

    def weight(self, place: int) -> float:
        """What the term weighs in the article at `place` (0..1), 0.0 where it does not stand."""
        found = bisect_left(self.places, place)
        return self.weights[found] / FULL if found < len(self.places) and self.places[found] == place else 0.0


NOWHERE = Postings((), ())


@dataclass(frozen=True, slots=True)
class Segment:
    """Some articles by position. The postings of `terms[n]` lie between `starts[n]` and `starts[n + 1]`.

    `spellings` are the written words, by first letter and length, for misspellings. `packed` are the articles'
    longer parts, compressed: an index holds very many and shows very few.
    """

    ids: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    starts: Sequence[int] = (0,)
    places: Sequence[int] = ()
    weights: Sequence[int] = ()
    spellings: tuple[str, ...] = ()
    packed: tuple[bytes, ...] = field(default=(), repr=False)
    heads: tuple[Article, ...] = field(default=(), repr=False)

    def find(self, term: str) -> Postings:
        """Where this term stands; NOWHERE for an unknown one."""
        number = bisect_left(self.terms, term)
        if number == len(self.terms) or self.terms[number] != term:
            return NOWHERE
        start, end = self.starts[number], self.starts[number + 1]
        return Postings(self.places[start:end], self.weights[start:end])

    def count(self, term: str) -> int:
        """In how many articles this term stands."""
        number = bisect_left(self.terms, term)
        if number == len(self.terms) or self.terms[number] != term:
            return 0
        return self.starts[number + 1] - self.starts[number]

    def spelled_like(self, letter: str, length: int) -> Sequence[str]:
        """The written words with this first letter and length."""
        first, end = bisect_left(self.spellings, letter), bisect_left(self.spellings, chr(ord(letter) + 1))
        start = bisect_left(self.spellings, length, first, end, key=len)
        return self.spellings[start : bisect_left(self.spellings, length + 1, start, end, key=len)]

    def article(self, place: int) -> Article:
        """The article at this position, unpacked."""
        return _unpacked(self.packed[place], self.ids[place], self.heads[place])


NO_SEGMENT = Segment()


def build_segment(documents: Sequence[Document], *, kb: KbPolicy, lengths: Sequence[float]) -> Segment:
    """Postings of these documents; `lengths` are the usual words by field, against which long ones are discounted."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    weights: defaultdict[str, list[int]] = defaultdict(list)
    written: set[str] = set()
    heads: dict[Article, Article] = {}
    k1 = kb.k1
    for number, document in enumerate(documents):
        written.update(document.spellings)
        frequencies: dict[str, float] = {}
        for counts, factor in zip(document.fields, _field_factors(document, kb=kb, lengths=lengths), strict=True):
            for term, count in counts.items():
                frequencies[term] = frequencies.get(term, 0.0) + count * factor
        for term, frequency in frequencies.items():
            places[term].append(number)
            weights[term].append(round(FULL * frequency / (k1 + frequency)))
    return _segment(
        [document.article.id for document in documents],
        places=places,
        weights=weights,
        spellings=written,
        packed=[_pack(document.article) for document in documents],
        heads=[_head(document.article, known=heads) for document in documents],
    )


def merge_segments(parts: Sequence[tuple[Segment, Collection[str]]]) -> Segment:
    """One segment of several, each without the ids that count no more. Nothing is read again."""
    ids: list[str] = []
    packed: list[bytes] = []
    heads: list[Article] = []
    places: dict[str, list[int]] = {}
    weights: dict[str, list[int]] = {}
    written: set[str] = set()
    for segment, gone in parts:
        moved: list[int] = []
        for place, id_ in enumerate(segment.ids):
            moved.append(-1 if id_ in gone else len(ids))
            if id_ not in gone:
                ids.append(id_)
                packed.append(segment.packed[place])
                heads.append(segment.heads[place])
        for number, term in enumerate(segment.terms):
            for at in range(segment.starts[number], segment.starts[number + 1]):
                place = moved[segment.places[at]]
                if place >= 0:
                    places.setdefault(term, []).append(place)
                    weights.setdefault(term, []).append(segment.weights[at])
        written.update(segment.spellings)
    return _segment(ids, places=places, weights=weights, spellings=written, packed=packed, heads=heads)


def field_weights(kb: KbPolicy) -> tuple[float, float, float, float]:
    """The weights of title, tags, symptom and body, in the order of `document.FIELDS`."""
    return (kb.title_weight, kb.tags_weight, kb.symptom_weight, kb.body_weight)


def _segment(
    ids: Sequence[str],
    *,
    places: Mapping[str, Sequence[int]],
    weights: Mapping[str, Sequence[int]],
    spellings: Collection[str],
    packed: Sequence[bytes],
    heads: Sequence[Article],
) -> Segment:
    all_places, all_weights = array(_numbers_to(len(ids))), array("H")
    starts = array(_numbers_to(sum(map(len, places.values()))), [0])
    terms = sorted(places)
    for term in terms:
        all_places.extend(places[term])
        all_weights.extend(weights[term])
        starts.append(len(all_places))
    return Segment(
        ids=tuple(sys.intern(id_) for id_ in ids),
        terms=tuple(sys.intern(term) for term in terms),
        starts=starts,
        places=all_places,
        weights=all_weights,
        spellings=tuple(sys.intern(word) for word in sorted(spellings, key=lambda word: (*_shape(word), word))),
        packed=tuple(packed),
        heads=tuple(heads),
    )


def _numbers_to(most: int) -> Literal["H", "I"]:
    """The smallest kind of array that holds this number."""
    return "H" if most < _SMALL else "I"


def _shape(word: str) -> tuple[str, int]:
    """First letter and length, by which misspellings are looked for."""
    return word[0], len(word)


def _pack(article: Article) -> bytes:
    # A title is one line; where somebody's is not, the rest of it would be read as the body's beginning.
    head = _UNIT.join(" ".join(text.split()) for text in (article.title, *article.tags))
    return zlib.compress(f"{head}\n{article.body}".encode("utf-8", "surrogatepass"), 6)


@lru_cache(maxsize=1_000)
def _unpacked(packed: bytes, id_: str, head: Article) -> Article:
    """The whole article again; the few that are found again and again stay unpacked."""
    line, _, body = zlib.decompress(packed).decode("utf-8", "surrogatepass").partition("\n")
    title, *tags = line.split(_UNIT)
    return replace(head, id=id_, title=title, body=body, tags=tuple(tags))


def _head(article: Article, *, known: dict[Article, Article]) -> Article:
    """The article without its own words; equal heads are one object."""
    head = replace(article, id="", title="", body="", tags=())
    return known.setdefault(head, head)


def _field_factors(document: Document, *, kb: KbPolicy, lengths: Sequence[float]) -> tuple[float, ...]:
    """What one occurrence counts in each field of this document (BM25F: weight over normalised length)."""
    return tuple(
        weight / (1.0 - kb.length_norm + kb.length_norm * length / usual)
        for weight, length, usual in zip(field_weights(kb), document.lengths, lengths, strict=True)
    )
