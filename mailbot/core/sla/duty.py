"""Who is on duty for a school: the one answer that assignment, cover, reminders and digests share.

Working patterns, places, terms, closed days and leave decide; load is not asked here. Hours of technicians are local to
the trust's zone, days are those of the school's calendar.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, WEEKDAYS, Policy, School, Technician
from mailbot.core.sla.year import day_of, in_term, spans_of

DutyKind = Literal["on_site", "home", "cover", "line", "other_line", "on_call"]

LONGEST_LOOK = 60  # days
_RANK: Mapping[DutyKind, int] = {"on_site": 0, "home": 1, "cover": 2, "line": 3, "other_line": 4, "on_call": 5}
_DAY = timedelta(days=1)
_NO_LEAVE: tuple[Leave, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on duty for a school that day. `since` (UTC) is when they are at work: the moment asked for, or later.

    `rank` orders by kind and by the order of covers; equal ranks are equally good. `covers` is whom they stand in for.
    """

    technician: Technician
    kind: DutyKind
    since: datetime
    rank: tuple[int, int]
    reason: str
    covers: str | None = None

    @property
    def near(self) -> bool:
        """Whether the school is theirs that day: on site, their home school, or covering for who has it."""
        return self.kind in ("on_site", "home", "cover")


def on_duty(
    school: School, *, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE, line: int = 1
) -> tuple[Candidate, ...]:
    """Give who of a line works for the school on the day of `at` from then on, the nearest first, with the reason.

    First who is on site at the school that day, then whose home school it is, then who covers for those of them who are
    away, then the rest of the line; where the whole line is away, its covers from other lines. `leave` is what the
    database says, the policy's own counts as well. Nobody whose day is over by `at` is among them.
    """
    away = (*policy.leave, *leave)
    day = at.astimezone(school.calendar.zone).date()
    since = {
        one.id: begins
        for one in policy.technicians.values()
        if (
            begins := begins_work(
                one, day=day, at=at, policy=policy, school=_whose_days(one, school, policy), leave=away
            )
        )
        is not None
    }
    team = [one for one in policy.technicians.values() if one.line == line]
    absent = [one for one in team if one.id not in since and not _went_home(one, day=day, at=at, policy=policy)]
    theirs = [one for one in absent if _has(one, day=day, school=school)]
    covers = _covers(theirs, leave=away, at=at)
    found = [
        _of_line(one, since=since[one.id], covers=covers, day=day, school=school) for one in team if one.id in since
    ]
    if not found:
        found = list(_of_other_lines(absent, since=since, policy=policy, leave=away, at=at))
    return tuple(sorted(found, key=lambda candidate: (*candidate.rank, candidate.technician.id)))


def on_call(*, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE) -> Candidate | None:
    """Give who takes what is urgent out of hours in the week of `at`, or the cover of who is on leave."""
    day = at.astimezone(policy.zone).date()
    named = policy.technicians.get(policy.on_call.get(day - timedelta(days=day.weekday()), ""))
    if named is None:
        return None
    away = (*policy.leave, *leave)
    for one in (named, *_stand_ins(named, policy=policy, leave=away, at=at)):
        if leave_of(one, at=at, leave=away) is None:
            first = one.id == named.id
            reason = f"{one.name} is on call" if first else f"{one.name} covers for {named.name}, who is on call"
            covers = None if first else named.id
            return Candidate(one, "on_call", at.astimezone(UTC), (_RANK["on_call"], 0), reason, covers)
    return None


def cover_of(
    technician: Technician, *, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE
) -> Candidate | None:
    """Give who stands in for a technician at the moment `at`: the first of their covers who is at work, if any.

    Whether the technician is away is not asked: a reminder may want the cover beside the owner.
    """
    away = (*policy.leave, *leave)
    school = policy.schools[CENTRAL]
    for place, one in enumerate(_stand_ins(technician, policy=policy, leave=away, at=at)):
        if at_work(one, at=at, policy=policy, school=school, leave=away):
            reason = f"{one.name} covers for {technician.name}"
            return Candidate(one, "cover", at.astimezone(UTC), (_RANK["cover"], place), reason, technician.id)
    return None


def works_on(technician: Technician, *, day: date, school: School) -> bool:
    """Tell whether the technician works on that day at all, by their pattern and the school's calendar."""
    if WEEKDAYS[day.weekday()] not in technician.hours:
        return False
    if day_of(day, calendar=school.calendar).kind in ("closed", "bank holiday"):
        return False
    return not technician.term_time_only or in_term(day, calendar=school.calendar)


def begins_work(
    technician: Technician, *, day: date, at: datetime, policy: Policy, school: School, leave: Iterable[Leave]
) -> datetime | None:
    """Give the first moment (UTC) of that day, not before `at`, at which they are at work; None when there is none."""
    if not works_on(technician, day=day, school=school):
        return None
    own = sorted((one for one in leave if one.technician == technician.id), key=lambda one: one.start)
    for opens, closes in spans_of(day, technician.hours[WEEKDAYS[day.weekday()]], zone=policy.zone):
        moment: datetime | None = max(opens, at.astimezone(UTC))
        for one in own:
            if moment is not None and one.start <= moment and (one.end is None or moment < one.end):
                moment = one.end
        if moment is not None and moment < closes:
            return moment
    return None


def at_work(
    technician: Technician, *, at: datetime, policy: Policy, school: School, leave: Iterable[Leave] = _NO_LEAVE
) -> bool:
    """Tell whether the technician is at work at the moment `at`."""
    day = at.astimezone(policy.zone).date()
    return begins_work(technician, day=day, at=at, policy=policy, school=school, leave=leave) == at


def is_reachable(
    technician: Technician, *, urgent: bool, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE
) -> bool:
    """Tell whether they may be written to at `at`: while they are at work, for what is urgent also while on call."""
    away = (*policy.leave, *leave)
    if at_work(technician, at=at, policy=policy, school=policy.schools[CENTRAL], leave=away):
        return True
    called = on_call(policy=policy, at=at, leave=leave) if urgent else None
    return called is not None and called.technician.id == technician.id


def next_at_work(
    technician: Technician, *, at: datetime, policy: Policy, leave: Iterable[Leave] = _NO_LEAVE
) -> datetime | None:
    """Give when (UTC) they are at work next, `at` itself if they are; None when 60 days bring nothing.

    The trust's own calendar counts. What was held back for somebody comes at that moment.
    """
    away = (*policy.leave, *leave)
    first = at.astimezone(policy.zone).date()
    school = policy.schools[CENTRAL]
    days = (first + timedelta(days=offset) for offset in range(LONGEST_LOOK))
    moments = (begins_work(technician, day=day, at=at, policy=policy, school=school, leave=away) for day in days)
    return next((moment for moment in moments if moment is not None), None)


def leave_of(technician: Technician, *, at: datetime, leave: Iterable[Leave]) -> Leave | None:
    """Give the leave that somebody is on at the moment `at`; None when they are on none."""
    return next((one for one in leave if one.technician == technician.id and _holds(one, at=at)), None)


def stand_ins(
    technician: Technician, *, policy: Policy, at: datetime, leave: Iterable[Leave] = _NO_LEAVE
) -> tuple[Technician, ...]:
    """Give who covers for a technician at `at`, at work or not: first whom their leave names, then as usual."""
    return tuple(_stand_ins(technician, policy=policy, leave=(*policy.leave, *leave), at=at))


def _whose_days(technician: Technician, school: School, policy: Policy) -> School:
    """Whose terms say whether they work: who is there in term alone goes by the trust's, as reminders do."""
    return policy.schools[CENTRAL] if technician.term_time_only else school


def _holds(leave: Leave, *, at: datetime) -> bool:
    return leave.start <= at and (leave.end is None or at < leave.end)


def _went_home(technician: Technician, *, day: date, at: datetime, policy: Policy) -> bool:
    """Their hours of that day are over: nobody covers for that, it is for them tomorrow."""
    hours = technician.hours.get(WEEKDAYS[day.weekday()])
    if hours is None or hours.end == time():
        return False
    return datetime.combine(day, hours.end, tzinfo=policy.zone) <= at


def _covers(
    absent: Iterable[Technician], *, leave: Iterable[Leave], at: datetime
) -> Mapping[str, tuple[int, Technician]]:
    """Who covers for those who have the school and are away: by id, the place in the list and for whom."""
    covers: dict[str, tuple[int, Technician]] = {}
    for one in absent:
        for place, name in enumerate(_cover_names(one, leave=leave, at=at)):
            if name not in covers or place < covers[name][0]:
                covers[name] = (place, one)
    return covers


def _has(technician: Technician, *, day: date, school: School) -> bool:
    return school.id in (*technician.schools, *technician.places.get(WEEKDAYS[day.weekday()], ()))


def _cover_names(technician: Technician, *, leave: Iterable[Leave], at: datetime) -> tuple[str, ...]:
    """The cover that was named for the leave comes before the usual ones; leave that begins later that day counts."""
    named = [
        one.cover
        for one in leave
        if one.technician == technician.id and one.cover and one.start < at + _DAY and (one.end is None or at < one.end)
    ]
    return tuple(dict.fromkeys((*named, *technician.cover)))


def _stand_ins(technician: Technician, *, policy: Policy, leave: Iterable[Leave], at: datetime) -> Iterator[Technician]:
    names = _cover_names(technician, leave=leave, at=at)
    return (policy.technicians[name] for name in names if name in policy.technicians)


def _of_line(
    technician: Technician,
    *,
    since: datetime,
    covers: Mapping[str, tuple[int, Technician]],
    day: date,
    school: School,
) -> Candidate:
    name = technician.name
    if school.id in technician.places.get(WEEKDAYS[day.weekday()], ()):
        return Candidate(technician, "on_site", since, (_RANK["on_site"], 0), f"{name} is at {school.name} that day")
    if school.id in technician.schools:
        return Candidate(technician, "home", since, (_RANK["home"], 0), f"{school.name} is a school of {name}")
    if technician.id in covers:
        place, absent = covers[technician.id]
        reason = f"{name} covers for {absent.name}, who is away"
        return Candidate(technician, "cover", since, (_RANK["cover"], place), reason, absent.id)
    return Candidate(technician, "line", since, (_RANK["line"], 0), f"{name} works that day")


def _of_other_lines(
    absent: Iterable[Technician],
    *,
    since: Mapping[str, datetime],
    policy: Policy,
    leave: Iterable[Leave],
    at: datetime,
) -> Iterator[Candidate]:
    seen: set[str] = set()
    for one in absent:
        for place, other in enumerate(_stand_ins(one, policy=policy, leave=leave, at=at)):
            if other.id in since and other.id not in seen:
                seen.add(other.id)
                reason = f"{other.name} covers for {one.name}, who is away"
                rank = (_RANK["other_line"], place)
                yield Candidate(other, "other_line", since[other.id], rank, reason, one.id)
