"""Carries out `#away` and `#back`: on any thread, and without one. What follows is told by the timers they wake."""

from dataclasses import replace

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.team.confirm import hold
from mailbot.core.decide.team.grammar.orders import Absence, Context, Orders, Speakers
from mailbot.core.decide.team.grammar.script import Script
from mailbot.core.decide.team.grammar.table import orders_from
from mailbot.core.decide.team.reading import no_request
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_people import AddLeave, EndLeave
from mailbot.core.model.mails.technician import DoneMail, RefusedMail
from mailbot.core.model.people import Leave, TrustLevel
from mailbot.core.model.policy import CENTRAL, Technician

NAMES = frozenset({"away", "back"})


def speakers(desk: Desk) -> Speakers:
    """Give who may say of others that they are away, with all leave that is known."""
    policy = desk.policy
    ids = frozenset({*policy.line_leads.values(), policy.manager} - {""})
    return Speakers(ids, policy.zone, (*policy.leave, *desk.snapshot.leave))


def only_absences(script: Script) -> bool:
    """Tell whether all that a mail's directives say is who is there and who is not."""
    return bool(script.directives) and all(one.name in NAMES for one in script.directives)


def alone(case: Case, technician: Technician, script: Script) -> Plan:
    """Such a mail without a ticket: done with the writer's own token, else they are asked whether it was them."""
    desk = case.desk
    context = Context(technician, no_request(desk), desk.policy.technicians, now=desk.now, speakers=speakers(desk))
    orders = orders_from(replace(script, text=""), context=context)
    if not isinstance(orders, Orders):
        content = RefusedMail(technician.name, None, orders, case.message.new_text)
        reasons = tuple(f"refused: {fault.line}: {fault.reason}" for fault in orders)
        return Plan("directive_refused", (_to(case, technician, content),), reasons)
    if case.level < TrustLevel.T3:
        return hold(case, None, technician, replace(script, text=""))
    return done(case, technician, orders)


def done(case: Case, technician: Technician, orders: Orders) -> Plan:
    """Give what a mail that says nothing else does."""
    lines = tuple(_said(one) for one in orders.absences)
    return Plan("directive_done", effects_of(case, technician, orders), lines)


def effects_of(case: Case, technician: Technician, orders: Orders) -> tuple[Effect, ...]:
    """Give what the mail's `#away` and `#back` do, beside all else that it does."""
    effects: list[Effect] = []
    for absence in orders.absences:
        if absence.back:
            effects.append(EndLeave(absence.technician.id, case.desk.now))
            if absence.technician.id != technician.id:
                line = f"{absence.technician.name} is back: what is not settled is theirs again, and they are told."
                effects.append(_to(case, technician, DoneMail(technician.name, None, (line,))))
            continue
        leave = Leave(absence.technician.id, absence.start, absence.end, source="away")
        effects.append(AddLeave(leave, told=(technician.id,)))
    return tuple(effects)


def _said(absence: Absence) -> str:
    if absence.back:
        return f"#back: {absence.technician.name} is there again"
    until = f"until {absence.end:%Y-%m-%d %H:%M} UTC" if absence.end is not None else "until told"
    return f"#away: {absence.technician.name} is away from {absence.start:%Y-%m-%d %H:%M} UTC {until}"


def _to(case: Case, technician: Technician, content: DoneMail | RefusedMail) -> SendMail:
    recipient = recipient_of(technician, desk=case.desk)
    return SendMail(to=recipient, content=content, school=CENTRAL, subject=case.message.subject)
