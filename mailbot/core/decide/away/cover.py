"""Somebody goes: what cannot wait moves to whoever covers, from the first minute, and comes back with them.

A ticket that was left to wait moves as well once it cannot wait any more: its requester wrote, or it became urgent.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.core.decide.away.words import at_second, day_and_time
from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.entry import DESK, grown
from mailbot.core.decide.telling.listing import listing, most_pressing_first
from mailbot.core.decide.telling.notify import asked_again, hand_over, notify
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.effects.on_request import AddEntry, Assign
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.request import Request
from mailbot.core.model.stimulus import LeaveDue
from mailbot.core.sla.duty import is_reachable, next_at_work
from mailbot.core.sla.leave import Share, away_at, cannot_wait, first_due, shared_out

MOST_AT_ONCE = 100
# beside the parts that the words of a mail take which brings it about
COVER_PART = 6
UNSETTLED = ("open", "pending", "on_hold")


def leave_start(stimulus: LeaveDue, *, desk: Desk) -> Plan:
    """Move the tickets that cannot wait, and wake each cover to hear of them; again until all are moved."""
    absent = desk.technician(stimulus.technician)
    if absent is None or not away_at(absent, policy=desk.policy, at=desk.now, leave=desk.snapshot.leave):
        return Plan("skipped", (), ("they are not away, or not any more",))
    pressing = pressing_of(absent, at=desk.now, desk=desk)
    shares = shares_of(absent, pressing[:MOST_AT_ONCE], at=desk.now, desk=desk)
    if not shares:
        return Plan("skipped", (), ("nothing of theirs is due before they are back",))
    effects: list[Effect] = []
    given: list[tuple[Share, Request]] = []
    for share in shares:
        after, moving = _moved(share, absent, desk=desk)
        effects += moving
        given.append((share, after))
    effects += _tell(given, absent, round_=stimulus.round, desk=desk)
    if len(pressing) > MOST_AT_ONCE:
        again = WakeTechnician(absent.id, "leave_start", at_second(desk.now), desk.now, stimulus.step + 1)
        effects.append(again)
    reasons = tuple(f"{share.request.number}: {share.reason}" for share in shares[:20])
    return Plan("timer", tuple(effects), (f"{absent.name} is away: {len(shares)} tickets are covered", *reasons))


def pressing_of(absent: Technician, *, at: datetime, desk: Desk) -> list[Request]:
    """Give their tickets in the snapshot that cannot wait from `at` on, what is due first before all others."""
    policy = desk.policy
    back = next_at_work(absent, at=at, policy=policy, leave=desk.snapshot.leave)
    mine = (one for one in desk.snapshot.requests.values() if one.assignee == absent.id)
    found = [one for one in mine if cannot_wait(one, back=back, policy=policy, now=at)]
    return sorted(found, key=lambda one: (first_due(one, policy=policy, now=at) or at, one.number))


def shares_of(absent: Technician, requests: Sequence[Request], *, at: datetime, desk: Desk) -> list[Share]:
    """Give who looks after each; a confidential one that no cover may see stays where it is."""
    known = desk.snapshot
    shares = shared_out(absent, requests, policy=desk.policy, workload=known.workload, at=at, leave=known.leave)
    return [share for share in shares if share.technician is not None or not share.request.sensitive]


def covered(request: Request, *, desk: Desk) -> tuple[Request, tuple[Effect, ...], tuple[str, ...]]:
    """Give the request with who looks after it, where its owner is away and it cannot wait; else as it is."""
    owner, known = desk.technician(request.assignee), desk.snapshot
    if owner is None or not away_at(owner, policy=desk.policy, at=desk.now, leave=known.leave):
        return request, (), ()
    back = next_at_work(owner, at=desk.now, policy=desk.policy, leave=known.leave)
    if not cannot_wait(request, back=back, policy=desk.policy, now=desk.now):
        return request, (), ()
    shares = shares_of(owner, (request,), at=desk.now, desk=desk)
    if not shares:
        return request, (), ()
    # the event is written after the mail that brought it about, so it counts on from there
    after, moving = _moved(shares[0], owner, desk=desk)
    return after, moving, (f"{owner.name} is away: {shares[0].reason}",)


def _moved(share: Share, absent: Technician, *, desk: Desk) -> tuple[Request, tuple[Effect, ...]]:
    request, cover = share.request, share.technician
    who = f"{cover.name} looks after it" if cover is not None else "nobody is there to look after it"
    said = f"{absent.name} is away: {who} meanwhile."
    entry = AddEntry(request.number, "event", DESK, said, desk.now, internal=True, part=COVER_PART)
    owner = cover.id if cover is not None else None
    theirs = request.covers_for or absent.id
    assign = Assign(request.number, owner, request.line, how="cover", covers_for=theirs)
    return replace(grown(request, entry=entry), assignee=owner, covers_for=theirs), (assign, entry)


def _tell(given: Sequence[tuple[Share, Request]], absent: Technician, *, round_: int, desk: Desk) -> list[Effect]:
    """What counts every minute is told at once, by itself; of all else each cover hears in one list when at work.

    What nobody looks after goes to the lead.
    """
    effects: list[Effect] = []
    covers: set[str] = set()
    person = desk.snapshot.technicians.get(absent.id)
    for share, after in given:
        if share.technician is None:
            notice = f"{absent.name} is away, this cannot wait, and nobody is there to look after it."
            effects += notify(after, news=asked_again(after, event="assigned", notice=notice), desk=desk)
        elif _urgent(after, desk=desk):
            notice = f"{absent.name} is away: you look after this ticket meanwhile."
            effects.append(hand_over(after, technician=share.technician, notice=notice, desk=desk))
        else:
            covers.add(share.technician.id)
    if person is not None and person.id is not None:
        effects += [WakeTechnician(one, "leave_cover", round_, desk.now, person.id) for one in sorted(covers)]
    return effects


def leave_cover(stimulus: LeaveDue, *, desk: Desk) -> Plan:
    """Tell a cover, when they are at work, which tickets they look after and for whom: a list that replies work on."""
    cover = desk.technician(stimulus.technician)
    absent = technician_of(stimulus.step, desk=desk)
    if cover is None or absent is None:
        return Plan("skipped", (), ("they have left",))
    mine = [one for one in desk.snapshot.requests.values() if (one.assignee, one.covers_for) == (cover.id, absent.id)]
    open_ones = most_pressing_first((one for one in mine if one.state in UNSETTLED), desk=desk)
    if not open_ones:
        return Plan("skipped", (), ("nothing is left for them to look after",))
    begins = when_at_work(cover, desk=desk)
    if begins is not None:
        again = WakeTechnician(cover.id, "leave_cover", stimulus.round, begins, stimulus.step)
        return Plan("timer", (again,), (f"{cover.name} is not at work: it waits until they are",))
    back = next_at_work(absent, at=desk.now, policy=desk.policy, leave=desk.snapshot.leave)
    until = f" until {day_and_time(back, now=desk.now, zone=desk.policy.zone)}" if back is not None else ""
    many = f"{len(open_ones)} {'ticket' if len(open_ones) == 1 else 'tickets'}"
    title = f"{absent.name} is away{until}. You look after {many} meanwhile; what is left goes back by itself."
    subject = f"{absent.name} is away: {many} for you to look after"
    effects = listing(open_ones, technician=cover, title=title, subject=subject, school=CENTRAL, desk=desk)
    return Plan("timer", effects, (f"{cover.name} is told of {many}",))


def technician_of(person: int, *, desk: Desk) -> Technician | None:
    """Give the technician whom a timer names by their person's id; None for who is none any more."""
    found = next((id_ for id_, one in desk.snapshot.technicians.items() if one.id == person), None)
    return desk.technician(found)


def when_at_work(technician: Technician, *, desk: Desk) -> datetime | None:
    """Give when (UTC) somebody who is not at work is next; None where they are, or never within 60 days."""
    known = desk.snapshot
    if is_reachable(technician, urgent=False, policy=desk.policy, at=desk.now, leave=known.leave):
        return None
    return next_at_work(technician, at=desk.now, policy=desk.policy, leave=known.leave)


def _urgent(request: Request, *, desk: Desk) -> bool:
    known = desk.policy.priorities.get(request.priority)
    return known is not None and known.clock == "always"
