"""Directives about who is there: `#away [NAME] until Monday`, `#back [NAME]`. Only leads say it of somebody else."""

import re
from dataclasses import replace

from mailbot.core.decide.team.grammar.family.owning import technician_named
from mailbot.core.decide.team.grammar.orders import Absence, Answer, Context, Orders
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Technician
from mailbot.core.sla.duty import leave_of
from mailbot.core.sla.span import span_in

# Where the time begins; what stands before it is a name.
_TIME = re.compile(
    r"(?:^|\s)(?:until|till?|from|for|on|to|back|today|tomorrow|tmrw|tomoz|this|next|now|all|the|an?|half|in|end"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|\d\S*)(?=\s|$)",
    re.IGNORECASE,
)


def away(orders: Orders, argument: str, context: Context) -> Answer:
    """Somebody is away: the writer, or whom they name."""
    found = _TIME.search(argument)
    name, text = (argument[: found.start()], argument[found.start() :]) if found else (argument, "")
    technician = _whom(name, context)
    if isinstance(technician, str):
        return technician
    span = span_in(text, context.now, context.speakers.zone)
    if isinstance(span, str):
        return span
    start, end = span
    if end is not None and end <= context.now:
        return "That is over."
    return _with(orders, Absence(technician, start, end))


def back(orders: Orders, argument: str, context: Context) -> Answer:
    """Somebody is back: the writer, or whom they name."""
    technician = _whom(argument, context)
    if isinstance(technician, str):
        return technician
    on_it = leave_of(technician, at=context.now, leave=context.speakers.leave)
    who = "You are" if technician.id == context.writer.id else f"{technician.name} is"
    if on_it is None and not any(_is_coming(one, technician, context) for one in context.speakers.leave):
        return f"{who} not away, as far as the desk knows."
    if on_it is not None and on_it.source == "rules":
        return f"{who} away by the trust's own files ([leave]); whoever keeps them ends it there."
    return _with(orders, Absence(technician, context.now, back=True))


def _is_coming(leave: Leave, technician: Technician, context: Context) -> bool:
    """Whether it is leave of theirs that has yet to begin, and that they may take back by a word."""
    return leave.technician == technician.id and leave.source != "rules" and leave.start > context.now


def _whom(name: str, context: Context) -> Technician | str:
    if not name.strip(" .,!") or name.strip(" .,!").casefold() in ("me", "i am", "i'm", "myself"):
        return context.writer
    found = technician_named(name, technicians=context.technicians)
    if isinstance(found, str) or found.id == context.writer.id or context.writer.id in context.speakers.ids:
        return found
    named = (context.technicians[one].name for one in sorted(context.speakers.ids) if one in context.technicians)
    return f"Of somebody else only a line's lead or the manager says it: {', '.join(named)}."


def _with(orders: Orders, absence: Absence) -> Answer:
    if any(one.technician.id == absence.technician.id for one in orders.absences):
        return f"One mail says one thing about {absence.technician.name}."
    return replace(orders, absences=(*orders.absences, absence))
