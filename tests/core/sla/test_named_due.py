"""A moment that a technician named for the solution stands in the place of the target, until the ticket is reopened."""

from datetime import datetime, timedelta

from mailbot.core.model.request import Request, RequestState
from mailbot.core.sla.duty import is_reachable
from mailbot.core.sla.reminders import round_of
from mailbot.core.sla.targets import due_said, reaches, standing
from tests.core.sla.test_targets import ticket
from tests.support.builders import MONDAY, a_policy, london

TEN, NOON = london(2026, 11, 23, 10), london(2026, 11, 23, 12)
TONIGHT, LATER = london(2026, 11, 23, 20), london(2026, 11, 23, 22)


def named(*more: tuple[datetime, RequestState], at: datetime = TEN, due: datetime = NOON) -> Request:
    return ticket((MONDAY, "open"), *more, due_set_at=at, due_at=due)


def test_the_named_moment_is_when_it_is_due_and_starts_a_round_of_its_own() -> None:
    stands = standing(named(), kind="resolution", policy=a_policy(), now=TEN + timedelta(hours=1))
    assert stands is not None
    assert (stands.due_at, stands.used, stands.met_at) == (NOON, timedelta(hours=1), None)
    assert round_of(named(), "resolution") == int(TEN.timestamp())
    assert reaches(named(), kind="resolution", fraction=1.0, policy=a_policy()) == NOON


def test_solved_in_time_it_is_met_and_late_it_was_missed() -> None:
    solved = standing(named((TEN + timedelta(hours=1), "solved")), kind="resolution", policy=a_policy(), now=LATER)
    assert solved is not None
    assert (solved.met_at, solved.breached_at) == (TEN + timedelta(hours=1), None)
    late = standing(named(), kind="resolution", policy=a_policy(), now=LATER)
    assert late is not None
    assert late.breached_at == NOON


def test_between_two_moments_out_of_hours_the_clock_on_the_wall_counts() -> None:
    stands = standing(named(at=TONIGHT, due=LATER), kind="resolution", policy=a_policy(), now=TONIGHT)
    assert stands is not None
    assert stands.promise.duration == timedelta(hours=2)


def test_a_reopened_ticket_has_its_target_again() -> None:
    again = named((NOON, "solved"), (NOON + timedelta(hours=1), "open"))
    assert due_said(again) is None


def test_who_is_at_work_is_reachable_whatever_it_is() -> None:
    policy = a_policy()
    assert is_reachable(policy.technicians["tomasz"], urgent=False, policy=policy, at=MONDAY)
