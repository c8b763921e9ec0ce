"""Solved requests that are about the same as a question, with what was answered: for technicians' notifications.

Bounded: the newest 400 solved ones of the trust are looked through, three are read. Confidential ones never are.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, and_, bindparam, func, select, text

from mailbot.core.kb.alike import LONGEST_TEXT, MOST_TEXTS, closest
from mailbot.core.model.request import SolvedRequest
from mailbot.store.engine import Unit
from mailbot.store.tables import ENTRY, REQUEST

LONGEST_ANSWER = 400
_LEAST_ANSWER = 40
_MOST_TRUSTS = 20  # some 200 KB each

_TRUST = bindparam("trust", type_=String())
# the words of the index `ix_request_solved`, so that it is used
SOLVED = "state IN ('solved', 'closed') AND ticket_at IS NOT NULL"
_NEWEST = (
    select(REQUEST.c.number).where(REQUEST.c.trust == _TRUST, text(SOLVED)).order_by(REQUEST.c.number.desc())
).limit(MOST_TEXTS)
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
    numbers = closest(question, texts=_solved_texts(unit, trust=trust))
    if not numbers:
        return ()
    rows = unit.rows(_ANSWERS, {"trust": trust, "numbers": list(numbers)})
    found = {
        row.number: SolvedRequest(row.number, row.school, row.subject, row.answer, row.author, row.changed_at)
        for row in rows
    }
    return tuple(found[number] for number in numbers if number in found)


class _Known:
    """What was asked in the newest solved requests, of the trusts that were looked through last. Safe between threads.

    A text that is confidential is kept as None. One that became so later is left out where its answer is read.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: OrderedDict[str, Mapping[int, str | None]] = OrderedDict()

    def of(self, trust: str) -> Mapping[int, str | None]:
        """The texts of a trust, by request."""
        with self._lock:
            return self._texts.get(trust, {})

    def keep(self, trust: str, texts: Mapping[int, str | None]) -> None:
        """Remember these texts alone of the trust."""
        with self._lock:
            self._texts[trust] = texts
            self._texts.move_to_end(trust)
            if len(self._texts) > _MOST_TRUSTS:
                self._texts.popitem(last=False)


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def _solved_texts(unit: Unit, *, trust: str) -> Mapping[int, str]:
    """What was asked in the newest solved requests, newest first; only those are read that were not seen before."""
    known = _known.setdefault(unit.connection.engine, _Known())
    numbers = unit.rows(_NEWEST, {"trust": trust}).scalars()
    texts = known.of(trust)
    unread = [number for number in numbers if number not in texts]
    if unread:
        rows = unit.rows(_ASKED, {"trust": trust, "numbers": unread})
        read = {row.number: None if row.sensitive else f"{row.subject} {row.asked}" for row in rows}
        texts = {number: read[number] if number in read else texts.get(number) for number in numbers}
        known.keep(trust, texts)
    return {number: asked for number in numbers if (asked := texts.get(number)) is not None}
