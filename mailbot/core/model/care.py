"""What keeps articles alive: questions that none answered, how each was used, and the Monday mail about both."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer on a request: its author's name, its words, and the number of its entry."""

    author: str
    text: str
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A request that no article solved: its first words, who is on it, the answers it got, when it was opened (UTC).

    `article` is the one that was made from it meanwhile ('' for none), at `article_at`.
    """

    number: int
    subject: str
    text: str
    people: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    opened_at: datetime | None = None
    article: str = ""
    article_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How often an article was offered, what its requesters said of it, since when (UTC) its words stand here."""

    offered: int = 0
    solved: int = 0
    not_solved: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToWrite:
    """One numbered row: what was asked `times` times without an answer of an article, and what a draft would say.

    `by` is whose answer the draft is made from, `text` how it begins; both are '' where no answer says enough.
    `article` was made from one of the questions and has not answered those that came since.
    """

    row: int
    title: str
    times: int
    requests: tuple[int, ...]
    by: str = ""
    text: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class ToLookAfter:
    """One numbered row: an article that needs somebody's eye, and why, a sentence for each thing that ails it."""

    row: int
    id: str
    title: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeWeekMail:
    """To the lead of a line and the manager on the first working day of a week: what to write, what to look after.

    `weeks` is how far back questions were counted; `more_...` how many rows had no room.
    """

    template: ClassVar[str] = "technician/knowledge_week"
    name: str
    weeks: int
    write: tuple[ToWrite, ...] = ()
    care: tuple[ToLookAfter, ...] = ()
    more_write: int = 0
    more_care: int = 0

    @property
    def first_draft(self) -> int:
        """The first row that a draft can be made of, 0 where there is none."""
        return next((one.row for one in self.write if one.by), 0)
