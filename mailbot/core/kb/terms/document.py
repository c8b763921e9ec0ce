"""An article as matching sees it: how often each term stands in its title, tags, symptom and body.

What lives here: the reading of one article's Markdown. What does not: statistics over many (shelf.py).
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.core.kb.terms.lexicon import Lexicon, concepts_in
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Article, without_pictures

FIELDS = ("title", "tags", "symptom", "body")
MAX_BODY = 64_000
MAX_BODY_WORDS = 4_000

_HEADING = re.compile(r"^#{1,6}\s")
_MARKUP = re.compile(r"[*_`>#|\[\]()~]")


@dataclass(frozen=True, slots=True)
class Document:
    """One article, counted: how often each word or concept stands in each field, in the order of FIELDS.

    `said` has all of these, with the word or phrase by which the article says it first. `lengths` are words by field;
    `spellings` are the words as written.
    """

    article: Article
    fields: tuple[Mapping[str, int], ...]
    said: Mapping[str, str]
    lengths: tuple[int, ...]
    spellings: frozenset[str]

    def counts(self, term: str) -> tuple[int, ...]:
        """How often it stands in each field."""
        return tuple(field.get(term, 0) for field in self.fields)


def read_article(article: Article, *, lexicon: Lexicon) -> Document:
    """Count an article's words and concepts by field; at most 64,000 characters and 4,000 words of it."""
    symptom, rest = split_symptom(without_pictures(article.body[:MAX_BODY]), title=article.title)
    texts = (article.title, " ; ".join(tag.replace("-", " ") for tag in article.tags), symptom, rest)
    fields: list[Mapping[str, int]] = []
    first_said: dict[str, str] = {}
    spellings: set[str] = set()
    lengths: list[int] = []
    for text in texts:
        words = tokens(_MARKUP.sub(" ", text), limit=MAX_BODY_WORDS)
        content = [(token.stem, token.surface) for token in words if not token.stop]
        spellings.update([surface for _, surface in content])
        lengths.append(len(content))
        content += concepts_in(words, lexicon)
        fields.append(Counter([term for term, _ in content]))
        for term, said in content:
            first_said.setdefault(term, said)
    return Document(
        article=article, fields=tuple(fields), said=first_said, lengths=tuple(lengths), spellings=frozenset(spellings)
    )


def split_symptom(body: str, *, title: str) -> tuple[str, str]:
    """An article's symptom and the rest: the first section, or the first paragraph where there are no headings.

    A first heading that only repeats the title belongs to neither.
    """
    lines = body.split("\n")
    start = _next_text(lines, 0)
    if start < len(lines) and _HEADING.match(lines[start]) and lines[start].lstrip("# ").strip() == title.strip():
        start = _next_text(lines, start + 1)
    end = start
    if start < len(lines) and _HEADING.match(lines[start]):
        end += 1
        while end < len(lines) and not _HEADING.match(lines[end]):
            end += 1
    else:
        while end < len(lines) and lines[end].strip() and not _HEADING.match(lines[end]):
            end += 1
    return "\n".join(lines[start:end]), "\n".join(lines[end:])


def _next_text(lines: list[str], start: int) -> int:
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start
