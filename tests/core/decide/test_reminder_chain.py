"""A ticket's reminders from its opening on, with a clock that jumps: none doubled, none missed, none out of hours."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_request import Assign, RecordBreach
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.level import Priority, ReminderPolicy
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import Request, StateChange
from mailbot.core.model.stimulus import TimerDue
from mailbot.core.sla.duty import is_reachable
from mailbot.core.sla.reminders import Step, step_of
from tests.support.builders import MONDAY, TOMASZ, a_policy, a_request, a_snapshot, arrived, decided, mails

Key = tuple[str, int, int]
POLICY = a_policy(reminders=ReminderPolicy(at=(50, 75, 90, 100), move_up_on=("first_response",)))
URGENT = replace(
    POLICY,
    priorities={**POLICY.priorities, "P1": Priority("P1", "Urgent", 1, clock="always")},
    on_call={date(2026, 11, 23): "ruth"},
)
END = MONDAY + timedelta(days=8)


class Table:
    """The timer table and the one request, as the store would keep them: a key is one timer, done is done."""

    def __init__(self, request: Request, policy: Policy) -> None:
        self.request, self.policy = request, policy
        self.due: dict[Key, datetime] = {}
        self.over: dict[Key, str] = {}
        self.told: list[tuple[Key, str, datetime]] = []

    def take(self, effects: tuple[Effect, ...], *, fired: Key | None = None) -> bool:
        """Write them; tells whether the timer that fired was put off."""
        put_off = False
        for effect in effects:
            match effect:
                case ScheduleTimer():
                    key = (effect.kind, effect.round, effect.step)
                    put_off = put_off or key == fired
                    if key not in self.over and (key not in self.due or key == fired):
                        self.due[key] = effect.due_at
                case CancelTimers():
                    assert fired is None or effect.kind != fired[0], "a timer in hand is taken from its own worker"
                    self.due = {key: due for key, due in self.due.items() if key[0] != effect.kind}
                case Assign():
                    self.request = replace(self.request, assignee=effect.technician, line=effect.line)
                case RecordBreach():
                    assert effect.target not in self.request.breaches, "a breach is recorded once"
                    self.request = replace(self.request, breaches={**self.request.breaches, effect.target: effect.at})
                case _:
                    pass
        return put_off

    def run(self, now: datetime) -> None:
        """Act on all that is due, oldest first."""
        while ready := sorted((due, key) for key, due in self.due.items() if due <= now):
            due, key = ready[0]
            decision = self._fire(key, due=due, now=now)
            if self.take(decision.effects, fired=key):
                assert self.due[key] > now, "a timer that is put off waits for a later moment"
                continue
            del self.due[key]
            self.over[key] = decision.outcome
            self.told += [(key, mail.to.name, now) for mail in mails(decision)]

    def _fire(self, key: Key, *, due: datetime, now: datetime) -> Decision:
        kind, round_, step = key
        stimulus = TimerDue(1, kind, self.request, round_, step, due)  # type: ignore[arg-type]
        return decided(stimulus, snapshot=a_snapshot(self.request), policy=self.policy, now=now)


def a_ticket(priority: str, opened: datetime) -> Request:
    changes = (StateChange(opened, "open"),)
    return a_request(priority=priority, ticket_at=opened, opened_at=opened, changes=changes, waiting_since=opened)


def chain(policy: Policy, priority: str, opened: datetime, jumps: list[int]) -> Table:
    table = Table(a_ticket(priority, opened), policy)
    # an offer that becomes this ticket
    unowned = replace(
        table.request, assignee=None, state="offered", ticket_at=None, changes=(StateChange(opened, "offered"),)
    )
    table.take(decided(arrived("still stuck", request=unowned), policy=policy, now=opened).effects)
    now = opened
    for minutes in jumps:
        now += timedelta(minutes=minutes)
        table.run(now)
    end = max(END, now + timedelta(days=4))  # what the last jump made due is told on the next working day
    while now < end:
        now += timedelta(minutes=20)
        table.run(now)
    return table


@settings(max_examples=60, deadline=None)
@example(jumps=[390, 1760, 2000, 2000], minutes=10080, urgent=False)
@given(
    jumps=st.lists(st.one_of(st.integers(0, 90), st.integers(60, 2000)), max_size=12),
    minutes=st.integers(0, 7 * 24 * 60),
    urgent=st.booleans(),
)
def test_however_the_clock_jumps_each_reminder_comes_once_and_in_hours(
    jumps: list[int], minutes: int, *, urgent: bool
) -> None:
    policy, priority = (URGENT, "P1") if urgent else (POLICY, "P3")
    opened = MONDAY - timedelta(days=3) + timedelta(minutes=minutes) if not urgent else MONDAY
    table = chain(policy, priority, opened, jumps)
    assert len({(key, who) for key, who, _ in table.told}) == len(table.told)
    names = {one.name: one for one in policy.technicians.values()}
    for key, who, at in table.told:
        assert is_reachable(names[who], urgent=urgent, policy=policy, at=at), f"{who} at {at} for {key}"
    if table.request.breaches:
        first = {step_of(key[2]): who for key, who, _ in table.told if key[0] == "remind_first_response"}
        assert table.request.line == 2
        for step in (Step(100, "above"), Step(150, "manager"), Step(moved_from=TOMASZ.id)):
            key = ("remind_first_response", 1, step.number)
            # Ruth leads line 2 and is the manager: where the ticket is hers she hears of it as its owner
            hers = table.request.assignee == "ruth" and table.over.get(key) == "skipped"
            assert step in first or key in table.due or hers, f"{step} was missed"
        assert Step(moved_from=TOMASZ.id) in first


def test_a_week_without_an_answer_tells_everybody_who_is_to_know() -> None:
    table = chain(POLICY, "P3", MONDAY, [])
    told = [(step_of(key[2]), who) for key, who, _ in table.told if key[0] == "remind_first_response"]
    plain = [(step.percent, step.role, who) for step, who in told if step.day is None and step.moved_from is None]
    assert sorted(plain) == [
        (50, "owner", "Tomasz Wilk"),
        (75, "owner", "Tomasz Wilk"),
        (90, "owner", "Tomasz Wilk"),
        (90, "second", "Priya Nambiar"),
        (100, "above", "Ruth Lindqvist"),
        (100, "owner", "Siobhan Keane"),
        (150, "manager", "Ruth Lindqvist"),
    ]
    days = [step.day for step, _ in told if step.day is not None]
    assert days == [*(date(2026, 11, day) for day in (24, 25, 26, 27, 30)), date(2026, 12, 1)]
