"""Names that an operator types: found, or refused in one sentence with the nearest name and those there are."""

import difflib
import sys
from collections.abc import Iterable

from mailbot.cli.page import counted
from mailbot.core.model.policy import Policy, Technician

_MOST = 20


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """The sentence. `kind` is a word such as "school"; of many names the first twenty are listed.

    Example: there is no school 'kestrel'; did you mean kestrel-park? Known: kestrel-park, oakfold
    """
    names = sorted(known)
    if not names:
        return f"there is no {kind} {name!r}; there is none at all"
    words = name.casefold().split()
    near = difflib.get_close_matches("-".join(words), names, n=1)
    near = near or [one for one in names if words and one.startswith(words[0])][:1]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    listed = f"nown: {', '.join(names[:_MOST])}{more}"
    asked = f"did you mean {near[0]}? K" if near else "k"
    return f"there is no {kind} {name!r}; {asked}{listed}"


def technicians_named(name: str, team: Iterable[Technician]) -> list[Technician]:
    """Those of the team with this id, name or address; only where there is none, those with this first name."""
    wanted, everybody = name.casefold().strip(), list(team)
    for words in (lambda one: (one.id, one.name, one.address), lambda one: one.name.split()[:1]):
        found = [one for one in everybody if wanted in {word.casefold() for word in words(one)}]
        if found:
            return found
    return []


def technician_named(name: str, policy: Policy) -> Technician:
    """The technician with this id, name, first name or address. Exits with 1 and the known ones unless it is one."""
    found = technicians_named(name, policy.technicians.values())
    if not found:
        sys.exit(unknown("technician", name, policy.technicians))
    return only(name, found)


def only(name: str, found: list[Technician]) -> Technician:
    """The one that was found. Exits with 1 where there are several."""
    if len(found) > 1:
        sys.exit(f"{name!r} is {counted(len(found), 'technician')}: {', '.join(one.id for one in found)}; say which")
    return found[0]
