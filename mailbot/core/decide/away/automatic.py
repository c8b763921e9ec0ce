"""A technician's own out-of-office answer to a mail of ours: with that mail's token it marks them away.

Without the token, or not proven, it changes nothing; and like any automatic mail it is never answered.
"""

from datetime import datetime, time, timedelta

from mailbot.core.decide.away.answer import away_until, says_absent
from mailbot.core.decide.away.told import ANSWERED, UNDATED
from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.telling.entry import entry_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.effects.on_people import AddLeave
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.people import Leave, TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.sla.duty import leave_of


def is_own_absence(case: Case) -> bool:
    """Tell whether it is a technician's out-of-office answer that brings the token of a mail to them."""
    by_them = case.technician is not None and case.level == TrustLevel.T3
    return by_them and says_absent(case.message)


def own_absence(case: Case) -> Plan:
    """Noted or filed as any automatic mail, and they are away until the day it names, else until tonight."""
    technician = case.technician
    if technician is None:
        raise AssertionError("only a technician's own answer comes here")
    plan = Plan("auto_reply", (_kept(case),), case.message.automatic)
    end = away_until(case.message, now=case.desk.now, zone=case.desk.policy.zone)
    until = end or _tonight(case.desk)
    known = leave_of(technician, at=case.desk.now, leave=(*case.desk.policy.leave, *case.desk.snapshot.leave))
    if known is not None and (known.end is None or known.end >= until):
        return plan.because_last(f"{technician.name} is known to be away till then")
    reason = ANSWERED if end is not None else UNDATED
    leave = Leave(technician.id, case.desk.now, until, source="auto_reply", reason=reason)
    away: tuple[Effect, ...] = (AddLeave(leave, told=_lead_of(technician, desk=case.desk)),)
    why = f"{technician.name} is away until {until:%Y-%m-%d %H:%M} UTC: {reason}, and their lead is told"
    return plan.then(*away).because_last(why)


def _kept(case: Case) -> AddEntry | File:
    """On a thread a note for the team; else filed."""
    if case.request is None:
        return File("auto_reply")
    author = f"{case.author} (automatic reply)"
    return entry_of(case, request=case.request.number, kind="note", author=author, internal=True)


def _lead_of(technician: Technician, *, desk: Desk) -> tuple[str, ...]:
    """The lead of their line, or of who leads it themselves the manager; nobody where that is them as well."""
    policy = desk.policy
    wanted = (policy.line_leads.get(technician.line, ""), policy.manager)
    return tuple(one for one in wanted if one in policy.technicians and one != technician.id)[:1]


def _tonight(desk: Desk) -> datetime:
    day = desk.now.astimezone(desk.policy.zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=desk.policy.zone).astimezone(desk.now.tzinfo)
