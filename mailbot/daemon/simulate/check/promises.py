"""Holds what was mailed against what had to be: nothing missed, nothing doubled, nobody written to outside their hours.

It knows the policy, what happened to each request, and the mails; how the desk came to send them it does not ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailbot.core.model.policy import Policy, Technician
from mailbot.daemon.simulate.check.clocks import Clock, at, clocks_of, values_of
from mailbot.daemon.simulate.check.evidence import Chaser, Evidence, Reminder
from mailbot.daemon.simulate.check.hours import Team
from mailbot.daemon.simulate.check.missed import BREACH, Broken, Owed
from mailbot.store.look.histories import History, Told

_CHASED_BY = timedelta(hours=3)  # a school's or person's cap may hold a mail back for an hour or two


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and how much was looked at: a check that saw nothing says so."""

    missed: Sequence[Broken] = ()
    doubled: Sequence[Broken] = ()
    outside: Sequence[Broken] = ()
    lost: Sequence[str] = ()
    owed: int = 0
    reminders: int = 0
    latest: timedelta = field(default_factory=timedelta)

    @property
    def kept(self) -> bool:
        """Whether every promise was."""
        return not (self.missed or self.doubled or self.outside or self.lost)


def judge(policy: Policy, *, history: History, evidence: Evidence, asked: int, ends: datetime) -> Verdict:
    """Give the verdict on a span that ended at `ends` (UTC), in which `asked` new requests were written."""
    return _Court(policy, history=history, evidence=evidence, ends=ends).verdict(asked)


class _Court:
    def __init__(self, policy: Policy, *, history: History, evidence: Evidence, ends: datetime) -> None:
        self._policy = policy
        self._history = history
        self._evidence = evidence
        self._ends = ends
        self._team = Team(policy, history.away)
        self._by_address: Mapping[str, Technician] = {one.address: one for one in policy.technicians.values()}
        self._told: dict[tuple[int, str], list[Reminder]] = defaultdict(list)
        for one in evidence.reminders:
            self._told[one.number, one.target].append(one)
        self._owed = Owed(policy, history=history, evidence=evidence, mailed=self._told, team=self._team, ends=ends)
        self._reckoner = self._owed.reckoner
        self._chased = 0

    def verdict(self, asked: int) -> Verdict:
        missed = [*self._owed.missed(), *self._chasers_missed()]
        return Verdict(
            missed=missed,
            doubled=[*self._doubled(), *self._chasers_doubled()],
            outside=list(self._outside()),
            lost=list(self._lost(asked)),
            owed=self._owed.count + self._chased,
            reminders=len(self._evidence.reminders),
            latest=self._owed.latest,
        )

    # -- doubled -------------------------------------------------------------------------------------------------

    def _doubled(self) -> Iterator[Broken]:
        seen: Counter[tuple[object, ...]] = Counter()
        for told in self._history.requests.values():
            clocks = list(clocks_of(told))
            for target in ("first_response", "next_response", "resolution"):
                mine = [one for one in clocks if one.target == target]
                for reminder in self._told[told.number, target]:
                    key = self._key(reminder, clocks=mine, told=told)
                    seen[key] += 1
                    if seen[key] > self._allowed(reminder):
                        words = f"{target} at {reminder.percent} % to {reminder.recipient} ({reminder.role})"
                        yield Broken(reminder.at, told.number, f"{words}, {seen[key]} times")

    def _key(self, reminder: Reminder, *, clocks: Sequence[Clock], told: Told) -> tuple[object, ...]:
        """What must be told once: a step of one clock to its owner, a late target once a day, a move once."""
        clock = next((one for one in reversed(clocks) if one.started <= reminder.at), None)
        basis = (told.number, reminder.target, clock.round if clock else 0)
        if reminder.role in ("other", "moved"):
            return (*basis, reminder.role, reminder.recipient)
        if reminder.percent >= BREACH:
            return (*basis, "late", reminder.recipient, self._owed.day(reminder.at))
        exact = self._exact(reminder, clock=clock, told=told)
        step = max((share for share in self._policy.reminders.at if share <= exact), default=0)
        return (*basis, step, reminder.recipient if told.sensitive else "")

    def _exact(self, reminder: Reminder, *, clock: Clock | None, told: Told) -> float:
        """The share by our own reckoning, where the mail's rounded one agrees with it; else the mail's."""
        priority = at(values_of(told, effect="SetPriority", field="priority"), reminder.at) or told.priority
        minutes = self._reckoner.minutes(told, reminder.target, priority)
        if clock is None or not minutes:
            return reminder.percent
        used = self._reckoner.used(clock, reminder.at, told=told, priority=priority)
        own = used / timedelta(minutes=minutes) * 100 + 1e-6
        return own if abs(own - reminder.percent) <= 0.51 else reminder.percent

    def _allowed(self, reminder: Reminder) -> int:
        """Once; to who may be cover, lead of the line above and manager, once for each."""
        if reminder.role != "other":
            return 3 if reminder.role == "moved" else 1
        one = self._by_address.get(reminder.recipient)
        if one is None:
            return 3
        leads = one.id in self._policy.line_leads.values()
        covers = leads or any(one.id in other.cover for other in self._policy.technicians.values())
        return max(1, leads + covers + (one.id == self._policy.manager))

    # -- outside hours -------------------------------------------------------------------------------------------

    def _outside(self) -> Iterator[Broken]:
        for one in self._evidence.reminders:
            technician = self._by_address.get(one.recipient)
            told = self._history.requests.get(one.number)
            if technician is None or told is None or self._team.at_work(technician, one.at):
                continue
            priority = at(values_of(told, effect="SetPriority", field="priority"), one.at) or told.priority
            called = self._team.on_call(one.at)
            if not (self._reckoner.always(priority) and called is not None and called.id == technician.id):
                yield Broken(one.at, one.number, f"{one.target} at {one.percent} % to {one.recipient}")
        for moment, recipient in self._evidence.digests:
            technician = self._by_address.get(recipient)
            if technician is not None and not self._team.at_work(technician, moment):
                yield Broken(moment, 0, f"a digest to {recipient}")
        for chaser in self._evidence.chasers:
            told = self._history.requests.get(chaser.number)
            # None: no calendar knows of a further opening, and there is nothing to hold it against
            if told is not None and self._reckoner.hours(told).opening(chaser.at) not in (chaser.at, None):
                yield Broken(chaser.at, chaser.number, f"a chaser to {chaser.recipient} while the school is closed")

    # -- requesters who are waited for ---------------------------------------------------------------------------

    def _waits(self) -> Iterator[tuple[Told, datetime, datetime, list[Chaser]]]:
        chasers: dict[int, list[Chaser]] = defaultdict(list)
        for one in self._evidence.chasers:
            chasers[one.number].append(one)
        for told in self._history.requests.values():
            for place, (since, state) in enumerate(told.states):
                if state == "pending":
                    until = told.states[place + 1][0] if place + 1 < len(told.states) else self._ends
                    during = [one for one in chasers[told.number] if since < one.at <= until]
                    yield told, since, min(until, self._ends), during

    def _chasers_missed(self) -> Iterator[Broken]:
        reminders = self._policy.reminders
        for told, since, until, during in self._waits():
            for days in reminders.chase:
                morning = self._reckoner.hours(told).morning_after(since, days=days)
                if morning is None or morning + _CHASED_BY >= until:
                    continue
                self._chased += 1
                if not any(morning <= one.at <= morning + _CHASED_BY and not one.last for one in during):
                    yield Broken(morning, told.number, f"a chaser after {days} working days")

    def _chasers_doubled(self) -> Iterator[Broken]:
        for told, _, _, during in self._waits():
            for last, most in ((False, len(self._policy.reminders.chase)), (True, 1)):
                several = [one for one in during if one.last is last]
                if len(several) > most:
                    yield Broken(several[-1].at, told.number, f"chaser number {len(several)} of {most}")

    # -- lost ----------------------------------------------------------------------------------------------------

    def _lost(self, asked: int) -> Iterator[str]:
        if len(self._history.requests) < asked:
            yield f"{asked} requests were written, {len(self._history.requests)} are in the tables"
        wanted = {"inbox": ("done", "duplicate"), "outbox": ("sent", "queued"), "timer": ()}
        for table, fine in wanted.items():
            odd = {state: n for state, n in self._history.counts.get(table, {}).items() if fine and state not in fine}
            if odd:
                yield f"{table}: {odd}"
