"""Which reminders had to come and did not: to owners and who stands in, each morning of what is late, to others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mailbot.core.model.policy import Policy, Technician
from mailbot.daemon.simulate.check.clocks import Clock, Reckoner, at, clocks_of, values_of
from mailbot.daemon.simulate.check.evidence import Evidence, Reminder
from mailbot.daemon.simulate.check.hours import Team
from mailbot.store.look.histories import History, Told

SLACK = timedelta(minutes=2)  # a tick, and the desk's own pace
HELD_BACK = timedelta(minutes=10)  # past so many mails in an hour: the next full ten minutes
_HOUR = timedelta(hours=1)
BREACH = 100
_SECOND = timedelta(seconds=1)
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Broken:
    """One promise that was not kept: when (UTC), about which request, and what exactly."""

    at: datetime
    number: int
    what: str


class Owed:
    """Goes through all that was owed. `count` says how much that was, `latest` how long after its moment the last came.

    `mailed` are the reminders that were mailed by request and target.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        history: History,
        evidence: Evidence,
        mailed: Mapping[tuple[int, str], Sequence[Reminder]],
        team: Team,
        ends: datetime,
    ) -> None:
        self._policy = policy
        self._history = history
        self._evidence = evidence
        self._told = mailed
        self._team = team
        self._ends = ends
        self.reckoner = Reckoner.around(policy, history, ends=ends)
        self.latest = timedelta()
        self.count = 0

    def missed(self) -> Iterator[Broken]:
        """What was owed and did not come, or too late."""
        yield from self._missed()
        yield from self._dailies_missed()
        yield from self._others_missed()

    def _missed(self) -> Iterator[Broken]:
        shares = sorted({*self._policy.reminders.at, BREACH}) if self._policy.reminders.at else []
        for told in self._history.requests.values():
            for clock in clocks_of(told):
                for share in shares:
                    yield from self._missed_share(clock, share, told=told)

    def _missed_share(self, clock: Clock, share: int, *, told: Told) -> Iterator[Broken]:
        due = self._reached(clock, share, told=told)
        by = self._somebody_can_hear(due, told=told) if due is not None else None
        latest = self._in_time(by, told=told) if by is not None else None
        if due is None or by is None or latest is None or not self._stays_owed(clock, due, latest, told=told):
            return
        self.count += 1
        heard = [
            one.at
            for one in self._told[told.number, clock.target]
            if one.percent >= share and one.role in ("owner", "stand_in") and clock.started <= one.at
        ]
        heard += [moment for moment, number in self._evidence.confidential if number == told.number and moment >= due]
        if not any(one <= latest for one in heard) and not self._told_of_many(due, latest, told=told):
            later = min(heard, default=None)
            yield Broken(due, told.number, f"{clock.target} at {share} %: due by {by:%d %b %H:%M}, {_came(later)}")
            return
        self.latest = max(self.latest, min((one for one in heard if one <= latest), default=by) - by)

    def _dailies_missed(self) -> Iterator[Broken]:
        """Of what is late somebody hears each morning on which the school opens, where they are there that day."""
        late = [one for one in self._clocks() if self._policy.reminders.daily]
        for told, clock, breach in late:
            hours = self.reckoner.hours(told)
            morning = hours.morning_after(breach, days=1)
            while morning is not None and morning < (clock.ended or self._ends):
                by = self._somebody_can_hear(morning, told=told)
                if by is not None and self.day(by) == self.day(morning):
                    yield from self._missed_daily(clock, morning, by, told=told)
                morning = hours.morning_after(morning, days=1)

    def _missed_daily(self, clock: Clock, morning: datetime, by: datetime, *, told: Told) -> Iterator[Broken]:
        latest = self._in_time(by, told=told)
        if not self._stays_owed(clock, morning, latest, told=told):
            return
        self.count += 1
        heard = [
            one.at
            for one in self._told[told.number, clock.target]
            if one.percent >= BREACH and one.role in ("owner", "stand_in") and self.day(one.at) == self.day(morning)
        ]
        heard += [moment for moment, number in self._evidence.confidential if number == told.number]
        midnight = datetime.combine(self.day(morning), time(), tzinfo=self._policy.zone)
        if not any(one <= latest for one in heard) and not self._told_of_many(midnight, latest, told=told):
            later = min(heard, default=None)
            yield Broken(morning, told.number, f"{clock.target}, late, that day: due by {by:%H:%M}, {_came(later)}")

    def _others_missed(self) -> Iterator[Broken]:
        """At some shares somebody beside its owner hears: by when the last of all who may be meant was there."""
        reminders = self._policy.reminders
        for share in sorted({reminders.second_at, reminders.above_at, reminders.manager_at} if reminders.at else ()):
            for told, clock, due in self._clocks(share):
                others = self._who_may_be_meant(told, due)
                moments = [self._team.next_at_work(one, due) for one in others]
                by = max((one for one in moments if one is not None), default=None)
                latest = self._in_time(by, told=told) if by is not None else None
                if by is None or latest is None or not self._stays_owed(clock, due, latest, told=told):
                    continue
                self.count += 1
                mine = {one.address for one in others}
                heard = [one for one in self._told[told.number, clock.target] if one.at >= due]
                in_time = any(one.recipient in mine and one.at <= latest for one in heard)
                if not in_time and not self._told_of_many(due, latest, told=told):
                    what = f"{clock.target} at {share} %: nobody but its owner heard by {by:%d %b %H:%M}"
                    yield Broken(due, told.number, what)

    def _who_may_be_meant(self, told: Told, due: datetime) -> list[Technician]:
        """Covers, leads and the manager; nobody where one of them may own it, who is then not told as another."""
        owners = values_of(told, effect="Assign", field="technician")
        whose = {at(owners, due), *(owner for since, owner in owners if since >= due)}
        leads = self._leads()
        if told.sensitive or None in whose or any(one.id in whose for one in leads):
            return []
        owner = self._policy.technicians.get(at(owners, due) or "")
        return [*leads, *(self._team.covers(owner, due) if owner else [])]

    def _clocks(self, share: int = BREACH) -> Iterator[tuple[Told, Clock, datetime]]:
        for told in self._history.requests.values():
            for clock in clocks_of(told):
                reached = self._reached(clock, share, told=told)
                if reached is not None:
                    yield told, clock, reached

    def day(self, moment: datetime) -> date:
        """The day of the trust on which a moment (aware) falls."""
        return moment.astimezone(self._policy.zone).date()

    def _reached(self, clock: Clock, share: int, *, told: Told) -> datetime | None:
        """When the share was first reached, whatever priorities it had by then."""
        priorities = values_of(told, effect="SetPriority", field="priority")
        for place, (since, priority) in enumerate(priorities):
            until = priorities[place + 1][0] if place + 1 < len(priorities) else self._ends
            moment = self.reckoner.reaches(clock, share / 100, told=told, priority=priority or "")
            if moment is not None and max(moment, since, clock.started) < min(until, self._ends):
                return max(moment, since, clock.started)
        return None

    def _somebody_can_hear(self, due: datetime, *, told: Told) -> datetime | None:
        """The first moment from `due` on at which its owner of then, or who stands in for them, can be told."""
        owners = values_of(told, effect="Assign", field="technician")
        moment = due
        for _ in range(_MOST_STEPS):
            hears = self._hears(at(owners, moment), moment, told=told)
            changes = next((since for since, _ in owners if since > moment), None)
            if hears is None and changes is None:
                return None
            if hears is None or (changes is not None and changes <= hears):
                moment = changes or moment
                continue
            if hears == moment:
                return moment
            moment = hears  # look again then: more may be known of who is away
        return None

    def _in_time(self, by: datetime, *, told: Told) -> datetime:
        """Until when it is in time; longer where one of those who may be told has had their fill of that hour."""
        most = self._policy.caps.technician_per_hour
        may = self._may_be_told(told, by)
        full = any(self._evidence.mails_to(one.address, since=by - _HOUR, until=by) >= most for one in may)
        return by + SLACK + (HELD_BACK if full else timedelta())

    def _told_of_many(self, since: datetime, until: datetime, *, told: Told) -> bool:
        """Whether one of them had a list meanwhile that said how many more there are than it has room for."""
        may = {one.address for one in self._may_be_told(told, until)}
        return any(since <= moment <= until and who in may for moment, who in self._evidence.cut)

    def _may_be_told(self, told: Told, moment: datetime) -> list[Technician]:
        owner = self._policy.technicians.get(at(values_of(told, effect="Assign", field="technician"), moment) or "")
        return [*self._leads(), *([owner, *self._team.covers(owner, moment)] if owner else [])]

    def _hears(self, owner: str | None, moment: datetime, *, told: Told) -> datetime | None:
        team, everybody = self._team, self._policy.technicians
        technician = everybody.get(owner or "")
        if told.sensitive or technician is None:
            # several may be meant: whoever of them comes last has certainly been asked
            several = [one for one in everybody.values() if one.sensitive] if told.sensitive else self._leads()
            moments = [team.next_at_work(one, moment) for one in several]
            return max((one for one in moments if one is not None), default=None)
        if team.at_work(technician, moment):
            return moment
        if self.reckoner.always(told.priority) and team.on_call(moment) is not None:
            return moment
        theirs = (team.next_at_work(technician, moment), team.next_stand_in(technician, moment))
        return min((one for one in theirs if one is not None), default=None)

    def _leads(self) -> list[Technician]:
        named = {*self._policy.line_leads.values(), self._policy.manager}
        return [one for id_, one in self._policy.technicians.items() if id_ in named]

    def _stays_owed(self, clock: Clock, due: datetime, until: datetime, *, told: Told) -> bool:
        """Whether nothing happened between the two that makes the reminder needless or another one."""
        if until >= self._ends or (clock.ended is not None and clock.ended <= until):
            return False
        if not any(start <= due and (end is None or until < end) for start, end in clock.runs):
            return False
        changed = values_of(told, effect="SetPriority", field="priority")[1:]
        return not any(due - _SECOND <= since <= until for since, _ in changed)


def _came(moment: datetime | None) -> str:
    return "never came" if moment is None else f"came {moment:%d %b %H:%M}"
