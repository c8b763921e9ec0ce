"""Articles of one visibility (trust, audience, schools) with their postings: a scope sees some shelves, others not.

What lives here: immutable postings, and how a shelf with one more or one fewer article is made. What does not: whose
shelves are looked at (index.py) and what a hit is worth beyond its field weights (rank.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.core.kb.terms.document import Document
from mailbot.core.model.policy import KbPolicy

# Beyond this many changes (and an eighth of the shelf) the postings are built anew: amortised, a few words a change.
MIN_CHANGES = 32


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: positions of documents, ascending, and the saturated weight it has there (0..1)."""

    places: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Some documents with their postings. `spellings` are the written words by first letter; `stems` what they mean."""

    documents: tuple[Document, ...] = ()
    postings: Mapping[str, Postings] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A large segment, a small one with what changed since, and the ids in the large one that count no more."""

    base: Segment = Segment()
    recent: Segment = Segment()
    gone: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many articles stand here."""
        return len(self.base.documents) - len(self.gone) + len(self.recent.documents)


def build_segment(documents: Sequence[Document], *, kb: KbPolicy, lengths: Sequence[float]) -> Segment:
    """Postings of these documents; `lengths` are the usual words by field, against which long ones are discounted."""
    places: dict[str, list[int]] = {}
    weights: dict[str, list[float]] = {}
    stems: dict[str, str] = {}
    for number, document in enumerate(documents):
        factors = _field_factors(document, kb=kb, lengths=lengths)
        stems.update(document.spellings)
        for term, occurrence in document.terms.items():
            frequency = sum(factor * count for factor, count in zip(factors, occurrence.counts, strict=True))
            places.setdefault(term, []).append(number)
            weights.setdefault(term, []).append(frequency / (kb.k1 + frequency))
    by_letter: dict[str, list[str]] = {}
    for surface in sorted(stems):
        by_letter.setdefault(surface[0], []).append(surface)
    return Segment(
        documents=tuple(documents),
        postings={term: Postings(tuple(found), tuple(weights[term])) for term, found in places.items()},
        spellings={letter: tuple(several) for letter, several in by_letter.items()},
        stems=stems,
    )


def put_on(shelf: Shelf, document: Document, *, kb: KbPolicy, lengths: Sequence[float]) -> Shelf:
    """The shelf with this document in place of any of the same id."""
    without = take_off(shelf, document.article.id, kb=kb, lengths=lengths)
    recent = (*without.recent.documents, document)
    if len(recent) + len(without.gone) > max(MIN_CHANGES, len(without.base.documents) // 8):
        kept = [old for old in without.base.documents if old.article.id not in without.gone]
        return Shelf(base=build_segment([*kept, *recent], kb=kb, lengths=lengths))
    return Shelf(base=without.base, recent=build_segment(recent, kb=kb, lengths=lengths), gone=without.gone)


def take_off(shelf: Shelf, article_id: str, *, kb: KbPolicy, lengths: Sequence[float]) -> Shelf:
    """The shelf without the article of this id (the same shelf where it does not stand there)."""
    if any(document.article.id == article_id for document in shelf.recent.documents):
        left = [document for document in shelf.recent.documents if document.article.id != article_id]
        return Shelf(base=shelf.base, recent=build_segment(left, kb=kb, lengths=lengths), gone=shelf.gone)
    if article_id not in shelf.gone and any(old.article.id == article_id for old in shelf.base.documents):
        return Shelf(base=shelf.base, recent=shelf.recent, gone=shelf.gone | {article_id})
    return shelf


def usual_lengths(documents: Iterable[Document]) -> tuple[float, ...]:
    """Mean words by field, at least 1; those of a small helpdesk's articles where there are none yet."""
    several = [document.lengths for document in documents]
    if not several:
        return (5.0, 3.0, 12.0, 80.0)
    return tuple(max(1.0, sum(column) / len(several)) for column in zip(*several, strict=True))


def field_weights(kb: KbPolicy) -> tuple[float, float, float, float]:
    """The weights of title, tags, symptom and body, in the order of `document.FIELDS`."""
    return (kb.title_weight, kb.tags_weight, kb.symptom_weight, kb.body_weight)


def _field_factors(document: Document, *, kb: KbPolicy, lengths: Sequence[float]) -> tuple[float, ...]:
    """What one occurrence counts in each field of this document (BM25F: weight over normalised length)."""
    return tuple(
        weight / (1.0 - kb.length_norm + kb.length_norm * length / usual)
        for weight, length, usual in zip(field_weights(kb), document.lengths, lengths, strict=True)
    )
