"""Reminds technicians of a target: what is still true is told to whoever it is for, while they are at work.

Who is not at work hears it when they are (`put off`); who is away that day has a cover who hears it now. What makes no
sense any more is skipped, with the reason. A target that was missed is recorded and moves the ticket up on the way.
"""

from dataclasses import replace

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.due import TARGET_NAMES, said
from mailbot.core.decide.telling.notify import asked_again, tell
from mailbot.core.decide.timer.escalate import missed
from mailbot.core.decide.timer.receivers import Receivers, receivers
from mailbot.core.model.effects import ScheduleTimer, SendMail
from mailbot.core.model.mail import Recipient
from mailbot.core.model.request import Request, TargetKind
from mailbot.core.model.stimulus import TimerDue
from mailbot.core.sla.reminders import MISSED, Step, latest, moment_of, reminders_of, round_of, step_of
from mailbot.core.sla.targets import Standing, standing


def remind(stimulus: TimerDue, *, kind: TargetKind, desk: Desk) -> Plan:
    """Tell whom the step is for, put it off until they are at work, or skip it."""
    request, step = stimulus.request, step_of(stimulus.step)
    stands = standing(request, kind=kind, policy=desk.policy, now=desk.now)
    skipped = _not_any_more(stimulus, kind=kind, stands=stands)
    if skipped is not None or stands is None:
        return Plan("skipped", (), (skipped or "nothing is promised for it any more",))
    due = moment_of(step, request=request, kind=kind, policy=desk.policy)
    if due is not None and due > desk.now:
        return Plan(
            "timer", (replace(_itself(stimulus), due_at=due),), ("by the calendar of today it is not time yet",)
        )
    moved = missed(request, kind=kind, standing=stands, desk=desk)
    after = moved.request
    ahead = reminders_of(after, kind=kind, policy=desk.policy, now=desk.now)
    following = tuple(one for one in ahead if (one.round, one.step) != (stimulus.round, stimulus.step))
    plan = Plan("timer", (*moved.effects, *following), moved.reasons)
    if _overtaken(after, kind=kind, step=step, desk=desk):
        return replace(plan, outcome="skipped").because_last("a later reminder of the same target has come")
    found = receivers(after, kind=kind, step=step, desk=desk)
    return _told(plan, stimulus, request=after, stands=stands, found=found, desk=desk)


def _told(plan: Plan, stimulus: TimerDue, *, request: Request, stands: Standing, found: Receivers, desk: Desk) -> Plan:
    if found.now:
        mails = tuple(_mail(one, request=request, stands=stands, found=found, desk=desk) for one in found.now)
        return plan.then(*mails).because_last(found.reason)
    if found.at is not None:
        put_off = replace(_itself(stimulus), due_at=found.at)
        return plan.then(put_off).because_last(f"{found.reason}: it waits until they are at work")
    return replace(plan, outcome="skipped").because_last(found.reason)


def _not_any_more(stimulus: TimerDue, *, kind: TargetKind, stands: Standing | None) -> str | None:
    request = stimulus.request
    if request.state != "open":
        return f"the request is {request.state} by now"
    if stands is None:
        return "nothing is promised for it any more"
    if stands.met_at is not None:
        return f"the {TARGET_NAMES[kind]} has been given"
    if round_of(request, kind) != stimulus.round:
        return "they have been answered since"
    return None


def _overtaken(request: Request, *, kind: TargetKind, step: Step, desk: Desk) -> bool:
    """The owner hears of the latest share alone; who else is told at one share is told of that."""
    plain = step.day is None and step.moved_from is None and step.role == "owner"
    reminders = desk.policy.reminders
    reached = latest(request, kind=kind, policy=desk.policy, now=desk.now)
    told_then = reached in reminders.at or reached == MISSED
    return plain and reached > step.percent and told_then


def _itself(stimulus: TimerDue) -> ScheduleTimer:
    return ScheduleTimer(stimulus.request.number, stimulus.kind, stimulus.round, stimulus.due_at, stimulus.step)


def _mail(recipient: Recipient, *, request: Request, stands: Standing, found: Receivers, desk: Desk) -> SendMail:
    calendar = desk.school(request.school).calendar
    late = stands.due_at is not None and stands.due_at <= desk.now
    words = said(stands, now=desk.now, calendar=calendar)
    first = f"{words[:1].upper()}{words[1:]}."
    if not late:
        first = f"{first} {round(stands.fraction * MISSED)} % of the time is used."
    news = asked_again(request, event="sla_breach" if late else "sla_warning", notice=f"{first} {found.notice}".strip())
    return tell(recipient, request=request, news=news, desk=desk)
