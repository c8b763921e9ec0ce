"""Who is on a request, and requests that are joined: participants, merges, entries that move, links. Rows of effects.

A merged request keeps its entries; the one that it goes on as gets copies behind its own. Moved entries are numbered
anew in the request that they move to, and later replies to their mails belong there.
"""

from typing import Any, assert_never

from sqlalchemy import bindparam, case, exists, insert, literal, select, update

from mailbot.core.model.effects.on_people import AddParticipant, RemoveParticipant
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries, UnmergeRequest
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Snapshot
from mailbot.store.engine import Unit
from mailbot.store.facts.people import ids_by_key
from mailbot.store.tables import ENTRY, LINK, MESSAGE, PARTICIPANT

Joining = AddParticipant | RemoveParticipant | MergeRequest | UnmergeRequest | MoveEntries | LinkRequest

_THERE = ENTRY.alias("there")
_COPIED = ("trust", "kind", "at", "author", "author_key", "text", "internal", "verified", "part", "attachments")
_MOVE = (
    update(ENTRY)
    .where(ENTRY.c.request == bindparam("former"), ENTRY.c.number >= bindparam("since"))
    .values(request=bindparam("into"), number=ENTRY.c.number - bindparam("shift"))
)
_FOLLOW = (
    update(MESSAGE)
    .where(
        MESSAGE.c.trust == bindparam("in_trust"),
        MESSAGE.c.request == bindparam("former"),
        MESSAGE.c.id.in_(select(ENTRY.c.message).where(ENTRY.c.request == bindparam("into"))),
    )
    .values(request=bindparam("into"))
)


def join_columns(effect: Joining, *, snapshot: Snapshot, columns: dict[str, Any], into: dict[str, Any]) -> None:
    """Set what the effect means for columns of its request, and of the one that gets its entries (`into`)."""
    known = snapshot.requests.get(effect.request)
    if isinstance(effect, MergeRequest):
        columns["merged_into"] = effect.into
        survivor = snapshot.requests[effect.into]
        into["next_entry"] = _next(into, survivor) + _next(columns, known) - 1
        waiting = [one.waiting_since for one in (known, survivor) if one is not None and one.waiting_since is not None]
        into["waiting_since"] = min(waiting, default=None)
    elif isinstance(effect, UnmergeRequest):
        columns["merged_into"] = None
    elif isinstance(effect, MoveEntries) and known is not None:
        into["next_entry"] = known.next_entry - effect.first + 1
        into["last_requester_entry"] = max(0, known.last_requester_entry - effect.first + 1)
        into["waiting_since"], into["answered_at"] = known.waiting_since, None
        left = [one for one in known.entries if one.number < effect.first]
        theirs = [one.number for one in left if one.kind == "message" and not one.internal]
        columns["last_requester_entry"], columns["waiting_since"] = max(theirs, default=0), None


def _next(columns: dict[str, Any], known: Request | None) -> int:
    return int(columns.get("next_entry") or (known.next_entry if known else 1))


def write(unit: Unit, effect: Joining, *, snapshot: Snapshot) -> None:
    """Write the effect's rows beside the columns of its requests. Raises LookupError for a person nobody knows."""
    match effect:
        case AddParticipant() | RemoveParticipant():
            _participate(unit, effect, trust=snapshot.trust)
        case LinkRequest():
            pair = {"request": min(effect.request, effect.other), "other": max(effect.request, effect.other)}
            unit.change(unit.insert(LINK).on_conflict_do_nothing(), pair)
        case MergeRequest():
            _copy(unit, effect, snapshot=snapshot)
        case MoveEntries():
            given = {"former": effect.request, "into": effect.into}
            unit.change(_MOVE, {**given, "since": effect.first, "shift": effect.first - 1})
            unit.change(_FOLLOW, {**given, "in_trust": snapshot.trust})
        case UnmergeRequest():
            pass
        case _:
            assert_never(effect)


def _participate(unit: Unit, effect: AddParticipant | RemoveParticipant, *, trust: str) -> None:
    found = ids_by_key(unit, trust=trust, keys=[effect.person_key])
    if effect.person_key not in found:
        raise LookupError(f"nobody has the key {effect.person_key}")
    row = {"request": effect.request, "person": found[effect.person_key]}
    if isinstance(effect, AddParticipant):
        unit.change(unit.insert(PARTICIPANT).on_conflict_do_nothing(), row)
        return
    here = (PARTICIPANT.c.request == row["request"]) & (PARTICIPANT.c.person == row["person"])
    unit.change(PARTICIPANT.delete().where(here))


def _copy(unit: Unit, effect: MergeRequest, *, snapshot: Snapshot) -> None:
    """A mail stands on a request once: of what both have, the copy forgets which mail it was."""
    shift = snapshot.requests[effect.into].next_entry - 1
    twice = exists().where(
        _THERE.c.request == effect.into, _THERE.c.message == ENTRY.c.message, _THERE.c.part == ENTRY.c.part
    )
    columns = [ENTRY.c[name] for name in _COPIED]
    copies = select(
        literal(effect.into), ENTRY.c.number + shift, case((twice, None), else_=ENTRY.c.message), *columns
    ).where(ENTRY.c.request == effect.request, ENTRY.c.trust == snapshot.trust)
    unit.change(insert(ENTRY).from_select(["request", "number", "message", *_COPIED], copies))
