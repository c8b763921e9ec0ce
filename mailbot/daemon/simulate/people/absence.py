"""When technicians are not there: leave planned for the year, illness that comes by itself, lunch, and the night.

What is written here is written into the desk as the team does it, with the words of `mailbot leave add`. Whoever looks
at what they do (the checker) has a diary of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Policy, Technician
from mailbot.core.sla.duty import next_at_work, works_on
from mailbot.core.sla.hours import in_term

_DAY = timedelta(days=1)
_ILL_PER_DAY = 0.012


class Diary:
    """Who is away when, and when somebody is at work next, lunch included."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._away: dict[str, list[Leave]] = {one: [] for one in policy.technicians}

    def add(self, leave: Leave) -> None:
        """They are away then, whether or not the desk knows."""
        self._away.setdefault(leave.technician, []).append(leave)

    def next_at_work(self, technician: Technician, moment: datetime) -> datetime | None:
        """The first moment from then on at which they work and do not eat; None where two months bring none."""
        at = next_at_work(technician, at=moment, policy=self._policy, leave=self._away[technician.id])
        if at is None:
            return None
        local = at.astimezone(self._policy.zone)
        starts, ends = lunch(technician)
        if starts <= local.time() < ends:
            after = datetime.combine(local.date(), ends, tzinfo=self._policy.zone)
            return next_at_work(technician, at=after, policy=self._policy, leave=self._away[technician.id])
        return at


def planned_leave(policy: Policy, *, days: Sequence[date], dice: Random) -> tuple[Leave, ...]:
    """Give the leave that everybody has asked for: some weeks of the holidays, some days of term."""
    found: list[Leave] = []
    calendar = policy.schools[CENTRAL].calendar
    mondays = [day for day in days if day.weekday() == 0]
    holidays = [day for day in mondays if not in_term(day, calendar=calendar)]
    for _, one in sorted(policy.technicians.items()):
        weeks = [] if one.term_time_only else dice.sample(holidays, k=min(3, len(holidays)))
        found += [leave_of_days(one.id, first=day, last=day + 4 * _DAY, policy=policy) for day in sorted(weeks)]
        ordinary = [day for day in days if in_term(day, calendar=calendar) and day.weekday() < 5]
        single = dice.sample(ordinary, k=min(len(ordinary) // 45, len(ordinary)))
        found += [leave_of_days(one.id, first=day, last=day, policy=policy) for day in sorted(single)]
    return tuple(found)


def illness(policy: Policy, *, days: Iterable[date], dice: Random) -> tuple[Leave, ...]:
    """Give when who falls ill, for one to four days, each beginning on a day on which they would work."""
    found: list[Leave] = []
    school = policy.schools[CENTRAL]
    back: dict[str, date] = {}
    for day in days:
        for _, one in sorted(policy.technicians.items()):
            drawn, length = dice.random(), dice.choice((1, 1, 2, 2, 3, 4))
            if drawn < _ILL_PER_DAY and works_on(one, day=day, school=school) and back.get(one.id, day) <= day:
                last = day + (length - 1) * _DAY
                back[one.id] = last + _DAY
                found.append(leave_of_days(one.id, first=day, last=last, policy=policy, reason="ill"))
    return tuple(found)


def leave_of_days(technician: str, *, first: date, last: date, policy: Policy, reason: str = "") -> Leave:
    """Give leave from the first day to the last, both included, as days of the trust's zone."""
    start = datetime.combine(first, time(), tzinfo=policy.zone)
    end = datetime.combine(last + _DAY, time(), tzinfo=policy.zone)
    return Leave(technician, start, end, source="command", reason=reason)


def lunch(technician: Technician) -> tuple[time, time]:
    """Give when they eat: half an hour between twelve and half past one, by a plain rule so that not all go at once."""
    start = 12 * 60 + sum(technician.id.encode()) % 3 * 30
    return time(start // 60, start % 60), time((start + 30) // 60, (start + 30) % 60)
