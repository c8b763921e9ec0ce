"""Starts the loops and ends them: intake first in mind when stopping, then what is in hand, within 15 seconds."""

import contextlib
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.core.model.policy import Policy
from mailbot.daemon.alarm import MailboxAlarm
from mailbot.daemon.clock import Clock
from mailbot.daemon.errors import StartError
from mailbot.daemon.idling import Idling
from mailbot.daemon.knowledge import Knowledge
from mailbot.daemon.lock import DataLock
from mailbot.daemon.log import log
from mailbot.daemon.loop import Bell, Loop
from mailbot.daemon.one_core import on_one_core
from mailbot.daemon.polling import Polling
from mailbot.daemon.process import Process
from mailbot.daemon.processing import Processing
from mailbot.daemon.receive import Receive
from mailbot.daemon.rehearsal import rehearse
from mailbot.daemon.sending import Sending, Transport
from mailbot.mail.oauth.bearer import Bearer
from mailbot.settings.installation import Settings
from mailbot.store.engine import Database
from mailbot.store.flow import outbox

DRAIN_SECONDS = 15.0
TIMER_SECONDS = 1
TIDY_SECONDS = 60
LEARN_SECONDS = 3600
# a mail makes many values and no circles of them: looked for after every 700, as Python does, they cost a tenth of all
GARBAGE_AFTER = (20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Parts:
    """What bootstrap built for one daemon; `transport` makes a way out for each sender loop."""

    settings: Settings
    policies: Mapping[str, Policy]
    database: Database
    clock: Clock
    lock: DataLock | None
    process: Process
    knowledge: Knowledge
    receive: Receive
    alarm: MailboxAlarm
    transport: Callable[[], Transport]
    bearers: Mapping[str, Bearer]
    monotonic: Callable[[], float]
    jitter: Callable[[], float]


class Daemon:
    """The running desk. `start` returns when all is listening; `stop` drains. Neither is called twice."""

    def __init__(self, parts: Parts) -> None:
        self.settings = parts.settings
        self.policies = parts.policies
        self.database = parts.database
        self.clock = parts.clock
        self.receive = parts.receive
        self._lock = parts.lock
        self._alarm = parts.alarm
        self._knowledge = parts.knowledge
        self._process = parts.process
        self._monotonic = parts.monotonic
        self._mail_waits = Bell()
        self._failed = Bell()
        self._ticks = Bell()
        self.processing = Processing(
            database=parts.database,
            process=parts.process,
            clock=parts.clock,
            monotonic=parts.monotonic,
            mail_waits=self._mail_waits,
        )
        self.sending = Sending(
            database=parts.database,
            clock=parts.clock,
            monotonic=parts.monotonic,
            jitter=parts.jitter,
            failures=self._failed.ring,
        )
        self.polling = Polling(
            database=parts.database,
            mailboxes=parts.settings.mailboxes,
            threads=parts.settings.poll_threads,
            clock=parts.clock,
            monotonic=parts.monotonic,
            bell=parts.receive.bell,
            bearers=parts.bearers,
        )
        self.idling = Idling(
            parts.settings.mailboxes,
            most=parts.settings.idle_max,
            hint=self.polling.hurry,
            monotonic=parts.monotonic,
            bearers=parts.bearers,
        )
        self._listeners = parts.receive.listeners()
        self._transports = [parts.transport() for _ in range(parts.settings.senders)]
        self._loops = self._make_loops(parts.receive.bell)
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Listen, poll, process, send. Raises StartError when a port is taken or not ours to open."""
        with on_one_core() if self.settings.one_core else contextlib.nullcontext():
            self._begin()
        log.info(
            "desk.open",
            mailboxes=len(self.settings.mailboxes),
            listeners=[f"{one.host}:{one.port}" for one in self.settings.listeners],
        )

    def _begin(self) -> None:
        """Begin every thread."""
        self._knowledge.prepare()
        rehearse(self._process, self.policies)
        started = []
        try:
            for listener in self._listeners:
                listener.start()
                started.append(listener)
        except OSError as error:
            for listener in started:
                listener.stop()
            self._close()
            place = f"[listener.{self.settings.listeners[len(started)].id}] of {self.settings.file}"
            raise StartError(f"{error.strerror or error}. See {place}") from error
        gc.freeze()  # what is here now stays
        gc.set_threshold(*GARBAGE_AFTER)
        for loop in self._loops:
            loop.start()
        # APScheduler only ticks: all that is due is rows
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(self._ticks.ring, "interval", seconds=TIMER_SECONDS, **options)
        self._scheduler.add_job(self.polling.cut_slow, "interval", seconds=TIMER_SECONDS, **options)
        self._scheduler.add_job(self._tidy, "interval", seconds=TIDY_SECONDS, **options)
        self._scheduler.add_job(self.database.learn_sizes, "interval", seconds=LEARN_SECONDS, **options)
        self._scheduler.start()

    def stop(self, *, within: float = DRAIN_SECONDS) -> bool:
        """Stop taking in, finish what is in hand, close; gives whether all ended within that many seconds."""
        deadline = self._monotonic() + within
        for listener in self._listeners:
            listener.stop()
        self.polling.stop()
        self.idling.stop()
        self.processing.stop()
        self.sending.stop()
        with contextlib.suppress(SchedulerNotRunningError):  # where the start failed half-way, or there was none
            self._scheduler.shutdown(wait=False)
        for loop in self._loops:
            loop.stop()
        alive = [loop for loop in self._loops if not loop.join(max(0.0, deadline - self._monotonic()))]
        self._process.close()
        self._knowledge.stop()
        for transport in self._transports:
            transport.close()
        self._close()
        log.info("desk.closed", drained=not alive)
        return not alive

    def work_off(self) -> None:
        """Do in the caller's thread all that there is to do at this moment: the loops of a desk that was not started.

        For a clock that jumps: it waits where the loops would, and nothing happens in between.
        """
        self._ticks.ring()
        self._mail_waits.ring()
        while sum(loop.work_off() for loop in self._loops):
            pass

    def _make_loops(self, arrived: Bell) -> list[Loop]:
        loops = [
            Loop(f"process-{n}", self.processing.messages, bell=arrived, idle=1.0) for n in range(self.settings.workers)
        ]
        loops += [
            Loop(f"send-{n}", partial(self.sending.send_some, way), bell=self._mail_waits, idle=1.0)
            for n, way in enumerate(self._transports)
        ]
        loops.append(Loop("timers", self.processing.timers, bell=self._ticks, idle=5.0))
        loops.append(Loop("failures", self.processing.failures, bell=self._failed, idle=5.0))
        if any(box.polled for box in self.settings.mailboxes.values()):
            loops += [
                Loop(f"poll-{n}", self.polling.visit_one, bell=Bell(), idle=0.25)
                for n in range(self.settings.poll_threads)
            ]
        loops += [
            Loop(f"idle-{box}", partial(self.idling.watch, box), bell=Bell(), idle=0.25) for box in self.idling.watched
        ]
        return loops

    def _tidy(self) -> None:
        expired = outbox.expire(self.database, now=self.clock.now())
        if expired:
            log.warning("mail.expired", count=expired)
            self._failed.ring()
        self._alarm.look(self._mail_waits.ring)

    def _close(self) -> None:
        self.database.close()
        if self._lock is not None:
            self._lock.release()
