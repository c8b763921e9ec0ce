"""Lists and digests as mails: numbered rows that a reply can name."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ListedTicket:
    """One numbered row: a ticket as it stands, and in a digest what is new about it, a sentence each.

    Of a sensitive ticket only number, school and state are shown.
    """

    row: int
    number: int
    subject: str
    requester: str
    school: str
    priority: str
    state: str
    owner: str = ""
    due: str = ""
    late: bool = False
    news: tuple[str, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article in the answer to `#find`: what it is called, for whom it is, how it begins."""

    id: str
    title: str
    audience: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ListMail:
    """To a technician: a list that they asked for, or (`digest`) what waited to be told to them together.

    `title` says what it is, `more` how many rows had no room.
    """

    event: Literal["list", "digest"]
    name: str
    title: str
    rows: tuple[ListedTicket, ...] = ()
    more: int = 0
    articles: tuple[FoundArticle, ...] = ()

    @property
    def template(self) -> str:
        """The template folder of the event."""
        return f"technician/{self.event}"
