"""What a service level promises, how urgent something is, how work is weighed, who is reminded when: values alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mailbot.core.model.request import TargetKind


@dataclass(frozen=True, slots=True)
class Level:
    """A service level: minutes by priority id to the first response, to the next one, and to resolution.

    A priority that is missing has no such target. `met_percent` is the share of requests that should meet theirs.
    """

    id: str
    first_response: Mapping[str, int]
    resolution: Mapping[str, int]
    next_response: Mapping[str, int] = field(default_factory=dict)
    met_percent: int = 96


@dataclass(frozen=True, slots=True)
class Priority:
    """`rank` 1 is the most urgent. `clock` "always" counts every minute, "working" only the school's hours."""

    id: str
    name: str
    rank: int
    meaning: str = ""
    clock: Literal["always", "working"] = "working"


@dataclass(frozen=True, slots=True)
class LoadPolicy:
    """How work is weighed and how much is too much for one person.

    `weights` is what an open ticket weighs by priority id (1 where it is missing). `cap` is the open weight that nobody
    passes without their line's lead being told. `fair_by` "hours" compares load to the hours somebody works in a week,
    "people" compares it as it is.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    cap: int = 40
    fair_by: Literal["hours", "people"] = "hours"


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """Who is reminded at which percent of a target, and when a requester who does not answer is asked again.

    `at` are the percents at which a ticket's owner is told (none: nobody ever is); once it is missed, `daily` tells
    them on each working day. At `second_at` their cover or the line's lead is told too, at `above_at` the line above,
    at `manager_at` the manager. A missed target of the kinds in `move_up_on` moves the ticket up a line. `chase` are
    the working days after which a requester is asked again while the ticket is pending (none: never), `solve_after` the
    one after which it is solved.
    """

    at: tuple[int, ...] = ()
    second_at: int = 90
    above_at: int = 100
    manager_at: int = 150
    daily: bool = True
    move_up_on: tuple[TargetKind, ...] = ()
    chase: tuple[int, ...] = ()
    solve_after: int = 10
