"""Articles of the knowledge base and what matching says about them."""

import math
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Audience = Literal["staff", "technician"]
ArticleState = Literal["draft", "published", "retired"]


# A picture of an article, as its Markdown names it: `![name](cid:id)`.
PICTURED = re.compile(r"!\[([^\[\]\n]{0,120})\]\(cid:([0-9a-f]{32})\)")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of an article: `id` is the beginning of its SHA-256, `type` what its bytes begin like."""

    id: str
    name: str
    type: str
    data: bytes = field(default=b"", repr=False)

    @property
    def reference(self) -> str:
        """What stands in the article's Markdown for it."""
        return f"![{self.name}](cid:{self.id})"


def said_of_picture(name: str) -> str:
    """Give what plain text says in the place of a picture."""
    return f"(picture: {name})"


def pictures_named(body: str) -> tuple[str, ...]:
    """Give the ids of the pictures that a body names, each once, in its order."""
    return tuple(dict.fromkeys(found[2] for found in PICTURED.finditer(body))) if "](cid:" in body else ()


def without_pictures(body: str) -> str:
    """Give the body with nothing in the place of its pictures: what it says in words."""
    return PICTURED.sub("", body) if "](cid:" in body else body


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
class Record:
    """What came of an article's offers: whom it helped, of how many people who said so or the contrary.

    `odds` is what that adds to the logarithm of the odds that it answers a question: 0 for nothing, below it for worse.
    """

    helped: int
    asked: int
    odds: float

    @property
    def told(self) -> str:
        """The record in words: "helped 7 of 9 people, odds x 1.3"."""
        people = "1 person" if self.asked == 1 else f"{self.asked} people"
        return f"helped {self.helped} of {people}, odds x {math.exp(self.odds):.2f}"


@dataclass(frozen=True, slots=True)
class Match:
    """An article with its raw score, its confidence (probability that it answers the question, 0..1) and why.

    `record` is what people said of it before, where anybody did; the confidence takes it into account.
    """

    article: Article
    score: float
    confidence: float
    reasons: tuple[Reason, ...] = ()
    record: Record | None = None


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
