"""Sensitive requests: who may be told of them. They get no article, become none, and are no broad news."""

from mailbot.core.decide.case import Desk
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request


def told_of(request: Request, *, desk: Desk) -> tuple[Technician, ...]:
    """Give all technicians who are named for sensitive requests, in the order of their ids."""
    named = (technician for technician in desk.policy.technicians.values() if technician.sensitive)
    return tuple(sorted(named, key=lambda technician: technician.id)) if request.sensitive else ()


def may_see(technician: Technician, *, request: Request) -> bool:
    """Tell whether this technician may own the request or be told of it."""
    return technician.sensitive or not request.sensitive
