"""Aims the waiting reminders again at the start, when a calendar, a target or the percents may have been edited.

Only what comes earlier now is moved: what comes later is found to be early by the reminder itself and waits on.
"""

from collections.abc import Mapping
from datetime import datetime

from mailbot.core.model.policy import Policy
from mailbot.core.sla.reminders import TARGET_OF, moment_of, step_of
from mailbot.store import timers
from mailbot.store.engine import Database
from mailbot.store.rows import requests_of


def aim(database: Database, policies: Mapping[str, Policy], *, now: datetime) -> int:
    """Bring forward each reminder that is due earlier by the policy of today; gives how many.

    What only waits for its reader to be at work is left to wait. Raises DatabaseUnavailable.
    """
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
