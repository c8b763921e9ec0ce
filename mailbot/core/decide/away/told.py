"""Says what follows from an absence, once, to who said it or to the lead: who covers, how many tickets move."""

from collections import Counter

from mailbot.core.decide.away.cover import UNSETTLED, pressing_of, shares_of, technician_of, when_at_work
from mailbot.core.decide.away.words import day_and_time, period
from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.away import AwayMail
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.stimulus import LeaveDue
from mailbot.core.sla.duty import next_at_work, stand_ins

UNDATED = "their out-of-office answer names no day"
ANSWERED = "their out-of-office answer"


def leave_said(stimulus: LeaveDue, *, desk: Desk) -> Plan:
    """Tell the person that the timer names, when they are at work; who said it of themselves is told at once."""
    absent, reader = desk.technician(stimulus.technician), technician_of(stimulus.step, desk=desk)
    leave = next((one for one in desk.snapshot.leave if one.id == stimulus.round), None)
    if absent is None or reader is None or leave is None:
        return Plan("skipped", (), ("it was taken back, or they have left",))
    begins = when_at_work(reader, desk=desk) if leave.source == "auto_reply" else None
    if begins is not None:
        again = WakeTechnician(absent.id, "leave_said", stimulus.round, begins, stimulus.step)
        return Plan("timer", (again,), (f"{reader.name} is not at work: it waits until they are",))
    content = _content(reader, absent, leave, desk=desk)
    mail = SendMail(
        to=recipient_of(reader, desk=desk), content=content, school=CENTRAL, subject=f"{absent.name} is away"
    )
    return Plan("timer", (mail,), (f"{reader.name} is told what follows",))


def _content(reader: Technician, absent: Technician, leave: Leave, *, desk: Desk) -> AwayMail:
    policy, known = desk.policy, desk.snapshot
    at = max(leave.start, desk.now)
    back = next_at_work(absent, at=at, policy=policy, leave=known.leave)
    shares = shares_of(absent, pressing_of(absent, at=at, desk=desk), at=at, desk=desk)
    counts = Counter(one.technician.name for one in shares if one.technician is not None)
    already = [one for one in known.requests.values() if one.covers_for == absent.id and one.state in UNSETTLED]
    for one in already:
        owner = desk.technician(one.assignee)
        if owner is not None:
            counts[owner.name] += 1
    nobody = sum(one.technician is None for one in shares) + sum(one.assignee is None for one in already)
    mine = [one for one in known.requests.values() if one.assignee == absent.id and one.state in UNSETTLED]
    covers = stand_ins(absent, policy=policy, at=at, leave=known.leave)
    return AwayMail(
        reader.name,
        "" if reader.id == absent.id else absent.name,
        period(leave, now=desk.now, zone=policy.zone),
        day_and_time(back, now=desk.now, zone=policy.zone) if back is not None and leave.end is not None else "",
        covers=tuple(counts.most_common()),
        nobody=nobody,
        wait=len(mine) - len(shares),
        new_work=" or ".join(one.name for one in covers[:2]),
        source="auto_reply" if leave.source == "auto_reply" else "away",
        dated=UNDATED not in leave.reason,
    )
