"""What a requester can be promised: by target and calendar, and at night only where somebody will see it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailbot.core.model.level import Priority
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import StateChange
from mailbot.core.sla.promise import Hearing, hearing, say_opening
from tests.support.builders import MONDAY, a_calendar, a_policy, a_request, london

NIGHT = london(2026, 11, 24, 3)
MORNING = london(2026, 11, 24, 8)


def team(*, on_call: str = "") -> Policy:
    policy = a_policy(on_call={date(2026, 11, 23): on_call} if on_call else {})
    return replace(policy, priorities={**policy.priorities, "P1": Priority("P1", "Urgent", 1, clock="always")})


def heard(at: datetime, *, policy: Policy | None = None, leave: tuple[Leave, ...] = (), **changes: Any) -> Hearing:
    """What can be said at `at` about a ticket that was opened then, or as `changes` say."""
    opened = {"ticket_at": at, "changes": (StateChange(at, "open"),), "waiting_since": at}
    return hearing(a_request(**{**opened, **changes}), policy=policy or team(), now=at, leave=leave)


def test_in_hours_the_target_is_the_promise() -> None:
    assert heard(MONDAY) == Hearing(MONDAY + timedelta(hours=4))


def test_out_of_hours_the_promise_counts_from_the_opening() -> None:
    friday = london(2026, 11, 20, 16, 40)
    assert heard(friday) == Hearing(london(2026, 11, 23, 12), opens=london(2026, 11, 23, 8))


def test_what_was_used_before_a_pause_is_not_promised_again() -> None:
    changes = (
        StateChange(MONDAY, "open"),
        StateChange(MONDAY + timedelta(hours=1), "pending"),
        StateChange(MONDAY + timedelta(hours=2), "open"),
    )
    assert heard(MONDAY + timedelta(hours=2), changes=changes).due == MONDAY + timedelta(hours=5)


def test_a_reopened_request_is_promised_the_next_answer() -> None:
    again = london(2026, 11, 25, 9)
    changes = (StateChange(MONDAY, "open"), StateChange(MONDAY, "solved"), StateChange(again, "open"))
    found = heard(again, changes=changes, answered_at=MONDAY, ticket_at=MONDAY)
    assert found.due == again + timedelta(hours=4)


def test_at_night_the_clock_of_the_urgent_is_promised_where_somebody_is_on_call() -> None:
    found = heard(NIGHT, policy=team(on_call="priya"), priority="P1", assignee="priya")
    assert found == Hearing(NIGHT + timedelta(minutes=30), opens=MORNING, on_call=True)


@pytest.mark.parametrize("owner", ["tomasz", None])
def test_at_night_nobody_promises_what_nobody_will_see(owner: str | None) -> None:
    found = heard(NIGHT, priority="P1", assignee=owner)
    assert found == Hearing(MORNING + timedelta(minutes=30), opens=MORNING)


def test_leave_counts_for_whoever_would_see_it() -> None:
    away = Leave("tomasz", NIGHT, london(2026, 11, 24, 11))
    assert heard(NIGHT, priority="P1", leave=(away,)).due == london(2026, 11, 24, 11, 30)


def test_without_a_target_nothing_is_promised_but_the_opening() -> None:
    assert heard(NIGHT, priority="P9") == Hearing(None, opens=MORNING)


@pytest.mark.parametrize(
    ("now", "opens", "said"),
    [
        (NIGHT, MORNING, "08:00 today"),
        (london(2026, 11, 23, 20), MORNING, "08:00 tomorrow"),
        (london(2026, 12, 22, 9), london(2027, 1, 4, 8), "Monday 4 January, 08:00"),
    ],
)
def test_an_opening_is_said_as_people_do(now: datetime, opens: datetime, said: str) -> None:
    assert say_opening(opens, now=now, calendar=a_calendar()) == said


def away(*names: str, until: datetime) -> tuple[Leave, ...]:
    return tuple(Leave(name, london(2026, 11, 1), until) for name in names)


EVERYBODY = ("priya", "tomasz", "siobhan", "ruth")


def test_where_nobody_is_there_by_then_the_promise_begins_when_somebody_is() -> None:
    back = london(2026, 11, 25)
    found = heard(MONDAY, leave=away(*EVERYBODY, until=back), assignee=None)
    assert found.due == london(2026, 11, 25, 12)
    owned = heard(MONDAY, leave=away(*EVERYBODY, until=back), assignee="tomasz")
    assert owned.due == london(2026, 11, 25, 12)


def test_a_cover_or_a_lead_who_is_there_in_time_keeps_the_promise() -> None:
    policy = team()
    led = replace(policy, line_leads={1: "ruth"})
    only_ruth = away("priya", "tomasz", "siobhan", until=london(2026, 12, 1))
    assert heard(MONDAY, policy=led, leave=only_ruth, assignee=None).due == MONDAY + timedelta(hours=4)


def test_where_nobody_is_known_to_come_no_time_is_promised() -> None:
    gone = tuple(Leave(name, london(2026, 11, 1), None) for name in EVERYBODY)
    assert heard(MONDAY, leave=gone, assignee=None) == Hearing(None)


def test_by_day_what_counts_every_minute_counts_from_when_somebody_is_there() -> None:
    back = london(2026, 11, 23, 12)
    found = heard(MONDAY, leave=away(*EVERYBODY, until=back), assignee=None, priority="P1")
    assert found.due == back + timedelta(minutes=30)


def test_of_a_confidential_ticket_only_who_may_see_it_can_keep_the_promise() -> None:
    named = away("siobhan", "ruth", until=london(2026, 11, 26))
    assert heard(MONDAY, leave=named, assignee=None, sensitive=True).due == london(2026, 11, 26, 12)
    taken = heard(MONDAY, leave=named, assignee="ruth", sensitive=True)
    assert taken.due == london(2026, 11, 26, 12)
    assert heard(MONDAY, leave=named, assignee=None).due == MONDAY + timedelta(hours=4)
