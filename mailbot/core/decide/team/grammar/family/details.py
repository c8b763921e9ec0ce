"""Directives that say what a ticket is: how urgent, due when, whose, at which school, its tags, the time it took."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

from rapidfuzz import fuzz, process

from mailbot.core.decide.team.grammar.family.reading import school_named
from mailbot.core.decide.team.grammar.orders import Answer, Context, Orders
from mailbot.core.model.level import Priority
from mailbot.core.sla.durations import duration_in
from mailbot.core.sla.when import moment_in

END_OF_DAY = time(17)
MOST_TAGS = 20
LONGEST_TAG = 40
LONGEST_TIME = timedelta(hours=24)
_PRIORITY_LIKE = 70
_PRIORITY_AHEAD = 8
_BARE_MINUTES = re.compile(r"\d{1,3}")
_TAG = re.compile(r"[^\W_](?:[\w.+&'-]*[^\W_])?")
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>@]{1,64}@[^\s<>@]{1,190}?)[>.,;]*", re.IGNORECASE)


def priority(orders: Orders, argument: str, context: Context) -> Answer:
    """As urgent as the id or name says, typing errors forgiven."""
    found = priority_named(argument, priorities=context.priorities)
    if isinstance(found, str):
        return found
    if orders.priority not in (None, found.id):
        return "A ticket has one priority."
    return replace(orders, priority=found.id)


def due(orders: Orders, argument: str, context: Context) -> Answer:
    """To be solved by that moment, whatever the service level says; a day alone means its end."""
    found = moment_in(argument, context.now, context.zone, at=END_OF_DAY)
    if isinstance(found, str):
        return found
    if orders.due not in (None, found):
        return "A ticket is due once."
    return replace(orders, due=found)


def spent(orders: Orders, argument: str, _: Context) -> Answer:
    """So much time was spent; a bare number is minutes."""
    written = argument.strip(" .,")
    length = duration_in(f"{written}m" if _BARE_MINUTES.fullmatch(written) else written)
    if isinstance(length, str):
        return length
    if length > LONGEST_TIME:
        return "One mail logs a day at most."
    return replace(orders, minutes=orders.minutes + max(1, round(length / timedelta(minutes=1))))


def tag(orders: Orders, argument: str, context: Context) -> Answer:
    """Words to find it by; one with a minus before it is taken off."""
    words = [word.strip("#,;.").casefold() for word in re.split(r"[\s,;]+", argument) if word.strip("#,;.")]
    tags = orders.tags if orders.tags is not None else context.request.tags
    for word in words:
        name = word.removeprefix("-")
        if len(name) > LONGEST_TAG or not _TAG.fullmatch(name):
            return f"\u201c{name[:LONGEST_TAG]}\u201d is no word for a tag: letters and digits, {LONGEST_TAG} at most."
        kept = tuple(one for one in tags if one != name)
        tags = kept if word.startswith("-") else (*kept, name)
    if len(tags) > MOST_TAGS:
        return f"A ticket has at most {MOST_TAGS} tags."
    return replace(orders, tags=tags)


def school(orders: Orders, argument: str, context: Context) -> Answer:
    """At that school from now on: its hours, its service level, its mailbox."""
    found = school_named(" ".join(argument.casefold().strip(" .,!").split()), schools=context.schools)
    if isinstance(found, str):
        return found
    if orders.school not in (None, found.id):
        return "A ticket is at one school."
    return replace(orders, school=found.id)


def requester(orders: Orders, argument: str, context: Context) -> Answer:
    """Somebody else asked: a known person, or somebody of a school whose first mail this is."""
    written = _ADDRESS.fullmatch(argument.strip())
    if written is None:
        return "Write their address, such as #requester jane@school.example."
    address = written[1].lower()
    if address == context.request.requester.address:
        return f"{address} is its requester."
    found = next((one for one in context.named if one.address == address), None)
    if found is None:
        return f"{address} is no address that a request can belong to."
    if found.standing == "unknown":
        return f"{address} is no address of a school of yours: nothing is sent there. Put right the address."
    if orders.requester is not None and orders.requester.address != address:
        return "A ticket has one requester."
    return replace(orders, requester=found)


def priority_named(wanted: str, *, priorities: Mapping[str, Priority]) -> Priority | str:
    """Give the one priority that is meant by an id, a name or a rank; else why not."""
    name = " ".join(wanted.casefold().strip(" .,!").split())
    called = {(one.id, word): word for one in priorities.values() for word in _called(one)}
    exact = next((priorities[id_] for id_, word in called if word == name), None)
    if exact is not None:
        return exact
    known = ", ".join(f"{one.id} {one.name}" for one in sorted(priorities.values(), key=lambda one: one.rank))
    near: dict[str, float] = {}
    for _, score, (id_, _word) in process.extract(name, called, scorer=fuzz.ratio, score_cutoff=_PRIORITY_LIKE):
        near[id_] = max(near.get(id_, 0.0), score)
    ranked = sorted(near, key=lambda id_: (-near[id_], id_))
    if not ranked:
        return f"There is no priority {wanted.strip()}: there is {known}."
    if len(ranked) > 1 and near[ranked[0]] - near[ranked[1]] < _PRIORITY_AHEAD:
        return "That could be " + " or ".join(priorities[id_].name for id_ in ranked[:2]) + "."
    return priorities[ranked[0]]


def _called(one: Priority) -> tuple[str, ...]:
    return (one.id.casefold(), one.name.casefold(), str(one.rank))
