"""What the clocks of a request's targets showed, made again from what happened to it. By plain arithmetic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from mailbot.core.model.policy import TRIAGE, Policy
from mailbot.daemon.simulate.check.evidence import Target
from mailbot.daemon.simulate.check.hours import Open
from mailbot.store.look.histories import History, Told

_NOTHING = timedelta()
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Clock:
    """One target of one request, from what started it to what ended it (None: it runs still).

    `runs` are the spans in which the request was open; `round` tells several next responses apart.
    """

    number: int
    target: Target
    round: int
    started: datetime
    ended: datetime | None
    runs: tuple[tuple[datetime, datetime | None], ...]

    def open_at(self, moment: datetime) -> bool:
        """Whether it was running at the moment."""
        return any(start <= moment and (end is None or moment < end) for start, end in self.runs)


class Reckoner:
    """Counts a trust's clocks between two days."""

    def __init__(self, policy: Policy, *, first: date, last: date) -> None:
        self._policy = policy
        self._open: Mapping[str, Open] = {
            id_: Open(school.calendar, first=first, last=last) for id_, school in policy.schools.items()
        }

    @classmethod
    def around(cls, policy: Policy, history: History, *, ends: datetime) -> Self:
        """For all requests of a history that ended at `ends` (UTC), and what their clocks may yet reach."""
        first = min((told.opened_at for told in history.requests.values()), default=ends)
        return cls(policy, first=first.date() - timedelta(days=9), last=ends.date() + timedelta(days=400))

    def hours(self, told: Told) -> Open:
        """The opening hours of the request's school."""
        return self._open.get(told.school) or self._open[TRIAGE]

    def minutes(self, told: Told, target: Target, priority: str) -> float | None:
        """What the school's level promises, in minutes; None for nothing."""
        school = self._policy.schools.get(told.school) or self._policy.schools[TRIAGE]
        level = self._policy.levels.get(school.level)
        if level is None:
            return None
        if target == "resolution":
            return level.resolution.get(priority)
        return (level.next_response if target == "next_response" and level.next_response else level.first_response).get(
            priority
        )

    def always(self, priority: str) -> bool:
        """Whether its clock counts every minute."""
        known = self._policy.priorities.get(priority)
        return known is not None and known.clock == "always"

    def used(self, clock: Clock, moment: datetime, *, told: Told, priority: str) -> timedelta:
        """The time that the clock shows at the moment, counted as that priority's is."""
        hours = self.hours(told)
        total = _NOTHING
        for start, end in clock.runs:
            until = moment if end is None else min(end, moment)
            if until > start:
                plain = self.always(priority)
                total += until - start if plain else hours.passed(until) - hours.passed(start)
        return total

    def reaches(self, clock: Clock, share: float, *, told: Told, priority: str) -> datetime | None:
        """When the clock shows that share of the target, None where it never does."""
        minutes = self.minutes(told, clock.target, priority)
        if minutes is None:
            return None
        left = timedelta(minutes=minutes) * share
        hours = self.hours(told)
        for start, end in clock.runs:
            plain = self.always(priority)
            at = start + left if plain else hours.reaching(hours.passed(start) + left)
            if at is None:
                return None
            at = max(at, start)
            if end is None or at <= end:
                return at
            left -= end - start if plain else hours.passed(end) - hours.passed(start)
        return None


def clocks_of(told: Told) -> Iterator[Clock]:
    """Every clock that a request ever had."""
    runs = _runs(told)
    if not runs:
        return
    started = runs[0][0]
    yield Clock(told.number, "first_response", 1, started, told.answered_at, _cut(runs, started, told.answered_at))
    for round_, (since, until) in enumerate(_waits(told), 1):
        spans = _cut(runs, since, until)
        if spans:
            yield Clock(told.number, "next_response", round_, since, until, spans)
    solved = next((at for at, state in reversed(told.states) if state in ("solved", "closed", "merged", "spam")), None)
    ended = solved if told.state in ("solved", "closed", "merged", "spam") else None
    yield Clock(told.number, "resolution", 1, started, ended, _cut(runs, started, ended))


def values_of(told: Told, *, effect: str, field: str) -> list[tuple[datetime, str | None]]:
    """How a value changed: (since when, what), oldest first. Of what opens the request too."""
    found: list[tuple[datetime, str | None]] = []
    for one in told.decided:
        if one.effect in (effect, "OpenRequest") and field in one.fields:
            found.append((one.at, one.fields[field]))
    return found


def at(values: list[tuple[datetime, str | None]], moment: datetime) -> str | None:
    """The value at a moment; None before the first."""
    value: str | None = None
    for since, changed in values:
        if since > moment:
            break
        value = changed
    return value


def _runs(told: Told) -> tuple[tuple[datetime, datetime | None], ...]:
    runs: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for moment, state in told.states:
        if state == _OPEN and since is None:
            since = moment.astimezone(UTC)
        elif state != _OPEN and since is not None:
            runs.append((since, moment.astimezone(UTC)))
            since = None
    if since is not None:
        runs.append((since, None))
    return tuple(runs)


def _waits(told: Told) -> Iterator[tuple[datetime, datetime | None]]:
    """From each first word after an answer to the next answer."""
    answered, since = False, None
    for spoken in told.spoken:
        if spoken.kind == "answer":
            if since is not None:
                yield since, spoken.at
            answered, since = True, None
        elif answered and since is None:
            since = spoken.at
    if since is not None:
        yield since, None


def _cut(
    runs: tuple[tuple[datetime, datetime | None], ...], since: datetime, until: datetime | None
) -> tuple[tuple[datetime, datetime | None], ...]:
    cut = []
    for start, end in runs:
        begins = max(start, since)
        ends = until if end is None else (end if until is None else min(end, until))
        if ends is None or begins < ends:
            cut.append((begins, ends))
    return tuple(cut)
