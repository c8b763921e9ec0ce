"""Solved requests that are about the same as a question, with what was answered: for technicians' notifications.

Bounded: the 400 of the trust that were solved last are looked through, three are read. Confidential ones never are.
"""

import threading
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, and_, bindparam, func, select, text

from mailbot.core.kb.alike import LONGEST_TEXT, MOST_TEXTS, Earlier, closest, searchable
from mailbot.core.model.request import SolvedRequest
from mailbot.store.engine import Unit
from mailbot.store.tables import ENTRY, REQUEST

LONGEST_ANSWER = 400
_LEAST_ANSWER = 40
_MOST_TRUSTS = 20  # some 500 KB each
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# another process may write a solution a while after the moment that it bears
_STILL_COMMITTING = timedelta(minutes=2)

_TRUST = bindparam("trust", type_=String())
# the words of the index `ix_request_solved`, so that it is used
_SOLVED = text("state IN ('solved', 'closed') AND ticket_at IS NOT NULL")
_LATELY = (
    select(
        REQUEST.c.number,
        REQUEST.c.subject,
        REQUEST.c.sensitive,
        REQUEST.c.solved_at,
        func.substr(ENTRY.c.text, 1, LONGEST_TEXT).label("asked"),
    )
    .join(ENTRY, and_(ENTRY.c.request == REQUEST.c.number, ENTRY.c.number == 1))
    .where(REQUEST.c.trust == _TRUST, _SOLVED, REQUEST.c.solved_at > bindparam("since"))
    .order_by(REQUEST.c.solved_at.desc())
).limit(MOST_TEXTS)
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
        _SOLVED,
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
    """What was asked in the newest solved requests of a trust, of those that were solved until a moment.

    The text of a confidential one is empty. One that became so later, or open again, is left out where its answer is
    read.
    """

    until: datetime
    earlier: Earlier


class _Known:
    """What was asked in the trusts that were looked through last. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, _Asked] = OrderedDict()

    def of(self, trust: str) -> _Asked:
        """What is known of a trust."""
        with self._lock:
            return self._asked.get(trust) or _Asked(_LONG_AGO, Earlier({}))

    def keep(self, trust: str, asked: _Asked) -> None:
        """Remember this alone of the trust."""
        with self._lock:
            self._asked[trust] = asked
            self._asked.move_to_end(trust)
            if len(self._asked) > _MOST_TRUSTS:
                self._asked.popitem(last=False)


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def _solved(unit: Unit, *, trust: str) -> Earlier:
    """What was asked in the newest solved requests, as `closest` takes it; only what was solved lately is read."""
    known = _known.setdefault(unit.connection.engine, _Known())
    before = known.of(trust)
    rows = unit.rows(_LATELY, {"trust": trust, "since": before.until - _STILL_COMMITTING}).all()
    newer = {
        row.number: searchable("" if row.sensitive else f"{row.subject} {row.asked}")
        for row in rows
        if row.number not in before.earlier.texts
    }
    if not newer:
        return before.earlier
    asked = _Asked(max(before.until, rows[0].solved_at), before.earlier.with_newer(newer))
    known.keep(trust, asked)
    return asked.earlier
