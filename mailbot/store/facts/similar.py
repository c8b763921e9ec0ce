"""Solved requests that are about the same as a question, with what was answered: for technicians' notifications.

Bounded: the newest 400 solved ones of the trust are looked through, three are read. Confidential ones never are.
"""

from sqlalchemy import String, and_, bindparam, func, select, text

from mailbot.core.kb.alike import LONGEST_TEXT, MOST_TEXTS, closest
from mailbot.core.model.request import SolvedRequest
from mailbot.store.engine import Unit
from mailbot.store.tables import ENTRY, REQUEST

LONGEST_ANSWER = 400
_LEAST_ANSWER = 40

_TRUST = bindparam("trust", type_=String())
# the words of the index `ix_request_solved`, so that it is used
SOLVED = "state IN ('solved', 'closed') AND ticket_at IS NOT NULL"
_NEWEST = (
    select(REQUEST.c.number, REQUEST.c.subject)
    .where(REQUEST.c.trust == _TRUST, REQUEST.c.sensitive.is_(False), text(SOLVED))
    .order_by(REQUEST.c.number.desc())
    .limit(MOST_TEXTS)
    .subquery("newest")
)
_SOLVED = (
    select(_NEWEST.c.number, _NEWEST.c.subject, func.substr(ENTRY.c.text, 1, LONGEST_TEXT).label("asked"))
    .join(ENTRY, and_(ENTRY.c.request == _NEWEST.c.number, ENTRY.c.number == 1))
    .order_by(_NEWEST.c.number.desc())
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
        ENTRY.c.kind == "answer",
        func.length(ENTRY.c.text) >= _LEAST_ANSWER,
    )
    .order_by(REQUEST.c.number, ENTRY.c.number)
)


def solved_like(unit: Unit, *, trust: str, question: str) -> tuple[SolvedRequest, ...]:
    """At most three solved requests about what the question says, the nearest first, each with its last real answer."""
    solved = unit.rows(_SOLVED, {"trust": trust})
    texts = {row.number: f"{row.subject} {row.asked}" for row in solved}
    numbers = closest(question, texts=texts)
    if not numbers:
        return ()
    rows = unit.rows(_ANSWERS, {"trust": trust, "numbers": list(numbers)})
    found = {
        row.number: SolvedRequest(row.number, row.school, row.subject, row.answer, row.author, row.changed_at)
        for row in rows
    }
    return tuple(found[number] for number in numbers if number in found)
