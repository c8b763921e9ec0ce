"""Articles of one visibility (trust, audience, schools) and how a shelf with more or other articles is made.

What lives here: which articles of a shelf count. What does not: postings (segment.py), whose shelves are looked at
(index.py) and what a hit is worth beyond its field weights (rank.py).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mailbot.core.kb.terms.document import Document
from mailbot.core.kb.terms.segment import NO_SEGMENT, Segment, build_segment, merge_segments
from mailbot.core.model.article import Article
from mailbot.core.model.policy import KbPolicy

# Beyond this many changes (and an eighth of the shelf) the postings are put together anew: amortised, a few a change.
MIN_CHANGES = 32


@dataclass(frozen=True, slots=True)
class Shelf:
    """A large segment, a small one with what changed since, and the ids in the large one that count no more."""

    base: Segment = NO_SEGMENT
    recent: Segment = NO_SEGMENT
    gone: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many articles stand here."""
        return len(self.base.ids) - len(self.gone) + len(self.recent.ids)

    def articles(self) -> Iterable[Article]:
        """Every article that stands here, unpacked one by one."""
        for place, id_ in enumerate(self.base.ids):
            if id_ not in self.gone:
                yield self.base.article(place)
        for place in range(len(self.recent.ids)):
            yield self.recent.article(place)


def put_on(shelf: Shelf, documents: Sequence[Document], *, kb: KbPolicy, lengths: Sequence[float]) -> Shelf:
    """The shelf with these documents (each id once) in place of any of the same ids."""
    without = take_off(shelf, [document.article.id for document in documents])
    recent = merge_segments([(without.recent, _NONE), (build_segment(documents, kb=kb, lengths=lengths), _NONE)])
    if len(recent.ids) + len(without.gone) > max(MIN_CHANGES, len(without.base.ids) // 8):
        return Shelf(base=merge_segments([(without.base, without.gone), (recent, _NONE)]))
    return Shelf(base=without.base, recent=recent, gone=without.gone)


def take_off(shelf: Shelf, ids: Collection[str]) -> Shelf:
    """The shelf without the articles of these ids (the same shelf where none stands there)."""
    out = frozenset(ids)
    recent = merge_segments([(shelf.recent, out)]) if out & set(shelf.recent.ids) else shelf.recent
    gone = shelf.gone | (out & set(shelf.base.ids))
    return shelf if recent is shelf.recent and gone == shelf.gone else Shelf(shelf.base, recent, gone)


def usual_lengths(documents: Iterable[Document]) -> tuple[float, ...]:
    """Mean words by field, at least 1; those of a small helpdesk's articles where there are none yet."""
    several = [document.lengths for document in documents]
    if not several:
        return (5.0, 3.0, 12.0, 80.0)
    return tuple(max(1.0, sum(column) / len(several)) for column in zip(*several, strict=True))


_NONE: frozenset[str] = frozenset()
