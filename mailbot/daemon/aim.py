"""Aims the waiting reminders again at the start, when a calendar, a target or the percents may have been edited.

Only what comes earlier now is moved: what comes later is found to be early by the reminder itself and waits on.
"""

from collections.abc import Mapping
from datetime import datetime

from mailbot.core.decide.care.week import first_weeks
from mailbot.core.model.policy import Policy
from mailbot.core.sla.reminders import TARGET_OF, moment_of, step_of
from mailbot.store.acts import absence
from mailbot.store.engine import Database
from mailbot.store.facts import duty
from mailbot.store.facts.rows import requests_of
from mailbot.store.flow import timers


def aim(database: Database, policies: Mapping[str, Policy], *, now: datetime) -> int:
    """Bring forward each reminder that is due earlier by the policy of today; gives how many.

    What only waits for its reader to be at work is left to wait. Leave in the rules may have been edited as well: its
    moments are waited for, and who is away or back by it is looked at. Leads of lines wait for the week's mail about
    articles. Raises DatabaseUnavailable.
    """
    for trust, policy in policies.items():
        with database.write() as unit:
            absence.at_start(unit, trust=trust, leave=policy.leave, now=now)
            for week in first_weeks(policy, now=now, leave=duty.leave_of(unit, trust=trust, now=now)):
                absence.wake(unit, week, trust=trust)
            unit.commit()
    return sum(_aim(database, trust, policy, now=now) for trust, policy in policies.items())


def _aim(database: Database, trust: str, policy: Policy, *, now: datetime) -> int:
    moved, after = 0, 0
    while True:
        with database.write() as unit:
            waiting = timers.waiting_of(unit, trust=trust, kinds=tuple(TARGET_OF), after=after)
            requests = requests_of(unit, trust=trust, numbers=sorted({timer.request for timer in waiting}))
            for timer in waiting:
                request = requests.get(timer.request)
                if request is None:
                    continue
                due = moment_of(step_of(timer.step), request=request, kind=TARGET_OF[timer.kind], policy=policy)
                if due is not None and now < due < timer.due_at:
                    timers.bring_forward(unit, timer, due_at=due)
                    moved += 1
            unit.commit()
        if not waiting:
            return moved
        after = waiting[-1].id
