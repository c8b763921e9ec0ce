"""Somebody is back: what was theirs is theirs again, and one mail says what happened meanwhile.

The end of a leave waits until they are at work; who says `#back` has it at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.core.decide.away.cover import UNSETTLED
from mailbot.core.decide.away.words import at_second, day_and_time
from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.entry import DESK
from mailbot.core.decide.telling.listing import listing, most_pressing_first
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.effects.on_request import AddEntry, Assign
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.request import Entry, Request
from mailbot.core.model.stimulus import LeaveDue
from mailbot.core.sla.duty import next_at_work
from mailbot.core.sla.leave import away_at

SAID_SO = 1  # the step of a timer that somebody's #back woke


def leave_end(stimulus: LeaveDue, *, desk: Desk) -> Plan:
    """Give everything back that is not settled, and tell them once."""
    known, policy = desk.snapshot, desk.policy
    technician = desk.technician(stimulus.technician)
    if technician is None or away_at(technician, policy=policy, at=desk.now, leave=known.leave):
        return Plan("skipped", (), ("they are away still, or have left",))
    starts = next_at_work(technician, at=desk.now, policy=policy, leave=known.leave)
    if stimulus.step != SAID_SO and starts is not None and starts > desk.now:
        again = WakeTechnician(technician.id, "leave_end", stimulus.round, starts, stimulus.step)
        return Plan("timer", (again,), ("their time is over and they are not at work yet: it waits until they are",))
    covered = sorted(
        (one for one in known.requests.values() if one.covers_for == technician.id), key=lambda one: one.number
    )
    if not covered and stimulus.step != SAID_SO and not _ended(technician, stimulus.round, desk=desk):
        return Plan("skipped", (), ("that time was taken back or ended earlier, and they know",))
    since = _since(technician, desk=desk)
    waited = [
        one
        for one in known.requests.values()
        if one.assignee == technician.id and one.covers_for is None and _news(one, since=since)
    ]
    moved = [one for one in known.requests.values() if _moved_up(one, technician, since=since)]
    if not covered and not waited and not moved and stimulus.step != SAID_SO:
        return Plan("skipped", (), ("nothing of theirs was covered, and nothing came on what waited",))
    effects = [effect for one in covered for effect in _returned(one, technician, desk=desk)]
    summary = _summary(technician, covered=covered, waited=waited, moved=moved, since=since, desk=desk)
    why = f"{technician.name} is back: {sum(one.state in UNSETTLED for one in covered)} tickets are theirs again"
    return Plan("timer", (*effects, *summary), (why,))


def _ended(technician: Technician, second: int, *, desk: Desk) -> bool:
    """Whether a leave of theirs ended in this second: who said `#back` before that was told then."""
    known = (one for one in (*desk.policy.leave, *desk.snapshot.leave) if one.technician == technician.id)
    return any(one.end is not None and at_second(one.end) == second for one in known)


def _returned(request: Request, technician: Technician, *, desk: Desk) -> tuple[Effect, ...]:
    """What is settled stays with who settled it; a confidential one with nobody is not given to who may not see it."""
    if request.state not in UNSETTLED or (request.sensitive and not technician.sensitive):
        return (Assign(request.number, request.assignee, request.line, how="return"),)
    entry = AddEntry(
        request.number, "event", DESK, f"{technician.name} is back and has it again.", desk.now, internal=True
    )
    return (Assign(request.number, technician.id, request.line, how="return"), entry)


def _summary(
    technician: Technician,
    *,
    covered: Sequence[Request],
    waited: Sequence[Request],
    moved: Sequence[Request],
    since: datetime | None,
    desk: Desk,
) -> tuple[Effect, ...]:
    """One numbered list: what is theirs, with what happened, what was settled for them, and what moved up."""
    returned = [replace(one, assignee=technician.id) for one in covered if one.state in UNSETTLED]
    settled = [one for one in covered if one.state not in UNSETTLED]
    news = {one.number: _happened(one, technician, since=since, desk=desk) for one in (*covered, *waited, *moved)}
    shown = [*most_pressing_first([*returned, *waited], desk=desk), *settled, *moved]
    said = ""
    if since is not None:
        said = f" This happened since {day_and_time(since, now=desk.now, zone=desk.policy.zone)}:"
    if not shown:
        said = " Nothing of yours was moved, and nothing came on your tickets."
    counts = f" Yours again: {len(returned)}. Settled for you: {len(settled)}." if covered else ""
    counts += f" Moved up: {len(moved)}." if moved else ""
    title = f"Welcome back.{counts}{said}"
    return listing(
        shown, technician=technician, title=title, subject="Welcome back", school=CENTRAL, desk=desk, news=news
    )


def _happened(request: Request, technician: Technician, *, since: datetime | None, desk: Desk) -> tuple[str, ...]:
    """What became of it, how many words were written meanwhile, and the newest: by whom, and when."""
    owner = desk.technician(request.assignee)
    settled = request.state not in UNSETTLED
    became = (f"{request.state.replace('_', ' ')}, {owner.name} had it",) if settled and owner is not None else ()
    if not settled and _moved_up(request, technician, since=since):
        became = (f"Moved up to line {request.line}" + (f", {owner.name} has it" if owner is not None else ""),)
    news = _news(request, since=since)
    if not news:
        return became or ("Nothing new.",)
    newest = news[-1]
    when = day_and_time(newest.at, now=desk.now, zone=desk.policy.zone)
    more = f" ({len(news)} new entries in all)" if len(news) > 1 else ""
    return (*became, f"{newest.author} {_DID.get(newest.kind, 'wrote')}, {when}{more}")


_DID = {"answer": "answered", "note": "left a note", "message": "wrote"}


def _moved_up(request: Request, technician: Technician, *, since: datetime | None) -> bool:
    """Whether it went to a higher line since then because a target was missed, from them or from their cover."""
    elsewhere = technician.id not in (request.assignee, request.covers_for)
    missed = since is not None and any(at >= since for at in request.breaches.values())
    return elsewhere and missed and request.line > technician.line


def _news(request: Request, *, since: datetime | None) -> list[Entry]:
    """What people wrote since then; what the desk itself noted is none."""
    return [one for one in request.entries if one.kind != "event" and since is not None and one.at >= since]


def _since(technician: Technician, *, desk: Desk) -> datetime | None:
    """When (UTC) the leave that ended last began; what followed on another without a gap is one."""
    mine = sorted(
        (
            one
            for one in (*desk.policy.leave, *desk.snapshot.leave)
            if one.technician == technician.id and one.start <= desk.now
        ),
        key=lambda one: one.start,
    )
    begin: datetime | None = None
    end: datetime | None = None
    for one in mine:
        if begin is None or _apart(one, end=end):
            begin = one.start
        end = one.end if end is None or one.end is None else max(end, one.end)
    return begin


def _apart(leave: Leave, *, end: datetime | None) -> bool:
    return end is not None and leave.start > end
