"""Articles of the knowledge base and what matching says about them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Audience = Literal["staff", "technician"]
ArticleState = Literal["draft", "published", "retired"]


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of knowledge. `id` is like `KB-1042`, unique within its trust; `body` is Markdown without front matter.

    `schools` is empty for the whole trust, else the ids of the only schools that may see it. `line` is the author's.
    """

    id: str
    trust: str
    title: str
    body: str
    audience: Audience = "staff"
    schools: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    state: ArticleState = "published"
    version: int = 1
    line: int = 1
    author: str = ""
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is asking: cut before ranking, never after. `audience` staff sees staff articles; technician sees both."""

    trust: str
    school: str
    audience: Audience = "staff"


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a match: the word of the query, the article's word it met, the field, and its weight."""

    word: str
    met: str
    field: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """An article with its raw score, its confidence (probability that it answers the question, 0..1) and why."""

    article: Article
    score: float
    confidence: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """One piece that the scrub took out of an answer: what kind it was, the text, and what stands there now."""

    kind: str
    text: str
    replacement: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Promotion:
    """A technician's answer turned into an article, with what was taken out; `refusal` says why it cannot be one."""

    title: str
    body: str
    removed: tuple[Removed, ...] = ()
    refusal: str | None = None

    @property
    def holds_secret(self) -> bool:
        """Whether something like a password was among what was taken out."""
        return any(piece.secret for piece in self.removed)
