"""Directives that say whose a ticket is, and how a technician is named."""

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders
from mailbot.core.model.policy import Technician

_NAME_LIKE = 80
_NAME_PERHAPS = 60
_NAME_AHEAD = 8


def take(orders: Orders, _argument: str, context: Context) -> Answer:
    return _give(orders, context.writer, context)


def assign(orders: Orders, argument: str, context: Context) -> Answer:
    found = technician_named(argument, technicians=context.technicians)
    return found if isinstance(found, str) else _give(orders, found, context)


def _give(orders: Orders, technician: Technician, context: Context) -> Answer:
    if orders.line is not None:
        return f"The ticket cannot be both {technician.name}'s and anybody's of line {orders.line}."
    if orders.assign is not None and orders.assign.id != technician.id:
        return f"The ticket cannot be both {orders.assign.name}'s and {technician.name}'s."
    if not may_see(technician, request=context.request):
        return f"{technician.name} is not among those who may see confidential requests."
    return replace(orders, assign=technician)


def technician_named(name: str, *, technicians: Mapping[str, Technician]) -> Technician | str:
    """Give the one technician who is meant by an id, a first name or a name, typing errors forgiven; else why not."""
    wanted = name.strip(" .,!").casefold()
    names = {(one.id, called): 0 for one in technicians.values() for called in _called(one)}
    exact = {id_ for id_, called in names if called == wanted}
    if len(exact) == 1:
        return technicians[exact.pop()]
    choices = {pair: pair[1] for pair in names}
    best: dict[str, float] = {}
    for _, score, (id_, _called_so) in process.extract(wanted, choices, scorer=fuzz.ratio, score_cutoff=_NAME_LIKE):
        best[id_] = max(best.get(id_, 0.0), score)
    ranked = sorted(best, key=lambda id_: (-best[id_], id_))
    if not ranked:
        return f"Nobody of the team is called {name.strip()}{_perhaps(wanted, choices, technicians=technicians)}."
    if len(exact) > 1 or (len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < _NAME_AHEAD):
        return "That could be " + " or ".join(technicians[id_].name for id_ in ranked[:3]) + "."
    return technicians[ranked[0]]


def _perhaps(wanted: str, choices: Mapping[tuple[str, str], str], *, technicians: Mapping[str, Technician]) -> str:
    """Whom a name may stand for that is too far from all to be obeyed."""
    found = process.extractOne(wanted, choices, scorer=fuzz.ratio, score_cutoff=_NAME_PERHAPS)
    return f"; the nearest is {technicians[found[2][0]].name}" if found else ""


def _called(technician: Technician) -> tuple[str, ...]:
    words = technician.name.casefold().split()
    return (technician.id.casefold(), technician.name.casefold(), technician.address.lower(), *words)
