"""An article as matching sees it: how often each term stands in its title, tags, symptom and body.

What lives here: the reading of one article's Markdown. What does not: statistics over many (shelf.py).
"""

import re
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
class Occurrence:
    """How often a term stands in each field, and the word or phrase by which the article says it."""

    counts: tuple[int, int, int, int]
    met: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article, counted. `lengths` are words by field; `spellings` maps each written word to its stem."""

    article: Article
    terms: Mapping[str, Occurrence]
    lengths: tuple[int, int, int, int]
    spellings: Mapping[str, str]


def read_article(article: Article, *, lexicon: Lexicon) -> Document:
    """Count an article's words and concepts by field; at most 64,000 characters and 4,000 words of it."""
    symptom, rest = split_symptom(without_pictures(article.body[:MAX_BODY]), title=article.title)
    texts = (article.title, " ; ".join(tag.replace("-", " ") for tag in article.tags), symptom, rest)
    counts: dict[str, list[int]] = {}
    met: dict[str, str] = {}
    spellings: dict[str, str] = {}
    lengths = [0, 0, 0, 0]
    for number, text in enumerate(texts):
        words = tokens(_MARKUP.sub(" ", text), limit=MAX_BODY_WORDS)
        content = [(token.stem, token.surface) for token in words if not token.stop]
        spellings.update((surface, stem) for stem, surface in content)
        lengths[number] = len(content)
        for term, said in (*content, *concepts_in(words, lexicon)):
            counts.setdefault(term, [0, 0, 0, 0])[number] += 1
            met.setdefault(term, said)
    return Document(
        article=article,
        terms={term: Occurrence(counts=(n[0], n[1], n[2], n[3]), met=met[term]) for term, n in counts.items()},
        lengths=(lengths[0], lengths[1], lengths[2], lengths[3]),
        spellings=spellings,
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
