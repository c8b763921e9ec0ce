"""When somebody is to be told that a target comes near or was missed. Pure; who that is stands in `decide/timer/`.

A reminder is a step of a target's clock: so many percent of it, for one role. Its timer's round is what started the
clock, so each step happens once for it, whatever is computed again: a new priority, a pause, an edited calendar.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.level import ReminderPolicy
from mailbot.core.model.policy import TRIAGE, Calendar, Policy
from mailbot.core.model.request import Request, TargetKind
from mailbot.core.model.stimulus import TimerKind
from mailbot.core.sla.hours import is_open, next_opening
from mailbot.core.sla.targets import due_said, reaches

Role = Literal["owner", "second", "above", "manager"]

KIND_OF: Mapping[TargetKind, TimerKind] = {
    "first_response": "remind_first_response",
    "next_response": "remind_next_response",
    "resolution": "remind_resolution",
}
TARGET_OF: Mapping[TimerKind, TargetKind] = {timer: target for target, timer in KIND_OF.items()}

MISSED = 100  # percent
_ROLES: tuple[Role, ...] = get_args(Role)
_DAILY = 1_000_000
MOVED_FROM = 100_000_000  # the steps from here on are of this kind
_DAY = timedelta(days=1)
_SATURDAY = 5
_NINE = time(9)


@dataclass(frozen=True, slots=True)
class Step:
    """What a timer's step number means: a percent and a role; or a `day` of daily ones; or the person (database id)
    who is told that the ticket was moved away from them.
    """

    percent: int = MISSED
    role: Role = "owner"
    day: date | None = None
    moved_from: int | None = None

    @property
    def number(self) -> int:
        """The step as the timer's key has it."""
        if self.moved_from is not None:
            return MOVED_FROM + self.moved_from
        if self.day is not None:
            return _DAILY + self.day.toordinal()
        return self.percent * 10 + _ROLES.index(self.role)


def step_of(number: int) -> Step:
    """Give what a timer's step number means; the opposite of `Step.number`."""
    if number >= MOVED_FROM:
        return Step(moved_from=number - MOVED_FROM)
    if number >= _DAILY:
        return Step(day=date.fromordinal(number - _DAILY))
    return Step(number // 10, _ROLES[number % 10 % len(_ROLES)])


def round_of(request: Request, kind: TargetKind) -> int:
    """Give what started the target's clock: 1 for the ticket itself, else the second at which they wrote, or at which a
    technician named the time of its resolution.
    """
    if kind == "resolution" and (said := due_said(request)) is not None:
        return int(said[0].timestamp())
    if kind != "next_response" or request.waiting_since is None:
        return 1
    return int(request.waiting_since.timestamp())


def percents(reminders: ReminderPolicy) -> tuple[int, ...]:
    """Give the percents at which anything happens, in order; the breach is among them where anybody is reminded."""
    if not reminders.at:
        return ()
    return tuple(sorted({*reminders.at, reminders.second_at, reminders.above_at, reminders.manager_at, MISSED}))


def roles_at(percent: int, *, reminders: ReminderPolicy) -> tuple[Role, ...]:
    """Give who is told at this percent, the owner first; the owner always hears of a breach."""
    named: tuple[tuple[bool, Role], ...] = (
        (percent in reminders.at or percent == MISSED, "owner"),
        (percent == reminders.second_at, "second"),
        (percent == reminders.above_at, "above"),
        (percent == reminders.manager_at, "manager"),
    )
    return tuple(role for wanted, role in named if wanted)


def latest(request: Request, *, kind: TargetKind, policy: Policy, now: datetime) -> int:
    """Give the highest of the policy's percents that the target has reached by `now`; 0 before the first."""
    return max((percent for percent, at in _moments(request, kind=kind, policy=policy) if at <= now), default=0)


def reminders_of(request: Request, *, kind: TargetKind, policy: Policy, now: datetime) -> tuple[ScheduleTimer, ...]:
    """Give the timers that a target needs: for what each role was to hear last, for the next percent, the next day.

    None while its clock stands or once it is met. What has been done is not done again: the timers' keys see to that.
    """
    if request.state != "open":
        return ()
    moments = tuple(_moments(request, kind=kind, policy=policy))
    reached = [one for one in moments if one[1] <= now]
    # for each role the share that was reached last: nobody is passed over where several were reached at once
    last: dict[Role, tuple[Step, datetime]] = {
        role: (Step(percent, role), at)
        for percent, at in reached
        for role in roles_at(percent, reminders=policy.reminders)
    }
    steps = list(last.values())
    for percent, at in moments[len(reached) : len(reached) + 1]:
        steps += [(Step(percent, role), at) for role in roles_at(percent, reminders=policy.reminders)]
    breach = next((at for percent, at in reached if percent >= MISSED), None)
    if policy.reminders.daily and breach is not None:
        calendar = (policy.schools.get(request.school) or policy.schools[TRIAGE]).calendar
        mornings = _mornings(request, breach=breach, calendar=calendar, now=now)
        steps += [(Step(day=morning.astimezone(calendar.zone).date()), morning) for morning in mornings]
    started = round_of(request, kind)
    return tuple(ScheduleTimer(request.number, KIND_OF[kind], started, at, step.number) for step, at in steps)


def moment_of(step: Step, *, request: Request, kind: TargetKind, policy: Policy) -> datetime | None:
    """Give when (UTC) a step comes by the calendar as it is now; None for one that has no moment of its own."""
    if step.moved_from is not None:
        return None
    if step.day is None:
        return reaches(request, kind=kind, fraction=step.percent / MISSED, policy=policy)
    calendar = (policy.schools.get(request.school) or policy.schools[TRIAGE]).calendar
    return _opening(datetime.combine(step.day, time(), tzinfo=calendar.zone), calendar=calendar)


def working_day_after(start: datetime, *, days: int, calendar: Calendar) -> datetime:
    """Give when (UTC) the school opens on the `days`-th day after that of `start` on which it opens at all.

    Where its calendar knows no further opening, nine o'clock of a weekday: nobody is written to at midnight.
    """
    moment = start
    for _ in range(days):
        moment = _opening(_midnight_after(moment, calendar=calendar), calendar=calendar)
    return moment


def _opening(midnight: datetime, *, calendar: Calendar) -> datetime:
    opens = next_opening(midnight, calendar=calendar)
    if opens != midnight or is_open(midnight, calendar=calendar):
        return opens
    day = midnight.astimezone(calendar.zone).date()
    while day.weekday() >= _SATURDAY:
        day += _DAY
    return datetime.combine(day, _NINE, tzinfo=calendar.zone).astimezone(UTC)


def _moments(request: Request, *, kind: TargetKind, policy: Policy) -> Iterator[tuple[int, datetime]]:
    for percent in percents(policy.reminders):
        at = reaches(request, kind=kind, fraction=percent / MISSED, policy=policy)
        if at is None:
            return
        yield percent, at


def _mornings(request: Request, *, breach: datetime, calendar: Calendar, now: datetime) -> Iterator[datetime]:
    """When the owner of what is late hears of it: the next morning, and this day's, which may still be waited for."""
    midnight = _midnight_after(now, calendar=calendar)
    today = _opening(midnight - _DAY, calendar=calendar)
    since = request.changes[-1].at if request.changes else request.opened_at
    if max(since, _midnight_after(breach, calendar=calendar)) <= today < midnight:
        yield today
    yield _opening(midnight, calendar=calendar)


def _midnight_after(moment: datetime, *, calendar: Calendar) -> datetime:
    return datetime.combine(moment.astimezone(calendar.zone).date() + _DAY, time(), tzinfo=calendar.zone)
