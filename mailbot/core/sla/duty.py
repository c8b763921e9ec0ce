"""Who is on duty, and which first-line technician a new ticket of a school goes to.

Leave, on-call weeks and escalation are not here yet: a working pattern and the school's closed days decide.
"""

from collections.abc import Mapping
from datetime import date, datetime

from mailbot.core.model.policy import WEEKDAYS, Policy, School, Technician
from mailbot.core.sla.hours import in_term, next_opening

_UNLISTED = 99


def works_on(technician: Technician, *, day: date, school: School) -> bool:
    """Tell whether the technician works on that day at all, by their pattern and the school's calendar."""
    if day in school.calendar.closed or WEEKDAYS[day.weekday()] not in technician.hours:
        return False
    return not technician.term_time_only or in_term(day, calendar=school.calendar)


def on_duty(technician: Technician, *, at: datetime, policy: Policy, school: School) -> bool:
    """Tell whether the technician works at the moment `at`; their hours are local to the trust's zone."""
    local = at.astimezone(policy.zone)
    if not works_on(technician, day=local.date(), school=school):
        return False
    hours = technician.hours[WEEKDAYS[local.weekday()]]
    return hours.start <= local.time() < hours.end


def first_line_for(
    school: School, *, policy: Policy, workload: Mapping[str, int], at: datetime, line: int = 1
) -> Technician | None:
    """Give the technician of the line who takes the school's next ticket, None when nobody of it works that day.

    The day is that of `at` while the school is open on it still, else its next open day. First comes who is on site at
    the school that day, then whose home school it is, then the cover of those who are away; among equals who has the
    least work (`workload`: open tickets by technician's id).
    """
    day = next_opening(at, calendar=school.calendar).astimezone(school.calendar.zone).date()
    team = [technician for technician in policy.technicians.values() if technician.line == line]
    working = [technician for technician in team if works_on(technician, day=day, school=school)]
    away = [technician for technician in team if technician not in working and school.id in technician.schools]

    def preference(technician: Technician) -> tuple[int, int, int, str]:
        return (
            _place(technician, day=day, school=school),
            min((_cover_rank(technician, absent=absent) for absent in away), default=_UNLISTED),
            workload.get(technician.id, 0),
            technician.id,
        )

    return min(working, key=preference, default=None)


def _place(technician: Technician, *, day: date, school: School) -> int:
    if school.id in technician.places.get(WEEKDAYS[day.weekday()], ()):
        return 0
    return 1 if school.id in technician.schools else 2


def _cover_rank(technician: Technician, *, absent: Technician) -> int:
    return absent.cover.index(technician.id) if technician.id in absent.cover else _UNLISTED
