"""A simulated span in figures: what was asked and answered, the service level, reminders, load, the longest wait.

Pure: out of what was seen. What does not live here: the promises (check) and how it looks on a terminal (cli).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from mailbot.core.model.policy import Policy
from mailbot.core.sla.assignment import cap_of
from mailbot.daemon.simulate.check.clocks import Clock, Reckoner, at, clocks_of, values_of
from mailbot.daemon.simulate.check.evidence import Reminder
from mailbot.daemon.simulate.play import Seen
from mailbot.store.look.histories import Told

_TICKET_ENDS = ("solved", "closed", "merged", "spam")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """In percent, None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Met:
    """One row of the service level: tickets, and how many of their targets were met. `promised` is in percent."""

    name: str
    requests: int
    self_solved: Share
    tickets: int
    answered: Share
    solved: Share
    promised: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """One technician: tickets that were ever theirs, mails they wrote, the most open weight they had, and their cap."""

    name: str
    line: int
    tickets: int
    answers: int
    most: int
    cap: int
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """The longest anybody waited for a first answer: in the school's hours, and from when to when (UTC)."""

    number: int
    school: str
    priority: str
    worked: timedelta
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is told of a span. `reminders` are counted by kind, `moves` up and down the lines."""

    requests: int
    offered: int
    self_solved: Share
    tickets: int
    mails_in: int
    mails_out: int
    priorities: Sequence[Met]
    schools: Sequence[Met]
    reminders: Mapping[str, int]
    moves: Mapping[str, int]
    load: Sequence[Load]
    longest: Wait | None


def figures_of(seen: Seen, *, without: Sequence[str] = ()) -> Figures:
    """Give the figures of what was seen; `without` are the technicians (ids) who were away all the time."""
    told = list(seen.history.requests.values())
    reckoner = Reckoner(
        seen.policy,
        first=min((one.opened_at for one in told), default=seen.ends).date() - timedelta(days=9),
        last=seen.ends.date() + timedelta(days=400),
    )
    count = _Count(seen.policy, reckoner, ends=seen.ends)
    by_priority, by_school = defaultdict(list), defaultdict(list)
    for one in told:
        by_school[one.school].append(one)
        if one.ticket_at is not None:
            by_priority[one.priority].append(one)
    return Figures(
        requests=len(told),
        offered=sum(one.offered for one in told),
        self_solved=_self_solved(told),
        tickets=sum(one.ticket_at is not None for one in told),
        mails_in=seen.written,
        mails_out=seen.sent,
        priorities=[count.met(name, by_priority[name]) for name in sorted(by_priority)],
        schools=[
            count.met(seen.policy.schools[id_].name, several, school=id_)
            for id_, several in sorted(by_school.items())
            if id_ in seen.policy.schools
        ],
        reminders=_reminders(seen),
        moves=_moves(told),
        load=_load(seen, without=without),
        longest=count.longest(told),
    )


class _Count:
    def __init__(self, policy: Policy, reckoner: Reckoner, *, ends: datetime) -> None:
        self._policy = policy
        self._reckoner = reckoner
        self._ends = ends

    def met(self, name: str, several: Sequence[Told], *, school: str = "") -> Met:
        level = self._policy.levels.get(self._policy.schools[school].level) if school else None
        return Met(
            name=name,
            requests=len(several),
            self_solved=_self_solved(several),
            tickets=sum(one.ticket_at is not None for one in several),
            answered=self._share(several, "first_response"),
            solved=self._share(several, "resolution"),
            promised=level.met_percent if level else None,
        )

    def longest(self, told: Iterable[Told]) -> Wait | None:
        """The longest wait for a first answer, those who wait still included."""
        waits = (self._wait(one, clock) for one in told for clock in clocks_of(one) if clock.target == "first_response")
        return max(waits, key=lambda wait: (wait.worked, -wait.number), default=None)

    def _wait(self, told: Told, clock: Clock) -> Wait:
        until = clock.ended or self._ends
        hours = self._reckoner.hours(told)
        worked = sum(
            (hours.passed(min(end or until, until)) - hours.passed(start) for start, end in clock.runs), timedelta()
        )
        return Wait(told.number, told.school, told.priority, worked, clock.started, until)

    def _share(self, several: Iterable[Told], target: str) -> Share:
        """Of the targets that are decided: those met, and all; one whose time is not over yet counts for neither."""
        met = missed = 0
        for told in several:
            for clock in clocks_of(told):
                if clock.target != target or self._reckoner.minutes(told, clock.target, told.priority) is None:
                    continue
                due = self._reckoner.reaches(clock, 1.0, told=told, priority=told.priority)
                if due is not None and due < self._ends:
                    missed += 1
                elif clock.ended is not None:
                    met += 1
        return Share(met, met + missed)


def _self_solved(several: Iterable[Told]) -> Share:
    told = list(several)
    return Share(sum(one.ticket_at is None and one.outcome == "self_solved" for one in told), len(told))


def _reminders(seen: Seen) -> dict[str, int]:
    counted: Counter[str] = Counter(_kind(one) for one in seen.evidence.reminders)
    return {
        "to owners, before a target": counted["owner"],
        "to owners, of a missed one": counted["late"],
        "to whoever stands in": counted["stand_in"],
        "to cover, lead, line above, manager": counted["other"],
        "of tickets that moved up": counted["moved"],
        "digests of several": len(seen.evidence.digests),
        "to requesters who are waited for": sum(not one.last for one in seen.evidence.chasers),
        "solved without their answer": sum(one.last for one in seen.evidence.chasers),
    }


def _kind(reminder: Reminder) -> str:
    return "late" if reminder.role == "owner" and reminder.percent >= 100 else reminder.role


def _moves(told: Iterable[Told]) -> dict[str, int]:
    """How often tickets went up a line and down one."""
    moves: Counter[str] = Counter({"up": 0, "down": 0})
    for one in told:
        lines = [int(line or 1) for _, line in values_of(one, effect="Assign", field="line")]
        for before, after in pairwise(lines):
            if before != after:
                moves["up" if after > before else "down"] += 1
    return dict(moves)


def _load(seen: Seen, *, without: Sequence[str]) -> list[Load]:
    policy = seen.policy
    steps: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    tickets: Counter[str] = Counter()
    for told in seen.history.requests.values():
        spans = list(_held(told, ends=seen.ends))
        tickets.update({owner for owner, _, _ in spans})
        weight = policy.load.weights.get(told.priority, 1)
        for owner, start, end in spans:
            steps[owner] += [(start, weight), (end, -weight)]
    return [
        Load(
            name=one.name,
            line=one.line,
            tickets=tickets[one.id],
            answers=seen.answers.get(one.id, 0),
            most=_most(steps[one.id]),
            cap=cap_of(one, load=policy.load),
            absent=one.id in without,
        )
        for one in sorted(policy.technicians.values(), key=lambda one: (one.line, one.name))
    ]


def _held(told: Told, *, ends: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Who had the open ticket from when to when."""
    owners = values_of(told, effect="Assign", field="technician")
    changes = sorted({moment for moment, _ in owners} | {moment for moment, _ in told.states})
    states: list[tuple[datetime, str | None]] = [(moment, state) for moment, state in told.states]
    for start, end in zip(changes, [*changes[1:], ends], strict=True):
        owner = at(owners, start)
        if owner is not None and at(states, start) == "open":
            yield owner, start, end


def _most(steps: Iterable[tuple[datetime, int]]) -> int:
    carried = most = 0
    for _, weight in sorted(steps):
        carried += weight
        most = max(most, carried)
    return most
