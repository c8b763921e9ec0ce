"""A due timer is just another stimulus: what it is about is looked up, decided and written as for a message.

Its row is marked done, skipped or put off in the unit that writes what was decided.
"""

from datetime import datetime, timedelta
from typing import cast, get_args

from mailbot.core.decide.decide import decide
from mailbot.core.kb.index import Index
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import PutOff
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.snapshot import Fresh, Snapshot
from mailbot.core.model.stimulus import (
    CareTimerKind,
    DigestDue,
    KnowledgeWeekDue,
    LeaveDue,
    LeaveTimerKind,
    Stimulus,
    TimerDue,
    TimerKind,
)
from mailbot.core.sla.reminders import TARGET_OF, Step, step_of
from mailbot.daemon.process import Composed, Look, Process, Write
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Unit
from mailbot.store.facts.absent import technician_of
from mailbot.store.facts.occasions import snapshot_of_digest, snapshot_of_technician, snapshot_of_week
from mailbot.store.flow import notifications, timers
from mailbot.store.flow.messages import Cause
from mailbot.store.flow.timers import ClaimedTimer


class Ticks:
    """Turns one claimed timer into one committed decision, by the means of `process`. Safe to share between threads."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def act(self, claimed: ClaimedTimer) -> str:
        """Act on one due timer; gives the outcome. Raises as for a message."""
        now = self._process.clock.now()
        if claimed.kind in get_args(LeaveTimerKind):
            return self._leave(claimed, now=now)
        if claimed.kind == "digest":
            return self._digest(claimed, now=now)
        if claimed.kind in get_args(CareTimerKind):
            return self._week(claimed, now=now)
        return self._request(claimed, now=now)

    def _request(self, claimed: ClaimedTimer, *, now: datetime) -> str:
        def stimulus(found: Snapshot) -> TimerDue | None:
            request = found.requests.get(claimed.request)
            if request is None:
                return None
            return TimerDue(
                timer=claimed.id,
                kind=cast("TimerKind", claimed.kind),
                request=request,
                round=claimed.round,
                step=claimed.step,
                due_at=claimed.due_at,
                late_told=self._late_told(claimed),
            )

        write = _ticked(claimed, now=now)
        return self._process.about_request(claimed.trust, claimed.request, stimulus=stimulus, write=write, now=now)

    def _late_told(self, claimed: ClaimedTimer) -> datetime | None:
        """When the owner was told that a target was missed, for the timer of a daily reminder of it."""
        if claimed.kind not in TARGET_OF or step_of(claimed.step).day is None:
            return None
        with self._process.database.read() as unit:
            return timers.acted_at(unit, like=claimed, step=Step().number)

    def _leave(self, claimed: ClaimedTimer, *, now: datetime) -> str:
        """The moment at which a technician goes, is back or is told of."""
        technician = self._technician(claimed)

        def look(unit: Unit, fresh: Fresh) -> Snapshot:
            return snapshot_of_technician(unit, trust=claimed.trust, technician=technician, fresh=fresh, now=now)

        kind = cast("LeaveTimerKind", claimed.kind)
        given = LeaveDue(claimed.id, kind, technician, claimed.round, claimed.step, claimed.due_at)
        return self._about_technician(claimed, given, look=look, write=_ticked(claimed, now=now), now=now)

    def _week(self, claimed: ClaimedTimer, *, now: datetime) -> str:
        """The moment at which a lead's week begins: what to write, what to look after."""
        since = now - timedelta(weeks=self._process.office.policies[claimed.trust].care.weeks)

        def look(unit: Unit, fresh: Fresh) -> Snapshot:
            return snapshot_of_week(unit, trust=claimed.trust, since=since, fresh=fresh, now=now)

        given = KnowledgeWeekDue(claimed.id, self._technician(claimed), claimed.round, claimed.due_at)
        return self._about_technician(claimed, given, look=look, write=_ticked(claimed, now=now), now=now)

    def _digest(self, claimed: ClaimedTimer, *, now: datetime) -> str:
        """The moment at which a technician is told together what waits for them."""
        technician, trust = self._technician(claimed), claimed.trust
        marked = _ticked(claimed, now=now)

        def look(unit: Unit, fresh: Fresh) -> Snapshot:
            return snapshot_of_digest(unit, trust=trust, technician=technician, fresh=fresh, now=now)

        def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
            marked(unit, decision, found, outgoing)
            # after the timer's row is ours, and not before: what came in between is seen here
            notifications.check_all_seen(unit, found.waiting, trust=trust, technician=technician, now=now)

        given = DigestDue(claimed.id, technician, claimed.due_at)
        return self._about_technician(claimed, given, look=look, write=write, now=now)

    def _about_technician(
        self,
        claimed: ClaimedTimer,
        given: Stimulus,
        *,
        look: Look,
        write: Write,
        now: datetime,
    ) -> str:
        policy = self._process.office.policies[claimed.trust]

        def think(found: Snapshot, index: Index) -> Decision:
            return decide(given, snapshot=found, policy=policy, index=index, now=now)

        return self._process.run(claimed.trust, look=look, think=think, write=write, now=now)

    def _technician(self, claimed: ClaimedTimer) -> str:
        """The technician's id of the person that the timer is about; '' for who is none any more."""
        with self._process.database.read() as unit:
            return technician_of(unit, trust=claimed.trust, person=claimed.request)


def _ticked(claimed: ClaimedTimer, *, now: datetime) -> Write:
    """Writes what a tick decided, and marks its timer done, skipped or put off in the same unit."""

    def write(unit: Unit, decision: Decision, found: Snapshot, outgoing: Composed) -> None:
        wanted = (one for one in decision.effects if isinstance(one, ScheduleTimer | WakeTechnician | PutOff))
        later = next((one for one in wanted if claimed.is_put_off_by(one)), None)
        cause = Cause(text=claimed.cause_of(waits=later is not None))
        apply(unit, decision, outgoing=outgoing, snapshot=found, cause=cause, now=now)
        if later is not None:
            timers.put_off(unit, claimed, due_at=later.due_at)
        elif decision.outcome == "skipped":
            timers.skip(unit, claimed, reason=decision.reasons[-1])
        else:
            timers.done(unit, claimed)

    return write
