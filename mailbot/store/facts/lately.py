"""The mails of the last hour, counted as they come: counted anew for each mail, they take longer the more there are.

On SQLite alone, where rows are numbered in the order of their commits; elsewhere, and for a clock that was put back,
the database counts. What is counted is weighed by decisions and fenced by nothing.
"""

import threading
from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, bindparam, func, select, text

from mailbot.store.caps import HOUR, is_automatic, school_mails
from mailbot.store.engine import Unit
from mailbot.store.flow.notifications import NOTIFICATIONS, told_lately
from mailbot.store.tables import OUTBOX
from mailbot.store.tables.base import AnyRow

# workers begin at different moments, and the end of an hour need not be exact
_SLACK = timedelta(minutes=1)
# a trust that was silent for so long is read anew: else all that others wrote meanwhile would be gone through
_SILENT = timedelta(minutes=10)
_MOST = 50_000
# so many mails more than that since the last look are no hour's work: the hour is read anew, by its index
_MOST_AT_ONCE = 1_000

_MAIL = select(OUTBOX.c.id, OUTBOX.c.school, OUTBOX.c.recipient, OUTBOX.c.kind, OUTBOX.c.created_at)
_OF_THE_HOUR = (
    _MAIL.where(
        OUTBOX.c.trust == bindparam("trust", type_=String()),
        OUTBOX.c.created_at > bindparam("since", type_=OUTBOX.c.created_at.type),
    )
    .order_by(OUTBOX.c.created_at.desc())
    .limit(_MOST)
)
_LAST = select(func.max(OUTBOX.c.id))
# the sign keeps SQLite from the index of the trust's mails: only those after a number are to be looked at
_AFTER = (
    _MAIL.where(OUTBOX.c.id > bindparam("last"), text("+outbox.trust = :trust"))
    .order_by(OUTBOX.c.id)
    .limit(_MOST_AT_ONCE + 1)
)


def mailed_lately(unit: Unit, *, trust: str, now: datetime) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Automatic mails to each school's requesters, and notifications to each address: in the hour before `now` (UTC).

    Mails of another worker that were committed since the unit began may be among them.
    """
    if unit.sqlite:
        hours = _HOURS.setdefault(unit.connection.engine, _Hours())
        counted = hours.counted(unit, trust=trust, now=now)
        if counted is not None:
            return counted
    return school_mails(unit, trust=trust, now=now), told_lately(unit, trust=trust, now=now)


class _Hour:
    """The last hour of one trust, as far as it has been read: up to the mail with the number `last`, and `now`."""

    def __init__(self, *, last: int, now: datetime) -> None:
        self.last, self.now = last, now
        self._mails: deque[tuple[datetime, str, str]] = deque(maxlen=_MOST)
        self._schools: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def add(self, row: AnyRow) -> None:
        self.last = max(self.last, row.id)
        school = row.school if is_automatic(row.kind) else ""
        told = row.recipient if row.kind in NOTIFICATIONS else ""
        if (not school and not told) or row.created_at <= self.now - HOUR:
            return
        if len(self._mails) == _MOST:
            self._forget_oldest()
        self._mails.append((row.created_at, school, told))
        self._schools[school] += 1
        self._told[told] += 1

    def counted(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        while self._mails and self._mails[0][0] <= self.now - HOUR:
            self._forget_oldest()
        return _positive(self._schools), _positive(self._told)

    def _forget_oldest(self) -> None:
        _, school, told = self._mails.popleft()
        self._schools[school] -= 1
        self._told[told] -= 1


def _positive(counter: Counter[str]) -> Mapping[str, int]:
    return {key: count for key, count in counter.items() if key and count}


class _Hours:
    """Those of the trusts in one database. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, _Hour] = {}

    def counted(self, unit: Unit, *, trust: str, now: datetime) -> tuple[Mapping[str, int], Mapping[str, int]] | None:
        with self._lock:
            hour = self._of.get(trust)
            if hour is not None and now < hour.now - _SLACK:
                return None
            new = unit.rows(_AFTER, {"last": hour.last, "trust": trust}).all() if hour is not None else ()
            if hour is None or now > hour.now + _SILENT or len(new) > _MOST_AT_ONCE:
                self._of[trust] = hour = _read(unit, trust=trust, now=now)
                return hour.counted()
            hour.now = max(hour.now, now)
            for row in new:
                hour.add(row)
            return hour.counted()


_HOURS: WeakKeyDictionary[Engine, _Hours] = WeakKeyDictionary()


def _read(unit: Unit, *, trust: str, now: datetime) -> _Hour:
    hour = _Hour(last=unit.rows(_LAST).scalar() or 0, now=now)
    for row in reversed(unit.rows(_OF_THE_HOUR, {"trust": trust, "since": now - HOUR}).all()):
        hour.add(row)
    return hour
