"""Moments at which the desk thinks again: one row for each (subject, kind, round, step), claimed when due.

What makes it happen once: the key, and the tick's own unit, which marks the timer done under the claim's epoch beside
everything the tick decides. A worker that dies of a timer five times leaves it skipped, with the reason.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Executable, and_, bindparam, case, null, select, update

from mailbot.core.model.effects.on_mail import PutOff
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.stimulus import CareTimerKind, LeaveTimerKind, TimerKind
from mailbot.core.sla.reminders import MOVED_FROM
from mailbot.fault import fault
from mailbot.store.engine import Database, NewInsert, Unit, database_time
from mailbot.store.flow.claims import FREE_LEASE, LEASE_SECONDS, free, rested, write_back
from mailbot.store.tables import AUDIT, TIMER
from mailbot.store.texts import storable

ATTEMPTS = 5
RETRY_SECONDS = 30.0
MOST_WAITING = 500
_MOST_REASON = 20_000


@dataclass(frozen=True, slots=True)
class ClaimedTimer:
    """One due timer in one worker's hands, under `epoch`. `request` is the number it is about, or else the id of the
    person whose digest it is (`kind` "digest"), who goes or is back (`LeaveTimerKind`), or whose week begins
    (`CareTimerKind`).
    """

    id: int
    epoch: int
    trust: str
    request: int
    kind: TimerKind | LeaveTimerKind | CareTimerKind | Literal["digest"]
    round: int
    step: int
    due_at: datetime
    attempts: int

    @property
    def cause_of_digest(self) -> str:
        """A digest's timer may wait again after it is done: each claim of it is another cause."""
        return f"timer:{self.id}:{self.step}#{self.epoch}"

    @property
    def cause(self) -> str:
        """What the decision it leads to names as its cause; the same timer waited for anew is another one."""
        return f"timer:{self.id}:{self.step}"

    @property
    def cause_of_waiting(self) -> str:
        """The cause where the decision is only to wait on: each claim of it is another one.

        Not each moment: a timer that waits for a morning, is cancelled and scheduled anew waits for that morning again.
        """
        return f"{self.cause}@{self.epoch}"

    def cause_of(self, *, waits: bool) -> str:
        """The cause of what this claim decides; `waits`: only to wait on."""
        if self.kind == "digest":
            return self.cause_of_digest
        return self.cause_of_waiting if waits else self.cause

    def is_put_off_by(self, effect: ScheduleTimer | WakeTechnician | PutOff) -> bool:
        """Whether the effect is this very timer, at a later moment."""
        if isinstance(effect, PutOff):
            return self.kind == "digest"
        if isinstance(effect, WakeTechnician):
            return (effect.kind, effect.round, effect.step) == (self.kind, self.round, self.step)
        same = (effect.request, effect.kind, effect.round, effect.step)
        return same == (self.request, self.kind, self.round, self.step)


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    """A timer that nobody has claimed: the number of its request, and when it is due so far (UTC)."""

    id: int
    request: int
    kind: TimerKind
    step: int
    due_at: datetime


_DUE = (
    select(TIMER.c.id)
    .where(TIMER.c.state == "waiting", TIMER.c.due_at <= bindparam("now", type_=TIMER.c.due_at.type))
    .where(free(TIMER), rested(TIMER))
    .order_by(TIMER.c.due_at, TIMER.c.id)
    .limit(bindparam("most"))
)
_TAKE = (
    update(TIMER)
    .where(TIMER.c.id == bindparam("row_id"))
    .values(
        claim_epoch=TIMER.c.claim_epoch + 1,
        attempts=TIMER.c.attempts + 1,
        lease_until=database_time(LEASE_SECONDS),
        not_before=null(),
    )
)
_THESE = TIMER.c.id.in_(bindparam("ids", expanding=True))
_GIVE_UP = (
    update(TIMER)
    .where(_THESE, TIMER.c.attempts > ATTEMPTS)
    .values(state="skipped", reason=f"given up after {ATTEMPTS} attempts", **FREE_LEASE)
)
_TAKEN = select(TIMER).where(_THESE, TIMER.c.state == "waiting").order_by(TIMER.c.due_at, TIMER.c.id)
_CANCEL = (
    update(TIMER)
    .where(
        TIMER.c.trust == bindparam("in_trust"),
        TIMER.c.subject_kind == "request",
        TIMER.c.subject == bindparam("the_request"),
        TIMER.c.kind == bindparam("the_kind"),
        # who is told that it was moved away from them is told whosever it is by then
        TIMER.c.step < MOVED_FROM,
        TIMER.c.state == "waiting",
    )
    .values(state="cancelled", claim_epoch=TIMER.c.claim_epoch + 1, **FREE_LEASE)
)
_NEXT_DUE = select(TIMER.c.due_at).where(TIMER.c.state == "waiting").order_by(TIMER.c.due_at).limit(1)


def _schedule(new: NewInsert) -> Executable:
    insert = new(TIMER)
    return insert.on_conflict_do_update(
        index_elements=["subject_kind", "subject", "kind", "round", "step"],
        set_={"due_at": insert.excluded.due_at, "state": "waiting", "attempts": 0},
        where=TIMER.c.state == "cancelled",
    )


def schedule(unit: Unit, effect: ScheduleTimer, *, trust: str) -> None:
    """Wait for this moment. The same timer twice is one; a cancelled one waits again."""
    unit.change(
        unit.made(_schedule),
        {
            "trust": trust,
            "subject_kind": "request",
            "subject": effect.request,
            "kind": effect.kind,
            "round": effect.round,
            "step": effect.step,
            "due_at": effect.due_at,
        },
    )
    fault("timers.scheduled")


def schedule_digest(unit: Unit, *, trust: str, person: int, due_at: datetime) -> None:
    """Wait for the moment at which somebody is told together what waits for them; one timer a person and minute.

    One that is done or skipped waits again: what came after it was written is told too. Its row is locked until the
    caller's commit, so the digest that ends it either has seen what the caller writes or finds that it has not.
    """
    key = {"subject_kind": "person", "subject": person, "kind": "digest", "step": 0}
    unit.change(
        unit.made(_schedule_digest), {"trust": trust, **key, "round": int(due_at.timestamp()) // 60, "due_at": due_at}
    )
    fault("timers.digest_scheduled")


def _schedule_digest(new: NewInsert) -> Executable:
    insert = new(TIMER)
    sooner = and_(TIMER.c.state == "waiting", TIMER.c.due_at < insert.excluded.due_at)
    return insert.on_conflict_do_update(
        index_elements=["subject_kind", "subject", "kind", "round", "step"],
        set_={
            "due_at": case((sooner, TIMER.c.due_at), else_=insert.excluded.due_at),
            "state": "waiting",
            "attempts": 0,
            "reason": null(),
        },
    )


def cancel(unit: Unit, *, trust: str, request: int, kind: str) -> None:
    """No timer of this kind waits for the request any more; one in a worker's hands is taken from it."""
    unit.change(_CANCEL, {"in_trust": trust, "the_request": request, "the_kind": kind})


def claim(database: Database, *, now: datetime, limit: int, lease_seconds: float) -> tuple[ClaimedTimer, ...]:
    """Take up to `limit` timers due at `now` (UTC, the desk's clock), earliest first; () when none is."""
    with database.read() as unit:
        if unit.rows(_DUE, {"most": 1, "now": now}).first() is None:
            return ()
    with database.write() as unit:
        taken = list(unit.rows(unit.skip_locked(_DUE), {"most": limit, "now": now}).scalars())
        if not taken:
            unit.commit()
            return ()
        unit.change_each(_TAKE, [{"row_id": row, "lease_seconds": lease_seconds} for row in taken])
        unit.change(_GIVE_UP, {"ids": taken})
        rows = unit.rows(_TAKEN, {"ids": taken}).all()
        fault("timers.claim.before_commit")
        unit.commit()
    fault("timers.claimed")
    return tuple(
        ClaimedTimer(
            id=row.id,
            epoch=row.claim_epoch,
            trust=row.trust,
            request=row.subject,
            kind=cast("TimerKind | LeaveTimerKind | CareTimerKind | Literal['digest']", row.kind),
            round=row.round,
            step=row.step,
            due_at=row.due_at,
            attempts=row.attempts,
        )
        for row in rows
    )


def done(unit: Unit, claimed: ClaimedTimer) -> None:
    """The tick was acted on in this very unit. Raises StaleClaim."""
    fault("timers.end")
    write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values={**FREE_LEASE, "state": "done"})


def put_off(unit: Unit, claimed: ClaimedTimer, *, due_at: datetime) -> None:
    """It is not time yet, or nobody is there to be told: the same timer waits until `due_at`. Raises StaleClaim."""
    write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values={**FREE_LEASE, "due_at": due_at, "attempts": 0})


def skip(unit: Unit, claimed: ClaimedTimer, *, reason: str) -> None:
    """Nothing is to be done any more, and why. Raises StaleClaim."""
    values = {**FREE_LEASE, "state": "skipped", "reason": storable(reason[-_MOST_REASON:])}
    write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values=values)


def failed(unit: Unit, claimed: ClaimedTimer, *, why: str, delay_seconds: float = RETRY_SECONDS) -> None:
    """Working on it raised: it waits a little and is tried again, five times in all. Raises StaleClaim."""
    values = {**FREE_LEASE, "not_before": database_time(delay_seconds), "reason": storable(why[-_MOST_REASON:])}
    write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values=values)


def give_back(unit: Unit, claimed: ClaimedTimer) -> None:
    """Put it back uncounted: the trouble was the database's or everybody's. Raises StaleClaim."""
    values = {**FREE_LEASE, "attempts": TIMER.c.attempts - 1}
    write_back(unit, TIMER, row=claimed.id, epoch=claimed.epoch, values=values)


def acted_at(unit: Unit, *, like: ClaimedTimer, step: int) -> datetime | None:
    """When (UTC) another step of a timer's kind and round was acted on; None while it waits or where it was skipped."""
    done = select(TIMER.c.id).where(
        TIMER.c.subject_kind == "request",
        TIMER.c.subject == like.request,
        TIMER.c.kind == like.kind,
        TIMER.c.round == like.round,
        TIMER.c.step == step,
        TIMER.c.state == "done",
    )
    row = unit.rows(done).scalar()
    if row is None:
        return None
    decided = select(AUDIT.c.at).where(AUDIT.c.cause == f"timer:{row}:{step}")
    moment: datetime | None = unit.rows(decided).scalar()
    return moment


def waiting_of(unit: Unit, *, trust: str, kinds: Collection[str], after: int) -> Sequence[WaitingTimer]:
    """The timers of these kinds that wait, in the order of their ids, those after the id `after`; at most 500."""
    query = (
        select(TIMER)
        .where(TIMER.c.trust == trust, TIMER.c.state == "waiting", TIMER.c.kind.in_(kinds), TIMER.c.id > after)
        .order_by(TIMER.c.id)
        .limit(MOST_WAITING)
    )
    return [
        WaitingTimer(row.id, row.subject, cast("TimerKind", row.kind), row.step, row.due_at) for row in unit.rows(query)
    ]


def bring_forward(unit: Unit, timer: WaitingTimer, *, due_at: datetime) -> None:
    """It comes earlier than it was thought; nothing where it has been acted on or moved meanwhile."""
    unit.change(
        update(TIMER)
        .where(TIMER.c.id == timer.id, TIMER.c.state == "waiting", TIMER.c.due_at == timer.due_at)
        .values(due_at=due_at)
    )


def next_due(unit: Unit) -> datetime | None:
    """When the earliest waiting timer is due, None where none waits: for a clock that jumps."""
    found: datetime | None = unit.rows(_NEXT_DUE).scalar()
    return found
