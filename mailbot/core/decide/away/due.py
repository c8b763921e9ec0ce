"""What follows when a moment of somebody's absence came."""

from typing import assert_never

from mailbot.core.decide.away.back import leave_end
from mailbot.core.decide.away.cover import leave_cover, leave_start
from mailbot.core.decide.away.told import leave_said
from mailbot.core.decide.case import Desk, Plan
from mailbot.core.model.stimulus import LeaveDue


def leave_due(stimulus: LeaveDue, *, desk: Desk) -> Plan:
    """Do what the timer is for, unless it makes no sense any more."""
    match stimulus.kind:
        case "leave_said":
            return leave_said(stimulus, desk=desk)
        case "leave_start":
            return leave_start(stimulus, desk=desk)
        case "leave_cover":
            return leave_cover(stimulus, desk=desk)
        case "leave_end":
            return leave_end(stimulus, desk=desk)
        case _:
            assert_never(stimulus.kind)
