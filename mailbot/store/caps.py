"""How much automatic mail a trust's schools have had lately: weighed by decisions, fenced by nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, func, select

from mailbot.store.engine import Unit
from mailbot.store.tables import OUTBOX

HOUR = timedelta(hours=1)
QUIET = 49  # so few mails of a whole trust are above no cap: a cap is 50 at least

_LATELY = (
    OUTBOX.c.trust == bindparam("trust", type_=String()),
    OUTBOX.c.created_at > bindparam("since", type_=OUTBOX.c.created_at.type),
)
_ANY_MORE = select(OUTBOX.c.id).where(*_LATELY).limit(1).offset(QUIET)
_BY_SCHOOL = (
    select(OUTBOX.c.school, func.count().label("mails"))
    # a technician's own words are no automatic mail
    .where(*_LATELY, OUTBOX.c.kind.like("requester/%"), OUTBOX.c.kind != "requester/reply")
    .group_by(OUTBOX.c.school)
)


def school_mails(unit: Unit, *, trust: str, now: datetime) -> Mapping[str, int]:
    """Automatic mails to each school's requesters within the hour before `now` (UTC); {} in a quiet hour."""
    given = {"trust": trust, "since": now - HOUR}
    if unit.connection.execute(_ANY_MORE, given).first() is None:
        return {}
    return {row.school: row.mails for row in unit.connection.execute(_BY_SCHOOL, given)}
