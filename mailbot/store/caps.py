"""How much automatic mail a trust's schools have had lately: weighed by decisions, fenced by nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, func, select, text

from mailbot.store.engine import Unit
from mailbot.store.tables import OUTBOX

HOUR = timedelta(hours=1)
# the words of the index `ix_outbox_automatic`, which has all that is asked; a technician's own words are none of it
AUTOMATIC = "substr(kind, 1, 10) = 'requester/' AND kind <> 'requester/reply'"

_BY_SCHOOL = (
    select(OUTBOX.c.school, func.count().label("mails"))
    .where(
        OUTBOX.c.trust == bindparam("trust", type_=String()),
        OUTBOX.c.created_at > bindparam("since", type_=OUTBOX.c.created_at.type),
        text(AUTOMATIC),
    )
    .group_by(OUTBOX.c.school)
)


def is_automatic(kind: str) -> bool:
    """Whether a mail of this kind is one of those: the same as `AUTOMATIC`."""
    return kind.startswith("requester/") and kind != "requester/reply"


def school_mails(unit: Unit, *, trust: str, now: datetime) -> Mapping[str, int]:
    """Automatic mails to each school's requesters within the hour before `now` (UTC)."""
    given = {"trust": trust, "since": now - HOUR}
    return {row.school: row.mails for row in unit.rows(_BY_SCHOOL, given)}
