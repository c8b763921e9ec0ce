"""A missed target: recorded once, and the ticket moves up a line with its story. The people hear of it by reminders."""

from dataclasses import dataclass, replace

from mailbot.core.decide.case import Desk
from mailbot.core.decide.opening import assign
from mailbot.core.decide.telling.due import TARGET_NAMES, said_past
from mailbot.core.decide.telling.entry import DESK, grown
from mailbot.core.model.effects import AddEntry, Assign, Effect, RecordBreach, ScheduleTimer
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
    above = replace(request, line=request.line + 1, assignee=None)
    given, assigning, reasons = assign(above, desk=desk)
    if not any(isinstance(effect, Assign) for effect in assigning):
        assigning = (Assign(request.number, None, above.line), *assigning)
    former, owner = desk.technician(request.assignee), desk.technician(given.assignee)
    came_from = f"line {request.line}" + (f" ({former.name})" if former else "")
    goes_to = f"line {given.line}" + (f" ({owner.name})" if owner else "")
    entry = AddEntry(
        request.number, "event", DESK, f"{why} Moved from {came_from} to {goes_to}.", desk.now, internal=True
    )
    person = desk.snapshot.technicians.get(former.id) if former else None
    told: tuple[Effect, ...] = ()
    if person is not None and person.id is not None:
        step = Step(moved_from=person.id).number
        told = (ScheduleTimer(request.number, KIND_OF[kind], round_of(request, kind), desk.now, step),)
    return Moved(grown(given, entry=entry), (*assigning, entry, *told), (f"it moves up to {goes_to}", *reasons))
