"""Who takes a ticket, and when its targets are due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailbot.core.model.policy import Policy, Priority
from mailbot.core.sla.duty import first_line_for, on_duty, works_on
from mailbot.core.sla.targets import first_response_due, resolution_due
from tests.support.builders import MONDAY, PRIYA, TOMASZ, WEEK, a_calendar, a_policy, a_school, a_technician, london

TUESDAYS = {"tue": ("kestrel",)}


def team(*, tomasz: dict[str, Any] | None = None, priya: dict[str, Any] | None = None) -> Policy:
    policy = a_policy()
    both = (
        a_technician(TOMASZ, schools=("kestrel",), cover=("priya",), **(tomasz or {})),
        a_technician(PRIYA, schools=("bracken",), cover=("tomasz",), **(priya or {})),
        a_technician(replace(PRIYA, technician="zoe"), schools=()),
    )
    return replace(policy, technicians={one.id: one for one in both})


def taker(policy: Policy, *, at: datetime = MONDAY, school: str = "kestrel", **workload: int) -> str | None:
    found = first_line_for(policy.schools[school], policy=policy, workload=workload, at=at)
    return found.id if found else None


def test_who_is_on_site_comes_before_whose_home_it_is() -> None:
    visiting = team(priya={"places": dict.fromkeys(WEEK, ("kestrel",))})
    assert taker(visiting) == "priya"
    assert taker(team(), tomasz=99) == "tomasz"


def test_the_cover_takes_it_from_who_does_not_work_that_day() -> None:
    away = team(tomasz={"hours": {}})
    assert taker(away, priya=9, zoe=0) == "priya"


def test_among_equals_the_least_loaded_takes_it() -> None:
    assert taker(team(), school="central", tomasz=3, priya=1, zoe=2) == "priya"
    assert taker(team(), school="central") == "priya"


def test_out_of_hours_it_is_for_who_works_on_the_next_open_day() -> None:
    tuesdays = team(priya={"places": TUESDAYS}, tomasz={"hours": {}})
    assert taker(tuesdays, at=london(2026, 11, 23, 19)) == "priya"
    assert taker(tuesdays, at=london(2026, 11, 23, 7, 10)) == "priya"


def test_nobody_of_the_line_working_gives_nobody() -> None:
    assert taker(replace(a_policy(), technicians={})) is None


def test_duty_follows_hours_closed_days_and_terms() -> None:
    policy = a_policy()
    closed = a_school(calendar=a_calendar(closed=frozenset({date(2026, 11, 24)})))
    holiday = a_school(calendar=a_calendar(terms=((date(2026, 9, 1), date(2026, 10, 1)),), holiday_hours={}))
    tomasz = a_technician(TOMASZ, term_time_only=True)
    assert on_duty(tomasz, at=MONDAY, policy=policy, school=closed)
    assert not on_duty(tomasz, at=london(2026, 11, 23, 16), policy=policy, school=closed)
    assert not on_duty(tomasz, at=london(2026, 11, 24, 10), policy=policy, school=closed)
    assert not on_duty(tomasz, at=london(2026, 11, 28, 10), policy=policy, school=closed)
    assert not works_on(tomasz, day=MONDAY.date(), school=holiday)
    assert works_on(replace(tomasz, term_time_only=False), day=MONDAY.date(), school=holiday)


@pytest.mark.parametrize(("priority", "due"), [("P2", london(2026, 11, 23, 10, 30)), ("P9", None)])
def test_the_first_answer_is_due_by_priority(priority: str, due: datetime | None) -> None:
    policy = a_policy()
    assert first_response_due(MONDAY, policy=policy, school=policy.schools["kestrel"], priority=priority) == due


def test_a_clock_that_never_stops_counts_the_night() -> None:
    policy = a_policy(priorities={"P1": Priority("P1", "P1", 1, clock="always")})
    late = london(2026, 11, 23, 23)
    due = first_response_due(late, policy=policy, school=policy.schools["kestrel"], priority="P1")
    assert due == late + timedelta(minutes=30)


def test_a_resolution_counts_working_days_and_a_school_without_a_level_has_no_target() -> None:
    policy = a_policy()
    due = resolution_due(MONDAY, policy=policy, school=policy.schools["kestrel"], priority="P3")
    assert due == london(2026, 11, 25, 16, 30)  # 420 minutes of Monday and two whole days of 510
    assert resolution_due(MONDAY, policy=policy, school=a_school(level="none"), priority="P3") is None
    assert first_response_due(MONDAY, policy=policy, school=a_school(level="none"), priority="P3") is None
