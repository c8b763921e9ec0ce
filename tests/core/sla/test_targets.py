"""When targets are due: by priority and level, with pauses, after a reopening, and when a calendar is edited."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailbot.core.model.level import Level, Priority
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import Request, RequestState, StateChange, TargetKind
from mailbot.core.sla.clock import due, is_running, runs_of, used
from mailbot.core.sla.targets import (
    Standing,
    changes_of,
    reaches,
    standing,
)
from tests.support.builders import MONDAY, a_calendar, a_policy, a_request, a_school, london

MINUTE = timedelta(minutes=1)
TEN, ELEVEN, NOON = (london(2026, 11, 23, hour) for hour in (10, 11, 12))


def ticket(*changes: tuple[datetime, RequestState], **named: Any) -> Request:
    return a_request(
        state=changes[-1][1],
        ticket_at=changes[0][0],
        changes=tuple(StateChange(at, state) for at, state in changes),
        **named,
    )


def stands(
    request: Request, *, kind: TargetKind = "first_response", at: datetime, policy: Policy | None = None
) -> Standing:
    found = standing(request, kind=kind, policy=policy or a_policy(), now=at)
    assert found is not None
    return found


def due_from(start: datetime, *, kind: TargetKind, policy: Policy, **named: Any) -> datetime | None:
    found = standing(ticket((start, "open"), **named), kind=kind, policy=policy, now=start)
    return found.due_at if found is not None else None


@pytest.mark.parametrize(("priority", "expected"), [("P2", london(2026, 11, 23, 10, 30)), ("P9", None)])
def test_the_first_answer_is_due_by_priority(priority: str, expected: datetime | None) -> None:
    policy = a_policy()
    assert due_from(MONDAY, kind="first_response", policy=policy, priority=priority) == expected


def test_a_clock_that_never_stops_counts_the_night() -> None:
    policy = a_policy(priorities={"P1": Priority("P1", "P1", 1, clock="always")})
    late = london(2026, 11, 23, 23)
    expected = late + 30 * MINUTE
    assert stands(ticket((late, "open"), priority="P1"), at=late, policy=policy).due_at == expected


def test_a_resolution_counts_working_days_and_a_school_without_a_level_has_no_target() -> None:
    policy = a_policy()
    expected = london(2026, 11, 25, 16, 30)  # 420 minutes of Monday and two whole days of 510
    assert due_from(MONDAY, kind="resolution", policy=policy, priority="P3") == expected
    without = replace(policy, schools={"kestrel": a_school(level="none")})
    assert due_from(MONDAY, kind="resolution", policy=without, priority="P3") is None
    nothing = a_policy(levels={})
    assert standing(ticket((TEN, "open")), kind="resolution", policy=nothing, now=NOON) is None
    assert reaches(ticket((TEN, "open")), kind="resolution", fraction=1, policy=nothing) is None


def test_the_clock_stands_while_the_request_waits() -> None:
    waiting = ticket((TEN, "open"), (ELEVEN, "pending"), priority="P3")
    found = stands(waiting, at=london(2026, 11, 24, 12))
    assert (found.used, found.running, found.due_at, found.fraction) == (60 * MINUTE, False, None, 0.25)
    again = ticket((TEN, "open"), (ELEVEN, "pending"), (london(2026, 11, 24, 9), "open"), priority="P3")
    assert stands(again, at=london(2026, 11, 24, 9)).due_at == london(2026, 11, 24, 12)
    assert stands(again, at=london(2026, 11, 24, 9)).running


def test_the_time_of_an_offer_does_not_count() -> None:
    offered = ticket((london(2026, 11, 23, 8), "offered"), (TEN, "open"), priority="P3")
    assert stands(offered, at=ELEVEN).used == 60 * MINUTE


def test_a_reopened_request_keeps_what_it_had_used() -> None:
    reopened = ticket((TEN, "open"), (NOON, "solved"), (london(2026, 11, 25, 9), "open"), priority="P3")
    found = stands(reopened, kind="resolution", at=london(2026, 11, 25, 10))
    assert (found.used, found.met_at) == (180 * MINUTE, None)
    solved = stands(ticket((TEN, "open"), (NOON, "solved"), priority="P3"), kind="resolution", at=london(2026, 11, 25))
    assert (solved.used, solved.met_at, solved.running, solved.breached_at) == (120 * MINUTE, NOON, False, None)


def test_the_first_answer_stops_its_clock_in_time_or_late() -> None:
    late = ticket((TEN, "open"), priority="P2", answered_at=NOON)
    found = stands(late, at=london(2026, 11, 26))
    assert (found.met_at, found.used, found.breached_at) == (NOON, 120 * MINUTE, ELEVEN)
    assert reaches(late, kind="first_response", fraction=2, policy=a_policy()) is None
    in_time = stands(ticket((TEN, "open"), priority="P2", answered_at=ELEVEN), at=NOON)
    assert in_time.breached_at is None


def test_the_next_answer_is_counted_from_the_word_that_waits_for_one() -> None:
    quiet = ticket((TEN, "open"), priority="P2", answered_at=TEN)
    assert standing(quiet, kind="next_response", policy=a_policy(), now=NOON) is None
    asked = replace(quiet, waiting_since=ELEVEN)
    assert stands(asked, kind="next_response", at=ELEVEN).due_at == NOON
    level = Level("silver", {"P2": 60}, {}, next_response={"P2": 30})
    policy = a_policy(levels={"silver": level})
    assert stands(asked, kind="next_response", at=ELEVEN, policy=policy).due_at == london(2026, 11, 23, 11, 30)
    unanswered = ticket((TEN, "open"), priority="P2", waiting_since=TEN)
    assert standing(unanswered, kind="next_response", policy=a_policy(), now=NOON) is None


def test_a_share_of_a_target_has_its_own_moment() -> None:
    request = ticket((TEN, "open"), priority="P3")
    reached = [reaches(request, kind="first_response", fraction=share, policy=a_policy()) for share in (0.5, 1, 1.5)]
    assert reached == [NOON, london(2026, 11, 23, 14), london(2026, 11, 23, 16)]


def test_an_edited_calendar_counts_from_the_first_minute_and_what_was_breached_stays_so() -> None:
    request = ticket((TEN, "open"), priority="P2")
    closed = a_policy(schools={"kestrel": a_school(calendar=a_calendar(closed=frozenset({date(2026, 11, 23)})))})
    at = london(2026, 11, 23, 15)
    assert stands(request, at=at).breached_at == ELEVEN
    assert stands(request, at=at, policy=closed).breached_at is None
    assert stands(request, at=at, policy=closed).due_at == london(2026, 11, 24, 9)
    found = stands(replace(request, breaches={"first_response": ELEVEN}), at=at, policy=closed)
    assert (found.breached_at, found.due_at) == (ELEVEN, london(2026, 11, 24, 9))


def test_a_raised_priority_keeps_the_time_that_was_used() -> None:
    request = ticket((TEN, "open"), priority="P3")
    assert stands(replace(request, priority="P2"), at=london(2026, 11, 23, 10, 45)).due_at == ELEVEN


def test_a_request_without_changes_on_record_is_told_by_its_own_moments() -> None:
    assert changes_of(a_request(ticket_at=TEN, state="open")) == (StateChange(TEN, "open"),)
    assert changes_of(a_request(ticket_at=TEN, state="pending"))[-1].state == "pending"
    assert changes_of(a_request(ticket_at=None, state="offered")) == ()


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    runs = runs_of([StateChange(ELEVEN, "open"), StateChange(TEN, "pending"), StateChange(NOON, "open")])
    assert runs == ((ELEVEN, ELEVEN), (NOON, None))
    assert used(runs, until=NOON, calendar=None) == timedelta()
    assert due(runs, duration=MINUTE, calendar=None) == NOON + MINUTE


def test_what_was_used_up_in_an_earlier_run_lies_in_the_past() -> None:
    runs = runs_of([StateChange(TEN, "open"), StateChange(NOON, "solved"), StateChange(NOON + MINUTE, "open")])
    assert due(runs, duration=90 * MINUTE, calendar=None) == london(2026, 11, 23, 11, 30)
    assert is_running(runs, at=ELEVEN)
    assert not is_running(runs, at=NOON)
