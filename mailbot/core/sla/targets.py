"""When a ticket's targets are due, by priority and service level, in its school's calendar."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from mailbot.core.model.policy import Level, Policy, School
from mailbot.core.sla.hours import add_working


def first_response_due(start: datetime, *, policy: Policy, school: School, priority: str) -> datetime | None:
    """Give when (UTC) somebody should have answered a ticket that opened at `start`; None without a target."""
    level = policy.levels.get(school.level)
    return _due(start, minutes=level.first_response if level else {}, policy=policy, school=school, priority=priority)


def resolution_due(start: datetime, *, policy: Policy, school: School, priority: str) -> datetime | None:
    """Give when (UTC) a ticket that opened at `start` should be solved; None without a target."""
    level: Level | None = policy.levels.get(school.level)
    return _due(start, minutes=level.resolution if level else {}, policy=policy, school=school, priority=priority)


def _due(
    start: datetime, *, minutes: Mapping[str, int], policy: Policy, school: School, priority: str
) -> datetime | None:
    if priority not in minutes:
        return None
    known = policy.priorities.get(priority)
    if known is not None and known.clock == "always":
        return start.astimezone(UTC) + timedelta(minutes=minutes[priority])
    return add_working(start, minutes=minutes[priority], calendar=school.calendar)
