"""Directives that only read: one ticket, a numbered list of tickets, articles and requests in which words stand."""

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from mailbot.core.decide.team.grammar.family.owning import technician_named
from mailbot.core.decide.team.grammar.orders import Answer, Context, Listing, Orders, Reading
from mailbot.core.identify.asked import number_in, words_in
from mailbot.core.model.policy import School

_LIKE = 75
_AHEAD = 6
_LINES = {"line 1": "1", "line 2": "2", "line 3": "3", "1": "1", "2": "2", "3": "3"}
_PLAIN: Mapping[str, Listing] = {
    "": Listing("mine"),
    "mine": Listing("mine"),
    "my": Listing("mine"),
    "me": Listing("mine"),
    "open": Listing("state", "open"),
    "all": Listing("all"),
    "everything": Listing("all"),
    "pending": Listing("state", "pending"),
    "waiting": Listing("state", "pending"),
    "on hold": Listing("state", "on_hold"),
    "hold": Listing("state", "on_hold"),
    "nobody": Listing("nobody"),
    "unassigned": Listing("nobody"),
    "school": Listing("schools"),
    "schools": Listing("schools"),
    "my school": Listing("schools"),
    "my schools": Listing("schools"),
}


def show(orders: Orders, argument: str, context: Context) -> Answer:
    """The ticket that is named, or the one that the mail is about."""
    number = number_in(argument) if argument else context.request.number
    if number is None or not number:
        return "Say which: #show 1042."
    return _read(orders, Reading("show", number=number))


def list_(orders: Orders, argument: str, context: Context) -> Answer:
    """Whose tickets: the writer's own, those of a line, a school or a colleague, or all in a state."""
    wanted = " ".join(argument.casefold().strip(" .,!").split())
    plain = _PLAIN.get(wanted)
    if plain is not None:
        return _read(orders, Reading("list", listing=plain))
    if wanted in _LINES:
        return _read(orders, Reading("list", listing=Listing("line", _LINES[wanted])))
    school = school_named(wanted, schools=context.schools)
    if isinstance(school, School):
        return _read(orders, Reading("list", listing=Listing("school", school.id)))
    somebody = technician_named(wanted, technicians=context.technicians)
    if not isinstance(somebody, str):
        return _read(orders, Reading("list", listing=Listing("technician", somebody.id)))
    unclear = next((one for one in (school, somebody) if one.startswith("That could be")), "")
    return unclear or f"There is no list of {argument.strip()}: it is mine, open, pending, line 1, a school or a name."


def find(orders: Orders, argument: str, _: Context) -> Answer:
    """Articles of either audience, and requests, with these words."""
    words = words_in(argument)
    if not words:
        return "Say what to look for, in words of two letters or more."
    return _read(orders, Reading("find", words=words))


def school_named(wanted: str, *, schools: Mapping[str, School]) -> School | str:
    """Give the one school that is meant by an id or a part of its name, typing errors forgiven; else why not."""
    names = {id_: school.name.casefold() for id_, school in schools.items()}
    exact = next((id_ for id_, name in names.items() if wanted in (id_.casefold(), name)), None)
    if exact is not None:
        return schools[exact]
    scored = process.extract(wanted, names, scorer=fuzz.partial_ratio, score_cutoff=_LIKE, limit=4)
    near = [(score + fuzz.ratio(wanted, name) / 10, id_) for name, score, id_ in scored if len(wanted) >= 3]
    near.sort(key=lambda one: (-one[0], one[1]))
    if not near:
        return f"There is no school {wanted}."
    if len(near) > 1 and near[0][0] - near[1][0] < _AHEAD:
        return "That could be " + " or ".join(schools[id_].name for _, id_ in near[:3]) + "."
    return schools[near[0][1]]


def _read(orders: Orders, reading: Reading) -> Answer:
    if orders.reading is not None and orders.reading != reading:
        return "One mail asks for one thing to read."
    return replace(orders, reading=reading)
