"""The index of a trust's published articles: an immutable value, in memory, sorted into shelves by who may see them.

What lives here: building, and a new index for each changed article. What does not: scoring (rank.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailbot.core.kb.record import NO_RECORDS, Records
from mailbot.core.kb.terms.document import Document, read_article
from mailbot.core.kb.terms.lexicon import Lexicon, read_synonyms
from mailbot.core.kb.terms.reckoning import PLAIN, Reckoning
from mailbot.core.kb.terms.segment import build_segment
from mailbot.core.kb.terms.shelf import Shelf, put_on, take_off, usual_lengths
from mailbot.core.model.article import Article, Audience, Scope
from mailbot.core.model.policy import KbPolicy


@dataclass(frozen=True, slots=True)
class Visibility:
    """Who may see an article: of which trust, which audience, and which schools (empty: all of them)."""

    trust: str
    audience: Audience
    schools: tuple[str, ...] = ()

    def open_to(self, scope: Scope) -> bool:
        """Whether this scope may see what stands here: the one place where that is decided."""
        return (
            self.trust == scope.trust
            and (self.audience == "staff" or scope.audience == "technician")
            and (not self.schools or scope.school in self.schools)
        )


# How like a text each of these articles (ids) is: a cosine, -1..1; 0.0 for one that the model has not read.
Likeness = Callable[[tuple[str, ...]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a model of meaning says about one text. It is asked of the articles that the scope may see, and no other."""

    text: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Index:
    """Published articles, ready to be ranked.

    `meanings` are of the texts that are asked about now: whatever ranks another text goes by the words alone. `records`
    are what people said of articles that they were offered.
    """

    kb: KbPolicy
    lexicon: Lexicon = field(repr=False)
    lengths: tuple[float, ...] = ()
    shelves: Mapping[Visibility, Shelf] = field(default_factory=dict, repr=False)
    meanings: tuple[Meaning, ...] = field(default=(), repr=False)
    records: Records = field(default=NO_RECORDS, repr=False)
    reckoning: Reckoning = field(default=PLAIN, repr=False)

    def with_article(self, article: Article) -> "Index":
        """The index after this article was added, changed or retired; whatever is not published is taken out."""
        return self.with_articles((article,))

    def with_articles(self, articles: Iterable[Article]) -> "Index":
        """The same for several at once; of two with one id the later counts.

        The other articles are not read again (every now and then their postings are put together anew).
        """
        changed = {(article.trust, article.id): article for article in articles}
        shelves = dict(self.shelves)
        for who, shelf in self.shelves.items():
            shelves[who] = take_off(shelf, [id_ for trust, id_ in changed if trust == who.trust])
        coming: dict[Visibility, list[Article]] = {}
        for article in changed.values():
            if article.state == "published":
                coming.setdefault(visibility(article), []).append(article)
        for who, several in coming.items():
            documents = [read_article(article, lexicon=self.lexicon) for article in several]
            shelves[who] = put_on(shelves.get(who, Shelf()), documents, kb=self.kb, lengths=self.lengths)
        return replace(self, shelves=shelves)

    def knowing(self, meanings: Iterable[Meaning], *, reckoning: Reckoning = PLAIN) -> "Index":
        """The same index for questions whose meaning is known: `rank` uses it for exactly these texts.

        `reckoning` gives what the plain one gives, only faster: who knows meanings has the means.
        """
        return replace(self, meanings=tuple(meanings), reckoning=reckoning)

    def with_records(self, records: Records) -> "Index":
        """The same index with what people said of its articles."""
        return self if records is self.records else replace(self, records=records)

    def likeness(self, text: str) -> Likeness | None:
        """How like each article is to this text, where that is known."""
        return next((meaning.likeness for meaning in self.meanings if meaning.text == text), None)

    @property
    def size(self) -> int:
        """How many articles it holds."""
        return sum(shelf.size for shelf in self.shelves.values())

    def visible(self, scope: Scope) -> tuple[tuple[Visibility, Shelf], ...]:
        """The shelves that this scope may see; whatever ranks or corrects spelling looks at these alone."""
        return tuple((who, shelf) for who, shelf in self.shelves.items() if shelf.size and who.open_to(scope))


def build(articles: Iterable[Article], *, kb: KbPolicy, lexicon: Lexicon | None = None) -> Index:
    """An index of the published ones among these articles; of two with one id the later counts.

    `lexicon` is that of the policy's synonyms, for trusts that share theirs.
    """
    used = lexicon if lexicon is not None else read_synonyms(kb.synonyms)
    published = {(article.trust, article.id): article for article in articles if article.state == "published"}
    piles: dict[Visibility, list[Document]] = {}
    for article in published.values():
        piles.setdefault(visibility(article), []).append(read_article(article, lexicon=used))
    lengths = usual_lengths([document for pile in piles.values() for document in pile])
    return Index(
        kb=kb,
        lexicon=used,
        lengths=lengths,
        shelves={who: Shelf(base=build_segment(pile, kb=kb, lengths=lengths)) for who, pile in piles.items()},
    )


def visibility(article: Article) -> Visibility:
    """Who may see this article."""
    return Visibility(trust=article.trust, audience=article.audience, schools=tuple(sorted(set(article.schools))))
