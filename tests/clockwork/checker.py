"""Looks at a desk's rows after a story: no reminder doubled, none missed, none left out without a reason.

What is expected is computed from the requests and the policy; what was told is read from the mails and the news that
waited for a digest, by the timers that caused them.
"""

from collections import Counter
from datetime import datetime, timedelta

from mailbot.core.model.request import Request, TargetKind
from mailbot.core.sla.reminders import KIND_OF, MISSED, Role, Step, percents, roles_at, round_of
from mailbot.core.sla.targets import TARGETS, reaches
from mailbot.store.facts.rows import requests_of
from tests.clockwork.hands import Stage

Told = tuple[int, str, int, int, str]  # subject, kind, round, step of the timer, and who was told

_BY_TIMER = """
SELECT t.subject, t.kind, t.round, t.step, m.recipient
FROM (
  SELECT cause, recipient FROM outbox WHERE kind != 'technician/digest'
  UNION ALL SELECT cause, technician FROM notification
) m
JOIN timer t ON m.cause || ' ' LIKE 'timer:' || t.id || ':' || t.step || ' %'
WHERE t.subject_kind = 'request'
"""


class PromiseBroken(AssertionError):  # noqa: N818 -- the name says what happened
    """A reminder came twice, or not at all, or was skipped without a word."""


def told(stage: Stage) -> Counter[Told]:
    """How often each step of each target was told to each person."""
    return Counter(
        (int(subject), str(kind), int(round_), int(step), str(recipient))
        for subject, kind, round_, step, recipient in stage.rows(_BY_TIMER)
    )


def check(stage: Stage) -> None:
    """Raise PromiseBroken unless each step that came was acted on once."""
    _nothing_twice(stage)
    _nothing_forgotten(stage)
    _nothing_without_a_reason(stage)


def _nothing_twice(stage: Stage) -> None:
    doubled = {key: count for key, count in told(stage).items() if count > 1}
    if doubled:
        raise PromiseBroken(f"told more than once: {doubled}")


def _nothing_forgotten(stage: Stage) -> None:
    """Each share that a target has reached has a timer for each role: done, skipped, or waiting for its reader."""
    there = {
        (int(subject), str(kind), int(round_), int(step)): str(state)
        for subject, kind, round_, step, state in stage.rows(
            "SELECT subject, kind, round, step, state FROM timer WHERE subject_kind = 'request'"
        )
    }
    for request in _requests(stage):
        for kind in TARGETS if request.state == "open" else ():
            for key in _expected(request, kind=kind, stage=stage):
                if key not in there:
                    raise PromiseBroken(f"no timer for {key}")
                if there[key] == "cancelled":
                    raise PromiseBroken(f"taken back although its moment came: {key}")
    now = stage.hands.moment
    due = stage.rows("SELECT count(*) FROM timer WHERE state = 'waiting' AND due_at <= :now", now=_stored(stage, now))
    if due != [(0,)]:
        raise PromiseBroken(f"{due[0][0]} timers are due and were not acted on")


def _expected(request: Request, *, kind: TargetKind, stage: Stage) -> list[tuple[int, str, int, int]]:
    """The newest share of each role that the target has reached: an older one may have had no chance to come."""
    policy = stage.daemons[0].policies["tvlt"]
    newest: dict[Role, int] = {}
    for percent in percents(policy.reminders):
        at = reaches(request, kind=kind, fraction=percent / MISSED, policy=policy)
        if at is not None and at <= stage.hands.moment - timedelta(seconds=1):
            newest |= dict.fromkeys(roles_at(percent, reminders=policy.reminders), percent)
    steps = [Step(percent, role) for role, percent in newest.items()]
    return [(request.number, KIND_OF[kind], round_of(request, kind), step.number) for step in steps]


def _nothing_without_a_reason(stage: Stage) -> None:
    mute = stage.rows("SELECT id, kind FROM timer WHERE state = 'skipped' AND coalesce(reason, '') = ''")
    if mute:
        raise PromiseBroken(f"skipped without a reason: {mute}")


def _requests(stage: Stage) -> list[Request]:
    numbers = [int(number) for (number,) in stage.rows("SELECT number FROM request")]
    with stage.daemons[0].database.read() as unit:
        return list(requests_of(unit, trust="tvlt", numbers=numbers).values())


def _stored(stage: Stage, moment: datetime) -> object:
    """A moment as the database has it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if stage.daemons[0].database.sqlite else moment
