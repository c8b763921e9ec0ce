"""Plays a span of time: the clock jumps to whatever comes next, the people act, the desk works off what it has to do.

One thread does all of it, so that the same seed gives the same year. What was seen is returned, and judged elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from mailbot.core.model.article import Article
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Policy
from mailbot.daemon.simulate.check.evidence import Evidence
from mailbot.daemon.simulate.clock import JumpingClock
from mailbot.daemon.simulate.people.absence import Diary, illness, leave_of_days, planned_leave
from mailbot.daemon.simulate.people.requester import Requesters
from mailbot.daemon.simulate.people.staff import invent_staff, requests_of
from mailbot.daemon.simulate.people.technician import desks_of
from mailbot.daemon.simulate.post import Mail, Post
from mailbot.daemon.simulate.stage import set_stage
from mailbot.daemon.simulate.world import World
from mailbot.settings.articles import load_articles
from mailbot.settings.installation import Settings
from mailbot.store.acts import absence
from mailbot.store.engine import Database
from mailbot.store.facts import duty
from mailbot.store.look import histories

_DAY = timedelta(days=1)
_TICK = timedelta(seconds=1)
_MOST_TICKS = 900
_LEARN_EVERY = timedelta(days=1)  # as the scheduler of a desk that runs does, more often
_LONG_AWAY = timedelta(days=60)


class SimulationError(Exception):
    """The simulation cannot go on; the text says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see: from the first day to the last (both included), how many requests a school day.

    `without` are technicians' ids who are away all the time; `model` uses the installation's model of meaning.
    """

    first: date
    last: date
    per_day: float = 60.0
    seed: int = 1
    without: tuple[str, ...] = ()
    model: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it: the trust's policy, the mails that concern promises, and the tables as they stood at the end."""

    policy: Policy
    ends: datetime
    asked: int
    written: int
    sent: int
    evidence: Evidence
    history: histories.History
    answers: dict[str, int]


Progress = Callable[[datetime, int], None]


def play(wish: Wish, *, settings: Settings, trust: str, folder: Path, progress: Progress) -> Seen:
    """Play the span in `folder`, which may be thrown away afterwards; `progress` hears the moment and the requests.

    Raises SettingsError, StartError; SimulationError where something stays undone for ever.
    """
    clock = JumpingClock(datetime.combine(wish.first, time(), tzinfo=UTC))
    evidence = Evidence()
    readers: dict[str, Callable[[Mail], None]] = {}

    def arrived(mail: Mail) -> None:
        evidence.take(mail)
        reader = readers.get(mail.recipient, otherwise[0] if otherwise else None)
        if reader is not None:
            reader(mail)

    otherwise: list[Callable[[Mail], None]] = []
    post = Post(clock=clock, arrived=arrived)
    daemon = set_stage(folder, settings=settings, trust=trust, clock=clock, way_out=post, model=wish.model)
    try:
        policy = daemon.policies[trust]
        world = World(daemon=daemon, policy=policy, clock=clock, post=post, seed=wish.seed)
        requesters = Requesters(world, articles=_known_to_staff(settings.trusts[trust] / "articles", trust=trust))
        diary = Diary(policy)
        helpdesk = settings.mailboxes[policy.schools[CENTRAL].mailbox].address
        desks = desks_of(world, policy.technicians, diary, helpdesk=helpdesk)
        readers.update({address: desk.read for address, desk in desks.items()})
        otherwise.append(requesters.read)
        _send_away(wish, world=world, diary=diary)
        _let_people_write(wish, world=world, requesters=requesters, settings=settings)
        ends = datetime.combine(wish.last + _DAY, time(), tzinfo=policy.zone)
        _run(world, ends=ends, progress=lambda moment: progress(moment, requesters.asked))
        return Seen(
            policy=policy,
            ends=ends,
            asked=requesters.asked,
            written=post.written,
            sent=post.sent,
            evidence=evidence,
            history=_history(daemon.database, trust=trust),
            answers={desk.technician.id: desk.answered for desk in desks.values()},
        )
    finally:
        daemon.stop()


def _known_to_staff(folder: Path, *, trust: str) -> tuple[Article, ...]:
    """The published articles for staff; a new trust has no folder of them yet."""
    known = load_articles(folder, trust=trust) if folder.is_dir() else ()
    return tuple(one for one in known if one.state == "published" and one.audience == "staff")


def _run(world: World, *, ends: datetime, progress: Callable[[datetime], None]) -> None:
    """From moment to moment until the end: whatever is due next, of the people or of the desk."""
    ticks = 0
    learnt = world.now
    world.daemon.work_off()
    while True:
        due = _next_due(world.daemon.database)
        if due is not None and due <= world.now:
            # what is due and was not done waits for the next tick, as it would for the scheduler's
            due, ticks = world.now + _TICK, ticks + 1
            if ticks > _MOST_TICKS:
                raise SimulationError(f"something that is due stays undone at {world.now.isoformat()}")
        else:
            ticks = 0
        moments = [moment for moment in (due, world.next_at) if moment is not None]
        if not moments or min(moments) >= ends:
            return
        world.clock.forward_to(min(moments))
        world.happen()
        world.daemon.work_off()
        if world.now - learnt >= _LEARN_EVERY:
            learnt = world.now
            world.daemon.database.learn_sizes()
        progress(world.now)


def _next_due(database: Database) -> datetime | None:
    with database.read() as unit:
        return histories.next_due(unit)


def _history(database: Database, *, trust: str) -> histories.History:
    with database.read() as unit:
        return histories.read(unit, trust=trust)


def _send_away(wish: Wish, *, world: World, diary: Diary) -> None:
    """Planned leave is known from the first day; who is ill says so in the morning, or somebody does it for them."""
    policy = world.policy
    days = [wish.first + number * _DAY for number in range((wish.last - wish.first).days + 1)]
    absent = [
        leave_of_days(one, first=wish.first - _DAY, last=wish.last + _LONG_AWAY, policy=policy) for one in wish.without
    ]
    known = (*absent, *planned_leave(policy, days=days, dice=world.dice("leave")))
    for leave in known:
        diary.add(leave)
        _write_down(leave, world=world)
    dice = world.dice("illness told")
    for leave in illness(policy, days=days, dice=world.dice("illness")):
        diary.add(leave)
        told = leave.start + timedelta(hours=7, minutes=dice.choice((15, 30, 50, 140)))
        world.at(told, lambda leave=leave: _write_down(leave, world=world))  # type: ignore[misc]  # bound per turn


def _write_down(leave: Leave, *, world: World) -> None:
    with world.daemon.database.write() as unit:
        duty.add_leave(unit, leave, trust=world.policy.trust, now=world.now)
        absence.wake_for(unit, leave, trust=world.policy.trust, now=world.now)
        unit.commit()


def _let_people_write(wish: Wish, *, world: World, requesters: Requesters, settings: Settings) -> None:
    policy = world.policy
    helpdesks = {box.id: box.address for box in settings.mailboxes.values() if box.trust == policy.trust}
    staff = invent_staff(policy, helpdesks=helpdesks, dice=world.dice("staff"))
    if not staff:
        raise SimulationError(f"no school of {policy.name} has a domain of staff and a mailbox: nobody could write")
    day = wish.first
    while day <= wish.last:
        moments = requests_of(
            day, staff=staff, per_day=wish.per_day, terms_of=policy.schools[CENTRAL], dice=world.dice("day", day)
        )
        for moment in moments:
            requesters.expect(moment)
        day += _DAY
