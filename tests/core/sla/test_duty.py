"""Who is on duty for a school, who covers, and who gets the next ticket."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from mailbot.core.model.level import LoadPolicy, Priority
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Hours, Policy
from mailbot.core.sla.assignment import Assignment, assignment, hours_a_week
from mailbot.core.sla.duty import at_work, cover_of, next_at_work, on_call, on_duty, works_on
from tests.support.builders import (
    MONDAY,
    PRIYA,
    TOMASZ,
    WEEK,
    a_calendar,
    a_policy,
    a_request,
    a_school,
    a_technician,
    london,
)

TUESDAYS = {"tue": ("kestrel",)}
ZOE = replace(PRIYA, technician="zoe", name="Zoe Quill", address="zoe@it.valley.example")
WEIGHTS = LoadPolicy(weights={"P1": 8, "P2": 4, "P3": 2, "P4": 1}, cap=10)
TO_NOON = Leave("tomasz", london(2026, 11, 23), london(2026, 11, 23, 12))
ALL_WEEK = Leave("tomasz", london(2026, 11, 23), london(2026, 11, 28))


def team(*, tomasz: dict[str, Any] | None = None, priya: dict[str, Any] | None = None, **changes: Any) -> Policy:
    """Tomasz has Kestrel Park, Priya covers for him, Zoe has nothing; Siobhan is second line and Ruth third."""
    policy = a_policy(**changes)
    first = (
        a_technician(TOMASZ, **{"schools": ("kestrel",), "cover": ("priya",), **(tomasz or {})}),
        a_technician(PRIYA, **{"schools": ("bracken",), "cover": ("tomasz",), **(priya or {})}),
        a_technician(ZOE, schools=()),
    )
    others = (policy.technicians["siobhan"], policy.technicians["ruth"])
    return replace(policy, technicians={one.id: one for one in (*first, *others)})


def duty(policy: Policy, *, at: datetime = MONDAY, school: str = "kestrel", line: int = 1, **named: Any) -> list[str]:
    found = on_duty(policy.schools[school], policy=policy, at=at, line=line, **named)
    return [f"{one.technician.id} {one.kind}" for one in found]


def given(
    policy: Policy,
    *,
    at: datetime = MONDAY,
    school: str = "kestrel",
    priority: str = "P3",
    workload: Mapping[str, Mapping[str, int]] | None = None,
    leave: tuple[Leave, ...] = (),
) -> Assignment:
    request = a_request(school=school, priority=priority, assignee=None)
    found = assignment(request, policy=policy, workload=workload or {}, at=at, leave=leave)
    assert found is not None
    return found


def taker(policy: Policy, **named: Any) -> str:
    return given(policy, **named).technician.id


def test_on_site_comes_before_home_school_and_that_before_the_rest_of_the_line() -> None:
    visiting = team(priya={"places": dict.fromkeys(WEEK, ("kestrel",))})
    assert duty(visiting) == ["priya on_site", "tomasz home", "zoe line"]


def test_the_first_cover_who_works_stands_in_for_who_does_not_work_that_day() -> None:
    away = team(tomasz={"hours": {}, "cover": ("ruth", "zoe", "priya")})
    assert duty(away) == ["zoe cover", "priya cover"]


def test_who_covers_for_two_counts_by_the_better_place() -> None:
    policy = team(tomasz={"hours": {}, "cover": ("zoe", "priya")})
    other = replace(policy.technicians["tomasz"], id="will", cover=("priya", "zoe"))
    both = replace(policy, technicians={**policy.technicians, "will": other})
    assert duty(both) == ["priya cover", "zoe cover"]
    assert duty(both, line=1, leave=(Leave("priya", london(2026, 11, 23), None),)) == ["zoe cover"]


def test_leave_is_covered_from_its_first_minute_and_by_whom_it_names() -> None:
    leave = replace(ALL_WEEK, cover="zoe")
    assert duty(team(), leave=(leave,)) == ["zoe cover", "priya cover"]
    [first, *_] = on_duty(team().schools["kestrel"], policy=team(), at=MONDAY, leave=(leave,))
    assert (first.covers, first.reason) == ("tomasz", "Zoe Quill covers for Tomasz Wilk, who is away")
    assert duty(replace(team(), leave=(leave,)))[0] == "zoe cover"


def test_who_is_away_for_the_morning_is_on_duty_from_noon_on() -> None:
    [tomasz, *_] = on_duty(team().schools["kestrel"], policy=team(), at=MONDAY, leave=(TO_NOON,))
    assert (tomasz.technician.id, tomasz.since) == ("tomasz", london(2026, 11, 23, 12))
    assert not at_work(tomasz.technician, at=MONDAY, policy=team(), school=a_school(), leave=(TO_NOON,))


def test_leave_without_an_end_lasts_until_told() -> None:
    away = Leave("tomasz", MONDAY, None)
    assert "tomasz" not in " ".join(duty(team(), at=london(2027, 3, 1, 9), leave=(away,)))
    assert next_at_work(a_technician(TOMASZ), at=MONDAY, policy=team(), leave=(away,)) is None


def test_nobody_whose_day_is_over_is_on_duty_and_nobody_covers_for_that() -> None:
    early = team(tomasz={"hours": dict.fromkeys(WEEK, Hours(time(7), time(15)))})
    assert duty(early, at=london(2026, 11, 23, 15, 30)) == ["priya line", "zoe line"]


def test_a_whole_line_that_is_away_is_covered_by_other_lines() -> None:
    policy = team()
    siobhan = replace(policy.technicians["siobhan"], cover=("ruth",))
    policy = replace(policy, technicians={**policy.technicians, "siobhan": siobhan})
    leave = Leave("siobhan", london(2026, 11, 23), london(2026, 11, 24))
    assert duty(policy, line=2) == ["siobhan line"]
    assert duty(policy, line=2, leave=(leave,)) == ["ruth other_line"]


def test_on_call_is_by_week_and_their_cover_takes_it_on_leave() -> None:
    policy = team(on_call={date(2026, 11, 23): "tomasz"})
    night = london(2026, 11, 25, 3)
    for leave, expected in (((), "tomasz"), ((ALL_WEEK,), "priya")):
        found = on_call(policy=policy, at=night, leave=leave)
        assert found is not None
        assert found.technician.id == expected
    assert on_call(policy=policy, at=london(2026, 11, 30, 3)) is None
    assert on_call(policy=policy, at=night, leave=(ALL_WEEK, replace(ALL_WEEK, technician="priya"))) is None


def test_a_cover_is_named_only_while_they_are_at_work() -> None:
    found = cover_of(a_technician(TOMASZ, cover=("priya",)), policy=team(), at=MONDAY)
    assert found is not None
    assert (found.technician.id, found.covers) == ("priya", "tomasz")
    assert cover_of(a_technician(TOMASZ, cover=("priya",)), policy=team(), at=london(2026, 11, 23, 19)) is None


def test_the_next_working_day_begins_after_a_weekend_and_after_leave() -> None:
    tomasz = a_technician(TOMASZ)
    friday_evening = london(2026, 11, 27, 19)
    assert next_at_work(tomasz, at=friday_evening, policy=team()) == london(2026, 11, 30, 8)
    until_tuesday = Leave("tomasz", london(2026, 11, 27), london(2026, 12, 1, 13))
    assert next_at_work(tomasz, at=friday_evening, policy=team(), leave=(until_tuesday,)) == london(2026, 12, 1, 13)


def test_duty_follows_hours_closed_days_bank_holidays_and_terms() -> None:
    tuesday = date(2026, 11, 24)
    holiday = a_school(calendar=a_calendar(terms=((date(2026, 9, 1), date(2026, 10, 1)),), holiday_hours={}))
    tomasz = a_technician(TOMASZ, term_time_only=True)
    for calendar in (a_calendar(closed=frozenset({tuesday})), a_calendar(bank_holidays={tuesday: "A day off"})):
        school = a_school(calendar=calendar)
        assert at_work(tomasz, at=MONDAY, policy=team(), school=school)
        assert not at_work(tomasz, at=london(2026, 11, 23, 16), policy=team(), school=school)
        assert not at_work(tomasz, at=london(2026, 11, 24, 10), policy=team(), school=school)
    assert not works_on(tomasz, day=MONDAY.date(), school=holiday)
    assert works_on(replace(tomasz, term_time_only=False), day=MONDAY.date(), school=holiday)


def test_a_tuesday_place_counts_on_tuesdays_alone_also_for_what_comes_on_monday_evening() -> None:
    tuesdays = team(priya={"places": TUESDAYS}, tomasz={"hours": {}, "cover": ()})
    assert taker(tuesdays, at=london(2026, 11, 23, 19)) == "priya"
    assert taker(tuesdays, at=london(2026, 11, 24, 7, 10)) == "priya"
    assert given(tuesdays, at=london(2026, 11, 24, 7, 10)).reason == "Priya Nambiar is at Kestrel Park that day"


def test_among_equals_the_least_loaded_takes_it_and_priority_counts() -> None:
    policy = team(load=WEIGHTS)
    workload = {"tomasz": {"P4": 3}, "priya": {"P2": 1}, "zoe": {"P3": 2}}
    assert taker(policy, school="central", workload=workload) == "tomasz"
    assert taker(policy, school="central") == "priya"


@pytest.mark.parametrize(("fair_by", "expected"), [("hours", "zoe"), ("people", "priya")])
def test_part_timers_get_their_share_or_the_same(fair_by: Any, expected: str) -> None:
    half = {"hours": {"mon": Hours(time(8), time(16))}}
    policy = team(load=replace(WEIGHTS, fair_by=fair_by), priya=half, tomasz={"hours": {}, "schools": ()})
    workload = {"priya": {"P4": 2}, "zoe": {"P4": 3}}
    assert taker(policy, school="central", workload=workload) == expected
    assert hours_a_week(policy.technicians["priya"]) == 8


def test_whoever_would_pass_the_cap_is_passed_over_while_others_have_room() -> None:
    policy = team(load=WEIGHTS)
    full = {"tomasz": {"P2": 2, "P4": 1}}
    found = given(policy, workload=full)
    assert (found.technician.id, found.above_cap) == ("priya", False)
    assert taker(policy, workload={"tomasz": {"P2": 2}}) == "tomasz"
    own = team(load=WEIGHTS, tomasz={"cap": 1})
    assert taker(own) == "priya"


def test_where_all_are_full_the_nearest_gets_it_and_that_is_said() -> None:
    policy = team(load=WEIGHTS)
    full = {one: {"P2": 3} for one in ("tomasz", "priya", "zoe")}
    found = given(policy, workload=full)
    assert (found.technician.id, found.weight, found.cap, found.above_cap) == ("tomasz", 14, 10, True)


def test_after_their_day_it_waits_for_whose_school_it_is() -> None:
    early = team(tomasz={"hours": dict.fromkeys(WEEK, Hours(time(7), time(15)))})
    assert taker(early, at=london(2026, 11, 23, 15, 30)) == "tomasz"
    leave = Leave("tomasz", london(2026, 11, 24), london(2026, 11, 25))
    assert taker(early, at=london(2026, 11, 23, 15, 30), leave=(leave,)) == "priya"


def test_what_is_urgent_goes_to_who_is_at_work_now_and_at_night_to_who_is_on_call() -> None:
    urgent = {"P1": Priority("P1", "P1", 1, clock="always"), "P3": Priority("P3", "P3", 3)}
    late = {"hours": dict.fromkeys(WEEK, Hours(time(11), time(17)))}
    policy = team(priorities=urgent, on_call={date(2026, 11, 23): "ruth"}, tomasz=late)
    assert taker(policy, priority="P1") == "priya"
    assert taker(policy, priority="P3") == "tomasz"
    assert taker(policy, priority="P1", at=london(2026, 11, 24, 3)) == "ruth"
    assert taker(policy, priority="P3", at=london(2026, 11, 24, 3)) == "tomasz"
    assert taker(replace(policy, on_call={}), priority="P1", at=london(2026, 11, 24, 3)) == "tomasz"


def test_nobody_of_the_line_working_gives_nobody() -> None:
    nobody = replace(a_policy(), technicians={})
    assert assignment(a_request(assignee=None), policy=nobody, workload={}, at=MONDAY) is None


def test_an_inset_day_of_one_school_gives_no_ticket_to_who_is_not_at_work_by_the_trusts_calendar() -> None:
    policy = team(tomasz={"term_time_only": True})
    trust = a_calendar(terms=((date(2026, 11, 24), date(2026, 12, 18)),))
    inset = replace(trust, inset_days=frozenset({date(2026, 11, 23)}))
    schools = {id_: replace(one, calendar=trust) for id_, one in policy.schools.items()}
    schools["kestrel"] = replace(schools["kestrel"], calendar=inset)
    policy = replace(policy, schools=schools)
    back = next_at_work(policy.technicians["tomasz"], at=MONDAY, policy=policy)
    assert back is not None
    assert back.date() == date(2026, 11, 24)
    assert duty(policy)[0] == "priya cover"
