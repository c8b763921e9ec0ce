"""Number blocks: taken from the database in one short transaction, handed out from memory. Gaps are fine."""

import sqlite3
import threading

from sqlalchemy import bindparam, func, select, text

from mailbot.fault import fault
from mailbot.store.engine import Database, Unit
from mailbot.store.tables import ARTICLE

FIRST_REQUEST = 1001
REQUEST_BLOCK = 50
ARTICLE_BLOCK = 5
AFTER_RESTORE = 10_000

_RAISE = text(
    "INSERT INTO sequence (name, next) VALUES (:name, :first + :block) "
    "ON CONFLICT (name) DO UPDATE SET "
    "next = (CASE WHEN sequence.next > :first THEN sequence.next ELSE :first END) + :block RETURNING next"
)
_HIGHEST = select(func.max(ARTICLE.c.number)).where(ARTICLE.c.trust == bindparam("trust"))


def take_block(unit: Unit, *, name: str, block: int, first: int = 1) -> int:
    """The first of `block` numbers that nobody else gets, none below `first`. Waits for others taking from `name`."""
    given = {"name": name, "first": first, "block": block}
    return int(unit.rows(_RAISE, given).scalar_one()) - block


def next_change(unit: Unit) -> int:
    """The next number of the articles' change counter. Others wait until this unit ends, so none is seen late."""
    return take_block(unit, name="article_change", block=1)


def highest_article(unit: Unit, *, trust: str) -> int:
    """The highest article number of a trust, 0 where it has none."""
    return int(unit.rows(_HIGHEST, {"trust": trust}).scalar() or 0)


class Numbers:
    """Hands out numbers of requests (one sequence for the installation) and of articles (one for each trust).

    Safe to share between threads. What is not used leaves a gap.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._left: dict[str, range] = {}

    def request(self) -> int:
        """A new request number. Raises DatabaseUnavailable when a block is needed and cannot be had."""
        return self._next("request", trust=None)

    def article(self, trust: str) -> int:
        """A new article number of this trust, above every imported one when its block was taken."""
        return self._next(f"article:{trust}", trust=trust)

    def _next(self, name: str, *, trust: str | None) -> int:
        with self._lock:
            left = self._left.get(name) or self._reserve(name, trust=trust)
            self._left[name] = left[1:]
            return left[0]

    def _reserve(self, name: str, *, trust: str | None) -> range:
        with self._database.write() as unit:
            if trust is None:
                block, lowest = REQUEST_BLOCK, FIRST_REQUEST
            else:
                block, lowest = ARTICLE_BLOCK, highest_article(unit, trust=trust) + 1
            first = take_block(unit, name=name, block=block, first=lowest)
            fault("numbers.before_commit")
            unit.commit()
        fault("numbers.after_commit")
        return range(first, first + block)


def jump_in(copy: sqlite3.Connection) -> None:
    """Leave a gap of 10,000 request numbers in a copy, which is only ever used to go on from.

    So none is given twice that the desk gave between the copy and its loss: people have mails with them.
    """
    given = {"name": "request", "first": FIRST_REQUEST, "block": AFTER_RESTORE}
    copy.execute(_RAISE.text, given).fetchone()
