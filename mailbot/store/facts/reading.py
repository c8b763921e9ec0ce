"""What technicians ask to read: open tickets, and requests in which words stand. Bounded, and without their stories.

Who may see which of them is not asked here: the decision leaves out what its reader must not know of.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, func, or_, select

from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Asked
from mailbot.store.engine import Unit
from mailbot.store.facts import rows
from mailbot.store.tables import ENTRY, REQUEST
from mailbot.store.texts import storable

MOST_LISTED = 1_000
MOST_FOUND = 60
# requests are numbered in order: words are looked for in so many of the newest
LOOKED_THROUGH = 5_000
MOST_WORDS = 6
OPEN = ("open", "pending", "on_hold")

_TRUST = bindparam("trust", type_=String())
_OPEN = rows.BARE.where(REQUEST.c.trust == _TRUST, REQUEST.c.state.in_(OPEN)).order_by(REQUEST.c.number)
_NEWEST = select(func.max(REQUEST.c.number)).where(REQUEST.c.trust == _TRUST)


def listed(unit: Unit, *, trust: str, asked: Sequence[Asked]) -> tuple[Request, ...]:
    """The requests that a mail asks to read: all open tickets (the oldest 1,000), or those with its words (60)."""
    found: dict[int, Request] = {}
    for one in asked:
        if one.kind == "list":
            open_ones = unit.rows(_OPEN.limit(MOST_LISTED), {"trust": trust})
            found |= {row.number: rows.bare_request(row) for row in open_ones}
        elif one.kind == "find" and one.words:
            found |= _with_words(unit, trust=trust, words=one.words[:MOST_WORDS])
    return tuple(found.values())


def without_stories(unit: Unit, *, trust: str, numbers: Iterable[int]) -> Mapping[int, Request]:
    """The requests with these numbers, as they stand, without entries, offers and participants."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    query = rows.BARE.where(REQUEST.c.trust == _TRUST, REQUEST.c.number.in_(bindparam("numbers", expanding=True)))
    found = unit.rows(query, {"trust": trust, "numbers": wanted})
    return {row.number: rows.bare_request(row) for row in found}


def _with_words(unit: Unit, *, trust: str, words: Sequence[str]) -> dict[int, Request]:
    """Requests in whose subject or texts all of the words stand, the newest first."""
    newest = unit.rows(_NEWEST, {"trust": trust}).scalar() or 0
    lowest = int(newest) - LOOKED_THROUGH
    each = (_stands(f"%{_escaped(storable(word).lower())}%", lowest=lowest) for word in words)
    query = (
        rows.BARE.where(REQUEST.c.trust == _TRUST, REQUEST.c.number > lowest, and_(*each))
        .order_by(REQUEST.c.number.desc())
        .limit(MOST_FOUND)
    )
    return {row.number: rows.bare_request(row) for row in unit.rows(query, {"trust": trust})}


def _stands(pattern: str, *, lowest: int) -> ColumnElement[bool]:
    in_entry = exists().where(
        ENTRY.c.request == REQUEST.c.number,
        ENTRY.c.request > lowest,
        func.lower(ENTRY.c.text).like(pattern, escape="\\"),
    )
    return or_(func.lower(REQUEST.c.subject).like(pattern, escape="\\"), in_entry)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
