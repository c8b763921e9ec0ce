"""A missed target: recorded once, and the ticket moves up a line with its story. The people hear of it by reminders."""

from dataclasses import dataclass, replace

from mailbot.core.decide.case import Desk
from mailbot.core.decide.opening import assign
from mailbot.core.decide.telling.due import TARGET_NAMES, said_past
from mailbot.core.decide.telling.entry import DESK, grown
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_request import AddEntry, Assign, RecordBreach
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.request import Request, TargetKind
from mailbot.core.sla.reminders import KIND_OF, Step, round_of
from mailbot.core.sla.targets import Standing

LAST_LINE = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """The request as it is after what was done about a missed target, the effects and the reasons."""

    request: Request
    effects: tuple[Effect, ...] = ()
    reasons: tuple[str, ...] = ()


def missed(request: Request, *, kind: TargetKind, standing: Standing, desk: Desk) -> Moved:
    """Record that the target was missed, the first time, and move the ticket up where the policy says so."""
    due_at = standing.due_at
    if kind in request.breaches or due_at is None or due_at > desk.now:
        return Moved(request)
    recorded = RecordBreach(request.number, kind, due_at)
    after = replace(request, breaches={**request.breaches, kind: due_at})
    calendar = desk.school(request.school).calendar
    why = f"The {TARGET_NAMES[kind]} was due {said_past(due_at, now=desk.now, calendar=calendar)}."
    if kind in desk.policy.reminders.move_up_on and not request.sensitive and request.line < LAST_LINE:
        moved = _moved_up(after, kind=kind, why=why, desk=desk)
        return replace(moved, effects=(recorded, *moved.effects), reasons=(why, *moved.reasons))
    entry = AddEntry(request.number, "event", DESK, why, desk.now, internal=True)
    return Moved(grown(after, entry=entry), (recorded, entry), (why,))


def _moved_up(request: Request, *, kind: TargetKind, why: str, desk: Desk) -> Moved:
    """To the next line, to whoever of it is on duty, else to nobody: then its lead is told in the owner's place."""
    above = replace(request, line=request.line + 1, assignee=None, covers_for=None)
    given, assigning, reasons = assign(above, desk=desk)
    if not any(isinstance(effect, Assign) for effect in assigning):
        assigning = (Assign(request.number, None, above.line), *assigning)
    assigning = tuple(replace(one, how="breach") if isinstance(one, Assign) else one for one in assigning)
    former, owner = desk.technician(request.assignee), desk.technician(given.assignee)
    if former is not None and owner is not None and former.id == owner.id:
        # at night that is who is on call: a move that changes nothing is none
        stays = f"It stays with {owner.name}: nobody else of line {above.line} is there."
        kept = AddEntry(request.number, "event", DESK, f"{why} {stays}", desk.now, internal=True)
        return Moved(grown(request, entry=kept), (kept,), (stays,))
    came_from = f"line {request.line}" + (f" ({former.name})" if former else "")
    goes_to = f"line {given.line}" + (f" ({owner.name})" if owner else "")
    entry = AddEntry(
        request.number, "event", DESK, f"{why} Moved from {came_from} to {goes_to}.", desk.now, internal=True
    )
    # who is away hears it when they are back: what is covered for them no longer is
    losers = [desk.snapshot.technicians.get(one) for one in (request.assignee, request.covers_for) if one]
    told = tuple(
        ScheduleTimer(request.number, KIND_OF[kind], round_of(request, kind), desk.now, Step(moved_from=one.id).number)
        for one in losers
        if one is not None and one.id is not None
    )
    return Moved(grown(given, entry=entry), (*assigning, entry, *told), (f"it moves up to {goes_to}", *reasons))
