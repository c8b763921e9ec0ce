"""What a technician's mail wants, as values: orders, what they are read in, and the form of a directive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mailbot.core.model.article import Article, Audience
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request


@dataclass(frozen=True, slots=True)
class ArticleWish:
    """An article from the answer: its title ('' to make one), for whom, and whether for this school alone."""

    title: str
    audience: Audience = "staff"
    school_only: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """What a technician's mail wants, all of it; `text` is what is left for people to read."""

    text: str = ""
    internal: bool = False
    solve: bool = False
    pend: bool = False
    line: int | None = None
    why: str = ""
    assign: Technician | None = None
    article: ArticleWish | None = None
    new: bool = False
    update: Article | None = None
    send: Article | None = None
    retire: Article | None = None
    approve: Article | None = None
    help: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Who writes, on which request, whom it could be given to, and the articles that the mail names.

    `publish_line` is the line from which on a technician's word is enough for an article.
    """

    writer: Technician
    request: Request
    technicians: Mapping[str, Technician]
    articles: Mapping[str, Article] = field(default_factory=dict)
    publish_line: int = 2


Answer = Orders | str
Act = Callable[[Orders, str, Context], Answer]


@dataclass(frozen=True, slots=True)
class Form:
    """How a directive is written, what it does in a sentence, whether it takes an argument, and its function."""

    usage: str
    help: str
    argument: Literal["none", "optional", "needed"]
    act: Act
