"""Articles as they are now, and every version that ever was."""

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.tables.base import BigId, Json, one_of


class ArticleRow(SQLModel, table=True):
    """One article. `article` is its id (`KB-12`), `change` rises over all articles whenever one changes."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("trust", "article"),
        one_of("audience", "staff", "technician"),
        one_of("state", "draft", "published", "retired"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    trust: str
    article: str
    number: int = Field(sa_type=BigId)
    title: str
    body: str
    audience: str
    schools: list[str] = Field(sa_type=Json)
    tags: list[str] = Field(sa_type=Json)
    state: str
    version: int
    line: int
    author: str
    updated: date | None = None
    approved_by: str | None = None
    from_request: int | None = Field(default=None, sa_type=BigId)
    change: int = Field(sa_type=BigId, index=True)


class ArticleVersion(SQLModel, table=True):
    """The words of one version of an article, kept for ever."""

    __tablename__ = "article_version"
    row: int = Field(foreign_key="article.id", primary_key=True, sa_type=BigId)
    version: int = Field(primary_key=True)
    title: str
    body: str
    author: str
    at: datetime


class ArticleEvent(SQLModel, table=True):
    """What was done with an article, by whom (a technician's id, '' for the operator) and when.

    `version` is the one that came of it, or that it was done to.
    """

    __tablename__ = "article_event"
    __table_args__ = (Index("ix_article_event_row", "row"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    row: int = Field(foreign_key="article.id", sa_type=BigId)
    version: int
    what: str
    by: str
    at: datetime


class ArticlePicture(SQLModel, table=True):
    """A picture that some version of an article names by this id, kept as long as the versions.

    `version` is the first that brought it.
    """

    __tablename__ = "article_picture"
    row: int = Field(foreign_key="article.id", primary_key=True, sa_type=BigId)
    picture: str = Field(primary_key=True)
    version: int
    type: str
    data: bytes = Field(sa_type=LargeBinary)


class ArticleVectors(SQLModel, table=True):
    """What a model of meaning made of one version of an article; `model` says which. Can be made again at any time."""

    __tablename__ = "article_vectors"
    row: int = Field(foreign_key="article.id", primary_key=True, sa_type=BigId)
    version: int
    model: str
    vectors: bytes = Field(sa_type=LargeBinary)
