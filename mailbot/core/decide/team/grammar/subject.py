"""Reads directives that stand as tags in a subject: "Re: [#1042-k7f3q] Projector #solved #time 15m".

Our own subjects carry none, so what counts is what the technician added. A tag that stood already in a mail of theirs
which this one answers has counted there.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from mailbot.core.decide.team.grammar.script import Directive, Script, nearest
from mailbot.core.model.mails.technician import DirectiveFault

LONGEST_SUBJECT = 1_000
_OURS = re.compile(r"\[#\d{1,10}-[a-z2-7]{5}\]", re.IGNORECASE)
_TAG = re.compile(r"(?<![\w\[#&/])#([a-z]{1,20}(?:/[a-z]{1,20})?)\b[.:!,]{0,3}([^#]{0,300})", re.IGNORECASE)
# `#time15m`: a phone swallows the space. A colour (`#cc0000`) is none.
_GLUED = re.compile(
    r"(?<![\w\[#&/])#(?!(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})(?!\w))([a-z]{1,20})\d[\w:.]{0,20}", re.IGNORECASE
)
_EDGES = " \t-\u2013\u2014|:,;"

_Tag = tuple[str, str]


def read_subject(
    subject: str,
    *,
    known: Collection[str],
    bare: Collection[str] = (),
    ours: str = "",
    counted: Iterable[str] = (),
    alone: bool = False,
) -> Script:
    """Give the directives of a subject as a script without text. `bare` are the names that nothing stands after.

    `ours` is the subject that our own mails on the request have, `counted` those of the writer's own mails that this
    one answers. `alone` reads a subject that belongs to no request: it must begin with a directive.
    """
    added = _OURS.sub(" ", subject[:LONGEST_SUBJECT])
    if alone and not _begins(added, known=known):
        return Script("")
    before = set(_tags(ours)) if ours and ours.casefold() not in added.casefold() else set[_Tag]()
    for former in counted:
        before |= set(_tags(_without(_OURS.sub(" ", former[:LONGEST_SUBJECT]), ours)))
    directives: list[Directive] = []
    faults: list[DirectiveFault] = []
    for name, argument in _tags(_without(added, ours)):
        if (name, argument) in before:
            continue
        line = f"#{name}" if name in bare else f"#{name} {argument}".strip()
        near = nearest(name, known=known)
        if name in known:
            directives.append(Directive(name, "" if name in bare else argument, line))
        elif near and not alone:
            faults.append(DirectiveFault(f"#{name}", "There is no such directive (it stands in the subject).", near))
    glued = () if alone else _GLUED.finditer(_without(added, ours))
    reason = "Is that a directive? Write a space in it (it stands in the subject)."
    faults += [DirectiveFault(one[0], reason, f"#{one[1].lower()}") for one in glued if one[1].lower() in known]
    return Script("", tuple(directives), tuple(faults))


def untagged(subject: str, *, known: Collection[str]) -> str:
    """Give the subject as others may read it: without its first directive and all that stands behind that."""
    places = (found.start() for found in _TAG.finditer(subject) if found[1].lower() in known)
    return subject[: next(places, len(subject))].strip(_EDGES)


def _tags(subject: str) -> Iterator[_Tag]:
    for found in _TAG.finditer(subject):
        yield found[1].lower(), " ".join(found[2].strip(_EDGES).split())


def _without(subject: str, ours: str) -> str:
    """The subject without the part that every mail of the thread has."""
    if not ours:
        return subject
    place = subject.casefold().find(ours.casefold())
    return subject if place < 0 else f"{subject[:place]} # {subject[place + len(ours) :]}"


def _begins(subject: str, *, known: Collection[str]) -> bool:
    found = _TAG.match(subject.strip())
    return found is not None and found[1].lower() in known
