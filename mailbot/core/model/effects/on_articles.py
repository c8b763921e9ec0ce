"""Effects on articles and on what was offered."""

from dataclasses import dataclass
from typing import Literal

from mailbot.core.model.article import Article, Picture
from mailbot.core.model.request import OfferedArticle, Outcome

ArticleDoing = Literal["written", "updated", "approved", "undone", "retired", "imported"]


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """These articles were offered on the request, in this order."""

    request: int
    articles: tuple[OfferedArticle, ...]


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What came of the articles that were offered and still waited for an answer; of one alone where `article` says."""

    request: int
    outcome: Outcome
    article: str = ""


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """A new article, or a new version of the one with the same id. `reference` is a new row that replies can name.

    `by` is who did it (a technician's id; '' for its author), `what` that is called in its history. `pictures` are new
    ones that its body names; those that it has from the draft `draft` (an id) come from there.
    """

    article: Article
    reference: str
    from_request: int | None = None
    by: str = ""
    what: ArticleDoing = "written"
    pictures: tuple[Picture, ...] = ()
    draft: str = ""


@dataclass(frozen=True, slots=True)
class PublishArticle:
    """The draft with this id is published by this technician."""

    id: str
    by: str


@dataclass(frozen=True, slots=True)
class RetireArticle:
    """The article with this id, draft or published, is taken back by this technician; its versions are kept."""

    id: str
    by: str
    what: ArticleDoing = "retired"
