"""Reminds technicians of a target: what is still true is told to whoever it is for, while they are at work.

Who is not at work hears it when they are (`put off`); who is away that day has a cover who hears it now. What makes no
sense any more is skipped, with the reason. A target that was missed is recorded and moves the ticket up on the way.
"""

from dataclasses import replace
from datetime import date, datetime

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.due import TARGET_NAMES, said
from mailbot.core.decide.telling.notify import asked_again, tell
from mailbot.core.decide.timer.escalate import missed
from mailbot.core.decide.timer.receivers import Receivers, receivers
from mailbot.core.model.effects.on_mail import SendMail, TellLater
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.mails.outgoing import Recipient
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
    if _overtaken(stimulus, after, kind=kind, step=step, desk=desk):
        return replace(plan, outcome="skipped").because_last("a later reminder of the same target has come")
    found = receivers(after, kind=kind, step=step, desk=desk)
    return _told(plan, stimulus, request=after, stands=stands, found=found, desk=desk)


def _told(plan: Plan, stimulus: TimerDue, *, request: Request, stands: Standing, found: Receivers, desk: Desk) -> Plan:
    if found.now:
        mails = tuple(
            _together(_mail(one, request=request, stands=stands, found=found, desk=desk), desk=desk)
            for one in found.now
        )
        return plan.then(*mails).because_last(found.reason)
    if found.at is not None and _another_day(found.at, stimulus=stimulus, request=request, desk=desk):
        return replace(plan, outcome="skipped").because_last(f"{found.reason} that day: the next day has its own")
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


def _another_day(moment: datetime, *, stimulus: TimerDue, request: Request, desk: Desk) -> bool:
    """Whether a daily reminder would wait beyond its own day: who is back after a week has one of them, not five."""
    day = step_of(stimulus.step).day
    return day is not None and _day_of(moment, request=request, desk=desk) > day


def _overtaken(stimulus: TimerDue, request: Request, *, kind: TargetKind, step: Step, desk: Desk) -> bool:
    """The owner hears of the latest share alone; who else is told at one share is told of that.

    After an outage the day at hand has a daily one, and no day before it. Where the night, or leave, held back that a
    target was missed, the morning on which they are told of it has it once, and not a daily one beside it.
    """
    if step.day is not None:
        if step.day < _day_of(desk.now, request=request, desk=desk):
            return True
        if stimulus.late_told is not None:
            return _day_of(stimulus.late_told, request=request, desk=desk) == step.day
        return _breach_told_on(request, kind=kind, desk=desk) == step.day
    if step.moved_from is not None or step.role != "owner":
        return False
    reminders = desk.policy.reminders
    reached = latest(request, kind=kind, policy=desk.policy, now=desk.now)
    return max((share for share in (*reminders.at, MISSED) if share <= reached), default=0) > step.percent


def _breach_told_on(request: Request, *, kind: TargetKind, desk: Desk) -> date | None:
    """The day on which its owner could first be told that the target was missed; None where it is not."""
    missed_at = moment_of(Step(), request=request, kind=kind, policy=desk.policy)
    if missed_at is None:
        return None
    found = receivers(request, kind=kind, step=Step(), desk=replace(desk, now=missed_at))
    told_at = missed_at if found.now else found.at
    return _day_of(told_at, request=request, desk=desk) if told_at is not None else None


def _day_of(moment: datetime, *, request: Request, desk: Desk) -> date:
    return moment.astimezone(desk.school(request.school).calendar.zone).date()


def _together(mail: SendMail, *, desk: Desk) -> SendMail | TellLater:
    """Whatever counts: several that fall together are one mail, and that at once. An address alone has no digest."""
    known = desk.snapshot.technicians.items()
    id_, person = next(((id_, one) for id_, one in known if one.key == mail.to.key), ("", None))
    return mail if person is None or person.id is None else TellLater(mail, id_, person.id, desk.now)


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
