"""The index of a trust's published articles: an immutable value, in memory, sorted into shelves by who may see them.

What lives here: building, and a new index for each changed article. What does not: scoring (rank.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.core.kb.terms.document import Document, read_article
from mailbot.core.kb.terms.lexicon import Lexicon, read_synonyms
from mailbot.core.kb.terms.shelf import Shelf, build_segment, put_on, take_off, usual_lengths
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


@dataclass(frozen=True, slots=True)
class Index:
    """Published articles, ready to be ranked. `homes` says on which shelf each (trust, id) stands."""

    kb: KbPolicy
    lexicon: Lexicon = field(repr=False)
    lengths: tuple[float, ...] = ()
    shelves: Mapping[Visibility, Shelf] = field(default_factory=dict, repr=False)
    homes: Mapping[tuple[str, str], Visibility] = field(default_factory=dict, repr=False)

    def with_article(self, article: Article) -> "Index":
        """The index after this article was added, changed or retired; whatever is not published is taken out.

        The other articles are not read again (every now and then their postings are put together anew).
        """
        shelves, homes = dict(self.shelves), dict(self.homes)
        key = (article.trust, article.id)
        old = homes.pop(key, None)
        if old is not None:
            shelves[old] = take_off(shelves[old], article.id, kb=self.kb, lengths=self.lengths)
        if article.state == "published":
            new = homes[key] = visibility(article)
            document = read_article(article, lexicon=self.lexicon)
            shelves[new] = put_on(shelves.get(new, Shelf()), document, kb=self.kb, lengths=self.lengths)
        return Index(kb=self.kb, lexicon=self.lexicon, lengths=self.lengths, shelves=shelves, homes=homes)

    def visible(self, scope: Scope) -> tuple[tuple[Visibility, Shelf], ...]:
        """The shelves that this scope may see; whatever ranks or corrects spelling looks at these alone."""
        return tuple((who, shelf) for who, shelf in self.shelves.items() if shelf.size and who.open_to(scope))


def build(articles: Iterable[Article], *, kb: KbPolicy) -> Index:
    """An index of the published ones among these articles; of two with one id the later counts."""
    lexicon = read_synonyms(kb.synonyms)
    published = {(article.trust, article.id): article for article in articles if article.state == "published"}
    documents = [read_article(article, lexicon=lexicon) for article in published.values()]
    lengths = usual_lengths(documents)
    piles: dict[Visibility, list[Document]] = {}
    for document in documents:
        piles.setdefault(visibility(document.article), []).append(document)
    return Index(
        kb=kb,
        lexicon=lexicon,
        lengths=lengths,
        shelves={who: Shelf(base=build_segment(pile, kb=kb, lengths=lengths)) for who, pile in piles.items()},
        homes={key: visibility(article) for key, article in published.items()},
    )


def visibility(article: Article) -> Visibility:
    """Who may see this article."""
    return Visibility(trust=article.trust, audience=article.audience, schools=tuple(sorted(set(article.schools))))
