"""Claimed deliveries, one after the other: what happens to a message whose work raised, and when the whole line stops.

One message's failure is counted against that message alone. Composing or writing that fails for three messages of
different senders in a row is everybody's trouble (a broken template): the line stops, their attempts are given back,
and one message a minute is tried until one succeeds. Failures in parsing, or of one sender's mails, never stop it.
"""

import threading
import traceback
from collections.abc import Callable, Sequence
from functools import partial

from mailbot.daemon.apart.reader import Unreadable
from mailbot.daemon.clock import Clock
from mailbot.daemon.log import log
from mailbot.daemon.loop import Bell, insist
from mailbot.daemon.process import LineFault, Process
from mailbot.daemon.ticks import Ticks
from mailbot.store.engine import Database
from mailbot.store.errors import DatabaseUnavailable, StaleClaim
from mailbot.store.flow import inbox, outbox, timers
from mailbot.store.flow.inbox import Claimed
from mailbot.store.flow.timers import ClaimedTimer

LEASE_SECONDS = 60.0
BATCH = 10
FAULTS_THAT_STOP = 3
STOPPED_PAUSE = 60.0
TIMER_BATCH = 20


class Line:
    """Whether the line runs. Safe to share between threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._row: list[Claimed] = []
        self._stopped_until: float | None = None

    @property
    def stopped(self) -> bool:
        """Whether a fault of everybody's stopped it and no message has succeeded since."""
        return self._stopped_until is not None

    def may_take(self) -> int:
        """How many messages may be taken now: a batch, one while the line is stopped and a minute passed, or none."""
        with self._lock:
            if self._stopped_until is None:
                return BATCH
            if self._monotonic() < self._stopped_until:
                return 0
            self._stopped_until = self._monotonic() + STOPPED_PAUSE
            return 1

    def succeeded(self) -> bool:
        """A message went through; True when that started the line again."""
        with self._lock:
            self._row.clear()
            was, self._stopped_until = self._stopped_until, None
            return was is not None

    def failed(self, claimed: Claimed) -> tuple[int, ...]:
        """Composing or writing failed; gives the deliveries whose attempts are to be given back, () for none."""
        with self._lock:
            if all(claimed.sender != other.sender for other in self._row):
                self._row.append(claimed)
            if self._stopped_until is None and len(self._row) < FAULTS_THAT_STOP:
                return ()
            self._stopped_until = self._monotonic() + STOPPED_PAUSE
            row, self._row = self._row, []
            return tuple(dict.fromkeys([*(one.id for one in row), claimed.id]))


class Processing:
    """One turn of a worker: some deliveries, some timers, some mails that failed for good."""

    def __init__(
        self, *, database: Database, process: Process, clock: Clock, monotonic: Callable[[], float], mail_waits: Bell
    ) -> None:
        self._database = database
        self.process = process
        self._ticks = Ticks(process)
        self._clock = clock
        self._mail_waits = mail_waits
        self.line = Line(monotonic)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the message at hand and give the others back."""
        self._stopping.set()

    def messages(self) -> bool:
        """Take some due deliveries and act on each; False when there was nothing to do."""
        limit = self.line.may_take()
        if not limit or self._stopping.is_set():
            return False
        claims = inbox.claim(self._database, limit=limit, lease_seconds=LEASE_SECONDS)
        for position, claimed in enumerate(claims):
            if self._stopping.is_set():
                self._give_back(claims[position:])
                break
            try:
                self._message(claimed)
            except DatabaseUnavailable:
                self._give_back(claims[position:])
                raise
        if claims:  # now and not after each, so that the senders take several at once
            self._mail_waits.ring()
        return bool(claims)

    def timers(self) -> bool:
        """Act on some due timers; False when none was due."""
        claims = timers.claim(self._database, now=self._clock.now(), limit=TIMER_BATCH, lease_seconds=LEASE_SECONDS)
        for position, claimed in enumerate(claims):
            try:
                self._timer(claimed)
            except DatabaseUnavailable:
                self._give_back(claims[position:])
                raise
        return bool(claims)

    def failures(self) -> bool:
        """Tell about some mails that will never arrive; False when there was none."""
        found = outbox.claim_failures(self._database, limit=TIMER_BATCH, lease_seconds=LEASE_SECONDS)
        for mail in found:
            outcome = self.process.delivery_failed(mail)
            log.info("failure.told", outbox=mail.id, request=mail.request, outcome=outcome)
        if found:
            self._mail_waits.ring()
        return bool(found)

    def _message(self, claimed: Claimed) -> None:
        try:
            outcome = self.process.message(claimed)
        except StaleClaim:
            log.warning("message.lease_lost", inbox=claimed.id)
        except DatabaseUnavailable:
            raise
        except Unreadable as error:
            self._unreadable(claimed, why=str(error))
        except LineFault:
            self._failed(claimed, everybodys=True)
        except Exception:  # noqa: BLE001 -- one bad message must not stop the others; it is counted and quarantined
            self._failed(claimed, everybodys=False)
        else:
            log.info("message.done", inbox=claimed.id, outcome=outcome, mailbox=claimed.mailbox)
            if self.line.succeeded():
                log.info("line.runs_again")

    def _unreadable(self, claimed: Claimed, *, why: str) -> None:
        """Reading it went over the limits, which it would do again: set aside at once, unless we ended that reading."""
        if self._stopping.is_set():
            self._give_back((claimed,))
            return
        try:
            with self._database.write() as unit:
                inbox.quarantine(unit, claimed, why=why, now=self._clock.now())
                unit.commit()
        except StaleClaim:
            log.warning("message.lease_lost", inbox=claimed.id)
            return
        log.error("message.failed", inbox=claimed.id, attempts=claimed.attempts, quarantined=True, why=why)

    def _failed(self, claimed: Claimed, *, everybodys: bool) -> None:
        why = traceback.format_exc()
        now = self._clock.now()
        try:
            with self._database.write() as unit:
                quarantined = inbox.failed(unit, claimed, why=why, now=now)
                unit.commit()
        except StaleClaim:
            log.warning("message.lease_lost", inbox=claimed.id)
            return
        log.error("message.failed", inbox=claimed.id, attempts=claimed.attempts, quarantined=quarantined, why=why)
        forgiven = self.line.failed(claimed) if everybodys else ()
        if forgiven:
            with self._database.write() as unit:
                inbox.forgive(unit, forgiven)
                unit.commit()
            log.critical("line.stopped", because="composing or writing fails for everybody", given_back=forgiven)

    def _give_back(self, claims: Sequence[Claimed] | Sequence[ClaimedTimer]) -> None:
        for claimed in claims:
            try:
                insist(partial(self._one_back, claimed), stopping=self._stopping)
            except (StaleClaim, DatabaseUnavailable):
                # its lease runs out by itself
                log.warning("claim.not_given_back", row=claimed.id, what=type(claimed).__name__)

    def _one_back(self, claimed: Claimed | ClaimedTimer) -> None:
        with self._database.write() as unit:
            if isinstance(claimed, Claimed):
                inbox.give_back(unit, claimed)
            else:
                timers.give_back(unit, claimed)
            unit.commit()

    def _timer(self, claimed: ClaimedTimer) -> None:
        try:
            outcome = self._ticks.act(claimed)
        except StaleClaim:
            log.warning("timer.lease_lost", timer=claimed.id)
        except DatabaseUnavailable:
            raise
        except Exception:  # noqa: BLE001 -- one bad timer must not stop the others
            self._timer_failed(claimed)
        else:
            log.info("timer.done", timer=claimed.id, outcome=outcome)
            self._mail_waits.ring()

    def _timer_failed(self, claimed: ClaimedTimer) -> None:
        why = traceback.format_exc()
        try:
            with self._database.write() as unit:
                timers.failed(unit, claimed, why=why)
                unit.commit()
        except StaleClaim:
            # who woke too late met the keys of what another worker wrote meanwhile: that is no failure
            log.warning("timer.lease_lost", timer=claimed.id)
            return
        log.error("timer.failed", timer=claimed.id, why=why)
