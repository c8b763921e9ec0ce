"""What somebody's leave means for their tickets: which cannot wait, and who looks after those."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import Request, StateChange
from mailbot.core.sla.leave import Share, away_at, cannot_wait, first_due, shared_out
from tests.core.sla.test_duty import ALL_WEEK, WEIGHTS, team
from tests.core.sla.test_promise import team as with_urgent
from tests.support.builders import MONDAY, WEEK, a_request, london

BACK = london(2026, 11, 30, 8)


def ticket(number: int = 1042, *, opened: datetime = MONDAY, **changes: Any) -> Request:
    opening = {"ticket_at": opened, "changes": (StateChange(opened, "open"),), "waiting_since": opened}
    return a_request(**{"number": number, "school": "kestrel", "assignee": "tomasz", **opening, **changes})


def shared(
    policy: Policy,
    *requests: Request,
    at: datetime = MONDAY,
    workload: Mapping[str, Mapping[str, int]] | None = None,
    leave: tuple[Leave, ...] = (ALL_WEEK,),
) -> list[Share]:
    absent = policy.technicians["tomasz"]
    return list(shared_out(absent, requests, policy=policy, workload=workload or {}, at=at, leave=leave))


def names(shares: list[Share]) -> list[str]:
    return [one.technician.id if one.technician else "nobody" for one in shares]


def test_leave_of_rules_and_database_counts_while_it_lasts() -> None:
    policy = team()
    tomasz = policy.technicians["tomasz"]
    assert not away_at(tomasz, policy=policy, at=MONDAY)
    assert away_at(tomasz, policy=policy, at=MONDAY, leave=(ALL_WEEK,))
    assert away_at(tomasz, policy=team(leave=(ALL_WEEK,)), at=MONDAY)
    assert not away_at(tomasz, policy=policy, at=BACK, leave=(ALL_WEEK,))


def test_the_first_target_that_is_not_met_says_when_a_ticket_is_due() -> None:
    policy = team()
    assert first_due(ticket(), policy=policy, now=MONDAY) == MONDAY + timedelta(hours=4)
    answered = ticket(answered_at=MONDAY + timedelta(hours=1), waiting_since=None)
    later = first_due(answered, policy=policy, now=MONDAY + timedelta(hours=2))
    assert later is None or later > MONDAY + timedelta(hours=4)
    assert first_due(ticket(state="pending"), policy=policy, now=MONDAY) is None


@pytest.mark.parametrize(
    ("changes", "back", "cannot"),
    [
        ({}, BACK, True),
        ({}, MONDAY + timedelta(hours=1), False),
        ({}, None, True),
        ({"state": "pending"}, None, False),
        ({"school": "nowhere", "priority": "P9"}, BACK, False),
        ({"school": "nowhere", "priority": "P9"}, None, True),
    ],
)
def test_what_is_due_before_they_are_back_cannot_wait(
    changes: dict[str, Any], back: datetime | None, cannot: bool
) -> None:
    assert cannot_wait(ticket(**changes), back=back, policy=team(), now=MONDAY) is cannot


def test_the_first_cover_who_is_there_in_time_looks_after_it() -> None:
    assert names(shared(team(), ticket())) == ["priya"]
    assert names(shared(team(tomasz={"cover": ("ruth", "priya")}), ticket())) == ["ruth"]
    # who comes too late for it comes after who is in time, and who never comes is not asked
    tomorrow = {"hours": {day: WEEK[day] for day in ("tue", "wed")}} if isinstance(WEEK, dict) else {}
    late = team(tomasz={"cover": ("priya", "zoe")}, priya=tomorrow)
    assert names(shared(late, ticket())) == (["zoe"] if tomorrow else ["priya"])
    gone = Leave("priya", london(2026, 11, 1), None)
    assert names(shared(team(tomasz={"cover": ("priya", "zoe")}), ticket(), leave=(ALL_WEEK, gone))) == ["zoe"]


def test_where_all_covers_come_too_late_it_is_the_earliest_of_them() -> None:
    night = london(2026, 11, 23, 3)
    overdue = ticket(opened=london(2026, 11, 19, 9))
    assert names(shared(team(), overdue, at=night)) == ["priya"]


def test_who_has_enough_is_passed_over_and_what_is_given_counts() -> None:
    policy = team(load=WEIGHTS)
    full = {"priya": {"P3": 5}}
    assert names(shared(policy, ticket(), workload=full)) == ["zoe"]
    many = [ticket(number) for number in range(1, 8)]
    assert names(shared(policy, *many)) == ["priya"] * 5 + ["zoe"] * 2


def test_without_a_cover_it_goes_to_whoever_a_new_ticket_would_but_not_to_who_is_away() -> None:
    assert names(shared(team(tomasz={"cover": ()}), ticket())) == ["priya"]
    alone = (ALL_WEEK, *(Leave(name, london(2026, 11, 1), None) for name in ("priya", "zoe")))
    found = shared(team(tomasz={"cover": ()}), ticket(), leave=alone)
    assert (names(found), found[0].reason) == (["nobody"], "nobody of line 1 is there")


def test_what_is_confidential_goes_to_a_cover_who_is_named_for_it_or_to_nobody() -> None:
    assert names(shared(team(), ticket(sensitive=True))) == ["nobody"]
    named = team(tomasz={"cover": ("priya", "siobhan")})
    assert names(shared(named, ticket(sensitive=True))) == ["siobhan"]


def test_at_night_what_counts_every_minute_goes_to_who_is_on_call() -> None:
    policy = with_urgent(on_call="ruth")
    night = london(2026, 11, 24, 3)
    assert names(shared(policy, ticket(priority="P1", opened=night), at=night)) == ["ruth"]
