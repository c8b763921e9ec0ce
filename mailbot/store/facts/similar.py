"""Solved requests that are about the same as a question, with what was answered: for technicians' notifications.

Bounded: the newest 400 solved ones of the trust are looked through, three are read. Confidential ones never are.
"""

import threading
from collections import OrderedDict
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, and_, bindparam, cast, func, select, text

from mailbot.core.kb.alike import LONGEST_TEXT, MOST_TEXTS, Earlier, closest, searchable
from mailbot.core.model.request import SolvedRequest
from mailbot.store.engine import Unit
from mailbot.store.tables import ENTRY, REQUEST

LONGEST_ANSWER = 400
_LEAST_ANSWER = 40
_MOST_TRUSTS = 20  # some 500 KB each

_TRUST = bindparam("trust", type_=String())
# the words of the index `ix_request_solved`, so that it is used
SOLVED = "state IN ('solved', 'closed') AND ticket_at IS NOT NULL"
_SOLVED = (
    select(REQUEST.c.number).where(REQUEST.c.trust == _TRUST, text(SOLVED)).order_by(REQUEST.c.number.desc())
).limit(MOST_TEXTS)
# in one word: nearly always they are those of the ticket before, and 400 rows take longer than all else here
_NEWEST = select(func.aggregate_strings(cast(_SOLVED.subquery().c.number, String), ","))
_ASKED = (
    select(
        REQUEST.c.number,
        REQUEST.c.subject,
        REQUEST.c.sensitive,
        func.substr(ENTRY.c.text, 1, LONGEST_TEXT).label("asked"),
    )
    .join(ENTRY, and_(ENTRY.c.request == REQUEST.c.number, ENTRY.c.number == 1))
    .where(REQUEST.c.trust == _TRUST, REQUEST.c.number.in_(bindparam("numbers", expanding=True)))
)
_ANSWERS = (
    select(
        REQUEST.c.number,
        REQUEST.c.school,
        REQUEST.c.subject,
        REQUEST.c.changed_at,
        ENTRY.c.author,
        func.substr(ENTRY.c.text, 1, LONGEST_ANSWER).label("answer"),
    )
    .join(ENTRY, ENTRY.c.request == REQUEST.c.number)
    .where(
        REQUEST.c.trust == _TRUST,
        REQUEST.c.number.in_(bindparam("numbers", expanding=True)),
        REQUEST.c.sensitive.is_(False),
        ENTRY.c.kind == "answer",
        func.length(ENTRY.c.text) >= _LEAST_ANSWER,
    )
    .order_by(REQUEST.c.number, ENTRY.c.number)
)


def solved_like(unit: Unit, *, trust: str, question: str) -> tuple[SolvedRequest, ...]:
    """At most three solved requests about what the question says, the nearest first, each with its last real answer."""
    numbers = closest(question, earlier=_solved(unit, trust=trust))
    if not numbers:
        return ()
    rows = unit.rows(_ANSWERS, {"trust": trust, "numbers": list(numbers)})
    found = {
        row.number: SolvedRequest(row.number, row.school, row.subject, row.answer, row.author, row.changed_at)
        for row in rows
    }
    return tuple(found[number] for number in numbers if number in found)


class _Asked(NamedTuple):
    """What was asked in the newest solved requests of a trust: which ones, as the database names them, and the texts.

    The text of a confidential one is empty. One that became so later is left out where its answer is read.
    """

    newest: str
    earlier: Earlier


class _Known:
    """What was asked in the trusts that were looked through last. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, _Asked] = OrderedDict()

    def of(self, trust: str) -> _Asked:
        """What is known of a trust."""
        with self._lock:
            return self._asked.get(trust) or _Asked("", Earlier({}))

    def keep(self, trust: str, asked: _Asked) -> None:
        """Remember this alone of the trust."""
        with self._lock:
            self._asked[trust] = asked
            self._asked.move_to_end(trust)
            if len(self._asked) > _MOST_TRUSTS:
                self._asked.popitem(last=False)


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def _solved(unit: Unit, *, trust: str) -> Earlier:
    """What was asked in the newest solved requests, as `closest` takes it; only what was not seen before is read."""
    known = _known.setdefault(unit.connection.engine, _Known())
    newest: str = unit.rows(_NEWEST, {"trust": trust}).scalar() or ""
    before = known.of(trust)
    if newest == before.newest:
        return before.earlier
    numbers = [int(number) for number in newest.split(",")] if newest else []
    texts = before.earlier.texts
    unread = [number for number in numbers if number not in texts]
    if unread:
        rows = unit.rows(_ASKED, {"trust": trust, "numbers": unread})
        texts = texts | {row.number: searchable("" if row.sensitive else f"{row.subject} {row.asked}") for row in rows}
    earlier = Earlier({number: texts[number] for number in numbers if number in texts})
    known.keep(trust, _Asked(newest, earlier))
    return earlier
