"""When somebody is to be told of a target: the steps as timers have them, and which of them a ticket needs."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.level import ReminderPolicy
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import StateChange
from mailbot.core.sla.assignment import Assignment
from mailbot.core.sla.reminders import (
    Step,
    latest,
    moment_of,
    percents,
    reminders_of,
    roles_at,
    round_of,
    step_of,
    working_day_after,
)
from tests.support.builders import MONDAY, TOMASZ, a_calendar, a_policy, a_request, a_technician, london

OFTEN = ReminderPolicy(at=(50, 75, 90, 100))
DUE = MONDAY + timedelta(hours=4)


def policy(reminders: ReminderPolicy = OFTEN) -> Policy:
    return replace(a_policy(), reminders=reminders)


def ticket(**changes: Any) -> Any:
    return a_request(
        **{"ticket_at": MONDAY, "changes": (StateChange(MONDAY, "open"),), "waiting_since": MONDAY, **changes}
    )


def steps(now: datetime, *, reminders: ReminderPolicy = OFTEN, **changes: Any) -> list[tuple[Step, datetime]]:
    found = reminders_of(ticket(**changes), kind="first_response", policy=policy(reminders), now=now)
    return [(step_of(one.step), one.due_at) for one in found]


STEPS = st.one_of(
    st.builds(Step, percent=st.integers(1, 999), role=st.sampled_from(("owner", "second", "above", "manager"))),
    st.builds(lambda day: Step(day=day), st.dates(date(2020, 1, 1), date(2100, 1, 1))),
    st.builds(lambda person: Step(moved_from=person), st.integers(1, 10**6)),
)


@given(STEPS)
def test_a_step_is_read_from_its_number_as_it_was(step: Step) -> None:
    assert step_of(step.number) == step


def test_who_is_never_reminded_has_no_percents() -> None:
    assert percents(ReminderPolicy()) == ()
    assert percents(OFTEN) == (50, 75, 90, 100, 150)
    assert steps(MONDAY, reminders=ReminderPolicy()) == []


def test_each_share_is_told_to_whom_the_policy_says() -> None:
    assert roles_at(50, reminders=OFTEN) == ("owner",)
    assert roles_at(90, reminders=OFTEN) == ("owner", "second")
    assert roles_at(100, reminders=OFTEN) == ("owner", "above")
    assert roles_at(150, reminders=OFTEN) == ("manager",)


def test_before_the_first_share_only_the_first_is_waited_for() -> None:
    assert steps(MONDAY) == [(Step(50), MONDAY + timedelta(hours=2))]
    assert latest(ticket(), kind="first_response", policy=policy(), now=MONDAY) == 0


def test_between_two_shares_the_last_one_is_owed_and_the_next_waited_for() -> None:
    now = MONDAY + timedelta(hours=2, minutes=30)
    assert [step for step, _ in steps(now)] == [Step(50), Step(75)]
    assert latest(ticket(), kind="first_response", policy=policy(), now=now) == 50


@pytest.mark.parametrize("daily", [True, False])
def test_after_the_breach_each_role_is_owed_its_last_and_the_owner_each_day(daily: bool) -> None:
    found = [step for step, _ in steps(DUE + timedelta(minutes=1), reminders=replace(OFTEN, daily=daily))]
    assert found[:3] == [Step(100), Step(90, "second"), Step(100, "above")]
    assert (Step(day=date(2026, 11, 24)) in found) is daily


def test_what_changes_before_the_owner_of_what_is_late_was_there_takes_no_morning_from_them() -> None:
    def days(now: datetime, **changes: Any) -> list[date | None]:
        found = reminders_of(ticket(**changes), kind="first_response", policy=policy(), now=now)
        return [day for one in found if (day := step_of(one.step).day) is not None]

    tuesday = date(2026, 11, 24)
    for hour in (6, 8, 11):  # the school opens at eight; what is done already is not done again
        assert days(london(2026, 11, 24, hour)) == [tuesday, date(2026, 11, 25)]
    assert days(london(2026, 11, 28, 11)) == [date(2026, 11, 30)]
    assert days(london(2026, 11, 23, 15)) == [tuesday]
    opened_again = (StateChange(MONDAY, "open"), StateChange(london(2026, 11, 24, 10), "open"))
    assert days(london(2026, 11, 24, 11), changes=opened_again) == [date(2026, 11, 25)]


def test_a_clock_that_stands_or_a_target_that_is_met_needs_nothing() -> None:
    assert steps(MONDAY, state="pending") == []
    assert steps(MONDAY, answered_at=MONDAY) == []


def test_the_next_answer_has_a_round_for_each_word_that_waits() -> None:
    assert round_of(ticket(), "first_response") == 1
    assert round_of(ticket(waiting_since=None), "next_response") == 1
    assert round_of(ticket(), "next_response") == int(MONDAY.timestamp())


def test_the_moment_of_a_step_follows_the_calendar() -> None:
    def moment(step: Step, **changes: Any) -> datetime | None:
        return moment_of(step, request=ticket(**changes), kind="first_response", policy=policy())

    assert moment(Step(50)) == MONDAY + timedelta(hours=2)
    assert moment(Step(day=date(2026, 11, 24))) == london(2026, 11, 24, 8)
    assert moment(Step(day=date(2026, 11, 24)), school="nowhere") is not None
    assert moment(Step(moved_from=7)) is None


def test_working_days_are_counted_by_openings() -> None:
    friday = london(2026, 11, 27, 15)
    assert working_day_after(friday, days=2, calendar=a_calendar()) == london(2026, 12, 1, 8)


def test_where_the_calendar_ends_nobody_is_written_to_at_midnight() -> None:
    ended = a_calendar(terms=((date(2026, 9, 1), date(2026, 11, 27)),))
    assert working_day_after(london(2026, 11, 26, 16), days=1, calendar=ended) == london(2026, 11, 27, 8)
    assert working_day_after(london(2026, 11, 26, 16), days=3, calendar=ended) == london(2026, 12, 1, 9)


@pytest.mark.parametrize(("weight", "adds", "crosses"), [(11, 2, True), (13, 2, False), (10, 2, False)])
def test_a_cap_is_crossed_once(weight: int, adds: int, crosses: bool) -> None:
    assert Assignment(a_technician(TOMASZ), "", weight=weight, cap=10, adds=adds).crosses_cap is crosses
